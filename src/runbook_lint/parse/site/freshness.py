"""What is to be reviewed when: every page and manifest that the calendar judges, and those without a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.entries import find_entry
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.pages import is_front_page, is_template, page_service
from runbook_lint.parse.review import Review, reviews
from runbook_lint.parse.site.places import places

_WITH_DATE = (Kind.RUNBOOK, Kind.PLAN, Kind.COMMS, Kind.PROCESS)
_NAMES = {Kind.PLAN: "alert plan", Kind.COMMS: "update", Kind.DOCUMENT: "page"}

TERMS: tuple[tuple[str, int], ...] = (("in 30 days", 30), ("in 31 to 60 days", 60), ("in 61 to 90 days", 90))
STATES = ("overdue", *(name for name, _ in TERMS), "later", "never reviewed")
"""In the order of their urgency; the last is what has no review date, or none that can be read."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A page or manifest that is to be reviewed; `kind` is a word for it, `due` None where nothing says when.

    `place` is where it stands on the site: a manifest's is its service's page; "" for a page that is not on it.
    `line` is where the date stands, `owner` who is to do it where a page or manifest names somebody.
    """

    path: str
    place: str
    title: str
    kind: str
    service: str
    tier: int | None
    team: str
    last_reviewed: date | None
    due: date | None
    line: int = 1
    owner: str = ""

    def state(self, today: date) -> str:
        """One of STATES."""
        if self.due is None:
            return STATES[-1]
        if self.due < today:
            return STATES[0]
        return next((name for name, days in TERMS if self.due <= today + timedelta(days=days)), "later")


@once
def duties(world: World) -> tuple[Duty, ...]:
    """Everything on the site that is to be reviewed, the earliest first, what has no date last."""
    return tuple(duty for duty in all_duties(world) if duty.place)


@once
def all_duties(world: World) -> tuple[Duty, ...]:
    """Everything that is to be reviewed, on the site or not, in the same order."""
    found = [duty for review in reviews(world) if (duty := _duty(world, review))]
    return tuple(sorted(found, key=lambda duty: (duty.due is None, duty.due or date.max, duty.tier or 9, duty.path)))


@once
def duties_by_service(world: World) -> dict[str, tuple[Duty, ...]]:
    """The same, of each service."""
    found: dict[str, list[Duty]] = {}
    for duty in duties(world):
        found.setdefault(duty.service, []).append(duty)
    return {service: tuple(each) for service, each in found.items()}


def _duty(world: World, review: Review) -> Duty | None:
    document = world.documents.get(review.path)
    if document is None:
        service = _manifests(world).get(review.path)
        return _of_manifest(world, review, service) if service else None
    if not (review.due or _needs_date(document, review)):
        return None
    title, place = document.title, places(world).pages.get(review.path, "")
    kind = _NAMES.get(document.kind, document.kind.value)
    about = page_service(document, world.settings, world.catalog)
    said = find_entry(document.front_matter.data, world.settings.keys["owner"]) if document.front_matter else None
    owner = (said.text if said else "") or (about.owner if about else "")
    days = (review.last_reviewed, review.due)
    return Duty(review.path, place, title, kind, *whose(world, about), *days, review.span.line, owner)


def _of_manifest(world: World, review: Review, service: Service) -> Duty | None:
    if not review.due and service.source != "native":
        return None
    place, title = places(world).services.get(service.id, ""), service.name or service.id
    days, line = (review.last_reviewed, review.due), review.span.line
    return Duty(review.path, place, title, "manifest", *whose(world, service), *days, line, service.owner)


def _needs_date(document: Document, review: Review) -> bool:
    """As review-date-missing asks: a page that only leads to others, or that is there to be copied, needs none."""
    if document.kind not in _WITH_DATE or review.written.templated:
        return False
    return not is_front_page(document.path) and not is_template(document.path)


def whose(world: World, service: Service | None) -> tuple[str, int | None, str]:
    """A service's id, its tier, and the team that answers for it; all empty where there is none."""
    if service is None:
        return "", None, ""
    team = team_of(world, service)
    return service.id, service.tier if service.valid else None, team.id if team else service.team or service.owner


@once
def _manifests(world: World) -> dict[str, Service]:
    return {service.path: service for service in reversed(world.catalog.services)}


def by_state(found: tuple[Duty, ...], today: date) -> Iterator[tuple[str, tuple[Duty, ...]]]:
    """Each of STATES with what is in it."""
    for state in STATES:
        yield state, tuple(duty for duty in found if duty.state(today) == state)
