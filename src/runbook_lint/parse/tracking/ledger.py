"""The ledger: every postmortem and every action item of a repository as a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import Action, Postmortem
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_facts import known_service
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import neighbours, team_of
from runbook_lint.parse.postmortems import postmortems
from runbook_lint.parse.tracking.duties import days_late, falls_due
from runbook_lint.parse.tracking.postmortem_due import writing_due


@dataclass(frozen=True, slots=True)
class PostmortemRow:
    """A postmortem as a line of the ledger: `due` is the day a draft is to be written, `late` the days since.

    `services` and `teams` are ids where the catalogue knows them, else what the page says. `name` is what
    people call it where it has no id.
    """

    incident: str
    name: str
    title: str
    kind: str
    severity: str
    status: str
    day: date | None
    services: tuple[str, ...]
    teams: tuple[str, ...]
    factors: tuple[str, ...]
    ticket: str
    path: str
    actions: int
    open: int
    overdue: int
    due: date | None = None
    late: int = 0
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action item as a line of the ledger: `late` are the days since it was due, 0 where it is not overdue.

    `state` and `type` are ours, empty where the page has none that we know; `written_state` is what the page says.
    `key` names the action for good: it does not change when the table is sorted. `owners` are ids where known.
    `name` is what people call its postmortem; `falls_due` says that its day counts, past or to come.
    """

    incident: str
    name: str
    id: str
    numbered: bool
    key: str
    text: str
    type: str
    owner: str
    owners: tuple[str, ...]
    due: date | None
    late: int
    state: str
    written_state: str
    finished: bool
    ticket: str
    evidence: str
    severity: str
    day: date | None
    services: tuple[str, ...]
    teams: tuple[str, ...]
    path: str
    line: int
    restricted: bool = False
    falls_due: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is wanted and not shown, because its postmortem is restricted: counts, and never a word of it."""

    postmortems: int = 0
    actions: int = 0
    overdue: int = 0


@once
def postmortem_rows(world: World) -> tuple[PostmortemRow, ...]:
    """Every postmortem, restricted ones too: the newest first, those without a day last."""
    rows = [_postmortem(world, each) for each in postmortems(world)]
    return tuple(sorted(rows, key=lambda row: (row.day is None, -(row.day or date.min).toordinal(), row.path)))


@once
def action_rows(world: World) -> tuple[ActionRow, ...]:
    """Every action item, those of restricted postmortems too: the overdue first, then by their due date."""
    keys: set[str] = set()
    rows = [row for each in postmortems(world) for row in _actions(world, each, keys)]
    return tuple(sorted(rows, key=_order))


def _order(row: ActionRow) -> tuple[object, ...]:
    finished_late = (not row.late, row.finished)
    newest = -(row.day or date.min).toordinal()
    return (*finished_late, row.due or date.max, newest, row.path, row.line)


def _postmortem(world: World, each: Postmortem) -> PostmortemRow:
    services, teams = services_of(world, each.services)
    due = writing_due(each, world.settings) if each.draft else None
    return PostmortemRow(
        incident=each.incident, name=each.name, title=each.title, kind=each.kind,
        severity=each.severity, status=each.status, day=each.day,
        services=services, teams=teams, factors=each.factors, ticket=each.ticket, path=each.path,
        actions=len(each.actions),
        open=sum(not action.finished for action in each.actions),
        overdue=sum(days_late(world, each, action) > 0 for action in each.actions),
        due=due,
        late=max((world.today - due).days, 0) if due else 0,
        restricted=each.restricted,
    )  # fmt: skip


def _actions(world: World, each: Postmortem, keys: set[str]) -> Iterator[ActionRow]:
    services, teams = services_of(world, each.services)
    for action in each.actions:
        yield ActionRow(
            incident=each.incident, name=each.name,
            id=action.id, numbered=action.numbered, key=_key(each, action, keys),
            text=action.text, type=action.type, owner=action.owner, owners=owners_of(world, action.owner),
            due=action.due, late=days_late(world, each, action),
            state=action.state, written_state=action.written.get("state", ""), finished=action.finished,
            ticket=action.ticket, evidence=action.evidence, severity=each.severity, day=each.day,
            services=services, teams=teams, path=each.path, line=action.span.line, restricted=each.restricted,
            falls_due=falls_due(world, each, action),
        )  # fmt: skip


def _key(postmortem: Postmortem, action: Action, taken: set[str]) -> str:
    """A name that stays: incident and id where both are written, else words of the action in the id's place."""
    from hashlib import sha256

    page = postmortem.incident or postmortem.path
    words = sha256(f"{postmortem.path}\0{action.text}".encode("utf-8", "surrogatepass")).hexdigest()[:10]
    key = f"{page}-{action.id if action.numbered else words}"
    if key in taken:
        key = f"{key}-{words}"
    number, first = 2, key
    while key in taken:
        key, number = f"{first}-{number}", number + 1
    taken.add(key)
    return key


def services_of(world: World, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Services by their ids and the teams that answer for them, each once; an unknown name stays as it is."""
    services: dict[str, None] = {}
    teams: dict[str, None] = {}
    for name in names:
        service = known_service(world, name)
        services[service.id if service else name] = None
        team = team_of(world, service)
        if team:
            teams[team.id] = None
    return tuple(services), tuple(teams)


def owners_of(world: World, text: str) -> tuple[str, ...]:
    """Who owns an action, by the ids of people and teams where these are known: `@ann, Bo Dahl` are two."""
    names = (part.strip().lstrip("@").strip("`* ") for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(_known(world).get(name.casefold(), name) for name in names if name))


_BETWEEN = regex(r"\s*[,;&/+]\s*|\s+(?:and|with)\s+", re.IGNORECASE)


@once
def _known(world: World) -> dict[str, str]:
    """People and teams by every name they have, folded; an id goes before a name."""
    found: dict[str, str] = {}
    for catalog in (world.catalog, neighbours(world)):
        named = [(person.id, person.name) for person in catalog.people.values()]
        named += [(team.id, team.name) for team in catalog.teams.values()]
        for id, _ in named:
            found.setdefault(id.casefold(), id)
        for id, name in named:
            if name:
                found.setdefault(name.casefold(), id)
    return found
