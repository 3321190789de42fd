"""Paths into JSON of unknown make, as field maps write them.

`incident.title` goes down by keys, through lists as well. `list[key=Value]` keeps the items whose key has that
value, in any case; `~` instead of `=` those whose key contains it. What is not there gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from runbook_lint.model.patterns import regex

_STEP = regex(r"([^.\[\]]+)(?:\[([^=~\]]+)([=~])([^\]]*)\])?(?:\.|\Z)")
Step = tuple[str, str, str, str]


def at(value: Any, path: str) -> Iterator[Any]:  # Any: JSON
    """The values at a path, in order; lists on the way are gone through."""
    yield from _down(value, _steps(path))


def text_at(value: Any, *paths: str) -> str:
    """The first text or number at any of some paths that says something."""
    found = (text_of(each) for path in paths for each in at(value, path))
    return next((text for text in found if text), "")


def text_of(value: Any) -> str:
    """A text or a number as text; what a text is in anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


@lru_cache(maxsize=512)
def _steps(path: str) -> tuple[Step, ...]:
    found = tuple(match.groups(default="") for match in _STEP.finditer(path))
    return tuple((key, inner, kind, wanted.casefold()) for key, inner, kind, wanted in found)


_DEEPEST = 8  # lists in lists: no tool nests them, and a hostile file must not exhaust the stack


def _down(value: Any, steps: tuple[Step, ...], depth: int = 0) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value if depth < _DEEPEST else ():
            yield from _down(each, steps, depth + 1)
    elif not steps:
        yield value
    elif isinstance(value, dict) and steps[0][0] in value:
        key, inner, kind, wanted = steps[0]
        found = value[key]
        for each in found if isinstance(found, list) else [found]:
            if not inner or _fits(each, inner, kind, wanted):
                yield from _down(each, steps[1:], depth)


def _fits(value: Any, path: str, kind: str, wanted: str) -> bool:
    for found in at(value, path.replace("/", ".")):
        text = text_of(found).casefold()
        if text == wanted or (kind == "~" and wanted in text):
            return True
    return False
