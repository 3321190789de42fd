"""Columns as an editor counts them: bytes, UTF-16 units or code points from 0, where ours are code points from 1."""

from __future__ import annotations

from collections.abc import Sequence

from runbook_lint.model.position import Span

ENCODINGS = ("utf-8", "utf-16", "utf-32")
_UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}  # bytes


def to_units(line: str, column: int, encoding: str) -> int:
    """The place of a column of ours in an editor's units; past the end of the line it is the end."""
    return _length(line[: max(column - 1, 0)], encoding)


def to_column(line: str, units: int, encoding: str) -> int:
    """The column of ours at a place in an editor's units; within a character it is the character's."""
    if line.isascii() or encoding == "utf-32":
        return min(max(units, 0), len(line)) + 1
    left = units
    for index, char in enumerate(line):
        left -= _length(char, encoding)
        if left < 0:
            return index + 1
    return len(line) + 1


def _length(text: str, encoding: str) -> int:
    if text.isascii():
        return len(text)
    name = encoding if encoding == "utf-8" else f"{encoding}-le"
    return len(text.encode(name, "surrogatepass")) // _UNIT[encoding]


def line_at(lines: Sequence[str], number: int) -> str:
    """The text of a 1-based line, empty past the end."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def holds(span: Span, line: int, column: int) -> bool:
    """Whether a place lies in a span; a cursor right behind it still counts."""
    return (span.line, span.column) <= (line, column) <= (span.end_line, span.end_column)
