"""What the site says of each team: its services, its people, and what waits for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from runbook_lint.model.catalog import Person, Service
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.site.depends import by_tier, known_services
from runbook_lint.parse.site.freshness import Duty
from runbook_lint.parse.site.services import open_actions, overdue
from runbook_lint.parse.tracking.ledger import ActionRow


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team: the id, and what the catalogue says of it."""

    id: str
    name: str = ""
    former: bool = False


def team_key(world: World, service: Service) -> str:
    """The id of the team that answers for a service, else what its manifest calls it; empty where it names none."""
    team = team_of(world, service)
    owner = service.owner if re.fullmatch(world.settings.ids.team, service.owner) else ""
    return team.id if team else service.team or owner


@once
def team_services(world: World) -> Mapping[str, tuple[str, ...]]:
    """The services of each team, by tier and id; of teams that the catalogue does not know as well."""
    found: dict[str, list[str]] = {}
    for id, service in known_services(world).items():
        found.setdefault(team_key(world, service), []).append(id)
    return {team: by_tier(world, ids) for team, ids in sorted(found.items())}


@once
def unlisted(world: World) -> tuple[str, ...]:
    """The teams that manifests name, and that the catalogue does not hold."""
    return tuple(name for name in team_services(world) if name and name not in world.catalog.teams)


@once
def team_overdue(world: World) -> Mapping[str, tuple[Duty, ...]]:
    """The overdue reviews of each team's services, the longest overdue first."""
    found: dict[str, list[Duty]] = {}
    for duty in overdue(world):
        found.setdefault(duty.team, []).append(duty)
    return {team: tuple(each) for team, each in found.items()}


@once
def team_actions(world: World) -> Mapping[str, tuple[ActionRow, ...]]:
    """The open actions of each team: those that it or one of its people owns; one that nobody owns is its services'."""
    found: dict[str, list[ActionRow]] = {}
    for row in open_actions(world):
        owners = [team for owner in row.owners for team in _teams_of(world).get(owner, ())]
        for team in dict.fromkeys(owners if row.owners else row.teams):
            found.setdefault(team, []).append(row)
    return {team: tuple(rows) for team, rows in found.items()}


@once
def _teams_of(world: World) -> Mapping[str, tuple[str, ...]]:
    """The teams that each person is in, and each team for itself."""
    found: dict[str, dict[str, None]] = {}
    for team in world.catalog.teams.values():
        for name in (team.id, *team.members):
            known = world.catalog.person(name) if name != team.id else None
            found.setdefault(known.id if known else name, {})[team.id] = None
    return {name: tuple(teams) for name, teams in found.items()}


def members(world: World, team: str) -> tuple[Member, ...]:
    """The people of a team, in the catalogue's order."""
    named = [(name, world.catalog.person(name)) for name in world.catalog.teams[team].members if name]
    return tuple(_member(name, person) for name, person in named)


def _member(name: str, person: Person | None) -> Member:
    return Member(name, person.name, person.former) if person else Member(name)


@once
def handles(world: World) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The teams that only CODEOWNERS names, with the patterns it gives them."""
    known = {handle.casefold() for team in world.catalog.teams.values() for handle in team.codeowners}
    found: dict[str, list[str]] = {}
    for line in world.catalog.codeowners.lines:
        for owner in line.owners:
            if owner.startswith("@") and "/" in owner and owner.casefold() not in known:
                found.setdefault(owner, []).append(line.pattern)
    return tuple((handle, tuple(patterns)) for handle, patterns in sorted(found.items()))
