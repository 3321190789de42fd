"""Circles in a graph of names."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def cycles(graph: Graph) -> Iterator[tuple[str, ...]]:
    """A shortest circle through every node that lies on one, each circle once, begun at its first node.

    Every edge leads to a node of the graph.
    """
    graph = _core(graph)
    order = {node: number for number, node in enumerate(graph)}
    reported: set[frozenset[str]] = set()
    covered: set[str] = set()
    for node in graph:
        cycle = () if node in covered else _shortest(graph, node)
        if cycle and frozenset(cycle) not in reported:
            reported.add(frozenset(cycle))
            covered.update(cycle)
            start = min(range(len(cycle)), key=lambda index: order[cycle[index]])
            yield cycle[start:] + cycle[:start]


def _core(graph: Graph) -> Graph:
    """The graph without the nodes that nothing leads away from, so that one without circles costs a single pass."""
    sources: dict[str, list[str]] = {node: [] for node in graph}
    left = {node: len(targets) for node, targets in graph.items()}
    for node, targets in graph.items():
        for target in targets:
            sources[target].append(node)
    ends = [node for node, count in left.items() if not count]
    gone: set[str] = set()
    while ends:
        node = ends.pop()
        gone.add(node)
        for source in sources[node]:
            left[source] -= 1
            if not left[source]:
                ends.append(source)
    return {node: [each for each in targets if each not in gone] for node, targets in graph.items() if node not in gone}


def _shortest(graph: Graph, start: str) -> tuple[str, ...]:
    """The shortest way from a node back to itself, empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for after in graph[node]:
            if after == start:
                way = [node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if after not in came_from:
                came_from[after] = node
                waiting.append(after)
    return ()
