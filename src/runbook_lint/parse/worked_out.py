"""What was worked out of a page, as bytes that are remembered with it, and back: the small at once, the large later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING
from functools import cache
from itertools import accumulate, pairwise, repeat
from typing import Any

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.derived import DERIVED, LARGE
from runbook_lint.parse.pickled import dumped, loaded

PROBLEMS = "problems"
"""The key in a page's memo of what rules that read nothing else found in it, by the rule's module."""

OWN_RULES = "runbook_lint.rules."
_BROUGHT = "brought"
_KEYS = frozenset(DERIVED)
_NUMBERS = {key: number for number, key in enumerate(DERIVED)}
_WORDS: Mapping[object, object] = {each.value: each.value for each in Kind}

_PAGE, _SETTINGS = (), (None,)
"""What most of it was worked out of, beside the page; None stands for the settings."""


def pack_derived(page: Document, settings: Settings) -> bytes:
    """What was worked out of a page, as far as it holds for whoever reads it next; b"" for nothing."""
    given, values = dict[str, tuple[object, ...]](), dict[str, object]()
    for key in DERIVED:
        known = page.memo.get(key)
        marks, value = (known() if callable(known) else known) or ((), MISSING)
        if value is not MISSING and all(each is settings or isinstance(each, (str, bool)) for each in marks):
            given[key], values[key] = tuple(None if each is settings else each for each in marks), value
    large = {key: dumped((given.pop(key), values[key])) for key in LARGE if key in given}
    groups = (_group(values, [key for key, each in given.items() if each == marks]) for marks in (_PAGE, _SETTINGS))
    others = {_NUMBERS[key]: (each, values[key]) for key, each in given.items() if each not in (_PAGE, _SETTINGS)}
    problems = page.memo.get(PROBLEMS, {})
    found = {rule: each for rule, each in problems.items() if each}
    silent = " ".join(rule.removeprefix(OWN_RULES) for rule, each in problems.items() if not each)
    if not (values or problems):
        return b""
    sizes = {_NUMBERS[key]: len(data) for key, data in large.items()}
    return b"".join((dumped((*groups, others, sizes, silent, found)), *large.values()))


def _group(values: Mapping[str, object], keys: Iterable[str]) -> tuple[bytes, tuple[object, ...]]:
    """Results with what they are results of: the number of each key is a byte."""
    keys = tuple(keys)
    return bytes(_NUMBERS[key] for key in keys), tuple(values[key] for key in keys)


def unpack_derived(derived: bytes, settings: Settings) -> dict[str, Any]:
    """A page's memo: what was worked out of it; nothing where the bytes are none of ours."""
    try:
        of_page, of_settings, others, sizes, silent, found = loaded(derived) if derived else _NOTHING
        memo: dict[str, Any] = dict(zip(_names(of_page[0]), zip(repeat(()), of_page[1]), strict=True))
        memo.update(zip(_names(of_settings[0]), zip(repeat((settings,)), of_settings[1]), strict=True))
        memo |= {DERIVED[number]: (_given(marks, settings), value) for number, (marks, value) in others.items()}
        for number, place in places(derived, sizes).items():
            memo[DERIVED[number]] = _Piece(derived, *place, settings)
        memo[PROBLEMS] = {**_silent(silent), **found} if found else _silent(silent)
    except (ValueError, TypeError, AttributeError, LookupError):  # none of ours
        memo = {PROBLEMS: {}}
    memo[_BROUGHT] = _count(memo)
    return memo


_NOTHING: tuple[Any, ...] = ((b"", ()), (b"", ()), {}, {}, "", {})


def places(data: bytes, sizes: Mapping[Any, int]) -> dict[Any, tuple[int, int]]:
    """Where the pieces begin and end that stand at the end of bytes, in the order of their sizes."""
    try:
        ends = accumulate(sizes.values(), initial=len(data) - sum(sizes.values()))
        return dict(zip(sizes, pairwise(ends), strict=True))
    except (TypeError, AttributeError):
        raise ValueError("not what was packed") from None


def has_more(page: Document) -> bool:
    """Whether more was worked out of a page than was brought back with it."""
    memo: Mapping[str, Any] = page.__dict__.get("memo") or {}
    return bool(memo) and _count(memo) > int(memo.get(_BROUGHT, 0))


def _count(memo: Mapping[str, Any]) -> int:
    return len(_KEYS & memo.keys()) + len(memo.get(PROBLEMS, ()))


def _given(marks: Iterable[object], settings: Settings) -> tuple[object, ...]:
    """What a function was given: words are the code's own again, since `once_each` asks whether they are the same."""
    return tuple(settings if each is None else _WORDS.get(each, each) for each in marks)


@cache
def _names(numbers: bytes) -> tuple[str, ...]:
    """The keys of their numbers."""
    return tuple(DERIVED[number] for number in numbers)


@cache
def _silent(rules: str) -> dict[str, tuple[Any, ...]]:
    """What rules said that found nothing: one for all pages."""
    return dict.fromkeys((f"{OWN_RULES}{rule}" for rule in rules.split()), ())


class _Piece:
    """What makes something that was worked out of a page, with what was given for it: when it is asked for."""

    __slots__ = ("data", "end", "settings", "start")

    def __init__(self, data: bytes, start: int, end: int, settings: Settings) -> None:
        self.data, self.start, self.end, self.settings = data, start, end, settings

    def __call__(self) -> tuple[tuple[object, ...], object] | None:
        """The values and the result; None where the bytes are none of ours."""
        try:
            marks, value = loaded(self.data[self.start : self.end])
            return _given(marks, self.settings), value
        except (ValueError, TypeError):
            return None
