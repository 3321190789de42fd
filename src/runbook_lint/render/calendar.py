"""Days with something due as an iCalendar file (RFC 5545): what calendars subscribe to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from runbook_lint.model.frozen import dataclass
from runbook_lint.render.text import visible

_WIDE = 75  # octets of a line, its end not counted


@dataclass(frozen=True, slots=True)
class DueDay:
    """Something that is due on a day; `uid` names it for good, so that a calendar moves it and makes no second one."""

    uid: str
    day: date
    title: str
    text: str = ""
    url: str = ""


def calendar(days: Iterable[DueDay], name: str, today: date) -> str:
    """A calendar of all-day events; the same days on the same day give the same text.

    Events, not to-dos: most calendars that people subscribe with show no to-dos at all.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//runbook-lint//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    return "".join((_written(lines), *(_event(each, today) for each in days), _written(("END:VCALENDAR",))))


def _written(lines: Iterable[str]) -> str:
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


@lru_cache(maxsize=8192)
def _event(each: DueDay, today: date) -> str:
    """Kept, because an event of everybody's stands in its team's calendar as well."""
    return _written(_event_lines(each, today))


def _event_lines(each: DueDay, today: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(each.uid)}"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(each.day)}"
    if each.day < date.max:
        yield f"DTEND;VALUE=DATE:{_day(each.day + timedelta(days=1))}"
    yield f"SUMMARY:{_text(each.title)}"
    if each.text:
        yield f"DESCRIPTION:{_text(each.text)}"
    if re.fullmatch(r"https?://[!-~]+", each.url):
        yield f"URL:{each.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    """Written out: strftime does not pad years before 1000."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """A TEXT value: line ends of ours and separators escaped, control characters written out."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return re.sub(r"[\\;,]", r"\\\g<0>", shown).replace("\n", r"\n")


def _folded(line: str) -> Iterator[str]:
    """A line cut where it grows too long, never within a character; what follows begins with a space."""
    if len(line) <= _WIDE and line.isascii():  # nearly all of them
        yield line
        return
    part, size = "", 0
    for char in line:
        octets = len(char.encode("utf-8"))
        if size + octets > _WIDE:
            yield part
            part, size = " ", 1
        part += char
        size += octets
    yield part
