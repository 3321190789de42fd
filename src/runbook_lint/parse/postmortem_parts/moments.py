"""A point in time as people write it, read only where it has one meaning."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Moment
from runbook_lint.parse.loose_date import loose_date
from runbook_lint.parse.postmortem_parts.zones import ZONE, read_zone

_MONTH = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?i:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?i:day)?\b\.?,?\s+)?"
_ORDINAL = r"\d{1,2}(?i:st|nd|rd|th)?"
DAY = (
    rf"(?:{_WEEKDAY}(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)"
    rf"|{_ORDINAL}[\s-]+(?:of\s+)?{_MONTH}(?:,?[\s-]+\d{{4}}(?!\d))?"
    rf"|{_MONTH}\s+{_ORDINAL}(?:,?\s+\d{{4}}(?![\d:]))?(?![\d:])|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}(?!\d)))"
)
"""A day as people write it."""

_HALF = r"(?i:[ap]\.?m)\b\.?"
_HOUR = r"(?:[01]?\d|2[0-3])"
_CLOCK = (
    rf"(?P<hour>{_HOUR})(?::|h(?=\d)|(?<=\d\d)\.(?=\d\d(?![.\d])))(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?(?!:?\d)"
    rf"(?:\s*(?P<half>{_HALF}))?"
    rf"|(?P<hour2>\d{{1,2}})\s*(?P<half2>{_HALF})"
)
_COMPACT = (
    r"(?P<hour3>[01]\d|2[0-3])(?P<minute3>[0-5]\d)"
    r"(?=(?:\s*(?:h|hrs?|hours|Z|UTC|GMT|[A-Z]{3,4})\b)|\s*[-–—:|]?\s|\s*\Z)"
)
_NO_RANGE = r"(?!(?<!T\d\d:\d\d)(?<!\d\d:\d\d:\d\d)-\d\d:\d\d(?!\d))"  # `15:42-16:10` is no offset of -16:10
# an optional word has its own spaces: `\s*(?:h)?\s*` would try every way to share a long gap out
_SHOWN = rf"{_NO_RANGE}(?:\s*(?:hrs|hours|h))?(?:\s*[\[(])?\s*(?P<zone>{ZONE})(?:\s*[\])])?"
_ABOUT = r"(?:[\s~≈@*\[(]|(?i:approximately|approx\.?|about|around|circa|ca\.|c\.|at|on|from|before|after)\s)*"
_DATED = regex(
    rf"(?P<day>{DAY})(?:(?:\s*[T,@]\s*|\s+(?:at\s+)?|\s*[-–—:]\s*|\s+[~≈]\s*)(?:{_CLOCK}|{_COMPACT})(?:{_SHOWN})?)?"
)
_DAY_ALONE = regex(rf"(?<![\w/.-]){DAY}(?!\w)")
# `15:42-16:10` is a range: an offset behind a time without a day is written with a plus, or without a colon
_BARE = regex(rf"(?:{_CLOCK})(?:(?!\s?[-\u2212]\d\d:\d\d){_SHOWN})?(?:(?:\s*,)?\s+(?i:on\s+)?(?P<day>{DAY}))?")
_MILITARY = regex(rf"{_COMPACT}(?:{_SHOWN})?\Z")
_LEAD = regex(_ABOUT)
_RELATIVE = regex(
    r"(?:[Tt]\s?(?P<sign>[+\-\u2212])|[Tt](?=0(?!\w))|(?P<plus>\+)(?=\s?\d{1,4}\s?(?:h|m|s)[a-z\d]*(?!\w)))\s?(?:(?P<clock>\d{1,2}):(?P<past>\d\d)|(?:(?P<h>\d{1,3})\s?h(?:ours?)?)?\s?"
    r"(?:(?P<m>\d{1,4})\s?m(?:in(?:ute)?s?)?)?\s?(?:(?P<s>\d{1,4})\s?s(?:ec)?)?|0)(?!\w)"
)
_PAIR = regex(r"(\d{1,2})/(\d{1,2})\Z")
_DAYS = regex(r"\s?[-–—]\s?\d{1,2}(?:st|nd|rd|th)?(?![\d:.h])")  # the end of `Feb 2-5`
_ALSO = regex(
    rf"\s*[/=(]\s*{_HOUR}:[0-5]\d(?:\s?[-–—]\s?{_HOUR}:[0-5]\d)?(?:\s?{_HALF})?\s?(?:{ZONE})\)?"
)  # the same moment on another clock
_TO = regex(r"\s*(?:-|–|—|->|→|to|until|till)\s*", re.IGNORECASE)
_REST = regex(
    r"[\s.,;:*\])?]*(?:(?:/|\||=)\s*.*|\(.*\)|\[.*\]|\W*(?:approx\w*\.?|onwards?|ish|\+|ongoing|now|local(?: time)?)\W*"
    r"|\W+(?:--?:--?|\?\?:\?\?|(?:hh|xx):(?:mm|xx)|time (?:tb[acd]|unknown))\W*"
    r"|\s*[-–—]\s*[\d?]{0,2}:?\?{2}\W*)?~?\s*\Z",
    re.IGNORECASE,
)


LONGEST_REMARK = 300
"""Characters behind a time in its cell: what is longer is a text, and slow to take apart."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was read at a place of a text: a day, a clock's time, a zone as written; the text from start to end."""

    start: int
    end: int
    day: str = ""
    clock: time | None = None
    zone: str = ""
    away: timedelta | None = None


