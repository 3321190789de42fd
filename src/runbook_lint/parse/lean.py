"""Data that is held for long: the places of keys and values packed, and words that many files have in common once.

Only what is said about a value needs its place, and a large repository has ten thousand files with a hundred each: a
tenth of the room is enough until somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import Any, cast

from runbook_lint.model.document import Data
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.later import Later
from runbook_lint.model.position import Span
from runbook_lint.parse.pickled import dumped, loaded
from runbook_lint.parse.text import Text, decode

Path = tuple[str | int, ...]

_SHORT = 24
"""Characters of a text that is likely to stand in other files: the name of a team, a severity."""

_OPEN = 32
"""Files whose places lie open: what is said about a file asks for several."""


@dataclass(frozen=True, slots=True, eq=False)
class Places(Mapping[Path, Span]):
    """Paths with their places, unpacked when one is asked for."""

    data: bytes

    def __getitem__(self, path: Path) -> Span:
        """The place of a path."""
        return _unpacked(self.data)[path]

    def __iter__(self) -> Iterator[Path]:
        """The paths."""
        return iter(_unpacked(self.data))

    def __len__(self) -> int:
        """How many paths there are."""
        return len(_unpacked(self.data))


def packed(data: Data) -> Data:
    """The data with its places packed."""
    return replace(data, spans=_packed(data.spans), key_spans=_packed(data.key_spans))


def share_words(value: Any) -> None:  # Any: YAML
    """Let the keys and short texts in a value that was brought back be the same as in all others."""
    parts: Iterable[Any] = value
    if type(value) is dict:
        entries = [(intern(key), _shared(each) if type(each) is str else each) for key, each in value.items()]
        value.clear()
        value.update(entries)
        parts = value.values()
    elif type(value) is not list:
        return
    for each in parts:
        if type(each) is dict or type(each) is list:
            share_words(each)


def _shared(text: str) -> str:
    return intern(text) if len(text) <= _SHORT else text


def _packed(spans: Mapping[Path, Span]) -> Mapping[Path, Span]:
    if not spans or isinstance(spans, Places):
        return spans
    return Places(dumped((tuple(spans), tuple(chain.from_iterable(spans.values())))))


@lru_cache(maxsize=_OPEN)
def _unpacked(data: bytes) -> dict[Path, Span]:
    paths, numbers = loaded(data)
    each = iter(numbers)
    return dict(zip(paths, map(Span._make, zip(each, each, each, each, strict=True)), strict=True))


class OfData:
    """What makes the lines of any other file, anew each time: only what is said about it needs them."""

    __slots__ = ("content",)

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __call__(self, file: Later, name: str) -> object:
        """The lines; AttributeError for any other name."""
        if name != "lines":
            raise AttributeError(name)
        return _lines(self.content)


@lru_cache(maxsize=_OPEN)
def _lines(content: bytes) -> tuple[str, ...]:
    return cast(Text, decode(content)).lines
