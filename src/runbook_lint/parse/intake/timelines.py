"""A timeline from a file, in whichever form it was kept: lines, CSV, JSON, JSON Lines or a Slack channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import TimelineEntry
from runbook_lint.parse.intake.json_values import Found, json_items
from runbook_lint.parse.intake.redaction import redacted
from runbook_lint.parse.intake.slack import is_message, read_messages
from runbook_lint.parse.intake.timeline_lines import read_lines
from runbook_lint.parse.intake.timeline_rows import People, Read, Row, at_lines, numbered, past_midnight
from runbook_lint.parse.intake.timeline_tables import NEXT_STEP, delimiter, is_row, read_csv, read_objects
from runbook_lint.parse.markdown_text import escaped
from runbook_lint.parse.text import encodable

_CSV = (".csv", ".tsv")
_JSON = (".json", ".jsonl", ".ndjson")
_OPENS_JSON = regex(r"\s*(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\]]|\Z))")
_EXPORT_KEYS = frozenset({"incident", "incidents", "data", "log_entries", "incident_updates", "follow_ups"})
CUT = 400
"""Characters of one row that a page takes."""
MOST = 1_000_000
"""Bytes of all rows that a page takes: `check` reads no page of more than a mebibyte by default."""
_AROUND, _WITH_DAY = 16, 27
"""Bytes of a row beside its words: the bars and the time; with the day where there are several."""
MANY = 300
"""Rows from which on a note says how to take fewer."""


def read_timeline(
    name: str,
    text: str,
    day: date | None,
    roles: Mapping[str, str],
    marked: bool = False,
    started: datetime | None = None,
) -> tuple[tuple[TimelineEntry, ...], tuple[str, ...]]:
    """What a file says happened, by time and in UTC, and a note on everything that could not be taken.

    `day` holds for times without one. People are named by the role that `roles` gives them, else by a
    number. With `marked`, only rows that somebody pinned. `T+5m` counts from `started`. Raises UsageError for
    broken JSON or CSV.
    """
    return read_timelines([(name, text)], day, roles, marked, started)


def read_timelines(
    files: Sequence[tuple[str, str]],
    day: date | None,
    roles: Mapping[str, str],
    marked: bool = False,
    started: datetime | None = None,
    others: Sequence[TimelineEntry] = (),
) -> tuple[tuple[TimelineEntry, ...], tuple[str, ...]]:
    """As `read_timeline`, of several files: the same person has the same number in all of them.

    `others` are rows that stand there already: nobody here gets the number of somebody there.
    """
    people = People(roles, numbered(others))
    rows: list[tuple[str, Row]] = []
    notes: list[str] = []
    for name, text in files:
        read = _read(name, text.removeprefix("\ufeff"), day, people, started)
        placed, noted = _placed(read, day)
        noted += [] if read.rows or noted else ["holds no row"]
        notes += [f"{name}: {note}" for note in noted]
        rows += [(name, row) for row in placed]
    if marked:
        kept = [(name, row) for name, row in rows if row.marked]
        notes += [f"{len(rows) - len(kept):,} rows that nobody marked were left out"] if len(kept) < len(rows) else []
        rows = kept
    entries, cleaned = _entries(rows) if len(rows) * _AROUND <= MOST else ((), ())
    if len(rows) > len(entries) or _size(entries) > MOST:
        raise UsageError(
            f"{files[0][0]}: {len(rows):,} rows are more than a page holds; --timeline-marked takes what was pinned "
            "or marked, or keep the incident's hours of it"
        )
    if len(entries) > MANY and not marked:
        notes.append(f"{len(entries):,} rows are a lot to read: --timeline-marked takes what was pinned or marked")
    return entries, (*notes, *cleaned)


def _size(entries: Sequence[TimelineEntry]) -> int:
    """Bytes of some rows on a page."""
    days = {entry.moment.at.date() for entry in entries if entry.moment.at}
    around = len(entries) * (_WITH_DAY if len(days) > 1 else _AROUND)
    return around + sum(len(escaped(words).encode()) for entry in entries for words in (entry.who, entry.text))


def _read(name: str, text: str, day: date | None, people: People, started: datetime | None) -> Read:
    kind = name.casefold()
    if kind.endswith(_JSON) or (_OPENS_JSON.match(text) and not kind.endswith(_CSV)):
        return _read_json(name, text, day, people)
    if kind.endswith(_CSV) or delimiter(text):
        return read_csv(name, text, day, people)
    return read_lines(text, day, people, started)


def _read_json(name: str, text: str, day: date | None, people: People) -> Read:
    found = json_items(name, text, NEXT_STEP)
    if len(found) == 1 and isinstance(found[0][1], dict) and not is_row(found[0][1]):
        found = _inner(name, *found[0])
    if any(is_message(value) for _, value in found):
        return read_messages(found, people)
    return read_objects(found, day, people)


def _inner(name: str, line: int, value: dict[str, Any]) -> list[Found]:
    """The one list of objects inside an object, such as `messages` of an API's answer; else the object itself."""
    if _EXPORT_KEYS & value.keys():
        raise UsageError(f"{name}: an incident of another tool, not a timeline; give it as --from {name}")
    lists = [each for each in value.values() if isinstance(each, list) and any(isinstance(item, dict) for item in each)]
    return [(line, item) for item in lists[0]] if len(lists) == 1 else [(line, value)]


