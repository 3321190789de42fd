"""The file of remembered links: bytes to values."""

from __future__ import annotations

import json
from typing import Any

from runbook_lint.model.dates import parse_date
from runbook_lint.model.link_memory import LinkMemory, LinkRecord, Verdict
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once

VERSION = 1
Json = dict[str, Any]  # JSON


@once
def link_memory(world: World) -> LinkMemory:
    """What a repository remembers; nothing, and why, where the file cannot be read."""
    return read_memory(world.remembered)


def read_memory(data: bytes) -> LinkMemory:
    """The records of a file; an empty file remembers nothing."""
    if not data.strip():
        return LinkMemory()
    try:
        table = json.loads(data.decode("utf-8"))
        if table["version"] != VERSION:
            return LinkMemory(problem=f"version {table['version']!r}, and this runbook-lint reads {VERSION}")
        return LinkMemory({url: _record(given) for url, given in table["links"].items()})
    except json.JSONDecodeError as error:
        return LinkMemory(problem=f"no JSON on line {error.lineno}")
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return LinkMemory(problem="not a file that `runbook-lint links` wrote")


def _record(given: Json) -> LinkRecord:
    days = {name: parse_date(given.get(name)) for name in ("checked", "good", "since")}
    checked = days["checked"]
    if checked is None or any(name in given and day is None for name, day in days.items()):
        raise ValueError("a day that is none")
    status, failures = given.get("status"), given.get("failures", 0)
    texts = (given.get("reason", ""), given.get("moved", ""))
    if not (status is None or type(status) is int) or type(failures) is not int or {*map(type, texts)} != {str}:
        raise TypeError("a value of another type")
    return LinkRecord(Verdict(given["verdict"]), checked, days["good"], days["since"], failures, status, *texts)
