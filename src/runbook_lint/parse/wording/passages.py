"""Prose as running text: sentences that a line break cuts are whole, and every match keeps its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

HIDDEN = "■"
"""Stands for each character that is no prose of the author's: code, links, and what others said."""

_QUOTE = regex(r'"[^"]{1,400}"|“[^“”]{1,400}”|«[^«»]{1,400}»|‘[^‘’]{1,400}’(?!\w)')
_EMPHASIS = regex(r"[*~]|(?<![^\W_])_+|_+(?![^\W_])")
_END = regex(r"[.!?;](?=[\s)\"”]|\Z)\s*|\s+[-–—]\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a paragraph, heading or table cell, and the line and column of each of its characters.

    White space is one space, typographic apostrophes are straight, emphasis is gone, and HIDDEN stands for
    what is not the author's prose.
    """

    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """The place of a slice of the text that is not empty."""
        line, column = self.places[start]
        last, stop = self.places[end - 1]
        return Span(line, column, last, stop + 1)

    def sentences(self) -> tuple[int, ...]:
        """Where each sentence begins, or each part of one between dashes or semicolons, and where the last one ends."""
        ends = (match.end() for match in _END.finditer(self.text))
        return tuple(sorted({0, *ends, len(self.text)}))


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph, heading and table cell of a page that is not quoted from somebody else, in page order."""
    rows = _authored(document)
    for span in sorted(_spans(document)):
        before = document.line(span.line)[: span.column - 1]
        if ">" not in before:
            yield _passage(span, rows)


def _spans(document: Document) -> Iterator[Span]:
    yield from (heading.span for heading in document.headings if not heading.html)
    yield from (paragraph.span for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell for row in table.cell_spans for cell in row)


def _authored(document: Document) -> list[str]:
    """The page's lines as far as they are prose; what is not, and all of a link, is HIDDEN."""
    rows = [list(_shown(line, prose)) for line, prose in zip(document.lines, document.prose, strict=True)]
    for link in document.links:
        for number in range(link.span.line, min(link.span.end_line, len(rows)) + 1):
            row = rows[number - 1]
            start = link.span.column - 1 if number == link.span.line else 0
            end = link.span.end_column - 1 if number == link.span.end_line else len(row)
            row[start:end] = [HIDDEN] * len(row[start:end])
    return ["".join(row) for row in rows]


def _shown(line: str, prose: str) -> Iterable[str]:
    return (seen if seen != " " or char.isspace() else HIDDEN for char, seen in zip(line, prose, strict=True))


def _passage(span: Span, rows: list[str]) -> Passage:
    characters = list(_characters(span, rows))
    plain = _QUOTE.sub(lambda match: HIDDEN * len(match[0]), "".join(char for char, _, _ in characters))
    plain = _EMPHASIS.sub(lambda match: " " * len(match[0]), plain).replace("’", "'")
    kept = [index for index, char in enumerate(plain) if char != " " or (index and plain[index - 1] != " ")]
    return Passage("".join(plain[index] for index in kept), tuple(characters[index][1:] for index in kept))


def _characters(span: Span, rows: list[str]) -> Iterator[tuple[str, int, int]]:
    """The characters of a span with their places, a space for white space and for the end of a line."""
    for number in range(span.line, min(span.end_line, len(rows)) + 1):
        row = rows[number - 1]
        first = span.column - 1 if number == span.line else 0
        end = span.end_column - 1 if number == span.end_line else len(row)
        for index in range(first, min(end, len(row))):
            yield " " if row[index].isspace() else row[index], number, index + 1
        if number < span.end_line:
            yield " ", number, len(row) + 1
