"""Tickets as a tracker exports them, CSV or JSON, whichever tracker it is."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.parse.intake.tracker_fields import DECLINED, FIELDS, LISTS
from runbook_lint.parse.postmortem_parts.action_words import action_state

_KEY = regex(r"[A-Za-z][A-Za-z0-9_]*-\d+\Z")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket of an export: `key` and `url` name it, either may be empty; `place` is where it stands."""

    key: str
    url: str
    status: str
    resolution: str
    place: str

    @property
    def name(self) -> str:
        """What to call it."""
        return self.key or self.url

    @property
    def said(self) -> str:
        """Its state in the tracker's words."""
        told = self.resolution and words(self.resolution) not in ("unresolved", words(self.status))
        return f"{self.status} ({self.resolution})" if told else self.status


def read_tickets(name: str, text: str) -> tuple[Ticket, ...]:
    """The tickets of an export; UsageError with the line for one that cannot be read."""
    rows = _json_rows(name, text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(name, text)
    tickets = tuple(_ticket(place, row) for place, row in rows)
    if not tickets:
        raise UsageError(f"{name}: holds no ticket")
    if not any(ticket.status for ticket in tickets):
        raise UsageError(f"{name}: no ticket says its state; export it with {_either('status')}")
    if not any(ticket.name for ticket in tickets):
        raise UsageError(f"{name}: no ticket has a key or a URL; export it with {_either('key')}, or with a URL")
    return tickets


def state_of(ticket: Ticket, own: Mapping[str, str]) -> str:
    """Our state for a ticket's, empty where its words are none that we know; `own` are the user's words, folded."""
    given = own.get(words(ticket.said)) or own.get(words(ticket.status))
    if given:
        return given
    state = action_state(ticket.status)
    nothing = words(ticket.resolution) in DECLINED or action_state(ticket.resolution) == "declined"
    return "declined" if state == "done" and nothing else state


def words(text: str) -> str:
    """A tracker's word without case and punctuation: `NOT_PLANNED` is `not planned`."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def _ticket(place: str, row: Mapping[str, str]) -> Ticket:
    found = {ours: next((row[name] for name in names if row.get(name)), "") for ours, names in FIELDS.items()}
    key, url = found["key"], found["url"]
    if key and not _KEY.match(key):  # a number is the ticket's in its project, and says nothing without it
        key = key if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+#\d+", key) else ""
    return Ticket(key, url if re.match(r"https?://", url) else "", found["status"], found["resolution"], place)


def _csv_rows(name: str, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = [_header(cell) for cell in next(reader, [])]
        if not any(cell in names for names in FIELDS.values() for cell in head):
            raise UsageError(f"{name}:1: no column that we know; give one for the key ({_either('key')}) and the state")
        for cells in reader:
            if any(cells):
                if len(cells) != len(head):
                    raise UsageError(f"{name}:{reader.line_num}: {len(cells)} cells, but the head has {len(head)}")
                yield f"{name}:{reader.line_num}", _row(zip(head, cells, strict=True))
    except csv.Error as error:
        raise UsageError(f"{name}:{reader.line_num}: not valid CSV: {error}") from None


def _row(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Cells by their column; of columns that repeat (Jira writes several of a name) the first that says something."""
    row: dict[str, str] = {}
    for head, cell in cells:
        row[head] = row.get(head) or cell.strip()
    return row


def _header(cell: str) -> str:
    return " ".join(cell.strip().casefold().split())


def _json_rows(name: str, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise UsageError(f"{name}:{error.lineno}:{error.colno}: not valid JSON: {message}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{name}: nests too deeply, or holds too long a number") from None
    items = _items(value)
    if items is None:
        raise UsageError(f"{name}: no list of tickets, neither at its top nor under {', '.join(LISTS[:5])}")
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            raise UsageError(f"{name}: ticket {number} is no object")
        yield f"{name}, ticket {number}", {path: _at(item, path) for names in FIELDS.values() for path in names}


def _items(value: Any) -> Sequence[Any] | None:  # Any: JSON
    """The list of tickets, where the export keeps it."""
    if isinstance(value, list) or not isinstance(value, dict):
        return value if isinstance(value, list) else None
    for path in LISTS:
        inner: Any = value
        for part in path.split("."):
            inner = inner.get(part) if isinstance(inner, dict) else None
        found = _items(inner) if isinstance(inner, list | dict) else None
        if found is not None:
            return found
    return None


def _at(item: Mapping[str, Any], path: str) -> str:  # Any: JSON
    """A text or number at a path, whatever the case of its keys; empty for anything else."""
    value: Any = item
    for part in path.split("."):
        if not isinstance(value, dict):
            return ""
        value = next((each for key, each in value.items() if key.casefold() == part), None)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _either(role: str) -> str:
    return " or ".join(f"`{name}`" for name in FIELDS[role][:2])
