"""Dates that people write and ISO 8601 does not know: read only where no two readers can disagree."""

from __future__ import annotations

import re
from datetime import date

from runbook_lint.model.patterns import regex

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    regex(form + r"\Z", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}",
        rf"{_MONTH}[\s-]+{_DAY},?[\s-]+{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}",
    )
)
_TWO_NUMBERS = regex(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\Z")


def loose_date(text: str) -> date | None:
    """The day that `2026/08/01`, `2026-8-1`, `1 August 2026` or `25/12/2026` means; None where it may mean two."""
    text = " ".join(text.split())
    for form in _FORMS:
        match = form.match(text)
        if match:
            month = match["month"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
            return _date(int(match["year"]), number, int(match["day"]))
    match = _TWO_NUMBERS.match(text)
    if not match:
        return None
    readings = {_date(int(match[4]), int(match[a]), int(match[b])) for a, b in ((1, 3), (3, 1))} - {None}
    return readings.pop() if len(readings) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
