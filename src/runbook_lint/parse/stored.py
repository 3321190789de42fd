"""What was made of a file, as bytes that outlive the process, and back: a page's fields when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache, partial
from itertools import accumulate, pairwise
from typing import Any, cast

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import DataFile, Unreadable
from runbook_lint.parse.derived import DERIVED, LARGE
from runbook_lint.parse.pickled import dumped, loaded
from runbook_lint.parse.text import Text, decode

Make = Callable[[str, bytes], object]
"""What a file is made into, by its path and content."""

PROBLEMS = "problems"
"""The key in a page's memo of what rules that read nothing else found in it, by the rule's module."""

OWN_RULES = "runbook_lint.rules."
_BROUGHT = "brought"
_OF_FILE = frozenset({"path", "lines", "memo"})
"""Fields that a page takes from its file."""

_MADE = (DataFile, Unreadable, tuple, type(None))
"""What else a file is made into: data, why it is none, alerts with their file, or nothing."""

_WORDS: Mapping[object, object] = {each.value: each.value for each in Kind}
_AT_ONCE = frozenset(name for name in vars(Document) if name in Document.__dataclass_fields__)
"""Fields whose default the class would give before anybody could make them."""


def pack(made: object) -> bytes:
    """What was made of a file, without the file's own text."""
    if isinstance(made, Document):
        values = {each.name: getattr(made, each.name) for each in fields(made) if each.name not in _OF_FILE}
        kept = {name: dumped(value) for name, value in values.items() if value != _default(name)}
        return b"".join((dumped(_sizes(kept)), *kept.values()))
    return dumped((made,))


def _sizes(pieces: Mapping[str, bytes]) -> dict[str, int]:
    return {name: len(data) for name, data in pieces.items()}


def _places(data: bytes, sizes: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Where the pieces begin and end that stand at the end of bytes, in the order of their sizes."""
    try:
        ends = accumulate(sizes.values(), initial=len(data) - sum(sizes.values()))
        return dict(zip(sizes, pairwise(ends), strict=True))
    except (TypeError, AttributeError):
        raise ValueError("not what was packed") from None


def unpack(
    data: bytes, derived: bytes, path: str, content: bytes, settings: Settings, make: Make | None = None
) -> object:
    """What `pack` took; ValueError where the bytes are none of its own. `content` is the file.

    A field of a page that turns out to be none of its own later is read anew from the file by `make`.
    """
    value = loaded(data)
    if isinstance(value, dict):
        anew = cache(partial(make, path, content)) if make else None
        return _page(path, _Later(data, value, derived, content, settings, anew))
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], _MADE):
        return value[0]
    raise ValueError("not what was packed")


def pack_derived(page: Document, settings: Settings) -> bytes:
    """What was worked out of a page, as far as it holds for whoever reads it next; b"" for nothing."""
    kept: dict[str, object] = {}
    for key in DERIVED:
        known = page.memo.get(key)
        given, value = (known() if callable(known) else known) or ((), MISSING)
        if value is not MISSING and all(each is settings or isinstance(each, (str, bool)) for each in given):
            kept[key] = tuple(None if each is settings else each for each in given), value
    large = {key: dumped(kept.pop(key)) for key in LARGE if key in kept}
    problems = page.memo.get(PROBLEMS, {})
    found = {rule: each for rule, each in problems.items() if each}
    silent = " ".join(rule for rule, each in problems.items() if not each)
    if not (kept or large or problems):
        return b""
    return b"".join((dumped((kept, _sizes(large), silent, found)), *large.values()))


def has_more(page: Document) -> bool:
    """Whether more was worked out of a page than was brought back with it."""
    memo = page.__dict__.get("memo") or {}
    return _count(memo) > int(memo.get(_BROUGHT, 0))


def _count(memo: Mapping[str, Any]) -> int:
    return sum(key in memo for key in DERIVED) + len(memo.get(PROBLEMS, ()))


def lines_of(made: object) -> tuple[str, ...]:
    """The lines of the file that something was made of."""
    file = made[-1] if isinstance(made, tuple) else made
    lines: tuple[str, ...] = getattr(file, "lines", ())
    return lines


class _Later:
    """What makes the fields of a page that is brought back, each when it is asked for; the bytes are not copied.

    `sizes` says how long the bytes of each field are, which stand at the end of `data` in its order.
    """

    __slots__ = ("anew", "content", "data", "derived", "places", "settings")

    def __init__(
        self,
        data: bytes,
        sizes: Mapping[str, int],
        derived: bytes,
        content: bytes,
        settings: Settings,
        anew: Callable[[], object] | None,
    ) -> None:
        self.data, self.derived, self.content, self.settings, self.anew = data, derived, content, settings, anew
        self.places = _places(data, sizes)

    def __call__(self, name: str) -> object:
        """A field by its name; AttributeError where a page has none of this name."""
        if name == "lines":
            return cast(Text, decode(self.content)).lines  # it was text when it was packed
        if name == "memo":
            return _memo(self.derived, self.settings)
        if name not in self.places:
            return _default(name)
        try:
            return self.kept(name)
        except ValueError:
            if self.anew is None:
                raise
            return getattr(self.anew(), name)

    def kept(self, name: str) -> object:
        """The field as its bytes tell it; ValueError where they are none of ours."""
        start, end = self.places.get(name, (0, 0))
        return loaded(self.data[start:end])


def _page(path: str, later: _Later) -> Document:
    """A page whose fields are made when they are asked for."""
    kind = later.kept("kind")
    if not isinstance(kind, Kind):
        raise ValueError("not what was packed")  # noqa: TRY004  # as for other bytes
    page = object.__new__(Document)
    own = page.__dict__
    own |= {name: later(name) for name in _AT_ONCE}
    own["path"], own["kind"], own["later"] = path, kind, later
    return page


def _memo(derived: bytes, settings: Settings) -> dict[str, Any]:
    try:
        kept, sizes, silent, found = loaded(derived) if derived else ({}, {}, "", {})
        memo: dict[str, Any] = {key: (_given(marks, settings), value) for key, (marks, value) in kept.items()}
        memo |= {key: _Piece(derived, *place, settings) for key, place in _places(derived, sizes).items()}
        memo[PROBLEMS] = {**_silent(silent), **found} if found else _silent(silent)
    except (ValueError, TypeError, AttributeError):  # none of ours
        memo = {PROBLEMS: {}}
    memo[_BROUGHT] = _count(memo)
    return memo


@cache
def _silent(rules: str) -> dict[str, tuple[Any, ...]]:
    """What rules said that found nothing: one for all pages."""
    return dict.fromkeys(rules.split(), ())


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


def _given(marks: Iterable[object], settings: Settings) -> tuple[object, ...]:
    """What a function was given: words are the code's own again, since `once_each` asks whether they are the same."""
    return tuple(settings if each is None else _WORDS.get(each, each) for each in marks)


@cache
def _default(name: str) -> object:
    field = next((each for each in fields(Document) if each.name == name), None)
    if field is None:
        raise AttributeError(name)
    return field.default_factory() if field.default_factory is not MISSING else field.default
