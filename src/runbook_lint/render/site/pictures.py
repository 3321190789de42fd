"""Which services a diagram shows: around one service, all of them, or their teams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from runbook_lint.model.world import World
from runbook_lint.parse.site.depends import Need, by_tier, circles_of, dependents, edges, known_services, needs
from runbook_lint.parse.site.places import places
from runbook_lint.parse.site.teams import team_key
from runbook_lint.render.site.graph import Arrow, Box, address, flowchart

AROUND = 12
"""Neighbours on either side of a service; the others are counted in one box."""

WHOLE = 60
"""Services, or teams, in one picture: what is larger than that nobody can read."""

_SHAPES = {"here": "round-edge", "import": "stadium-shape", "other": "cylindrical", "unknown": "hexagon"}


def around(world: World, id: str, origin: str) -> str:
    """A service between what depends on it and what it depends on; empty where there is neither."""
    above, below = dependents(world)[id], needs(world)[id]
    below = tuple(need for need in below if need.id != id)
    if not above and not below:
        return ""
    keys = {each: f"a{number}" for number, each in enumerate(above[:AROUND])}
    boxes = [_service_box(world, "self", id, origin, here=True)]
    boxes += [_service_box(world, key, each, origin) for each, key in keys.items()]
    arrows = [_arrow(world, key, "self", each, id) for each, key in keys.items()]
    for number, need in enumerate(below[:AROUND]):
        if need.id not in keys:  # what stands on both sides is drawn once
            boxes.append(_need_box(world, f"b{number}", need, origin))
        arrows.append(_arrow(world, "self", keys.get(need.id, f"b{number}"), id, need.id))
    for key, left in (("more-a", above[AROUND:]), ("more-b", below[AROUND:])):
        if left:
            boxes.append(Box(key, f"{len(left):,} more", shape="subroutine-shape"))
            arrows.append(Arrow(*((key, "self") if key == "more-a" else ("self", key))))
    return flowchart(boxes, arrows)


def whole(world: World, origin: str) -> tuple[str, str]:
    """A picture of all dependencies and what it shows: services, teams, or nothing where even these are too many."""
    graph = edges(world)
    joined = by_tier(world, {id for id, targets in graph.items() if targets or dependents(world)[id]})
    if not joined:
        return "", ""
    if len(joined) <= WHOLE:
        keys = {id: f"s{number}" for number, id in enumerate(joined)}
        boxes = [_service_box(world, key, id, origin) for id, key in keys.items()]
        arrows = [_arrow(world, keys[id], keys[to], id, to) for id in joined for to in graph[id]]
        return flowchart(boxes, arrows), "services"
    return _teams(world, joined, origin)


def _teams(world: World, joined: Iterable[str], origin: str) -> tuple[str, str]:
    """The same by teams: how many dependencies lead from one team's services to another's."""
    services = {id: team_key(world, known_services(world)[id]) for id in joined}
    sizes = Counter(services.values())
    if len(sizes) > WHOLE:
        return "", ""
    keys = {team: f"t{number}" for number, team in enumerate(sorted(sizes))}
    counts = Counter((services[id], services[to]) for id in services for to in edges(world)[id])
    boxes = [_team_box(world, key, team, sizes[team], origin) for team, key in keys.items()]
    arrows = [Arrow(keys[one], keys[two], f"{count:,}") for (one, two), count in sorted(counts.items()) if one != two]
    return flowchart(boxes, arrows), "teams"


def _team_box(world: World, key: str, team: str, size: int, origin: str) -> Box:
    place = places(world).teams.get(team)
    return Box(key, f"{team or 'no team'} ({size:,})", address(origin, place) if place else "")


def _service_box(world: World, key: str, id: str, origin: str, here: bool = False) -> Box:
    link = "" if here else address(origin, places(world).services[id])
    return Box(key, _titled(id, known_services(world)[id].tier), link, here=here)


def _need_box(world: World, key: str, need: Need, origin: str) -> Box:
    if need.where == "here":
        return _service_box(world, key, need.id, origin)
    known = {"import": "elsewhere", "other": "", "unknown": "unknown"}[need.where]
    return Box(key, f"{need.id}{' · ' * bool(known)}{known}", shape=_SHAPES[need.where])


def _titled(id: str, tier: int | None) -> str:
    return f"{id} · tier {tier}" if tier else id


def _arrow(world: World, start: str, end: str, id: str, to: str) -> Arrow:
    if in_circle(world, id, to):
        return Arrow(start, end, "circle", "thick")
    low = any(need.id == to and need.inverted for need in needs(world)[id])
    return Arrow(start, end, "lower tier" if low else "", "dotted" if low else "normal")


def in_circle(world: World, id: str, to: str) -> bool:
    """Whether a dependency is a step of a circle that is reported."""
    return any((id, to) in _steps(circle) for circle in circles_of(world).get(id, ()))


def _steps(circle: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return zip(circle, (*circle[1:], circle[0]), strict=True)
