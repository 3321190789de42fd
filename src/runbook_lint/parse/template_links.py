"""Links whose target a template fills in: `[text]({{< ref "page.md" >}})` is no link to CommonMark, and is one to Hugo.

The same for Jinja, Jekyll and ERB: what stands in `{{ }}`, `{% %}` and `<% %>` may hold spaces and quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runbook_lint.model.patterns import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

TO = "to"
"""The key of a token's `meta` under which (start, end) of a template's target stand."""

_TEMPLATE = r"\{\{[^\n]{0,300}?\}\}|\{%[^\n]{0,300}?%\}|<%[^\n]{0,300}?%>"
_TARGET = regex(
    rf"\(\s*(?P<to>[^\s()<>{{]*+(?>{_TEMPLATE})(?:(?>{_TEMPLATE})|[^\s()<>{{])*+)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)


def template_links(md: MarkdownIt) -> None:
    """Teach a parser to take them for links and images, before it looks for its own."""
    md.inline.ruler.before("link", "template_link", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    start = state.pos
    image = state.src.startswith("![", start)
    if not image and state.src[start] != "[":
        return False
    label_end = state.md.helpers.parseLinkLabel(state, start + image, not image)
    match = _TARGET.match(state.src, label_end + 1, state.posMax) if label_end >= 0 else None
    if not match:
        return False
    if not silent:
        label = (start + 1 + image, label_end)
        (_image if image else _link)(state, match["to"], label)
        opened = (token for token in reversed(state.tokens) if token.type in ("link_open", "image"))
        next(token for token in opened if not token.meta).meta[TO] = match.span("to")
    state.pos = match.end()
    return True


def _link(state: StateInline, target: str, label: tuple[int, int]) -> None:
    maximum = state.posMax
    state.pos, state.posMax = label
    state.push("link_open", "a", 1).attrs = {"href": target}
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)
    state.posMax = maximum


def _image(state: StateInline, target: str, label: tuple[int, int]) -> None:
    token = state.push("image", "img", 0)
    token.attrs = {"src": target, "alt": ""}
    token.content = state.src[slice(*label)]
    token.children = []
    state.md.inline.parse(token.content, state.md, state.env, token.children)
