"""runbook-lint-baseline.json: text to value; what is wrong with it is told with the place and the next step."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from runbook_lint.model.baseline import Baseline, Key
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex

VERSION = 1
_MARKER = regex(r"^(?:<{7}|>{7}|\|{7}|={7})(?:\s|$)")
_KEYS = {"path": str, "rule": str, "line": str, "count": int}
_HASH = regex(r"(?:[0-9a-f]{16})?")
_RESTORE = "restore it from git, or delete it and run `runbook-lint baseline`"


def read_baseline(data: bytes, place: str) -> Baseline:
    """The accepted findings in a file's bytes; `place` is its name for messages."""
    text = _text(data, place)
    conflict = conflict_line(text)
    if conflict:
        raise UsageError(
            f"{place}:{conflict}: a merge conflict; run `runbook-lint baseline`, which takes the entries of both sides"
        )
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{place}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}; {_RESTORE}") from None
    except (RecursionError, ValueError):  # ValueError: a number of more digits than Python reads
        raise UsageError(f"{place}: not as `runbook-lint baseline` writes it; {_RESTORE}") from None
    return _baseline(_entries(document, place), place)


def conflict_line(text: str) -> int:
    """The line of the first mark that git left in a merge conflict, 0 where there is none."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if _MARKER.match(line)), 0)


def read_both_sides(data: bytes, place: str) -> Baseline:
    """The accepted findings of both sides of a merge conflict: each entry has a line of its own."""
    entries = []
    for number, line in _sides(_text(data, place)):
        entry = line.strip().rstrip(",")
        version = re.fullmatch(r'"version": *(\d+)', entry)
        if version and version[1] != str(VERSION):
            raise _newer(place, version[1])
        if entry.startswith("{") and entry != "{":
            try:
                entries.append((f"{place}:{number}", json.loads(entry)))
            except (ValueError, RecursionError):
                raise UsageError(f"{place}:{number}: not an entry of a baseline; {_RESTORE}") from None
    return _baseline(entries, place)


def _sides(text: str) -> Iterator[tuple[int, str]]:
    """The lines of both sides; what diff3 shows of the common ancestor is neither."""
    in_ancestor = False
    for number, line in enumerate(text.split("\n"), 1):
        if _MARKER.match(line):
            in_ancestor = line[0] == "|"
        elif not in_ancestor:
            yield number, line


def _text(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{place}: not UTF-8 (byte {error.start}); {_RESTORE}") from None


def _entries(document: Any, place: str) -> list[tuple[str, Any]]:  # Any: JSON
    """The entries of a document of our version, each with its place."""
    version = document.get("version") if isinstance(document, dict) else None
    found = document.get("findings") if isinstance(document, dict) else None
    if type(version) is int and version > VERSION:
        raise _newer(place, str(version))
    if version != VERSION or not isinstance(found, list):
        raise UsageError(f"{place}: no baseline of runbook-lint; name another file: `baseline` in the configuration")
    return [(f"{place}: findings[{index}]", entry) for index, entry in enumerate(found)]


def _newer(place: str, version: str) -> UsageError:
    return UsageError(f"{place}: version {version}, this runbook-lint reads {VERSION}; upgrade it")


def _baseline(entries: list[tuple[str, Any]], place: str) -> Baseline:
    """Entries as a value; of two for the same thing, as a merge may leave them, the larger count holds."""
    counts: dict[Key, int] = {}
    for where, entry in entries:
        right = isinstance(entry, dict) and all(type(entry.get(name)) is kind for name, kind in _KEYS.items())
        if not right or entry["count"] < 1 or not _HASH.fullmatch(entry["line"]):
            raise UsageError(f"{where}: not an entry with path, rule, line and count; {_RESTORE}")
        key = Key(entry["path"], entry["rule"], entry["line"])
        counts[key] = max(counts.get(key, 0), entry["count"])
    return Baseline(counts)
