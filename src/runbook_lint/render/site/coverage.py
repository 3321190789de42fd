"""How well services are covered: levels by tier, what is below the highest and why, alerts that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.site import SiteFile
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_pages, alert_service
from runbook_lint.parse.tiers import PLAN_TIERS, alert_tier
from runbook_lint.render.coverage import Row, tiers
from runbook_lint.render.site.view import View

MOST = 50
"""Services of a tier that are listed one by one, and twice as many alerts."""
_STATES: Mapping[str, str] = {
    "resolved": "to a page here",
    "external": "elsewhere",
    "templated": "filled in when it fires",
    "unresolved": "to a page that is missing",
    "missing": "nowhere",
}
_WORDS: Mapping[str, str] = {
    "owner": "an owner who is known",
    "runbook": "a runbook",
    "contacts": "a rota or an escalation",
    "fresh": "no review overdue",
    "sections": "a runbook with all its sections",
    "plans": "a page for its alerts",
}
"""What each criterion asks for."""
_LOST = (AlertState.MISSING, AlertState.UNRESOLVED)


@dataclass(frozen=True, slots=True)
class Tier:
    """The services of a tier: those below the highest level, worst first, and those on it."""

    tier: int | None
    below: tuple[Row, ...]
    full: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """An alert that leads to no page of ours, and what its annotation does instead (one of _STATES' values)."""

    name: str
    tier: str
    service: str
    leads: str


def coverage_pages(view: View) -> Iterator[SiteFile]:
    """The one page."""
    lost, counted = _lost(view), view.alert_coverage.states
    top = max(view.criteria.values(), default=4)
    yield view.page(
        "coverage.md",
        "coverage.md.j2",
        "Coverage",
        sums=tiers(view.coverage),
        levels=range(top, -1, -1),
        needs=_needs(view.criteria),
        words=_WORDS,
        groups=_groups(view.coverage, top),
        most=MOST,
        states={name: label for name, label in _STATES.items() if counted[name] or name == "resolved"},
        lost=lost[: 2 * MOST],
        lost_total=len(lost),
    )


def _needs(criteria: Mapping[str, int]) -> list[tuple[int, list[str]]]:
    """Each level with what it asks for."""
    return [(level, [name for name in criteria if criteria[name] == level]) for level in sorted({*criteria.values()})]


def _groups(rows: Sequence[Row], top: int) -> list[Tier]:
    found: dict[int | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row.tier, []).append(row)
    return [
        Tier(
            tier,
            tuple(sorted((row for row in found[tier] if row.level < top), key=lambda row: (row.level, row.service))),
            tuple(row for row in found[tier] if row.level == top),
        )
        for tier in sorted(found, key=lambda tier: tier or 9)
    ]


def _lost(view: View) -> list[Lost]:
    """One line an alert's name, service and tier: those that page somebody first."""
    found = {_lost_alert(view, page) for page in alert_pages(view.world) if page.state in _LOST}
    order = {tier: index for index, tier in enumerate(PLAN_TIERS)}
    return sorted(found, key=lambda each: (order.get(each.tier, len(order)), each.name, each.service, each.leads))


def _lost_alert(view: View, page: AlertPage) -> Lost:
    service = alert_service(view.world, page.alert)
    tier = alert_tier(page.alert, view.world.settings)
    return Lost(page.alert.name, tier, service.id if service else "", _STATES[page.state.value])
