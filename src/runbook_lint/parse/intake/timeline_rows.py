"""What every reader of a timeline hands over: a row with its time, and who is named in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Moment, TimelineEntry
from runbook_lint.parse.postmortem_parts.moments import read_moment

_ISO = regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EPOCH = regex(r"\d{9,10}(?:\.\d{1,9})?|\d{12,13}")
_NUMBERED = regex(r"Responder (\d{1,6})")
_LATEST = 32_503_680_000  # the year 3000: a larger number is no time in seconds


@dataclass(frozen=True, slots=True)
class Row:
    """One row as its source has it; the text keeps its lines. `marked` says that somebody pinned it."""

    line: int
    moment: Moment
    text: str
    who: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of one source, and a sentence on everything in it that was left out."""

    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class People:
    """Who wrote what, without a name: the role that a map gives a person, else `Responder` and a number.

    The same person keeps the same number through all sources that are read together; the numbers go on after
    `taken`, which others have already.
    """

    roles: Mapping[str, str]
    taken: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    _known: dict[str, str] = field(init=False, default_factory=dict)

    def role(self, *names: str) -> str:
        """The role of a person by any of its names (an id, a handle, an address); empty where none has one."""
        if not self._known:
            self._known = {name.casefold().lstrip("@"): role for name, role in self.roles.items()}
            self._known.update({role.casefold(): role for role in self.roles.values()})
        return next((role for name in names if (role := self._known.get(name.casefold().lstrip("@")))), "")

    def name(self, *names: str) -> str:
        """The role of a person, or a number; empty where there is no name at all."""
        given = [name for name in names if name]
        if not given:
            return ""
        role = self.role(*given)
        return role or f"Responder {self.numbers.setdefault(given[0].casefold(), self.taken + len(self.numbers) + 1)}"


def numbered(entries: Iterable[TimelineEntry]) -> int:
    """The highest number that somebody without a role has in some rows."""
    found = (_NUMBERED.fullmatch(entry.who) for entry in entries)
    return max((int(match[1]) for match in found if match), default=0)


def moment(value: Any, line: int, day: date | None) -> Moment:  # Any: JSON
    """The time of a cell: ISO, seconds or milliseconds since 1970, or anything else that people write."""
    text = "" if value is None or isinstance(value, (bool, dict, list)) else str(value).strip()[:100]
    span = Span(line, 1, line, 1)
    at = _epoch(text)
    if at is not None:
        return Moment(text, span, at, zoned=True, dated=True)
    if _ISO.match(text):
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            at = None
    if at is None or at.tzinfo is None:
        return in_utc(read_moment(text, span, day))
    return in_utc(Moment(text, span, at, zoned=True, dated=True))


def in_utc(moment: Moment) -> Moment:
    """The same moment in UTC; one that UTC's calendar cannot hold cannot be read."""
    if moment.at is None:
        return moment
    try:
        at = moment.at.astimezone(UTC)
    except (OverflowError, ValueError):
        at = None
    return replace(moment, at=at)


def _epoch(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text) if "." in text or len(text) < 12 else int(text) / 1000
    return datetime.fromtimestamp(seconds, UTC) if seconds < _LATEST else None


def past_midnight(rows: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Rows without a day of their own moved on by a day wherever the clock jumps back by half a day; their lines."""
    days, before, moved = 0, None, []
    found = []
    for row in rows:
        at = row.moment.at
        if row.moment.dated or at is None:
            days, before = 0, at
        elif at is not None:
            later = _moved(at, days)
            if before is not None and later is not None and before - later > timedelta(hours=12):
                days += 1
                moved.append(row.line)
            later = _moved(at, days)
            before = later
            row = replace(row, moment=replace(row.moment, at=later))
        found.append(row)
    return tuple(found), tuple(moved)


def _moved(at: datetime, days: int) -> datetime | None:
    try:
        return at + timedelta(days=days)
    except OverflowError:
        return None


_SHOWN = 8


def at_lines(lines: Iterable[int]) -> str:
    """`line 3`, or `lines 3, 5 and 9`; of many the first few."""
    known = list(dict.fromkeys(lines))
    shown = [str(line) for line in known[:_SHOWN]]
    if len(known) == 1:
        return f"line {shown[0]}"
    if len(known) > _SHOWN:
        return f"lines {', '.join(shown)} and {len(known) - _SHOWN:,} more"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"


def counted(reasons: Iterable[str]) -> Iterator[str]:
    """`joins and leaves: 3 left out` for every reason that there was, the commonest first."""
    for reason, number in sorted(Counter(reasons).items(), key=lambda each: (-each[1], each[0])):
        yield f"{reason}: {number:,} left out"
