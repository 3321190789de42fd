"""What the site says of each service: its pages, its alerts, how fresh it is, what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from posixpath import basename

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, alert_pages, alert_service
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_front_page, is_template, page_service
from runbook_lint.parse.site.depends import known_services
from runbook_lint.parse.site.freshness import STATES, Duty, duties, duties_by_service
from runbook_lint.parse.site.places import places
from runbook_lint.parse.tiers import PLAN_TIERS, alert_tier
from runbook_lint.parse.tracking.ledger import ActionRow, PostmortemRow, action_rows, postmortem_rows


@dataclass(frozen=True, slots=True)
class Freshness:
    """What of a service is to be reviewed first (None: nothing says when), and how much of it has no date."""

    first: Duty | None = None
    undated: int = 0

    @property
    def due(self) -> date | None:
        """The day of that review."""
        return self.first.due if self.first else None

    def overdue(self, today: date) -> bool:
        """Whether that day is past."""
        return self.due is not None and self.due < today


@once
def definitions(world: World) -> Mapping[str, tuple[str, ...]]:
    """The manifests of each service: the first holds, the others are mistakes."""
    found: dict[str, dict[str, None]] = {}
    for service in world.catalog.services:
        found.setdefault(service.id, {})[service.path] = None
    return {id: tuple(paths) for id, paths in found.items()}


@once
def service_pages(world: World) -> Mapping[str, tuple[Document, ...]]:
    """The pages on the site that are about each service, in path order; one that names several is about each."""
    found: dict[str, list[Document]] = {}
    for path in sorted(places(world).pages):
        document = world.documents[path]
        service = page_service(document, world.settings, world.catalog)
        for id in sorted({*([service.id] if service else []), *_named(world, document)}):
            found.setdefault(id, []).append(document)
    return {id: tuple(pages) for id, pages in found.items()}


def _named(world: World, document: Document) -> Iterator[str]:
    """The services that a page lists in its front matter."""
    data = document.front_matter.data if document.front_matter else None
    for key in world.settings.keys["service"] if data else ():
        names = data.get(key) if data else None
        for name in names if isinstance(names, list) else []:
            service = world.catalog.service(name) if isinstance(name, str) else None
            if service:
                yield service.id


def runbooks_of(world: World, id: str) -> tuple[Document, ...]:
    """The runbooks of a service that are on the site; the one that is called just `runbook` first."""
    pages = [page for page in service_pages(world).get(id, ()) if is_runbook(page)]
    return tuple(sorted(pages, key=lambda page: (not basename(page.path).lower().startswith("runbook"), page.path)))


@once
def stray_runbooks(world: World) -> tuple[Document, ...]:
    """The runbooks on the site that are about no service that is known, by their titles."""
    owned = {page.path for pages in service_pages(world).values() for page in pages}
    found = (world.documents[path] for path in places(world).pages if path not in owned and not is_template(path))
    return tuple(sorted(filter(is_runbook, found), key=lambda page: (page.title.casefold(), page.path)))


def is_runbook(page: Document) -> bool:
    """Whether a page is a runbook, by the layout or by its name."""
    named = page.kind is Kind.DOCUMENT and "runbook" in basename(page.path).casefold()
    return (page.kind is Kind.RUNBOOK and not is_front_page(page.path)) or named


@once
def freshness(world: World) -> Mapping[str, Freshness]:
    """How fresh each service is, by its id: its pages and its manifest."""
    return {id: _freshness(duties_by_service(world).get(id, ())) for id in known_services(world)}


def page_due(world: World, id: str, path: str) -> Duty | None:
    """The review of one page of a service."""
    return next((duty for duty in duties_by_service(world).get(id, ()) if duty.path == path), None)


def _freshness(duties: tuple[Duty, ...]) -> Freshness:
    dated = [duty for duty in duties if duty.due]
    return Freshness(dated[0] if dated else None, len(duties) - len(dated))


def called(name: str) -> str:
    """An id as people say it: a Backstage ref of the default namespace by its name alone."""
    return name.rsplit("/", 1)[-1] if re.fullmatch(r"\w+:default/[^/]+", name) else name


@once
def service_alerts(world: World) -> Mapping[str, tuple[AlertPage, ...]]:
    """The alerts of each service: those that page somebody first, then by their names."""
    found: dict[str, list[AlertPage]] = {}
    for page in alert_pages(world):
        service = alert_service(world, page.alert)
        if service:
            found.setdefault(service.id, []).append(page)
    return {id: tuple(sorted(pages, key=lambda page: _urgency(world, page))) for id, pages in found.items()}


def _urgency(world: World, page: AlertPage) -> tuple[int, str, str, int]:
    tier = alert_tier(page.alert, world.settings)
    order = PLAN_TIERS.index(tier) if tier in PLAN_TIERS else len(PLAN_TIERS)
    return order, page.alert.name, page.alert.location.path, page.alert.location.span.line


@once
def public_rows(world: World) -> tuple[PostmortemRow, ...]:
    """The postmortems that may be shown, the newest first."""
    return tuple(row for row in postmortem_rows(world) if not row.restricted and row.path in places(world).pages)


@once
def service_postmortems(world: World) -> Mapping[str, tuple[PostmortemRow, ...]]:
    """The postmortems of each service that may be shown, the newest first."""
    found: dict[str, list[PostmortemRow]] = {}
    for row in public_rows(world):
        for id in row.services:
            found.setdefault(id, []).append(row)
    return {id: tuple(rows) for id, rows in found.items()}


@once
def open_actions(world: World) -> tuple[ActionRow, ...]:
    """The actions that are not finished and may be shown: the overdue first, then by their due date."""
    there = {row.path for row in public_rows(world)}
    return tuple(row for row in action_rows(world) if not row.finished and row.path in there)


@once
def service_actions(world: World) -> Mapping[str, tuple[ActionRow, ...]]:
    """The open actions of each service's postmortems."""
    found: dict[str, list[ActionRow]] = {}
    for row in open_actions(world):
        for id in row.services:
            found.setdefault(id, []).append(row)
    return {id: tuple(rows) for id, rows in found.items()}


@once
def overdue(world: World) -> tuple[Duty, ...]:
    """The reviews that were due before today, the longest overdue first."""
    return tuple(duty for duty in duties(world) if duty.state(world.today) == STATES[0])
