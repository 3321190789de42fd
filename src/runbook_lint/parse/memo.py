"""What is worked out of a whole world or of a page once, and asked for by many."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import Concatenate, ParamSpec, TypeVar, cast

from runbook_lint.model.document import Document
from runbook_lint.model.world import World

P = ParamSpec("P")
T = TypeVar("T")


def once(work: Callable[[World], T]) -> Callable[[World], T]:
    """Keep what a function of a world returns in that world: a world is frozen, so it never grows old."""
    key = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def kept(world: World) -> T:
        if key not in world.memo:
            world.memo[key] = work(world)
        return cast(T, world.memo[key])

    return kept


def carry(old: World, new: World, *works: Callable[[World], object]) -> World:
    """The new world with what some functions worked out of the old one, where that holds for both."""
    for work in works:
        key = f"{work.__module__}.{work.__qualname__}"
        if key in old.memo:
            new.memo[key] = old.memo[key]
    return new


def once_each(work: Callable[Concatenate[Document, P], T]) -> Callable[Concatenate[Document, P], T]:
    """Keep what a function of a page returns in that page, as long as the same values are given with it.

    What is kept is those values and the result, or None; in a page that was brought back, what makes that when it is
    asked for.
    """
    key = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def kept(document: Document, /, *given: P.args, **named: P.kwargs) -> T:
        if named:
            return work(document, *given, **named)
        known = document.memo.get(key)
        if callable(known):
            known = document.memo[key] = known(document)
        if known is None or len(known[0]) != len(given) or not all(map(is_, known[0], given)):
            known = document.memo[key] = given, work(document, *given, **named)
        return cast(T, known[1])

    return kept
