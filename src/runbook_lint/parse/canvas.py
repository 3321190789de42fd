"""The prose of a page, line by line and column by column, with everything else blanked out."""

from __future__ import annotations

from collections.abc import Sequence

from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.inline import InlinePlaces

_NOT_PROSE = regex(r"<%.{0,400}?%>|\{\{.{0,400}?\}\}|\{%.{0,400}?%\}|https?://[^\s<>)\]]+|^\s*:{3,}.*$|\[\[_?TOC_?\]\]|^\(\S+\)=\s*$")
_PROSE_SIGNS = ("<%", "{{", "{%", "://", ":::", "[[", ")=")


class Canvas:
    """Blank lines as long as the page's, onto which its prose is painted."""

    def __init__(self, lines: Sequence[str], whole: Sequence[str]) -> None:
        """`lines` are the page's with its front matter blanked, `whole` as they stand in the file."""
        self.lines = lines
        self.rows = [" " * len(line) for line in whole]

    def paint(self, content: str, places: InlinePlaces, span: Span) -> None:
        """Put the run as it is written onto the canvas."""
        if span.line == span.end_line:
            return self._paint_line(span.line, span.column, span.end_column)
        offset = 0
        for part in content.split("\n"):
            line, column = places.place(offset)
            offset += len(part) + 1
            self._paint_line(line, column, places.place(offset - 1)[1])

    def _paint_line(self, line: int, column: int, end: int) -> None:
        row, written, end = self.rows[line - 1], self.lines[line - 1], max(column, end)
        self.rows[line - 1] = row[: column - 1] + written[column - 1 : end - 1] + row[end - 1 :]

    def erase(self, span: Span) -> None:
        """Blank a place out."""
        for number in range(span.line, min(span.end_line, len(self.rows)) + 1):
            row = self.rows[number - 1]
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(row)
            end = max(start, min(end, len(row)))
            self.rows[number - 1] = row[:start] + " " * (end - start) + row[end:]

    def prose(self) -> tuple[str, ...]:
        """The lines, without templates, addresses and what else is no prose in them; most pages have nothing of it."""
        written = "\n".join(self.rows)
        return tuple(map(_only_prose, self.rows) if any(sign in written for sign in _PROSE_SIGNS) else self.rows)


def _only_prose(line: str) -> str:
    return _NOT_PROSE.sub(lambda match: " " * len(match[0]), line)
