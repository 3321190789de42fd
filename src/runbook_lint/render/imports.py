"""What a sync brought, in few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from runbook_lint.model.inventory import Inventory


def holdings(new: Inventory) -> str:
    """What a catalogue holds: `3 services, 12 pages, 5 alerts`."""
    counts = ((noun, len(things)) for noun, things in _things(new).items())
    return ", ".join(_count(number, noun) for noun, number in counts if number) or "nothing"


def changes(old: Inventory, new: Inventory) -> str:
    """What differs between two states of a catalogue: `+3 pages, -1 alert, 2 pages changed`."""
    return ", ".join(_changes(_things(old), _things(new))) or "no service, page, file or alert"


def _changes(old: Mapping[str, Mapping[str, object]], new: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for noun, things in new.items():
        added, gone = things.keys() - old[noun].keys(), old[noun].keys() - things.keys()
        changed = sum(things[key] != old[noun][key] for key in things.keys() & old[noun].keys())
        yield from (f"+{_count(len(added), noun)}",) if added else ()
        yield from (f"-{_count(len(gone), noun)}",) if gone else ()
        yield from (f"{_count(changed, noun)} changed",) if changed else ()


def _things(inventory: Inventory) -> dict[str, Mapping[str, object]]:
    """Everything in a catalogue by its name; alerts of one name are told apart by their number."""
    return {
        "service": inventory.services,
        "team": inventory.teams,
        "page": inventory.pages,
        "other file": dict.fromkeys(inventory.files - inventory.pages.keys()),
        "alert": _numbered(inventory.alerts),
    }


def _numbered(names: Iterable[str]) -> Mapping[str, object]:
    """Equal names with a number each, so that one more or less is seen."""
    seen: Counter[str] = Counter()
    found: dict[str, object] = {}
    for name in names:
        seen[name] += 1
        found[f"{name} {seen[name]}"] = None
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
