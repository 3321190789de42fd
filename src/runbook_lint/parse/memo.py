"""What is worked out of a whole world once, and asked for by many rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from runbook_lint.model.world import World

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
