"""Times and numbers in words, as all pages of the site say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def lasted(time: timedelta) -> str:
    """`23 min`, `2 h 38 min`, `29 d 12 h`: the two largest units, in whole minutes; nothing for less than none."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 0:
        return ""
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [f"{days:,} d" * bool(days), f"{hours} h" * bool(hours), f"{rest} min" * bool(rest and not days)]
    return " ".join(filter(None, parts)) or f"{minutes} min"


def clock(moment: datetime, day: bool = True) -> str:
    """`2026-07-17 15:42`, in UTC; without its day where that is known."""
    utc = moment.astimezone(UTC)
    return utc.isoformat(" ", "minutes")[: 16 if day else None][0 if day else 11 : 16]
