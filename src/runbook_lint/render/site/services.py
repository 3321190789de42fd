"""The services: their index, and the page of each, which is where an incident starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from runbook_lint.model.catalog import Service
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.site import SiteFile
from runbook_lint.parse.host import commit_address, host_address
from runbook_lint.parse.page_says import page_says
from runbook_lint.parse.runbooks import runbook_links
from runbook_lint.parse.site.alerts_of import alert_lines
from runbook_lint.parse.site.depends import TIERS, circles_of, dependents, known_services, nearest, needs
from runbook_lint.parse.site.reach import reaches
from runbook_lint.parse.site.services import (
    called,
    definitions,
    page_due,
    runbooks_of,
    service_actions,
    service_postmortems,
    stray_runbooks,
)
from runbook_lint.parse.site.whom import whom
from runbook_lint.render.coverage import Row
from runbook_lint.render.site.answers import five
from runbook_lint.render.site.pictures import around
from runbook_lint.render.site.postmortems import severity
from runbook_lint.render.site.service_lines import Line, lines, unread_manifests
from runbook_lint.render.site.view import View

MOST = 25
"""Lines of one list: a page must not grow with the number of services."""
_ALL, _OF_TIER = 200, 40
_ALERTS, _INCIDENTS, _ACTIONS, _CIRCLES = 60, 5, 10, 3


def service_index(view: View) -> Iterator[SiteFile]:
    """The index of all services."""
    yield view.page(
        "services/index.md",
        "services.md.j2",
        "Services",
        total=len(known_services(view.world)),
        groups=_groups(view),
        strays=stray_runbooks(view.world),
        most=_ALL,
        unread=unread_manifests(view.world),
        called=called,
    )


def service_pages(view: View, ids: Iterable[str]) -> Iterator[SiteFile]:
    """A page for each of some services."""
    for id in ids:
        service, path = known_services(view.world)[id], view.places.services[id]
        values = {**_people(view, service), **_runbook(view, service, path), **_graph(view, id, path)}
        values |= {**_alerts(view, id), **_history(view, id), **_source(view, service)}
        yield view.page(path, "service.md.j2", _title(service), service=service, called=called, **values)


def _title(service: Service) -> str:
    return f"{service.name} ({service.id})" if service.name and service.name != service.id else service.id


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the index: a tier (None: all of them), its first services, and how many it has."""

    tier: int | None
    lines: tuple[Line, ...]
    total: int


def _groups(view: View) -> tuple[Group, ...]:
    """All services in one table; where these are very many, each tier by itself, and only its first."""
    found = lines(view, known_services(view.world))
    if len(found) <= _ALL:
        return (Group(None, found, len(found)),)
    tiers = [(tier, [line for line in found if (line.tier or 0) == tier]) for tier in TIERS]
    return tuple(Group(tier, tuple(group[:_OF_TIER]), len(group)) for tier, group in tiers if group)


Values = dict[str, Any]  # Any: what one template takes


def _people(view: View, service: Service) -> Values:
    file = view.world.data_files.get(service.path)
    broken = file.problems if file and not service.valid else ()
    return {
        "whom": whom(view.world, service),
        "problems": [each.message for each in broken],
        "others": definitions(view.world)[service.id][1:],
    }


def _runbook(view: View, service: Service, path: str) -> Values:
    """The first runbook's five answers, the others by their titles, and where it is if it is not here."""
    world, pages = view.world, runbooks_of(view.world, service.id)
    first = pages[0] if pages else None
    row = view.rows.get(service.id)
    return {
        "runbook": first,
        "runbook_place": view.places.pages[first.path] if first else "",
        "reviewed": page_due(world, service.id, first.path) if first else None,
        "five": five(view, page_says(world, first), path) if first else (),
        "runbooks": [(view.places.pages[page.path], page.title) for page in pages[1 : MOST + 1]],
        "elsewhere": () if first else runbook_links(service),
        "unread": not first and row is not None and row.criteria.get("runbook") is True,
    }


def _graph(view: View, id: str, path: str) -> Values:
    world, services = view.world, known_services(view.world)
    above, reach = dependents(world)[id], reaches(world)[id]
    near = nearest(world, id, len(above) + MOST) if reach.total > len(above) else ()
    return {
        "graph": around(world, id, path),
        "needs": needs(world)[id],
        "above": above,
        "most": MOST,
        "reach": reach,
        "further": [(each, distance) for each, distance in near if distance > 1],
        "circles": circles_of(world).get(id, ())[:_CIRCLES],
        "tier_of": lambda each: services[each].tier,
    }


def _alerts(view: View, id: str) -> Values:
    found = alert_lines(view.world, id)
    return {"alerts": found[:_ALERTS], "alert_total": len(found)}


def _history(view: View, id: str) -> Values:
    incidents, actions = service_postmortems(view.world).get(id, ()), service_actions(view.world).get(id, ())
    row = view.rows.get(id)
    changes = view.history.recent.get(id, ())
    return {
        "incidents": incidents[:_INCIDENTS],
        "incident_total": len(incidents),
        "actions": actions[:_ACTIONS],
        "action_total": len(actions),
        "severity": severity,
        "coverage": row,
        "criteria": list(_criteria(row)) if row else [],
        "changes": [(each, commit_address(view.world, each.id)) for each in changes],
    }


def _criteria(row: Row) -> Iterator[tuple[str, list[str]]]:
    """What coverage asks of a service, by what came of it."""
    for word, result in (("met", True), ("not met", False), ("nothing to judge", None)):
        names = [name for name, met in row.criteria.items() if met is result]
        if names:
            yield word, names


def _source(view: View, service: Service) -> Values:
    commit = view.history.last.get(service.path)
    return {
        "source": host_address(view.world, service.path),
        "edit": host_address(view.world, service.path, edit=True),
        "commit": commit,
        "commit_url": commit_address(view.world, commit.id) if commit else "",
    }
