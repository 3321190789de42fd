"""Whom the failure of each service reaches, counted over the whole graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from runbook_lint.model.world import World
from runbook_lint.parse.graph import Graph
from runbook_lint.parse.memo import once
from runbook_lint.parse.site.depends import TIERS, Reach, dependents, known_services


@once
def reaches(world: World) -> Mapping[str, Reach]:
    """For each service everything that depends on it, directly or through others; itself does not count.

    The sets are the bits of numbers: joining and counting them is cheap even where each service reaches most others.
    """
    services = known_services(world)
    bits = {id: 1 << number for number, id in enumerate(services)}
    masks = {tier: sum(bits[id] for id in services if (services[id].tier or 0) == tier) for tier in TIERS}
    reached: dict[str, int] = {}
    graph = dependents(world)
    for group in components(graph):
        joined = sum(bits[id] for id in group)
        for id in group:
            for after in graph[id]:
                joined |= reached.get(after, 0) | bits[after]
        reached |= dict.fromkeys(group, joined)
    return {id: _counted(reached[id] & ~bits[id], masks) for id in services}


def _counted(found: int, masks: Mapping[int, int]) -> Reach:
    tiers = {tier: (found & mask).bit_count() for tier, mask in masks.items()}
    return Reach(found.bit_count(), {tier: count for tier, count in tiers.items() if count})


def components(graph: Graph) -> Iterator[Sequence[str]]:
    """The strongly connected parts of a graph, each after all that it leads to (Tarjan's, without recursion)."""
    low: dict[str, int] = {}
    open_: list[str] = []
    closed: set[str] = set()
    for start in graph:
        if start in low:
            continue
        way = [(start, iter(graph[start]), _enter(start, low, open_))]
        while way:
            node, targets, number = way[-1]
            after = next(targets, None)
            if after is None:
                way.pop()
                if way:
                    low[way[-1][0]] = min(low[way[-1][0]], low[node])
                if low[node] == number:
                    part = list(_leave(node, open_))
                    closed.update(part)
                    yield part
            elif after not in low:
                way.append((after, iter(graph[after]), _enter(after, low, open_)))
            elif after not in closed:
                low[node] = min(low[node], low[after])


def _enter(node: str, low: dict[str, int], open_: list[str]) -> int:
    low[node] = len(low)
    open_.append(node)
    return low[node]


def _leave(node: str, open_: list[str]) -> Iterator[str]:
    while open_[-1] != node:
        yield open_.pop()
    yield open_.pop()
