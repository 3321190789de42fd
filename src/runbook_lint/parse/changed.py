"""Which services a changed file belongs to: by its folder, or because they watch it."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import dirname

from runbook_lint.model.world import World
from runbook_lint.parse.globs import is_glob
from runbook_lint.parse.watched import head_of, watches

Finder = Callable[[str], frozenset[str]]


def service_finder(world: World) -> Finder:
    """A function from a path to the ids of its services; each path is worked out once.

    Only the services that have a folder or a watched glob somewhere above a path are asked about it, so that the
    work does not grow with their number.
    """
    folders: dict[str, set[str]] = {}
    heads: dict[str, dict[str, Callable[[str], bool]]] = {}
    for service in world.catalog.services:
        folders.setdefault(dirname(service.path), set()).add(service.id)
        if service.watch:
            watched = watches(service)
            for glob in filter(is_glob, service.watch):
                heads.setdefault(head_of(glob), {})[service.id] = watched
    known: dict[str, frozenset[str]] = {}

    def services_of(path: str) -> frozenset[str]:
        if path not in known:
            found: set[str] = set()
            for above in _above(path):
                found |= folders.get(above, set())
                found |= {id for id, watched in heads.get(above, {}).items() if watched(path)}
            known[path] = frozenset(found)
        return known[path]

    return services_of


def _above(path: str) -> list[str]:
    """A path and every folder above it, the root (an empty string) too."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts) + 1)]
