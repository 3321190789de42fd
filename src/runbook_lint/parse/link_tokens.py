"""The links, images, addresses and loose references of one run of inline Markdown, each with its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from runbook_lint.model.document import Definition, Link, Undefined
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE, Span
from runbook_lint.parse.bare_urls import bare_urls
from runbook_lint.parse.inline import AT, LABEL_END
from runbook_lint.parse.references import destination, label_key, undefined_footnotes, undefined_references
from runbook_lint.parse.template_links import TO

if TYPE_CHECKING:
    from markdown_it.token import Token

_HIDDEN = frozenset({"link_open", "image", "code_inline", "html_inline", "footnote_ref"})
_TEMPLATE = regex(r"\{\{.{0,400}?\}\}|\{%.{0,400}?%\}|<%.{0,400}?%>", re.DOTALL)
_MAYBE_TEMPLATE = regex(r"\{[{%]|<%")
_ANCHOR = regex(r"<(/?)a[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labels:
    """What a page defines: definitions by their normalised label, and every label that looks to be defined."""

    definitions: Mapping[str, Definition] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    footnotes: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A run of inline Markdown: its text, its tokens, and where its offsets stand in the file."""

    content: str
    tokens: Sequence[Token]
    span: Callable[[int, int], Span]


def link_of(run: Run, index: int, labels: Labels) -> Link:
    """The link or image that the token at an index opens."""
    token = run.tokens[index]
    image = token.type == "image"
    start, end = token.meta[AT]
    target = str(token.attrs.get("src" if image else "href", ""))
    text = token.content if image else _text(run.tokens, index + 1)
    (first, last), label = _target(run.content, token)
    definition = labels.definitions.get(label_key(label)) if label else None
    place = definition.target_span if definition else PAGE if label else run.span(first, last)
    return Link(target, text, run.span(start, end), image, target_span=place, label=label)


def _text(tokens: Sequence[Token], first: int) -> str:
    """The text from a token on, up to the end of its link: without a copy of all that follow."""
    depth, parts = 1, []
    for token in (tokens[index] for index in range(first, len(tokens))):
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if depth == 0:
            break
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
    return "".join(parts)


def _target(content: str, token: Token) -> tuple[tuple[int, int], str]:
    """Where a link's target stands, and its label where it is a reference."""
    start, end = token.meta[AT]
    if token.markup == "autolink":
        return (start + 1, end - 1), ""
    if TO in token.meta:
        return token.meta[TO], ""
    close = token.meta[LABEL_END]
    if content[close + 1 : close + 2] == "(" and end > close + 1:
        return destination(content, close + 2, end), ""
    own = content[start + 1 + (token.type == "image") : close]
    return (start, end), content[close + 2 : end - 1] or own


def loose(run: Run) -> str:
    """The text of a run with NUL characters for links, code, HTML and templates."""
    if not any(token.type in _HIDDEN for token in run.tokens) and not _MAYBE_TEMPLATE.search(run.content):
        return run.content
    canvas, opened = list(run.content), -1
    for token in run.tokens:
        if token.type not in _HIDDEN or AT not in token.meta:
            continue
        start, end = token.meta[AT]
        _hide(canvas, start, end)
        tag = _ANCHOR.match(token.content) if token.type == "html_inline" else None
        if tag and tag[1] and opened >= 0:
            _hide(canvas, opened, end)
        opened = start if tag and not tag[1] else opened if not tag else -1
    for match in _TEMPLATE.finditer(run.content):
        _hide(canvas, *match.span())
    return "".join(canvas)


def _hide(canvas: list[str], start: int, end: int) -> None:
    canvas[start:end] = "\0" * (end - start)


def bare_links(run: Run, text: str) -> Iterator[Link]:
    """The addresses in the open, as GitHub links them."""
    if "://" not in text and "www." not in text.lower():
        return
    for start, end in bare_urls(text):
        written = text[start:end]
        target = f"http://{written}" if written[:4].lower() == "www." else written
        span = run.span(start, end)
        yield Link(target, written, span, target_span=span, bare=True)


def undefined(run: Run, text: str, labels: Labels) -> Iterator[Undefined]:
    """The references of a run that lead nowhere."""
    if "][" not in text and "[^" not in text:
        return
    canvas = list(text)
    for token in run.tokens:
        if token.type == "text_special" and AT in token.meta:
            _hide(canvas, *token.meta[AT])
    plain = "".join(canvas)
    for label, start, end in undefined_references(plain, labels.known, bool(labels.definitions)):
        written = label if "\0" not in label else run.content[start:end].removeprefix("!")[1:-3]
        yield Undefined(written, run.span(start, end))
    for label, start, end in undefined_footnotes(plain, labels.known, labels.footnotes):
        yield Undefined(label, run.span(start, end), footnote=True)
