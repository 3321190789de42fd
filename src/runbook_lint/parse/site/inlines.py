"""Runs of text written anew: what the reference parser found in them, in a form that every engine reads alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.patterns import regex
from runbook_lint.parse.bare_urls import bare_urls
from runbook_lint.parse.phones import find_phones
from runbook_lint.parse.site.elements import Element, is_block, known
from runbook_lint.parse.site.html_text import element_text, named, shown_picture, single_tag
from runbook_lint.parse.site.markup import code, destination, words
from runbook_lint.parse.site.sheet import Sheet
from runbook_lint.parse.site.token_pairs import TAG, alternative, following, pairs, seen

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = {"em": ("*", "em"), "strong": ("**", "strong"), "s": ("", "del")}
_HIDDEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "title"})
_ATTRIBUTES = regex(r"(?<![{$])\{(?::|\s{0,8}#[\w:.-])[^{}\n]{0,200}\}")
_ID = regex(r"[{:\s]#([\w:.-]{1,200})")
_AUTOLINK = regex(r"https?://[\w/:?#@,;=%~.+-]+", re.ASCII | re.IGNORECASE)
_DEEPEST = 40  # marks and tags within each other; what is deeper goes without
_LOOSE = regex(r"[\0\s(/,.;:!?&>\"'–—-]|\Z")


def run_text(sheet: Sheet, tokens: Sequence[Token], without: str = "") -> str:
    """A run of inline tokens as Markdown; what ends it may be left out."""
    return _Run(sheet, tokens, without).write(0, len(tokens), False)


class _Run:
    """One run of tokens, its opening and closing ones paired."""

    def __init__(self, sheet: Sheet, tokens: Sequence[Token], without: str) -> None:
        self.sheet, self.tokens, self.without = sheet, tokens, without
        self.ends = pairs(tokens)
        self.depth = 0

    def write(self, start: int, end: int, linked: bool) -> str:
        self.depth += 1
        parts: list[str] = []
        index = start
        while index < end:
            text, index = self._piece(index, end, linked, parts[-1][-1:] if parts else "")
            if text:
                parts.append(text)
        self.depth -= 1
        return "".join(parts)

    def _piece(self, index: int, end: int, linked: bool, before: str) -> tuple[str, int]:
        """The Markdown of what begins at an index, and where the next piece begins."""
        token = self.tokens[index]
        if token.type == "text":
            last = index
            while last < end and self.tokens[last].type == "text":
                last += 1
            text = "".join(each.content for each in self.tokens[index:last])
            return self._text(text.removesuffix(self.without) if last == len(self.tokens) else text, linked), last
        if token.type in ("softbreak", "hardbreak"):
            return "\n" if token.type == "softbreak" else "<br>\n", index + 1
        if token.type == "code_inline":
            return code(token.content), index + 1
        if token.type == "image":
            return self.sheet.picture(str(token.attrs["src"]), alternative(token), linked), index + 1
        if token.type == "footnote_ref":
            return self._footnote(token), index + 1
        if token.type == "html_inline":
            return self._html(index, linked)
        if token.nesting == 1:
            return self._marked(index, linked, before)
        return (words(token.content), index + 1) if token.nesting == 0 else ("", index + 1)

    def _text(self, text: str, linked: bool) -> str:
        parts, done = [], 0
        for found in _ATTRIBUTES.finditer(text):
            name = _ID.search(found[0])
            parts += [self._open(text[done : found.start()], linked), self.sheet.anchors.mark(name[1] if name else "")]
            done = found.end()
        return "".join((*parts, self._open(text[done:], linked)))

    def _open(self, text: str, linked: bool) -> str:
        """Text with its bare addresses made links."""
        none = linked or ("://" not in text and "www." not in text.lower())
        parts, done = [], 0
        for start, end in () if none else bare_urls(text):
            parts += [_dialled(text[done:start], linked), self._bare(text[start:end])]
            done = end
        return "".join((*parts, _dialled(text[done:], linked)))

    def _bare(self, url: str) -> str:
        target = f"http://{url}" if url[:4].lower() == "www." else url
        made = self.sheet.link(target, words(url), target)
        plain = _AUTOLINK.fullmatch(url) and made.endswith(f"]({destination(url)})")
        return f"<{url}>" if plain else made

    def _footnote(self, token: Token) -> str:
        label = token.meta.get("label")
        return f"[^{self.sheet.footnote(label)}]" if label else ""

    def _marked(self, index: int, linked: bool, before: str) -> tuple[str, int]:
        """Emphasis or a link: with signs where every engine sees them as such, else with tags."""
        token, end = self.tokens[index], self.ends.get(index, len(self.tokens))
        if self.depth > _DEEPEST:
            return "", index + 1
        inner = self.write(index + 1, end, linked or token.type == "link_open")
        if token.type == "link_open":
            return self._link(token, inner, seen(self.tokens[index + 1 : end]), linked), end + 1
        sign, tag = _MARKS[token.tag if token.tag in _MARKS else "s"]
        if not inner.strip():
            return inner, end + 1
        after = following(self.tokens[end + 1 : end + 4])
        tight = inner == inner.strip() and "*" not in inner and inner[0] != "["
        if sign and tight and _LOOSE.match(before) and _LOOSE.match(after):
            return f"{sign}{inner}{sign}", end + 1
        return f"<{tag}>{inner}</{tag}>", end + 1

    def _link(self, token: Token, inner: str, shown: str, linked: bool) -> str:
        target = str(token.attrs["href"])
        if linked:
            return inner
        bare = token.markup == "autolink" and not target.lower().startswith("mailto:")
        return self._bare(target) if bare else self.sheet.link(target, inner.strip(), shown)

    def _html(self, index: int, linked: bool) -> tuple[str, int]:
        content = self.tokens[index].content
        if self.sheet.raw:
            return ("" if content.startswith("<!--") else content), index + 1
        tag = TAG.match(content)
        if not tag:
            return "", index + 1
        name, end = tag[2].lower(), self.ends.get(index)
        if not known(name):
            return words(content), index + 1
        if name in _HIDDEN and end is not None:
            return "", end + 1
        if tag[1] or name in _HIDDEN or is_block(Element(name)):
            return "" if tag[1] or name in _HIDDEN else "<br>• " if name == "li" else "<br>", index + 1
        return self._element(index, name, end, linked)

    def _element(self, index: int, name: str, end: int | None, linked: bool) -> tuple[str, int]:
        node = single_tag(self.tokens[index].content, name)
        anchors = named(self.sheet, node)
        if name == "br":
            return anchors + "<br>", index + 1
        if name == "img":
            return anchors + shown_picture(self.sheet, node, linked), index + 1
        if end is None or self.depth > _DEEPEST:
            return anchors, index + 1
        inner = self.write(index + 1, end, linked or name == "a")
        return anchors + element_text(self.sheet, node, inner, seen(self.tokens[index + 1 : end]), linked), end + 1


def _dialled(text: str, linked: bool) -> str:
    """Text with its telephone numbers made links that dial."""
    parts, done = [], 0
    for start, end, address in () if linked else find_phones(text):
        parts.append(f"{words(text[done:start])}[{words(text[start:end])}]({destination(address)})")
        done = end
    return "".join((*parts, words(text[done:])))
