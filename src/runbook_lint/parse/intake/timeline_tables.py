"""Timelines in columns: CSV and JSON objects, whose columns are found by their names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from runbook_lint.model.errors import UsageError
from runbook_lint.parse.intake.json_values import Found
from runbook_lint.parse.intake.redaction import redacted
from runbook_lint.parse.intake.timeline_rows import People, Read, Row, at_lines, moment
from runbook_lint.parse.postmortem_parts.moments import lead

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "timestamp", "ts", "at", "datetime", "occurred at", "created at", "when", "start", "time utc"),
    "day": ("date", "day"),
    "text": ("text", "what", "event", "message", "description", "summary", "content", "body", "title", "note", "entry"),
    "who": ("who", "role", "team", "source"),
    "person": ("author", "user", "username", "user name", "actor", "name", "email", "by", "from", "created by"),
    "marked": ("marked", "pinned", "starred", "is starred", "highlight"),
}
"""The names of each column, the best first; case, `_`, `-` and brackets do not count."""

NEXT_STEP = "mend the file, or give lines of `time text`"
_TRUE = ("true", "yes", "1", "x")
_SHOWN = 8


def _known(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.casefold()).split())


@lru_cache(maxsize=64)  # one object after the other has the same keys
def _columns(names: tuple[str, ...]) -> Mapping[str, str]:
    """The name that stands for each of our columns, where there is one."""
    by_known: dict[str, str] = {}
    for name in names:
        by_known.setdefault(_known(name), name)
    found = {
        ours: next((by_known[alias] for alias in aliases if alias in by_known), "") for ours, aliases in COLUMNS.items()
    }
    if not found["time"]:  # a column called `date` may hold the whole time
        found["time"], found["day"] = found["day"], ""
    return {ours: name for ours, name in found.items() if name}


def read_objects(found: Sequence[Found], day: date | None, people: People) -> Read:
    """JSON objects as rows; each is read by its own keys."""
    rows, without = [], []
    for line, value in found:
        row = _row(line, value, day, people) if isinstance(value, dict) else None
        if row is None:
            without.append(line)
        else:
            rows.append(row)
    note = (f"no object with a time and a text at {at_lines(without)}; left out",) if without else ()
    return Read(tuple(rows), note)


def is_row(value: Mapping[str, Any]) -> bool:
    """Whether an object has a time of its own."""
    return "time" in _columns(tuple(key for key in value if isinstance(key, str)))


def _row(line: int, value: Mapping[str, Any], day: date | None, people: People) -> Row | None:
    columns = _columns(tuple(key for key in value if isinstance(key, str)))
    text = _text(value.get(columns.get("text", "")))
    when = value.get(columns.get("time", ""))
    if not text or when is None or isinstance(when, (dict, list, bool)):
        return None
    if "day" in columns and isinstance(when, str) and isinstance(value[columns["day"]], str):
        when = f"{value[columns['day']].strip()} {when.strip()}"
    person = people.name(*_names(value.get(columns.get("person", ""))))
    who = _text(value.get(columns.get("who", "")))
    marked = _text(value.get(columns.get("marked", ""))).casefold() in _TRUE
    return Row(line, moment(when, line, day), text, (people.role(who) or who) if who else person, marked)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def _names(value: Any) -> tuple[str, ...]:
    """What a person is called: a name, or an object with an id, a name and an address."""
    if isinstance(value, dict):
        return tuple(_text(value.get(key)) for key in ("id", "name", "email", "display_name", "username"))
    return (_text(value),)


def delimiter(text: str) -> str:
    """What stands between the columns of a CSV's first line; empty where it has no column that we know."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    for char in ("\t", ";", ",", "|"):
        names = [_known(cell.strip().strip('"')) for cell in first.split(char)]
        if len(names) > 1 and any(name in COLUMNS["time"] or name in COLUMNS["day"] for name in names):
            return char
    return ""


def read_csv(name: str, text: str, day: date | None, people: People) -> Read:
    """CSV as rows: by its header, else a time, who where there are three columns, and a text."""
    mark = delimiter(text) or max(",;\t", key=text.split("\n", 1)[0].count)
    records = list(_records(name, text, mark))
    if not records:
        return Read()
    first = [cell.strip() for cell in records[0][1]]
    if delimiter(text):
        header, records = first, records[1:]
    elif len(first) > 1 and lead(first[0]):
        header = ["time", "who", "text"] if len(first) > 2 else ["time", "text"]
    else:
        header = first
    columns = _columns(tuple(header))
    missing = next((ours for ours in ("time", "text") if ours not in columns), "")
    if missing:
        raise UsageError(
            f"{name}:1:1: no column for the {missing}; call one {COLUMNS[missing][0]}, as in `time,who,text`"
        )
    rows, without = [], []
    for line, cells in records:
        row = _row(line, _cells(header, cells, mark), day, people)
        if row is None:
            without.append(line)
        else:
            rows.append(row)
    taken = set(columns.values())
    unused = [column for column in header if column and column not in taken]
    notes = [f"no time or no text at {at_lines(without)}; left out"] if without else []
    more = f" and {len(unused) - _SHOWN:,} more" if len(unused) > _SHOWN else ""
    notes += [f"columns not taken: {', '.join(redacted(unused[:_SHOWN])[0])}{more}"] if unused else []
    return Read(tuple(rows), tuple(notes))


def _cells(header: Sequence[str], cells: Sequence[str], mark: str) -> dict[str, str]:
    """A record's cells by the header; what a comma without quotes cut off the last one is put back."""
    if len(cells) > len(header):
        cells = [*cells[: len(header) - 1], mark.join(cells[len(header) - 1 :])]
    named: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=False):
        named.setdefault(column, cell)
    return named


def _records(name: str, text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV with the line each begins on; raises UsageError where a quote is amiss."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place, reason = _fault(text, line, mark, str(error))
            raise UsageError(f"{name}:{place}: not valid CSV: {reason}; {NEXT_STEP}") from None
        if any(cell.strip() for cell in record):
            yield line, record
        line = reader.line_num + 1


def _fault(text: str, line: int, mark: str, reason: str) -> tuple[str, str]:
    """Where in a record that begins on a line the quotes go wrong, and what is wrong there."""
    lines = text.split("\n")[line - 1 :]
    opened: tuple[int, int] | None = None
    for number, each in enumerate(lines, line):
        column = 0
        while column < len(each):
            char = each[column]
            if opened and char == '"':
                if each[column + 1 : column + 2] == '"':
                    column += 1
                elif each[column + 1 : column + 2] not in ("", "\r", mark):
                    return f"{number}:{column + 2}", f"text behind a closing quote, where a {mark!r} should stand"
                else:
                    opened = None
            elif not opened and char == '"' and (column == 0 or each[column - 1] == mark):
                opened = number, column + 1
            column += 1
        if not opened:
            break
    if opened:
        return f"{opened[0]}:{opened[1]}", "a quote that is never closed"
    return f"{line}:1", reason
