"""Which rows of the ledger are wanted; names are understood as people write them, and a wrong one is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.postmortem import ACTION_STATES, STATUSES
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.neighbours import neighbours
from runbook_lint.parse.tracking.ledger import ActionRow, PostmortemRow, action_rows, postmortem_rows

NONE = "none"
"""What stands for a state or an owner that the page does not say."""


@dataclass(frozen=True, slots=True)
class PostmortemFilter:
    """The postmortems that are wanted; an empty field wants all. Factors and statuses are compared folded."""

    services: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    factors: frozenset[str] = frozenset()
    kind: str = ""
    since: date | None = None

    def fits(self, row: PostmortemRow) -> bool:
        """Whether a row is wanted; one without a day is since no day."""
        return (
            _meets(self.services, row.services)
            and _meets(self.teams, row.teams)
            and _meets(self.severities, (plain(row.severity),))
            and _meets(self.statuses, (row.status.casefold(),))
            and _meets(self.factors, (factor.casefold() for factor in row.factors))
            and self.kind in ("", row.kind)
            and (self.since is None or (row.day is not None and row.day >= self.since))
        )


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """The actions that are wanted; an empty field wants all. `members` are whose actions are a wanted team's.

    `due_by` is the day by which they are due; `late` wants only what is overdue.
    """

    services: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    states: frozenset[str] = field(default_factory=frozenset)
    due_by: date | None = None
    late: bool = False
    unfinished: bool = True

    def fits(self, row: ActionRow) -> bool:
        """Whether a row is wanted."""
        return (
            (not self.unfinished or not row.finished)
            and _meets(self.services, row.services)
            and (not self.teams or self._of_team(row))
            and _meets(self.owners, row.owners or (NONE,))
            and _meets(self.states, (row.state or NONE,))
            and (self.due_by is None or (row.due is not None and row.due <= self.due_by))
            and (not self.late or row.late > 0)
        )

    def _of_team(self, row: ActionRow) -> bool:
        """Whether a team or one of its people owns it; one that nobody owns is its services' team's."""
        return bool(self.members & set(row.owners)) if row.owners else bool(self.teams & set(row.teams))


def _meets(wanted: frozenset[str], there: Iterable[str]) -> bool:
    return not wanted or not wanted.isdisjoint(there)


def plain(text: str) -> str:
    """A severity without case and punctuation: `sev1` is `SEV-1`."""
    return re.sub(r"[\W_]+", "", text.casefold())


def wanted_services(world: World, given: Iterable[str]) -> frozenset[str]:
    """Services by id or name, as the ids that rows carry."""
    rows = [row for row in postmortem_rows(world) if not row.restricted]
    known: dict[str, str] = {name: name for row in rows for name in row.services}
    for catalog in (neighbours(world), world.catalog):
        known |= {service.name: service.id for service in catalog.services if service.name}
        known |= catalog.aliases
        known |= {service.id: service.id for service in catalog.services}
    return frozenset(_one("service", name, known) for name in given)


def wanted_teams(world: World, given: Iterable[str]) -> frozenset[str]:
    """Teams by id or name, as ids."""
    known: dict[str, str] = {}
    for catalog in (neighbours(world), world.catalog):
        known |= {team.name: team.id for team in catalog.teams.values() if team.name}
        known |= {team.id: team.id for team in catalog.teams.values()}
    return frozenset(_one("team", name, known) for name in given)


def members_of(world: World, teams: Iterable[str]) -> frozenset[str]:
    """Teams and the people in them."""
    found = {name for team in teams if (known := world.catalog.team(team)) for name in known.members}
    return frozenset(found | set(teams))


def wanted_owners(world: World, given: Iterable[str]) -> frozenset[str]:
    """Owners by id or name: people and teams of the catalogue, and whoever a page names."""
    known: dict[str, str] = {name: name for row in action_rows(world) if not row.restricted for name in row.owners}
    for catalog in (neighbours(world), world.catalog):
        named = [(team.id, team.name) for team in catalog.teams.values()]
        named += [(person.id, person.name) for person in catalog.people.values()]
        known |= {name: id for id, name in named if name}
        known |= {id: id for id, _ in named}
    known |= {NONE: NONE}
    return frozenset(_one("owner", name.lstrip("@"), known) for name in given)


def wanted_severities(world: World, given: Iterable[str]) -> frozenset[str]:
    """Severities of the configuration or of a page, folded."""
    rows = {row.severity for row in postmortem_rows(world) if row.severity and not row.restricted}
    known = {name: plain(name) for name in world.settings.postmortems.severities}
    known |= {name: plain(name) for name in rows if plain(name) not in known.values()}
    return frozenset(_one("severity", name, known, plain(name)) for name in given)


def wanted_statuses(world: World, given: Iterable[str]) -> frozenset[str]:
    """Statuses of ours or of a page, folded."""
    rows = {row.status for row in postmortem_rows(world) if row.status and not row.restricted}
    return frozenset(_one("status", name, {each: each.casefold() for each in (*rows, *STATUSES)}) for name in given)


def wanted_factors(world: World, given: Iterable[str]) -> frozenset[str]:
    """Factors that some page names, folded."""
    rows = {factor for row in postmortem_rows(world) if not row.restricted for factor in row.factors}
    return frozenset(_one("factor", name, {each: each.casefold() for each in rows}) for name in given)


def wanted_states(given: Iterable[str]) -> frozenset[str]:
    """States of an action, and NONE."""
    return frozenset(_one("state", name, {each: each for each in (*ACTION_STATES, NONE)}) for name in given)


def _one(what: str, given: str, known: Mapping[str, str], form: str = "") -> str:
    """What a name stands for, whatever its case; UsageError with a hint for one that nothing is called."""
    folded = {name.casefold(): value for name, value in known.items()}
    found = folded.get(given.strip().casefold()) or (form if form in known.values() else "")
    if found:
        return found
    if not known:
        raise UsageError(f"no {what} {given}: no postmortem names any" if what == "factor" else f"no {what} {given}")
    names = sorted(set(known), key=str.casefold)
    listed = f"there are: {', '.join(names)}" if len(names) <= 12 else f"none of {len(names):,} is called so"
    raise UsageError(f"no {what} {given}; {did_you_mean(given, names) or listed}")
