"""Timelines written as tables: which column is the time, who, and what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.model.document import Document, Table
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.postmortem_parts.moments import Stamp, scan, whole
from runbook_lint.parse.postmortem_parts.pieces import place, says_nothing
from runbook_lint.parse.postmortem_parts.rows import Row
from runbook_lint.parse.postmortem_parts.zones import find_zone, read_zone
from runbook_lint.parse.sections import normal_title

_TIME = frozenset({"time", "times", "timestamp", "when", "clock", "at", "datetime", "occurred"})
_DAY = frozenset({"date", "day"})
_WHO = frozenset(
    {"who", "actor", "person", "by", "author", "source", "role", "team", "reporter", "user", "name", "responder"}
)
_MONTH_DAY = regex(r"\s*\d{1,2}/\d{1,2}\s*\Z")
_LENGTH = frozenset({"duration", "elapsed", "since"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a timeline by their place; the rest is what happened."""

    time: int
    day: int | None = None
    who: int | None = None


def columns_of(table: Table) -> Columns | None:
    """The columns of a table that is a timeline by its header, or by what stands in it; None where it is none."""
    roles = [_role(cell) for cell in table.header]
    times = [index for index, role in enumerate(roles) if role == "time"]
    days = [index for index, role in enumerate(roles) if role == "day"]
    who = next((index for index, role in enumerate(roles) if role == "who"), None)
    if times:
        sure = (index for index in times if read_zone(find_zone(table.header[index])))
        doubtful = find_zone(table.header[times[0]]) and not read_zone(find_zone(table.header[times[0]]))
        return Columns(next(sure, times[0]) if doubtful else times[0], days[0] if days else None, who)
    if days:
        return Columns(days[0], None, who)
    for index in range(len(table.header)):
        cells = [row[index] for row in table.rows if index < len(row) and row[index]]
        if cells and 2 * sum(whole(cell) is not None for cell in cells) >= len(cells):
            return Columns(index, None, who if who != index else None)
    return None


def is_timeline(table: Table) -> bool:
    """Whether a table that stands anywhere tells what happened when: three clocks in its time column."""
    columns = columns_of(table)
    if columns is None:
        return False
    cells = [row[columns.time] for row in table.rows if columns.time < len(row) and row[columns.time]]
    stamps = [stamp for stamp in map(whole, cells) if stamp and stamp.clock]
    return len(stamps) >= 3 and 2 * len(stamps) >= len(cells)


def head_zone(table: Table, columns: Columns) -> tuple[str, Span | None]:
    """The zone in a time column's head (`Time (+01:00)`)."""
    zone = find_zone(table.header[columns.time])
    return zone, table.cell_spans[0][columns.time] if zone else None


def table_rows(document: Document, table: Table, columns: Columns | None) -> Iterator[Row]:
    """The rows of a table; without columns every row is kept whole, and its time is not known.

    A row that is nothing but a day holds for those below it; one of dots or dashes is none.
    """
    under = ""
    for cells, spans in zip(table.rows, table.cell_spans[1:], strict=False):
        if all(says_nothing(cell) for cell in cells) or not spans:
            continue
        span = Span(spans[0].line, spans[0].column, spans[-1].end_line, spans[-1].end_column)
        if columns is None or columns.time >= len(cells):
            yield Row("", span, None, _joined(cells, ()), span)
            continue
        written, day = cells[columns.time], cells[columns.day] if columns.day is not None else ""
        who = cells[columns.who] if columns.who is not None and columns.who < len(cells) else ""
        taken = {columns.time, columns.day, columns.who}
        at = place(document, spans[columns.time], written)
        stamp, text = _stamp(written), _joined(cells, taken)
        divides = _MONTH_DAY.match(written) or (stamp and stamp.day and not stamp.clock)
        if divides and not (text or who or day):
            under = stamp.day if stamp else written
            continue
        yield Row(written, at, stamp, text, span, who, day or ("" if stamp and stamp.day else under))
        under = ""


def _stamp(written: str) -> Stamp | None:
    return whole(written) if scan(written) else None


def _joined(cells: Sequence[str], taken: object) -> str:
    used = taken if isinstance(taken, set) else set()
    return "; ".join(cell for index, cell in enumerate(cells) if index not in used and cell.strip(" —–-…"))


def _role(header: str) -> str:
    words = normal_title(header).split()
    if not words:
        return "time" if find_zone(header) else ""
    kinds = set(words)
    if kinds & _LENGTH or words[:2] == ["time", "to"]:
        return ""
    if kinds & _TIME or (find_zone(header) and len(words) <= 2):
        return "time"
    return "day" if kinds & _DAY else "who" if kinds & _WHO else ""
