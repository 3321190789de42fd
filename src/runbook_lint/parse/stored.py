"""What was made of a file, as bytes that outlive the process, and back: a page's fields when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache, partial
from typing import cast

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import DataFile, Unreadable
from runbook_lint.parse.pickled import dumped, loaded
from runbook_lint.parse.text import Text, decode
from runbook_lint.parse.worked_out import places, unpack_derived

Make = Callable[[str, bytes], object]
"""What a file is made into, by its path and content."""

_OF_FILE = frozenset({"path", "lines", "memo"})
"""Fields that a page takes from its file."""

_MADE = (DataFile, Unreadable, tuple, type(None))
"""What else a file is made into: data, why it is none, alerts with their file, or nothing."""

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
        self.places = places(data, sizes)

    def __call__(self, name: str) -> object:
        """A field by its name; AttributeError where a page has none of this name."""
        if name == "lines":
            return cast(Text, decode(self.content)).lines  # it was text when it was packed
        if name == "memo":
            return unpack_derived(self.derived, self.settings)
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


@cache
def _default(name: str) -> object:
    field = next((each for each in fields(Document) if each.name == name), None)
    if field is None:
        raise AttributeError(name)
    return field.default_factory() if field.default_factory is not MISSING else field.default
