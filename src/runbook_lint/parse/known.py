"""Whether a name that is not in the catalogue may be called unknown."""

from __future__ import annotations

from collections.abc import Collection

from runbook_lint.model.refs import is_ref, short_name
from runbook_lint.model.suggest import near_miss, nearest
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once


def unknown(
    name: str, known: Collection[str], world: World, whole: bool = True, elsewhere: Collection[str] = ()
) -> str | None:
    """What to say next of a name that is not known; None where it cannot be called unknown.

    It cannot where nothing is known to compare it with, where a broken file speaks of it, or where
    others may know it and it is no near miss of what is known. `whole` tells whether all names of this
    kind would be listed in a complete catalogue; `elsewhere` are the names that imports know, none of
    which it is: where nothing is known here, only a near miss of theirs can be told.
    """
    if not (known or elsewhere) or _in_broken_file(name, world):
        return None
    names = {short_name(each) if is_ref(each) else each: each for each in (*elsewhere, *known)}
    word = short_name(name) if is_ref(name) else name
    whole = whole and world.catalog.complete and bool(known)
    near = nearest(word, names) if whole else near_miss(word, names)
    if near:
        return f"did you mean {names[near]}?"
    return "" if whole else None


def _in_broken_file(name: str, world: World) -> bool:
    word = short_name(name) if is_ref(name) else name.casefold()
    return any(word in line for line in _broken_lines(world))


@once
def _broken_lines(world: World) -> tuple[str, ...]:
    """What the broken files say, without case."""
    broken = (file for file in world.data_files.values() if file.problems and file.role != "alert_rules")
    return tuple(line.casefold() for file in broken for line in file.lines)
