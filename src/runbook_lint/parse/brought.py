"""Files that are brought back from packed bytes: each field is made when it is asked for, and few lie open.

A page's bytes are not held but fetched, and what was made of them is let go again when others are asked for. So what a
run holds does not grow by what all pages together say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, field, fields
from functools import cache, cached_property
from typing import NamedTuple, cast

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.settings import Settings
from runbook_lint.parse.pickled import loaded
from runbook_lint.parse.pieces import piece, places
from runbook_lint.parse.text import Text, decode
from runbook_lint.parse.worked_out import Known, Memos, has_more, let_go

Make = Callable[[str, bytes], object]
"""What a file is made into, by its path and content."""

Packed = tuple[bytes, bytes]
"""A page's fields, and what was worked out of it."""

STAYING = 2_000
"""Pages that lie open to the end: all of most repositories, and then each field is made once."""

PASSING = 64
"""Of the others, how many lie open at a time: a rule that looks at a page may look at some that it leads to."""

_AT_ONCE = frozenset(name for name in vars(Document) if name in Document.__dataclass_fields__)
"""Fields whose default the class would give before anybody could make them."""

_STAYS = frozenset({"path", "kind", "later", "memo", *_AT_ONCE})
"""What is left of a page that is put away: what rules ask of every page is in its memo, and small."""


@dataclass
class Origin:
    """Where the pages of one reading come from.

    `make` reads a file anew whose bytes turn out to be none of ours, or are gone; `fetch` gives the bytes of a name,
    None where they are gone; `away` is told of each page before it is put away. `judged` tells that all memos will be
    asked for: made at once, nothing else is held for them.
    """

    settings: Settings
    make: Make | None
    fetch: Callable[[bytes], Packed | None] = lambda name: None
    away: Callable[[Document], None] = lambda page: None
    judged: bool = False
    staying: int = 0
    passing: deque[Document] = field(default_factory=deque)

    @cached_property
    def memos(self) -> Memos:
        """What makes the memos of these pages."""
        return Memos(self.settings)

    def lay_open(self, page: Document) -> None:
        """A page is looked into; of those that only pass, the one that lies open longest is put away."""
        page.__dict__["opened"] = None
        if self.staying < STAYING:
            self.staying += 1
            return
        if len(self.passing) == PASSING:
            self.put_away(self.passing.popleft())
        self.passing.append(page)

    def put_away(self, page: Document) -> None:
        """Let go of what was made of a page, but for what is in its memo and small."""
        self.away(page)
        if not has_more(page):
            let_go(page.__dict__.get("memo", {}))
        left = {name: value for name, value in page.__dict__.items() if name in _STAYS}
        page.__dict__.clear()
        page.__dict__.update(left)


class _Opened(NamedTuple):
    """The bytes of a page that lies open, and where in them each field is; `anew` is the page read anew."""

    packed: Packed = (b"", b"")
    places: Mapping[str, tuple[int, int]] = {}
    anew: Document | None = None


class OfPage:
    """What makes the fields of a page that is brought back.

    `name` is what its bytes are fetched by; `packed` are they, where they are held. `there` are the fields that are
    not as by default: nothing need be fetched for the others. `derived` is what was worked out of it, until somebody
    asks for the memo.
    """

    __slots__ = ("content", "derived", "name", "origin", "packed", "there")

    def __init__(self, origin: Origin, content: bytes, name: bytes, packed: Packed, there: Iterable[str]) -> None:
        self.origin, self.content, self.name = origin, content, name
        self.packed, self.derived = None if name else packed, packed[1]
        self.there = _same(frozenset(there))

    def __call__(self, page: Document, name: str) -> object:
        """A field by its name, kept while the page lies open; AttributeError where a page has none of this name."""
        own = page.__dict__
        if name == "memo":
            own[name], self.derived = self.origin.memos.memo(self.derived), b""
            return own[name]
        if name not in self.there and name != "lines":
            return default(name)
        if "opened" not in own:
            self.origin.lay_open(page)
        own[name] = value = self._made(page, name)
        return value

    def large(self, page: Document, number: int) -> Known | None:
        """Something large that was worked out of the page; None where it is gone."""
        if "opened" not in page.__dict__:
            self.origin.lay_open(page)
        return self.origin.memos.large(self._opened(page).packed[1], number)

    def _made(self, page: Document, name: str) -> object:
        if name == "lines":
            return cast(Text, decode(self.content)).lines  # it was text when it was packed
        opened = self._opened(page)
        try:
            if name in opened.places:
                return piece(opened.packed[0], opened.places[name])
        except ValueError:
            if self.origin.make is None:
                raise
        return getattr(self._anew(page, opened), name)

    def bytes_of(self, page: Document) -> Packed | None:
        """The page's bytes; None where they are gone."""
        opened: _Opened | None = page.__dict__.get("opened")
        return opened.packed if opened and opened.places else self.packed or self.origin.fetch(self.name)

    def _opened(self, page: Document) -> _Opened:
        opened: _Opened | None = page.__dict__["opened"]
        if opened is None:
            packed = self.packed or self.origin.fetch(self.name)
            found = places(packed[0], loaded(packed[0])) if packed else {}
            opened = page.__dict__["opened"] = _Opened(packed or (b"", b""), found)
        return opened

    def _anew(self, page: Document, opened: _Opened) -> Document:
        """The page as its file says it."""
        if opened.anew is None and self.origin.make is not None:
            opened = opened._replace(anew=cast(Document, self.origin.make(page.path, self.content)))
            page.__dict__["opened"] = opened
        return cast(Document, opened.anew)


def page_of(
    path: str, content: bytes, packed: Packed, sizes: Mapping[str, int], origin: Origin, name: bytes
) -> Document:
    """A page whose fields are made when they are asked for; ValueError where the bytes are none of ours."""
    found = places(packed[0], sizes)
    kind = piece(packed[0], found.get("kind", (0, 0)))
    if not isinstance(kind, Kind):
        raise ValueError("not what was packed")  # noqa: TRY004  # as for other bytes
    page = object.__new__(Document)
    own = page.__dict__
    own["path"], own["kind"], own["later"] = path, kind, OfPage(origin, content, name, packed, found)
    own |= {name: piece(packed[0], found[name]) for name in _AT_ONCE if name in found}
    if origin.judged:
        page.memo  # noqa: B018  # made by being asked for
    return page


@cache
def default(name: str) -> object:
    """What a field is where nobody said otherwise; AttributeError where there is none of this name."""
    found = next((each for each in fields(Document) if each.name == name), None)
    if found is None:
        raise AttributeError(name)
    return found.default_factory() if found.default_factory is not MISSING else found.default


@cache
def _same(names: frozenset[str]) -> frozenset[str]:
    """The one set of these names: pages are alike."""
    return names
