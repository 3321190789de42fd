"""Names that neither this repository nor an import knows, where the catalogue says that it does not list all."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.refs import full_ref, is_ref
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import neighbours


@once
def external_names(world: World) -> tuple[str, ...]:
    """The services, teams and owners that manifests name and others must know; none where all should be here."""
    return () if world.catalog.complete else tuple(sorted(set(_names(world))))


def _names(world: World) -> Iterator[str]:
    catalog, others = world.catalog, neighbours(world)
    for service in catalog.services:
        for name in service.depends_on:
            component = not is_ref(name) or full_ref(name, "component").startswith("component:")
            if name and component and not (catalog.service(name) or others.service(name)):
                yield name
        for name in (service.team, service.owner):
            known = catalog.team(name) or catalog.person(name) or others.team(name) or others.person(name)
            if name and not known:
                yield name
