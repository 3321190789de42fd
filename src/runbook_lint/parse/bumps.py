"""Review dates that were moved: told from the two texts of a file, and from facts that were kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from runbook_lint.model.bump import Bump, BumpFacts
from runbook_lint.model.dates import parse_date
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Settings

VERSION = 1
Names = tuple[tuple[str, ...], tuple[str, ...]]
_DAY = regex(rb"\d{4}-\d\d-\d\d")


def stamp_names(settings: Settings) -> Names:
    """The names of the keys that a review is written under: of its date, in pages and manifests, and of who did it."""
    dates, by = ((name, *settings.keys[name]) for name in ("last_reviewed", "reviewed_by"))
    return tuple(dict.fromkeys(dates)), tuple(dict.fromkeys(by))


def moved_dates(old: bytes, new: bytes, names: Names) -> tuple[date, ...] | None:
    """The days to which a file's review dates were moved on; None where anything else in it was changed.

    A date that was set back is none: whoever reverts a commit does not say that he has read the page.
    """
    line = _stamp_line(names)
    if line.sub(b"", old) != line.sub(b"", new):
        return None
    before, after = _days(line, old), _days(line, new)
    if len(before) != len(after):
        return ()
    return tuple(now for was, now in zip(before, after, strict=True) if was and now and was < now)


@cache
def _stamp_line(names: Names) -> re.Pattern[bytes]:
    dates, by = ("|".join(map(re.escape, each)).encode("utf-8", "surrogateescape") for each in names)
    return re.compile(rb"^[\"']?(?:(" + dates + rb")|" + by + rb")[\"']?[ \t]*[:=]([^\n]*)\n?", re.MULTILINE)


def _days(line: re.Pattern[bytes], text: bytes) -> list[date | None]:
    written = [_DAY.search(value) for key, value in line.findall(text) if key]
    return [parse_date(day[0].decode()) if day else None for day in written]


def read_facts(data: bytes | None) -> BumpFacts | None:
    """Facts that were kept; None where there are none, or none that this version wrote."""
    try:
        table = json.loads(data or b"{}")
        if table.get("version") != VERSION:
            return None
        dates, by = (tuple(map(str, each)) for each in table["keys"])
        bumps = tuple(_bump(given) for given in table["bumps"])
        return BumpFacts(str(table["head"]), date.fromisoformat(table["since"]), (dates, by), bumps)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return None


def _bump(given: Mapping[str, Any]) -> Bump:  # Any: JSON
    moved = {path: tuple(map(date.fromisoformat, days)) for path, days in given["moved"].items()}
    return Bump(str(given["id"]), date.fromisoformat(given["day"]), moved)


def facts_bytes(facts: BumpFacts) -> bytes:
    """Facts to keep: the same facts give the same bytes."""
    bumps = [{"id": each.id, "day": str(each.day), "moved": _days_by_path(each)} for each in facts.bumps]
    table = {"version": VERSION, "head": facts.head, "since": str(facts.since), "keys": facts.keys, "bumps": bumps}
    return json.dumps(table, separators=(",", ":")).encode()


def _days_by_path(bump: Bump) -> dict[str, list[str]]:
    return {path: [str(day) for day in days] for path, days in bump.moved.items()}
