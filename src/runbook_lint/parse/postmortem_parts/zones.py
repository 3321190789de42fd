"""Time zones as people abbreviate them: read only where the letters mean one offset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo

from runbook_lint.model.patterns import regex

_HOURS: Mapping[str, float] = {
    **dict.fromkeys(("Z", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "WEST"), 1),
    **dict.fromkeys(("CEST", "EET", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    **dict.fromkeys(("SGT", "HKT", "AWST"), 8),
    **dict.fromkeys(("JST", "KST"), 9),
    **{"ACST": 9.5, "AEST": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13},
    **{"BRT": -3, "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8},
    **{"AKST": -9, "HST": -10},
}
"""An abbreviation is an offset, not a place: CET in July is UTC+1, whatever the clocks there showed."""

DOUBTFUL = frozenset({"IST", "CST", "AST", "ECT", "ADT", "ET", "CT", "MT", "PT"})
"""Abbreviations of several zones, or of a place whose offset changes with the season."""

_NAMES: Mapping[str, float] = {
    **dict.fromkeys(("coordinated universal time", "universal time", "greenwich mean time", "zulu"), 0),
    **dict.fromkeys(("british summer time", "central european time", "western european summer time"), 1),
    **dict.fromkeys(("central european summer time", "eastern european time"), 2),
    **{"eastern european summer time": 3, "eastern daylight time": -4, "eastern standard time": -5},
    **{"central daylight time": -5, "central standard time": -6, "mountain daylight time": -6},
    **{"mountain standard time": -7, "pacific daylight time": -7, "pacific standard time": -8},
    **{"india standard time": 5.5, "indian standard time": 5.5, "japan standard time": 9},
    **{"australian eastern standard time": 10, "australian eastern daylight time": 11},
}

_SHORT = "|".join(sorted({*_HOURS, *DOUBTFUL}, key=len, reverse=True))
_LONG = "|".join(name.replace(" ", r"\s+") for name in sorted(_NAMES, key=len, reverse=True))
OFFSET = r"[+\-\u2212](?:[01]\d|2[0-3])(?::?[0-5]\d)?(?!\d|:\?)"
_FROM_UTC = r"(?:UTC|GMT|utc|gmt)\s?[+\-\u2212](?:1[0-4]|0?\d)(?::?[0-5]\d)?(?!:?\d)"
ZONE = rf"(?:{_FROM_UTC}|{OFFSET}|(?:{_SHORT}|utc|gmt|z)\b|(?i:{_LONG})\b)"
"""A zone as it stands behind a time."""

_NUMBER = regex(r"([+\-\u2212])(\d{1,2}):?(\d\d)?\Z")
_PLACE = r"(?:US|America|Europe|Asia|Africa|Australia|Atlantic|Pacific)/[A-Z]\w+"
_SEASONS = rf"(?:{_SHORT})/(?:{_SHORT})\b|(?i:(?:pacific|mountain|central|eastern)\s+time)\b"
_FOUND = regex(
    rf"(?<![\w:+\-/])(?:{_PLACE}|{_SEASONS}|(?:UTC|GMT)\s?[+\-\u2212]\d{{1,2}}(?::?\d\d)?(?!:?\d)|[+\-\u2212]\d\d:\d\d(?!\d)"
    rf"|(?:{_SHORT}|utc)\b|(?i:{_LONG})\b)"
)


def read_zone(text: str) -> tzinfo | None:
    """The offset that `Z`, `BST`, `+01:00`, `UTC+1` or `British Summer Time` means; None where it may be several.

    `US/Pacific` and `PST/PDT` change with the season.
    """
    text = " ".join(text.split())
    if "/" in text:
        either = [read_zone(part) for part in text.split("/")]
        return either[0] if all(each == either[0] for each in either) else None
    number = _NUMBER.search(text)
    if number:
        away = timedelta(hours=int(number[2]), minutes=int(number[3] or 0))
        return _zone(-away if number[1] != "+" else away)
    hours = _HOURS.get(text.upper(), _NAMES.get(text.lower()))
    return None if hours is None else _zone(timedelta(hours=hours))


def find_zone(text: str) -> str:
    """The first zone that stands anywhere in a text (`Time (+01:00)`, `All times in CET`), empty where none does."""
    match = _FOUND.search(text)
    return match[0] if match else ""


def _zone(away: timedelta) -> tzinfo | None:
    if not away:
        return UTC
    return timezone(away) if abs(away) < timedelta(hours=24) else None
