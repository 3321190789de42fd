"""What depends on what: each service's needs, who needs it, and whom its failure reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from runbook_lint.model.catalog import Service
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.refs import full_ref, is_ref
from runbook_lint.model.world import World
from runbook_lint.parse.graph import cycles
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import neighbours

Where = Literal["here", "import", "other", "unknown"]
TIERS = (1, 2, 3, 4, 0)
"""In the order in which they are shown; 0 is of services that name none."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a service depends on: the id of a service where it is known, else the name as it is written.

    `where` says who knows it: this catalogue, an import, nobody; `other` is a Backstage resource, system or API.
    `inverted` marks one of a lower tier than the service's own.
    """

    id: str
    where: Where = "here"
    tier: int | None = None
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a service's failure reaches: how many services in all, and how many of each tier (0: not said)."""

    total: int
    tiers: Mapping[int, int]


@once
def known_services(world: World) -> Mapping[str, Service]:
    """The services by their ids, sorted; of several definitions the first in path order holds."""
    first = {service.id: service for service in reversed(world.catalog.services)}
    return dict(sorted(first.items()))


@once
def needs(world: World) -> Mapping[str, tuple[Need, ...]]:
    """What each service depends on, each once, in the order of its manifest."""
    return {id: tuple(_needs(world, service)) for id, service in known_services(world).items()}


def _needs(world: World, service: Service) -> Iterator[Need]:
    seen: set[str] = set()
    for name in service.depends_on:
        need = _need(world, service, name)
        if name and need.id not in seen:
            seen.add(need.id)
            yield need


def _need(world: World, service: Service, name: str) -> Need:
    here = world.catalog.service(name)
    found = here or neighbours(world).service(name)
    if not found:
        component = not is_ref(name) or full_ref(name, "component").startswith("component:")
        return Need(name, "unknown" if component else "other")
    tiers = (service.tier, found.tier)
    inverted = found.valid and None not in tiers and (found.tier or 0) > (service.tier or 0)
    return Need(found.id, "here" if here else "import", found.tier, inverted)


@once
def edges(world: World) -> Mapping[str, tuple[str, ...]]:
    """What each service depends on, of those that this catalogue knows."""
    return {id: tuple(need.id for need in each if need.where == "here") for id, each in needs(world).items()}


@once
def dependents(world: World) -> Mapping[str, tuple[str, ...]]:
    """The services that depend on each directly, itself left out, by tier and id."""
    found: dict[str, list[str]] = {id: [] for id in edges(world)}
    for id, targets in edges(world).items():
        for target in targets:
            if target != id:
                found[target].append(id)
    return {id: by_tier(world, names) for id, names in found.items()}


@once
def circles(world: World) -> tuple[tuple[str, ...], ...]:
    """The circles among dependencies, each once; a service that depends on itself is one of one."""
    return tuple(cycles(edges(world)))


@once
def circles_of(world: World) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The circles that each service lies on, of those that are reported."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for circle in circles(world):
        for id in circle:
            found.setdefault(id, []).append(circle)
    return {id: tuple(each) for id, each in found.items()}


@once
def inversions(world: World) -> tuple[tuple[str, Need], ...]:
    """The services that depend on one of a lower tier, with that one; the widest gap below the most important first."""
    tiers = {id: service.tier or 9 for id, service in known_services(world).items()}
    found = [(id, need) for id, each in needs(world).items() for need in each if need.inverted]
    return tuple(sorted(found, key=lambda each: (tiers[each[0]], -(each[1].tier or 0), each[0])))


def by_tier(world: World, ids: Iterable[str]) -> tuple[str, ...]:
    """Services by tier, then by id; those without a tier last."""
    known = known_services(world)
    return tuple(sorted(ids, key=lambda id: (known[id].tier or 9, id)))


def nearest(world: World, id: str, most: int) -> tuple[tuple[str, int], ...]:
    """The services that a failure reaches first, with their distance (1: depends on it directly); so many at most."""
    found: dict[str, int] = {id: 0}
    ring, distance = [id], 0
    while ring and len(found) <= most:
        distance += 1
        ring = [each for each in dict.fromkeys(_around(world, ring)) if each not in found]
        found |= dict.fromkeys(by_tier(world, ring), distance)
    return tuple(found.items())[1 : most + 1]


def _around(world: World, ring: Iterable[str]) -> Iterator[str]:
    for each in ring:
        yield from dependents(world)[each]
