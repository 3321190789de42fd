"""Alert response plans: what a plan says, with what its alerts and the catalogue add."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.inventory import ImportedPage
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_pages, alert_service, alert_team, alerts_of
from runbook_lint.parse.answers import (
    IMPACT_KEY,
    Answers,
    answers_of,
    callee,
    is_introduced,
    own_questions,
    told_impact,
)
from runbook_lint.parse.memo import once, once_each
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.pages import is_draft, is_signpost, page_service
from runbook_lint.parse.sections import named

RUNBOOK_CONCEPT = {"meaning": "what-broke", "first-checks": "checks", "mitigation": "fixes", "contacts": "escalation"}
"""The runbook concepts that stand for a plan's, where a runbook serves an alert."""

_GONE = regex(r"\b(?:deprecated|obsolete|retired|removed)\b", re.IGNORECASE)
_HANDFUL = 8  # pages
_GIVEN_BY = {
    "impact": IMPACT_KEY,
    "contacts": regex(r"(?:contacts?|escalation|on_?call|rota)\Z", re.IGNORECASE),
    "dashboards": regex(r".*dashboard.*", re.IGNORECASE),
}


@once_each
def is_plan(document: Document) -> bool:
    """Whether a page is a plan to be judged: no signpost, no draft, and not one for an alert that is gone."""
    return (
        document.kind is Kind.PLAN
        and not is_signpost(document)
        and not is_draft(document)
        and not _GONE.search(document.title)
    )


def plan_owner(world: World, document: Document) -> tuple[Service | None, Team | None]:
    """The service and the team of a plan: its own, else those of the first alert it serves that has any."""
    service = page_service(document, world.settings, world.catalog)
    alerts = alerts_of(world, document.path)
    service = service or next(filter(None, (alert_service(world, alert) for alert in alerts)), None)
    team = team_of(world, service)
    return service, team or next(filter(None, (alert_team(world, alert) for alert in alerts)), None)


def plan_answers(world: World, document: Document) -> Answers:
    """The five answers of a plan, with what its alerts' annotations and the catalogue add."""
    service, team = plan_owner(world, document)
    annotations = {"impact": _impact(alerts_of(world, document.path))}
    return answers_of(document, world.settings, service, team, annotations)


def open_questions(world: World, document: Document) -> tuple[str, ...]:
    """The names of the questions that a plan leaves open, with what its alerts and the catalogue add."""
    service, team = plan_owner(world, document)
    given = set(own_questions(document, world.settings))
    given |= {"impact"} if _impact(alerts_of(world, document.path)) else set()
    given |= {"call"} if callee(service, team) else set()
    return tuple(name for name in Answers().missing() if name not in given)


def _impact(alerts: tuple[Alert, ...]) -> str:
    return next(filter(None, (told_impact(alert.annotations) for alert in alerts)), "")


def plan_concepts(world: World, document: Document) -> frozenset[str]:
    """The plan concepts that a page gives: by a section that names one, its introduction, its alerts, the catalogue."""
    known = _concepts(world)
    if document.path not in known:
        known[document.path] = frozenset(_plan_concepts(world, document))
    return known[document.path]


@once
def _concepts(world: World) -> dict[str, frozenset[str]]:
    """The concepts of pages, as far as somebody asked; more than one rule does."""
    return {}


def _plan_concepts(world: World, document: Document) -> set[str]:
    alerts = alerts_of(world, document.path)
    given = set(named_concepts(world, document))
    given |= {name for name, key in _GIVEN_BY.items() for alert in alerts if any(map(key.match, alert.annotations))}
    service, team = plan_owner(world, document)
    if is_introduced(document):
        given.add("meaning")
    if callee(service, team):
        given.add("contacts")
    if service and service.links:
        given.add("dashboards")
    return given


def named_concepts(world: World, document: Document) -> frozenset[str]:
    """Concepts named anywhere in a title: `General troubleshooting steps` is about what to check."""
    return named(document, world.settings, "plan")


def agreed(missing: Mapping[str, Collection[str]], percent: int) -> frozenset[str]:
    """What may be called missing: what so many of a hundred pages have; `missing` says what each page lacks.

    A question that most pages of a repository leave open was never agreed on there, or is answered in words that
    we do not know. A handful of pages agree on nothing, so they are judged as they are.
    """
    counts = Counter(name for names in missing.values() for name in names)
    few = len(missing) < _HANDFUL
    return frozenset(name for name, count in counts.items() if few or 100 * count <= (100 - percent) * len(missing))


def imported_pages(world: World) -> Iterator[tuple[AlertPage, ImportedPage]]:
    """The alerts that lead to a plan or runbook of another repository, and what is known of that page."""
    for page in alert_pages(world):
        inventory = world.imports.get(page.catalog)
        found = inventory.pages.get(page.path) if inventory else None
        if found and page.state is AlertState.RESOLVED and found.kind in ("plan", "runbook"):
            yield page, found


def imported_concepts(page: ImportedPage) -> frozenset[str]:
    """The concepts of a page elsewhere, in the words of a plan."""
    named = {plan for plan, runbook in RUNBOOK_CONCEPT.items() if runbook in page.concepts}
    return page.concepts | named | ({"meaning"} if "what_broke" in page.answers else set())


def imported_missing(world: World, page: AlertPage, found: ImportedPage) -> tuple[str, ...]:
    """The answers that a page elsewhere lacks, its alert does not add, and neither catalogue gives."""
    given = {name for name, text in found.answers.items() if text}
    inventory = world.imports[page.catalog]
    owner = inventory.services.get(found.service)
    if _impact((page.alert,)):
        given.add("impact")
    local = callee(alert_service(world, page.alert), alert_team(world, page.alert))
    if local or (owner and (owner.rota or owner.escalation)):
        given.add("call")
    return tuple(name for name in Answers().missing() if name not in given)
