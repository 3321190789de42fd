"""What a repository knows of an incident before anybody writes: whose services, who depends on them, which pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import alert_pages
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import neighbours, team_of
from runbook_lint.parse.pages import is_signpost, page_service
from runbook_lint.parse.watched import watches

_MOST_PAGES = 8  # runbooks of a service that are listed


@dataclass(frozen=True, slots=True)
class Involved:
    """A service of an incident: `dependants` depend on it directly, `beyond` counts those that do so through others."""

    service: Service
    team: str = ""
    owner: str = ""
    dependants: tuple[str, ...] = ()
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that came in before an incident: nothing says that it is a cause.

    `services` are those whose files it touched; `own` that one of the incident's services is among them.
    """

    id: str
    at: datetime
    subject: str
    services: tuple[str, ...]
    own: bool


def known_service(world: World, id: str) -> Service | None:
    """The service of an id, here or in an import."""
    return world.catalog.service(id) or neighbours(world).service(id)


def involved(world: World, services: Iterable[str]) -> tuple[Involved, ...]:
    """The services of an incident with their owners and dependants, in their order; unknown ones are left out."""
    found = (known_service(world, id) for id in services)
    return tuple(_involved(world, service) for service in found if service)


def _involved(world: World, service: Service) -> Involved:
    team, direct = team_of(world, service), _dependants(world).get(service.id, ())
    reached = _reached(_dependants(world), service.id)
    owner = service.owner if not team or service.owner != team.id else ""
    return Involved(service, (team.name or team.id) if team else service.team, owner, direct, len(reached - {*direct}))


@once
def _dependants(world: World) -> Mapping[str, tuple[str, ...]]:
    """The services that depend on each, in the order of their ids."""
    ids = {service.id for service in world.catalog.services}
    found: dict[str, set[str]] = {}
    for service in world.catalog.services:
        for name in service.depends_on:
            other = None if name in ids else known_service(world, name)
            found.setdefault(other.id if other else name, set()).add(service.id)
    return {id: tuple(sorted(others)) for id, others in found.items()}


def _reached(graph: Mapping[str, Sequence[str]], start: str) -> set[str]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for after in graph.get(waiting.popleft(), ()):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen - {start}


def dependencies(world: World, services: Iterable[str]) -> tuple[Service, ...]:
    """What some services depend on directly, themselves left out."""
    own = set(services)
    named = [name for id in own if (each := known_service(world, id)) for name in each.depends_on]
    found = (known_service(world, name) for name in sorted(named))
    return tuple({each.id: each for each in found if each and each.id not in own}.values())


def pathspecs(services: Iterable[Service]) -> tuple[str, ...]:
    """What git is asked for: the services' folders here, and the code that they watch."""
    found = [spec for each in services if each.path for spec in (f":(literal){each.folder or '.'}", *_watched(each))]
    return tuple(dict.fromkeys(found))


def _watched(service: Service) -> Iterator[str]:
    return (f":(glob){glob}" for glob in service.watch if glob and not glob.startswith(("!", "/")))


def touched_by(services: Iterable[Service]) -> Callable[[str], tuple[str, ...]]:
    """Which of some services a path belongs to, by their folders and by what they watch."""
    tests = [(each.id, f"{each.folder}/" if each.folder else "", watches(each)) for each in services if each.path]
    return lambda path: tuple(id for id, folder, watched in tests if path.startswith(folder) or watched(path))


def candidates(
    changes: Iterable[tuple[str, datetime, str, Iterable[str]]], own: Sequence[Service], others: Sequence[Service]
) -> tuple[Candidate, ...]:
    """Changes as candidates: those of the incident's services first, then those of others, each newest first.

    A change is its id, when it came in, its subject and the paths it touched.
    """
    mine, theirs = touched_by(own), touched_by(others)
    found = []
    for id, at, subject, paths in changes:
        touched = tuple(dict.fromkeys(each for path in paths for each in mine(path)))
        services = touched or tuple(dict.fromkeys(each for path in paths for each in theirs(path)))
        if services:
            found.append(Candidate(id, at, subject, services, bool(touched)))
    return tuple(sorted(found, key=lambda each: (each.own, each.at), reverse=True))


def plan_paths(world: World, alerts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Some alerts and the pages that serve them, "" where none of this repository does."""
    pages: dict[str, list[str]] = {}
    for page in alert_pages(world):
        if page.path and not page.catalog:
            pages.setdefault(page.alert.name, []).append(page.path)
    return tuple((alert, path) for alert in alerts for path in dict.fromkeys(pages.get(alert, [""])))


def runbook_paths(world: World, services: Iterable[str]) -> tuple[str, ...]:
    """The runbooks of some services, in path order for each."""
    wanted = list(services)
    found: dict[str, list[str]] = {id: [] for id in wanted}
    for path, page in sorted(world.documents.items()):
        about = page_service(page, world.settings, world.catalog) if page.kind is Kind.RUNBOOK else None
        if about and about.id in found and not is_signpost(page):
            found[about.id].append(path)
    return tuple(path for id in wanted for path in found[id][:_MOST_PAGES])
