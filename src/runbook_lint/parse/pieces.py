"""Several values in one run of bytes, each to be had by itself: their sizes stand in front."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import TypeVar

from runbook_lint.parse.pickled import loaded

T = TypeVar("T")


def sizes_of(pieces: Mapping[str, bytes]) -> dict[str, int]:
    """How long the bytes of each are."""
    return {name: len(data) for name, data in pieces.items()}


def places(data: bytes, sizes: Mapping[T, int]) -> Mapping[T, tuple[int, int]]:
    """Where each of some pieces is in the bytes that they end; ValueError where they are none of ours."""
    try:
        ends = accumulate(sizes.values(), initial=len(data) - sum(sizes.values()))
        return dict(zip(sizes, pairwise(ends), strict=True))
    except (TypeError, AttributeError):
        raise ValueError("not what was packed") from None


def piece(data: bytes, place: tuple[int, int]) -> object:
    """A value as its bytes tell it; ValueError where they are none of ours."""
    return loaded(data[slice(*place)])