def read_moment(
    text: str, span: Span, day: date | None = None, zone: tzinfo | None = None, start: datetime | None = None
) -> Moment:
    """The time that a whole text means; of a range its start.

    `day` and `zone` hold where the text has none of its own; `start` is what `T+5m` counts from.
    """
    stamp = whole(text)
    return moment_of(text, span, stamp, day, zone, start) if stamp else Moment(text, span)


def whole(text: str) -> Stamp | None:
    """The time that a text is, with nothing but a range's end or a remark behind it."""
    stamp = scan(text)
    if stamp is None:
        return None
    rest, stamp = _range(text, stamp)
    return stamp if len(rest) <= LONGEST_REMARK and _REST.match(rest) else None


def moment_of(
    text: str, span: Span, stamp: Stamp, day: date | None, zone: tzinfo | None, start: datetime | None = None
) -> Moment:
    """The time that a stamp means in its surroundings."""
    if stamp.away is not None:
        return Moment(text, span, _later(start, stamp.away), bool(start), False)
    own = read_zone(stamp.zone) if stamp.zone else zone
    written = read_day(stamp.day, day) if stamp.day else None
    on = written if stamp.day else day
    at = _at(on, stamp.clock, own)
    return Moment(text, span, at, own is not None, written is not None, written)


def scan(text: str) -> Stamp | None:
    """The time at the start of a text, marks like `~`, `[` or `at` before it left out."""
    lead = _LEAD.match(text)
    begin = lead.end() if lead else 0
    for pattern in (_DATED, _BARE, _MILITARY):
        match = pattern.match(text, begin)
        if match:
            return _stamp(match)
    relative = _RELATIVE.match(text, begin)
    if relative and relative.end() - begin >= 2:
        return Stamp(relative.start(), relative.end(), away=_away(relative))
    return None


def search(text: str) -> Stamp | None:
    """The first day with a clock's time that stands anywhere in a text, else the first day."""
    found = [_stamp(match) for match in (*_DATED.finditer(text), *_BARE.finditer(text))]
    dated = [stamp for stamp in found if stamp.day]
    return next((stamp for stamp in dated if stamp.clock), dated[0] if dated else None)