def _placed(read: Read, day: date | None) -> tuple[tuple[Row, ...], list[str]]:
    """The rows whose time is known, and what is to be said of the others."""
    rows, moved = past_midnight(read.rows)
    notes = list(read.notes)
    unread = [row.line for row in rows if row.moment.at is None]
    if unread:
        why = "" if day else " (a time alone needs a day: give --started)"
        notes.append(f"no time that can be read at {at_lines(unread)}{why}; left out")
    placed = tuple(row for row in rows if row.moment.at is not None)
    bare = sum(1 for row in placed if not row.moment.zoned)
    if bare:
        notes.append(f"{bare:,} of {len(placed):,} times have no offset and were taken as UTC")
    if moved:
        notes.append(f"the clock goes past midnight at {at_lines(moved)}; taken as the next day")
    return placed, notes


def _entries(rows: Sequence[tuple[str, Row]]) -> tuple[tuple[TimelineEntry, ...], tuple[str, ...]]:
    """Rows by time, without secrets, each on one line and no longer than a page takes."""
    ordered = sorted(rows, key=lambda each: (each[1].moment.at is None, each[1].moment.at))
    texts, in_texts = redacted([row.text for _, row in ordered])
    names, in_names = redacted([row.who for _, row in ordered])
    notes = []
    for index in sorted({*in_texts, *in_names}):
        name, row = ordered[index]
        kinds = in_texts.get(index, Counter()) + in_names.get(index, Counter())
        for kind, number in sorted(kinds.items()):
            notes.append(f"{name}: {how_many(number)} ({kind}) at line {row.line}; removed")
    entries, cut = [], 0
    for (_, row), text, who in zip(ordered, texts, names, strict=True):
        words = one_line(text)
        cut += len(words) > CUT
        moment = replace(row.moment, at=row.moment.at.astimezone(UTC)) if row.moment.at else row.moment
        entries.append(TimelineEntry(moment, one_line(who)[:80], shortened(words), Span(row.line, 1, row.line, 1)))
    if cut:
        notes.append(f"{cut:,} rows of more than {CUT} characters were cut")
    return tuple(entries), tuple(notes)


def how_many(secrets: int) -> str:
    """`a secret`, or `3 secrets`."""
    return "a secret" if secrets == 1 else f"{secrets} secrets"


def shortened(words: str) -> str:
    """A row's words, cut where they are more than a page takes."""
    return words if len(words) <= CUT else f"{words[:CUT].rpartition(' ')[0] or words[:CUT]} …"


_UNSEEN = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def one_line(text: str) -> str:
    """A text on one line, without characters that hide or turn others."""
    return " ".join(_UNSEEN.sub("", encodable(text)).split())
