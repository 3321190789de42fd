"""Rows of a timeline set into time: days carry on from row to row, and past midnight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE, Span
from runbook_lint.model.postmortem import Moment, TimelineEntry, Unread
from runbook_lint.parse.postmortem_parts.moments import Stamp, moment_of, read_day
from runbook_lint.parse.postmortem_parts.zones import find_zone, read_zone

_NIGHT = timedelta(hours=6)
"""A clock that falls back by as much has passed midnight; by less, the row stands in the wrong place."""

_HALF_A_DAY = timedelta(hours=12)
_ONE, _NOTHING = timedelta(days=1), timedelta()


@dataclass(frozen=True, slots=True)
class Row:
    """A row or item as it stands there: `stamp` is None where no time could be read in `written`."""

    written: str
    at: Span
    stamp: Stamp | None
    text: str
    span: Span
    who: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all rows of a table or list: the zone as written above it, its day, the incident's start."""

    zone: str = ""
    zone_at: Span = PAGE
    day: date | None = None
    start: datetime | None = None

    @property
    def offset(self) -> tzinfo | None:
        """The zone, where it has one meaning."""
        return read_zone(self.zone) if self.zone else None

    @property
    def first_day(self) -> date | None:
        """The day of a row that has none: the one above the table, else that on which the incident started there."""
        if self.day or self.start is None:
            return self.day
        return self.start.astimezone(self.offset or UTC).date()


def entries_of(rows: Sequence[Row], setting: Setting, part: int) -> tuple[list[TimelineEntry], list[Unread]]:
    """The entries of one table or list in the order of the page, and what could not be read in it."""
    backwards = _falls(rows)
    moments = list(_moments(list(_under_days(rows))[::-1] if backwards else rows, setting))
    if backwards:
        moments.reverse()
    pairs = zip(rows, moments, strict=True)
    entries = [TimelineEntry(moment, row.who, row.text, row.span, part) for row, moment in pairs]
    return entries, [*_doubts(rows, setting), *_unread(rows, moments)]


def _falls(rows: Sequence[Row]) -> bool:
    """Whether clocks run backwards, the newest row first; a step over midnight runs on."""
    steps = [two - one for clocks in _same_day(rows) for one, two in pairwise(clocks)]
    down = sum(-_NIGHT < step < _NOTHING or step > _ONE - _NIGHT for step in steps)
    return down > sum(_NOTHING < step <= _ONE - _NIGHT or step <= -_NIGHT for step in steps)


def _under_days(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with the day that stands above them, also where it stands above an earlier row of the page."""
    day = ""
    for row in rows:
        day = "" if row.stamp and row.stamp.day else row.day or day
        yield replace(row, day=day) if day and row.stamp and not row.stamp.day else row


def _same_day(rows: Sequence[Row]) -> Iterator[list[timedelta]]:
    """The clocks of rows that stand under one another with no day of their own, and no new day between."""
    clocks: list[timedelta] = []
    for row in rows:
        if row.day or (row.stamp and row.stamp.day):
            yield clocks
            clocks = []
        elif row.stamp and row.stamp.clock:
            clocks.append(timedelta(hours=row.stamp.clock.hour, minutes=row.stamp.clock.minute))
    yield clocks


def _moments(rows: Iterable[Row], setting: Setting) -> Iterator[Moment]:
    day, before = setting.first_day, None
    near = day
    for row in rows:
        stamp = row.stamp
        if row.day:
            day = read_day(row.day, near)
            near = day or near
        if stamp is None:
            named = day if row.day else None
            yield Moment(row.written, row.at, dated=named is not None, day=named)
            continue
        moment = moment_of(row.written, row.at, stamp, day, setting.offset, setting.start)
        if row.day and stamp.clock and day:
            moment = replace(moment, dated=True, day=day)
        if not moment.dated and moment.at and stamp.clock:
            moment = _on_its_night(moment, before, setting)
        if stamp.away is None:
            day = moment.day or (moment.at.date() if moment.at else day)
            before = moment.at or before
        yield moment


def _on_its_night(moment: Moment, before: datetime | None, setting: Setting) -> Moment:
    """A clock's time on the night it belongs to: after the row before it, near the start of the incident."""
    assert moment.at is not None
    try:
        if before and before - moment.at >= _NIGHT:
            return replace(moment, at=moment.at + _ONE)
        if before is None and setting.day is None and setting.start and moment.at - setting.start > _HALF_A_DAY:
            return replace(moment, at=moment.at - _ONE)
    except OverflowError:
        return moment
    return moment


def _doubts(rows: Sequence[Row], setting: Setting) -> Iterator[Unread]:
    named = [(setting.zone, setting.zone_at)]
    named += [(row.stamp.zone, row.at) for row in rows if row.stamp]
    doubtful: dict[str, Span] = {}
    for zone, at in named:
        if zone and read_zone(zone) is None:
            doubtful.setdefault(zone if "/" in zone else zone.upper(), at)
    for zone, at in doubtful.items():
        yield Unread(f"time zone {zone} has more than one meaning, times read as UTC", at)


def _unread(rows: Sequence[Row], moments: Sequence[Moment]) -> Iterator[Unread]:
    for row, moment in zip(rows, moments, strict=True):
        if moment.at is None and moment.day is None:
            why = _why(row)
            if why:
                yield Unread(why, row.at)


def _why(row: Row) -> str:
    if row.stamp is None:
        return f"{_short(row.written)} is no time" if row.written.strip() else f"no time stands with {_short(row.text)}"
    if row.stamp.away is not None:
        return f"{_short(row.written)} counts from a start that the page does not give"
    if row.stamp.day or row.day:
        return f"{_short(row.stamp.day or row.day)} may be two days"
    return f"{_short(row.written)} has no day, and the page names none"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39].rstrip() + "…"


def told_zone(text: str) -> str:
    """The zone that a sentence about times names: `All times in CET`."""
    low = text.casefold()
    return find_zone(text) if "time" in low or "zone" in low or len(low.split()) <= 3 else ""
