"""Alert coverage: which alerts lead to a page, by service, tier and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_pages, alert_service
from runbook_lint.parse.tiers import alert_tier
from runbook_lint.parse.unread import unread_alert_files

STATES = tuple(state.value for state in AlertState)
TIERS = ("page", "ticket", "fyi", "")
"""In the order in which they are shown; the last is of alerts whose severity the map does not know."""


@dataclass(frozen=True, slots=True)
class AlertRow:
    """The alerts of one service and tier: how many, and how many in each state.

    `service` is an id of the catalogue, else what the alert's label says, empty where nothing does.
    """

    service: str
    tier: str
    alerts: int
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that holds alerts of which none, or not all, could be read."""

    path: str
    alerts: int
    why: str


@dataclass(frozen=True, slots=True)
class AlertCoverage:
    """The alerts by service and tier, their sums by tier, and the files that could not be read."""

    total: int
    states: Mapping[str, int]
    tiers: tuple[AlertRow, ...]
    services: tuple[AlertRow, ...]
    unread: tuple[Unread, ...]


def cover_alerts(world: World) -> AlertCoverage:
    """Count every alert once."""
    lost = frozenset(unread_alert_files(world))
    keys = [(_service_name(world, page), alert_tier(page.alert, world.settings), page) for page in alert_pages(world)]
    services: dict[tuple[str, str], list[AlertPage]] = {}
    for service, tier, page in keys:
        services.setdefault((service, tier), []).append(page)
    tiers = {tier: [page for _, each, page in keys if each == tier] for tier in TIERS}
    return AlertCoverage(
        len(keys),
        _states(page for _, _, page in keys),
        tuple(_row("", tier, pages) for tier, pages in tiers.items() if pages),
        tuple(_row(*key, services[key]) for key in sorted(services, key=_order)),
        tuple(
            Unread(file.path, file.alerts, file.problems[0].message)
            for file in sorted(world.alert_files.values(), key=lambda file: file.path)
            if file.problems
        )
        + tuple(Unread(file.path, 0, file.problem.message) for file in world.unreadable if file.path in lost),
    )


def _order(key: tuple[str, str]) -> tuple[bool, str, int]:
    service, tier = key
    return (not service, service, TIERS.index(tier))


def _row(service: str, tier: str, pages: list[AlertPage]) -> AlertRow:
    return AlertRow(service, tier, len(pages), _states(pages))


def _states(pages: Iterable[AlertPage]) -> dict[str, int]:
    counts = Counter(page.state.value for page in pages)
    return {state: counts[state] for state in STATES}


def _service_name(world: World, page: AlertPage) -> str:
    service = alert_service(world, page.alert)
    if service:
        return service.id
    labels = page.alert.static_labels
    return next((labels[key] for key in world.settings.alerts.service_labels if labels.get(key)), "")


def leads_nowhere(world: World) -> Mapping[str, tuple[str, ...]]:
    """The names of the alerts that lead to no page, for every service that has alerts.

    Asked are those that page somebody, or all of a service's where none does. A page elsewhere is taken on trust.
    """
    by_service: dict[str, list[AlertPage]] = {}
    for page in alert_pages(world):
        by_service.setdefault(_service_name(world, page), []).append(page)
    return {service: _lost(pages, world) for service, pages in by_service.items()}


def _lost(pages: list[AlertPage], world: World) -> tuple[str, ...]:
    asked = [page for page in pages if alert_tier(page.alert, world.settings) == "page"] or pages
    lost = (page for page in asked if page.state in (AlertState.MISSING, AlertState.UNRESOLVED))
    return tuple(sorted({page.alert.name for page in lost}))
