"""Where the value of an action item can be written: a cell of its row, a checkbox, the brackets of its item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

_BAR = regex(r"(?<!\\)\|")
_BOX = regex(r"\[[ xX]\]\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """All between two bars of a row: `lead` and `tail` are the spaces around its text.

    `width` is how wide it is kept where the bars up to it stand in line with those below the head, else 0.
    """

    span: Span
    lead: str
    tail: str
    width: int


def cell_of(line: str, span: Span, rule: str) -> Cell | None:
    """The cell around a value, None where the row ends before it; `rule` is the line below the table's head."""
    bars = _bars(line)
    start = max((bar + 1 for bar in bars if bar < span.column - 1), default=0)
    end = next((bar for bar in bars if bar >= span.end_column - 1), len(line))
    text = line[start:end]
    nothing = span.column == span.end_column
    if nothing and (text.strip() or end == len(line)):
        return None
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if not text.strip():
        lead = tail = text[:1]
    own = [bar for bar in bars if bar <= end]
    width = end - start if _bars(rule)[: len(own)] == own else 0
    return Cell(Span(span.line, start + 1, span.line, end + 1), lead, tail[:1], width)


def _bars(line: str) -> list[int]:
    return [match.start() for match in _BAR.finditer(line)]


def box_of(line: str, span: Span) -> str | None:
    """The checkbox at a place, None where something else stands there."""
    text = line[span.column - 1 : span.end_column - 1]
    return text if span.line == span.end_line and _BOX.match(text) else None


def field_behind(lines: Sequence[str], cells: Mapping[str, Span]) -> Span | None:
    """The place behind the last value that an item names in brackets (`(owner: x, due: y)`), None without any."""
    named = [
        span
        for span in cells.values()
        if span.line == span.end_line and _is_named(lines[span.line - 1][: span.column - 1])
    ]
    last = max(named, default=None)
    return Span(last.line, last.end_column, last.line, last.end_column) if last else None


def _is_named(before: str) -> bool:
    """Whether what stands before a value is `(…: `."""
    opened = max(before.rfind(bracket) for bracket in "([")
    closed = max(before.rfind(bracket) for bracket in ")]")
    return opened > closed and any(sign in before[opened:] for sign in ":=")