def lead(text: str) -> tuple[Stamp, int] | None:
    """The time that a line opens with, and where the words behind it begin; None where it opens with none.

    A number alone is no time: `1600 users` is none, nor is `3.14` anything.
    """
    stamp = scan(text)
    if stamp is None or (stamp.clock is None and not stamp.day and stamp.away is None):
        return None
    if _MILITARY.match(text[stamp.start : stamp.end]) and not stamp.day and not stamp.zone:
        return None
    _, whole = _range(text, stamp)
    days = _DAYS.match(text, whole.end) if not whole.clock and text[whole.start : whole.end][-1:].isdigit() else None
    if days:
        whole = replace(whole, end=days.end())
    also = _ALSO.match(text, whole.end) if whole.clock and whole.zone else None
    if also:
        whole = replace(whole, end=also.end())
    behind = re.match(r"[\s\])*]*(?:[-–—:;,|.>→=]+\s*)?", text[whole.end :])
    end = whole.end + (behind.end() if behind else 0)
    return whole, end


def read_day(text: str, near: date | None = None) -> date | None:
    """A day as it is written; one without a year is of the year of the day it stands near."""
    text = re.sub(rf"\A{_WEEKDAY}", "", " ".join(text.split()), flags=re.IGNORECASE).rstrip(" ,.")
    text = re.sub(r"(?<=[a-z])\.(?=[\s\d])", "", text, flags=re.IGNORECASE)
    pair = _PAIR.match(text)
    if pair:
        return _either(int(pair[1]), int(pair[2]), near.year) if near else None
    found = loose_date(text)
    return loose_date(f"{text} {near.year}") if found is None and near else found


def _either(one: int, two: int, year: int) -> date | None:
    """`1/28` or `28/1`, where only one of the two can be the month."""
    month, day = (one, two) if two > 12 else (two, one)
    return loose_date(f"{year}-{month:02}-{day:02}") if one > 12 or two > 12 else None


def find_day(text: str) -> date | None:
    """The first day with its year that stands anywhere in a text: `Incident on 2023-09-18`."""
    days = (read_day(match[0]) for match in _DAY_ALONE.finditer(text))
    return next((day for day in days if day), None)


def _stamp(match: re.Match[str]) -> Stamp:
    groups = match.groupdict()
    hour = groups.get("hour") or groups.get("hour2") or groups.get("hour3")
    minute = groups.get("minute") or groups.get("minute3") or "0"
    half = groups.get("half") or groups.get("half2") or ""
    clock = _clock(int(hour), int(minute), int(groups.get("second") or 0), half) if hour else None
    return Stamp(match.start(), match.end(), groups.get("day") or "", clock, groups.get("zone") or "")


def _clock(hour: int, minute: int, second: int, half: str) -> time | None:
    if half and hour > 12:
        half = ""
    if half:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    return time.min.replace(hour=hour, minute=minute, second=second) if hour < 24 else None


def _range(text: str, stamp: Stamp) -> tuple[str, Stamp]:
    """What stands behind a stamp, or behind the range that it opens; the range's end lends its zone and half."""
    to = _TO.match(text, stamp.end)
    if not to or stamp.clock is None:
        return text[stamp.end :], stamp
    match = _DATED.match(text, to.end()) or _BARE.match(text, to.end())
    if not match or not (last := _stamp(match)).clock:
        return text[stamp.end :], stamp
    clock = stamp.clock
    afternoon = match["half"] and match["half"].lower().startswith("p")
    if afternoon and not re.search(_HALF, text[stamp.start : stamp.end], re.IGNORECASE) and clock.hour < 12:
        later = clock.replace(hour=clock.hour + 12)
        clock = later if last.clock and later <= last.clock else clock
    return text[last.end :], Stamp(stamp.start, last.end, stamp.day, clock, stamp.zone or last.zone)


def _away(match: re.Match[str]) -> timedelta:
    away = timedelta(
        hours=int(match["h"] or match["clock"] or 0),
        minutes=int(match["m"] or match["past"] or 0),
        seconds=int(match["s"] or 0),
    )
    return -away if match["sign"] in ("-", "\u2212") else away


def _later(start: datetime | None, away: timedelta) -> datetime | None:
    try:
        return start + away if start else None
    except OverflowError:
        return None


def _at(day: date | None, clock: time | None, zone: tzinfo | None) -> datetime | None:
    if day is None or clock is None:
        return None
    at = datetime.combine(day, clock, zone or UTC)
    try:
        at.astimezone(UTC)
    except OverflowError:
        return None
    return at
