"""What raw HTML in a page means to us: anchors, links, headings and comments, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from html.parser import HTMLParser

from runbook_lint.model.document import Anchor, Link
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

Place = Callable[[int], tuple[int, int]]
_COMMENT = regex(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_ATTRIBUTE = regex(r"[\s\"'/]([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_TEMPLATE = regex(r"\{\{.{0,400}?\}\}|\{%.{0,400}?%\}|<%.{0,400}?%>")
_SHOWN = {0xE000 + index: char for index, char in enumerate("\"'<>")}
_MASKED = {ord(char): code for code, char in _SHOWN.items()}


@dataclass(slots=True)
class HtmlFacts:
    """What one piece of HTML holds; headings are (level, text, span), the text with its line ends."""

    anchors: list[Anchor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    headings: list[tuple[int, str, Span]] = field(default_factory=list)
    comments: list[tuple[str, Span]] = field(default_factory=list)


def read_html(text: str, place: Place) -> HtmlFacts:
    """The facts of a piece of HTML; `place` gives the line and column of an offset in it."""
    facts = HtmlFacts()
    blanked = list(text)
    for match in _COMMENT.finditer(text):
        facts.comments.append((match[1].strip(), Span(*place(match.start()), *place(match.end()))))
        for index in range(match.start(), match.end()):
            if text[index] != "\n":
                blanked[index] = " "
    rest = _TEMPLATE.sub(lambda match: match[0].translate(_MASKED), "".join(blanked))
    closed = rest[: rest.rfind(">") + 1]  # behind the last `>` no tag ends, and each `<` would be tried to the end
    if "<" in closed:
        reader = _Reader(facts, closed, place)
        try:
            reader.feed(closed)
            reader.close()
        except AssertionError:
            pass  # html.parser gives up on malformed declarations (`<![…`); what came before is kept
    return facts


class _Reader(HTMLParser):
    def __init__(self, facts: HtmlFacts, text: str, place: Place) -> None:
        super().__init__(convert_charrefs=True)
        self.facts, self.text, self.place = facts, text, place
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.heading: tuple[int, Span, list[str]] | None = None

    def here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def span(self) -> Span:
        """Where the tag at hand stands."""
        start = self.here()
        return Span(*self.place(start), *self.place(start + len(self.get_starttag_text() or "")))

    def value_span(self, key: str) -> Span:
        """Where the value of an attribute of the tag at hand stands, without its quotes."""
        for match in _ATTRIBUTE.finditer(self.get_starttag_text() or ""):
            if match[1].lower() == key:
                start, end = next(match.span(group) for group in (2, 3, 4) if match[group] is not None)
                return Span(*self.place(self.here() + start), *self.place(self.here() + end))
        return self.span()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        span = self.span()
        values = {key: value or "" for key, value in attrs}
        for key in ("id", "name") if tag == "a" else ("id",):
            if values.get(key):
                self.facts.anchors.append(Anchor(values[key], span))
        if tag == "a" and values.get("href"):
            target, place = values["href"].translate(_SHOWN), self.value_span("href")
            self.facts.links.append(Link(target, "", span, html=True, target_span=place))
        if tag == "img" and values.get("src"):
            target, place = values["src"].translate(_SHOWN), self.value_span("src")
            self.facts.links.append(Link(target, values.get("alt", ""), span, image=True, html=True, target_span=place))
        if re.fullmatch(r"h[1-6]", tag):
            self.heading = (int(tag[1]), span, [])

    def handle_endtag(self, tag: str) -> None:
        if self.heading and re.fullmatch(r"h[1-6]", tag):
            level, start, parts = self.heading
            end = self.text.find(">", self.here())
            span = Span(start.line, start.column, *self.place(end + 1 if end >= 0 else len(self.text)))
            self.facts.headings.append((level, "".join(parts).translate(_SHOWN), span))
            self.heading = None

    def handle_data(self, data: str) -> None:
        if self.heading:
            self.heading[2].append(data)
