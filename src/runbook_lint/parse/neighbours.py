"""Who runs what in the repositories whose catalogues are imported, as a catalogue of its own."""

from __future__ import annotations

from runbook_lint.model.catalog import Catalog, Contacts, Person, Service, Team
from runbook_lint.model.document import Data
from runbook_lint.model.position import Location
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once

_ELSEWHERE = Location("")


@once
def neighbours(world: World) -> Catalog:
    """The services, teams and people of all imports; what stands in it has no place in this repository.

    A name that two imports define is taken from the first in the order of the import's names.
    """
    imports = [world.imports[name] for name in sorted(world.imports)]
    services = {each.id: each for inventory in reversed(imports) for each in inventory.services.values()}
    return Catalog(
        services=tuple(
            Service(
                each.id, "", "", Data(), name=each.name, team=each.team, owner=each.owner, tier=each.tier,
                contacts=Contacts(rota=each.rota, escalation=each.escalation),
            )
            for each in services.values()
        ),
        teams={
            each.id: Team(each.id, _ELSEWHERE, name=each.name, rota=each.rota)
            for inventory in reversed(imports)
            for each in inventory.teams.values()
        },
        people={id: Person(id, _ELSEWHERE) for inventory in imports for id in inventory.people},
        aliases={alias: each.id for each in services.values() for alias in each.aliases},
        complete=False,
    )  # fmt: skip


def team_of(world: World, service: Service | None) -> Team | None:
    """The team that answers for a service, here or in an import."""
    return (world.catalog.team_of(service) or neighbours(world).team_of(service)) if service else None
