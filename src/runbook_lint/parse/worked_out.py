"""What was worked out of a page, as bytes that are remembered with it, and back: the small at once, the large later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING
from functools import cache, partial
from typing import Any, cast

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.derived import DERIVED, LARGE
from runbook_lint.parse.pickled import dumped, loaded
from runbook_lint.parse.pieces import places

PROBLEMS = "problems"
"""The key in a page's memo of what rules that read nothing else found in it, by the rule's module."""

OWN_RULES = "runbook_lint.rules."
_BROUGHT = "brought"
_KEYS = frozenset(DERIVED)
_NUMBERS = {key: number for number, key in enumerate(DERIVED)}
_WORDS: Mapping[object, object] = {each.value: each.value for each in Kind}

_WORD = frozenset({str})
_ALIKE = 1_000
"""Things that are looked for in other pages: the names of what pages answer and hold, more than there are of these."""

Known = tuple[tuple[object, ...], object]
"""What a function was given beside the page, and what it returned."""

_PAGE, _SETTINGS = (), (None,)
"""What most of it was worked out of, beside the page; None stands for the settings."""


def pack_derived(page: Document, settings: Settings) -> bytes:
    """What was worked out of a page, as far as it holds for whoever reads it next; b"" for nothing."""
    given, values = dict[str, tuple[object, ...]](), dict[str, object]()
    for key in DERIVED:
        known = page.memo.get(key)
        marks, value = (known(page) if callable(known) else known) or ((), MISSING)
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


class Memos:
    """Makes the memos of pages; pages are alike, and what is the same in several is made once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._alike: dict[tuple[object, ...], Known] = {}

    def memo(self, derived: bytes) -> dict[str, Any]:
        """What was worked out of a page; nothing where the bytes are none of ours."""
        try:
            of_page, of_settings, others, sizes, silent, found = loaded(derived) if derived else _NOTHING
            memo: dict[str, Any] = dict(zip(_names(of_page[0]), map(partial(self._known, ()), of_page[1]), strict=True))
            known = partial(self._known, (self.settings,))
            memo.update(zip(_names(of_settings[0]), map(known, of_settings[1]), strict=True))
            memo |= {DERIVED[number]: (self._given(marks), value) for number, (marks, value) in others.items()}
            memo |= {DERIVED[number]: _large(number) for number in sizes}
            memo[PROBLEMS] = {**_silent(silent), **found} if found else _silent(silent)
        except (ValueError, TypeError, AttributeError, LookupError):  # none of ours
            memo = {PROBLEMS: {}}
        memo[_BROUGHT] = _count(memo)
        return memo

    def large(self, derived: bytes, number: int) -> Known | None:
        """One of the large things; None where the bytes are none of ours, or gone."""
        try:
            marks, value = loaded(derived[slice(*places(derived, loaded(derived)[3])[number])])
            return self._given(marks), value
        except (ValueError, TypeError, AttributeError, LookupError):
            return None

    def _given(self, marks: Iterable[object]) -> tuple[object, ...]:
        """What a function was given: the very words of the code, since `once_each` asks whether they are the same."""
        return tuple(self.settings if each is None else _WORDS.get(each, each) for each in marks)

    def _known(self, given: tuple[object, ...], value: object) -> Known:
        kind = type(value)
        if kind is bool or value == () or (kind is frozenset and _is_plain(cast(frozenset[object], value))):
            key = (len(given), kind, value)
            known = self._alike.get(key)
            if known is None and len(self._alike) < _ALIKE:
                known = self._alike[key] = given, value
            if known is not None:
                return known
        return given, value


_NOTHING: tuple[Any, ...] = ((b"", ()), (b"", ()), {}, {}, "", {})


def _is_plain(value: Iterable[object]) -> bool:
    """Whether there is nothing but words in something: what is equal is the same then."""
    return _WORD.issuperset(map(type, value))


class Large:
    """Stands in a memo for something large, and brings it back for the page that it is called with."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, page: Document) -> Known | None:
        """The thing; None where its bytes are gone, so that it is worked out again."""
        found: Known | None = page.__dict__["later"].large(page, self.number)
        return found


_large = cache(Large)


def let_go(memo: dict[str, Any]) -> None:
    """Let go of the large things of a page: they are brought back when they are asked for again."""
    for key in LARGE:
        if key in memo:
            memo[key] = _large(_NUMBERS[key])


def has_more(page: Document) -> bool:
    """Whether more was worked out of a page than was brought back with it."""
    memo: Mapping[str, Any] = page.__dict__.get("memo") or {}
    return bool(memo) and _count(memo) > int(memo.get(_BROUGHT, 0))


def all_kept(page: Document) -> None:
    """All that was worked out of a page is in its bytes by now."""
    page.memo[_BROUGHT] = _count(page.memo)


def _count(memo: Mapping[str, Any]) -> int:
    return len(_KEYS & memo.keys()) + len(memo.get(PROBLEMS, ()))


@cache
def _names(numbers: bytes) -> tuple[str, ...]:
    """The keys of their numbers."""
    return tuple(DERIVED[number] for number in numbers)


@cache
def _silent(rules: str) -> dict[str, tuple[Any, ...]]:
    """What rules said that found nothing: one for all pages."""
    return dict.fromkeys((f"{OWN_RULES}{rule}" for rule in rules.split()), ())
