"""Data files to the catalogue that they describe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from runbook_lint.model.catalog import Catalog, CodeOwners, Person, Scenario, Service, Team
from runbook_lint.model.document import Data
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import DataFile
from runbook_lint.parse import backstage
from runbook_lint.parse.manifest import native_service, people_of, scenarios_of, teams_of


def build_catalog(files: Iterable[DataFile], codeowners: CodeOwners, settings: Settings) -> Catalog:
    """The catalogue that the data files describe."""
    services: list[Service] = []
    teams: dict[str, Team] = {}
    redefined: list[tuple[Team, Team]] = []
    people: dict[str, Person] = {}
    scenarios: dict[str, Scenario] = {}
    for file in files:
        for data in file.parts:
            if backstage.is_entity(data):
                _take_entity(file.path, data, services, teams, people)
            elif file.role == "teams":
                for team in teams_of(file.path, data):
                    first = teams.setdefault(team.id, team)
                    redefined += [(first, team)] if first is not team else []
                people = {person.id: person for person in people_of(file.path, data)} | people
                scenarios = {scenario.id: scenario for scenario in scenarios_of(file.path, data)} | scenarios
            else:
                service = native_service(file.path, data, valid=not file.problems)
                services += [service] if service else []
    services.sort(key=lambda service: service.path)
    overlaid = tuple(_overlaid(services))
    hidden = {id(component) for _, component in overlaid}
    aliases = {component.id: native.id for native, component in overlaid}
    kept = tuple(service for service in services if id(service) not in hidden)
    return Catalog(
        kept, teams, people, scenarios, codeowners, overlaid, aliases, tuple(redefined), settings.complete
    )


def _take_entity(
    path: str, data: Data, services: list[Service], teams: dict[str, Team], people: dict[str, Person]
) -> None:
    service, team, person = (read(path, data) for read in (backstage.component, backstage.group, backstage.user))
    if isinstance(service, Service):
        services.append(service)
    if isinstance(team, Team):
        teams.setdefault(team.id, team)
    if isinstance(person, Person):
        people.setdefault(person.id, person)


def _overlaid(services: list[Service]) -> Iterator[tuple[Service, Service]]:
    """Pairs of a native manifest and the one Backstage component that it overlays."""
    by_id, by_folder = defaultdict[str, list[Service]](list), defaultdict[str, list[Service]](list)
    for other in services:
        if other.source == "backstage":
            by_id[other.id].append(other)
            by_folder[other.folder].append(other)
    for native in services:
        if native.source == "native":
            found = by_id.get(native.id) or by_folder.get(native.folder, [])
            if len(found) == 1:
                yield native, found[0]
