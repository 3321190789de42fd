"""Dates and durations as people write them in manifests and front matter."""

import re
from calendar import monthrange
from datetime import date, timedelta

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex

_DATE = regex(r"\s*(\d{4})-(\d{2})-(\d{2})(?:[Tt ].*)?\s*\Z", re.ASCII)
_DURATION = regex(r"\s*(\d{1,5})\s*(d|w|m|y|days?|weeks?|months?|years?)\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of calendar time: whole months, then days."""

    months: int = 0
    days: int = 0

    def after(self, start: date) -> date:
        """The day this long after another; months clamp to the month's end, the calendar's end too."""
        month = start.month - 1 + self.months
        year, month = start.year + month // 12, month % 12 + 1
        if year > date.max.year:
            return date.max
        moved = date(year, month, min(start.day, monthrange(year, month)[1]))
        left = (date.max - moved).days
        return moved + timedelta(days=min(self.days, left))


def parse_date(value: object) -> date | None:
    """An ISO date (`2026-08-01`), also with a time behind it; None for anything else."""
    match = _DATE.match(value) if isinstance(value, str) else None
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def parse_duration(value: object) -> Duration | None:
    """`90 days`, `6 months`, `90d`, `1 year`; None for anything else."""
    match = _DURATION.match(value) if isinstance(value, str) else None
    if not match:
        return None
    count, unit = int(match[1]), match[2].lower()[0]
    if unit in "my":
        return Duration(months=count * (12 if unit == "y" else 1))
    return Duration(days=count * (7 if unit == "w" else 1))


def in_days(count: int) -> str:
    """A number of days as a message says it: `1 day`, `112 days`."""
    return f"{count:,} day{'' if count == 1 else 's'}"
