"""Coverage: what each service has, as levels from 0 to 4 that each need everything below."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import basename

from runbook_lint.lint.alert_coverage import leads_nowhere
from runbook_lint.model.catalog import Catalog, Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.contacts import can_be_paged
from runbook_lint.parse.pages import given_concepts, page_service
from runbook_lint.parse.review import page_review, service_review
from runbook_lint.parse.runbooks import services_with_runbook

CRITERIA: Mapping[str, int] = {"owner": 1, "runbook": 1, "contacts": 2, "fresh": 2, "sections": 3, "plans": 4}
"""What is asked of a service, and the level that needs it."""

_NEXT = {
    "owner": "name a team or person who is known",
    "runbook": "write a runbook",
    "contacts": "give a rota or an escalation",
    "fresh": "review the runbook (runbook-lint reviewed)",
    "sections": "add what its runbook lacks: {missing}",
    "plans": "{alerts}",
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """One service: each criterion met, not met, or None where nothing is known that could meet it.

    `level` is the highest whose criteria and all below are met; `next` says what the next one needs.
    """

    service: str
    name: str
    path: str
    tier: int | None
    team: str
    level: int
    criteria: Mapping[str, bool | None]
    missing_sections: tuple[str, ...]
    next: str


def cover(world: World, required: tuple[str, ...]) -> list[Coverage]:
    """The coverage of every service, by tier and id; `required` are the concepts a runbook needs."""
    by_service: dict[str, list[Document]] = {}
    for document in world.documents.values():
        service = page_service(document, world.settings, world.catalog)
        if service:
            by_service.setdefault(service.id, []).append(document)
    services = {service.id: service for service in reversed(world.catalog.services)}
    have_runbook, lost = services_with_runbook(world), leads_nowhere(world)
    rows = [
        _cover(service, by_service.get(id, []), world, required, have_runbook, lost.get(id))
        if service.valid
        else _broken(service)
        for id, service in services.items()
    ]
    return sorted(rows, key=lambda row: (row.tier or 9, row.service))


def _broken(service: Service) -> Coverage:
    """A service of which no more is known than that its manifest is broken."""
    criteria: dict[str, bool | None] = dict.fromkeys(CRITERIA, None)
    step = f"mend {service.path} (runbook-lint check {service.path})"
    return Coverage(service.id, service.name, service.path, None, "", 0, criteria, (), step)


def _cover(
    service: Service,
    pages: list[Document],
    world: World,
    required: tuple[str, ...],
    have_runbook: frozenset[str],
    lost: tuple[str, ...] | None,
) -> Coverage:
    runbooks = [page for page in pages if page.kind is Kind.RUNBOOK or _is_runbook_by_name(page)]
    plans = [page for page in pages if page.kind is Kind.PLAN]
    missing = _missing_sections(runbooks, world, required)
    criteria = {
        "owner": _has_owner(service, world.catalog),
        "runbook": service.id in have_runbook,
        "contacts": can_be_paged(service, world),
        "fresh": _is_fresh(service, runbooks, world),
        "sections": not missing if runbooks else None,
        "plans": bool(plans) if lost is None else not lost,
    }
    level = next((need - 1 for name, need in CRITERIA.items() if not criteria[name]), max(CRITERIA.values()))
    lacking = [name for name, need in CRITERIA.items() if need == level + 1 and not criteria[name]]
    alerts = f"lead its alerts to a page: {_few(lost)}" if lost else "write a plan for its alerts"
    steps = "; ".join(_NEXT[name].format(missing=", ".join(missing), alerts=alerts) for name in lacking)
    team = service.team or service.owner
    return Coverage(service.id, service.name, service.path, service.tier, team, level, criteria, missing, steps)


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _is_runbook_by_name(page: Document) -> bool:
    return page.kind is Kind.DOCUMENT and "runbook" in basename(page.path).casefold()


def _has_owner(service: Service, catalog: Catalog) -> bool:
    """Whether someone answers for it; where the catalogue lists nobody, or not all, a name is taken on trust."""
    names = [name for name in (service.owner, service.team) if name]
    if not catalog.teams and not catalog.people:
        return bool(names)
    people = [catalog.person(name) for name in names]
    if not catalog.complete:
        return any(person is None or not person.former for person in people)
    unlisted = [name for name in names if not catalog.people and name[:1].islower() and ":" not in name]
    return any(catalog.team(name) for name in names) or any(p and not p.former for p in people) or bool(unlisted)


def _is_fresh(service: Service, runbooks: list[Document], world: World) -> bool:
    """Whether every runbook (where there is none, the manifest) carries a review that is not overdue."""
    reviews = [page_review(page, world.settings, world.catalog) for page in runbooks]
    reviews = reviews or [service_review(service, world.settings)]
    return all(review.due is not None and review.days_overdue(world.today) <= 0 for review in reviews)


def _missing_sections(runbooks: list[Document], world: World, required: tuple[str, ...]) -> tuple[str, ...]:
    """The concepts that none of the runbooks has a section for, and the catalogue does not give either."""
    have = set().union(*(given_concepts(page, world) for page in runbooks)) if runbooks else set()
    return tuple(name for name in required if name not in have) if runbooks else ()
