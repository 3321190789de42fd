"""Reviews: when a page or a manifest was last read and found true, and when that must happen again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from runbook_lint.model.catalog import Catalog, Service
from runbook_lint.model.dates import Duration, parse_date, parse_duration
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.entries import LOOSE_KEY, Entry, find_entry, find_review_date
from runbook_lint.parse.memo import once, once_each
from runbook_lint.parse.pages import is_template, page_service, told_incident
from runbook_lint.parse.postmortems import postmortems

_UNIT = regex(r"[_-](days|weeks|months|years)\Z")
_NUMBERS = regex(r"[\d/.: -]+\Z")


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one page or manifest.

    `last_reviewed` is None where no date is given or none can be read; `due` is None where that or
    the interval is so. `written` and `interval` say what stands there and where.
    """

    path: str
    last_reviewed: date | None = None
    review_in: Duration | None = None
    reviewed_by: str = ""
    due: date | None = None
    written: Entry = Entry()
    interval: Entry = Entry()

    @property
    def span(self) -> Span:
        """Where the date stands, or the empty key; the top of the page where there is neither."""
        return self.written.span

    def days_overdue(self, today: date) -> int:
        """Days since the review was due; 0 or less where it is not overdue, or not known to be."""
        return (today - self.due).days if self.due else 0


@once_each
def page_review(document: Document, settings: Settings, catalog: Catalog) -> Review:
    """The review that a page's front matter tells of; a review of its own `review_in`, else by its service's tier."""
    told = told_review(document, settings)
    if told is None:
        return Review(document.path)
    written, interval, by = told
    service = page_service(document, settings, catalog)
    default = _default_interval(service.tier if service and service.valid else None, settings)
    return _review(document.path, written or Entry(), interval or Entry(), by, default)


@once_each
def told_review(document: Document, settings: Settings) -> tuple[Entry | None, Entry | None, str] | None:
    """What a page's front matter says of its review: the date, the interval, who read it; None where there is none."""
    if document.front_matter is None:
        return None
    data, keys = document.front_matter.data, settings.keys
    by = find_entry(data, keys["reviewed_by"], document.lines)
    return (
        find_review_date(data, keys["last_reviewed"], document.lines),
        find_entry(data, keys["review_in"], document.lines),
        by.text if by else "",
    )


def service_review(service: Service, settings: Settings) -> Review:
    """The review of a manifest itself."""
    written, interval = (find_entry(service.data, (key,)) or Entry() for key in ("last_reviewed", "review_in"))
    return _review(service.path, written, interval, service.reviewed_by, _default_interval(service.tier, settings))


@once
def reviews(world: World) -> tuple[Review, ...]:
    """Every review that is judged by the calendar: pages, then manifests that are sound.

    A postmortem is reviewed once, and so are an update on an incident that is over and what a general document
    calls `reviewed` (an article, the record of a code review), unless they say `review_in` themselves.
    """
    return tuple(_reviews(world))


def _reviews(world: World) -> Iterator[Review]:
    for document in world.documents.values():
        review = page_review(document, world.settings, world.catalog)
        loose = document.kind is Kind.DOCUMENT and review.written.key == LOOSE_KEY
        told_once = document.kind is Kind.POSTMORTEM or loose or _is_record(world, document)
        if not told_once or review.interval.text:
            yield review
    for service in world.catalog.services:
        if service.valid:
            yield service_review(service, world.settings)


def _is_record(world: World, document: Document) -> bool:
    """Whether a page is what was once said of an incident whose postmortem has been reviewed."""
    incident = told_incident(document, world.settings)
    return bool(incident) and incident.casefold() in _reviewed_incidents(world)


@once
def _reviewed_incidents(world: World) -> frozenset[str]:
    return frozenset(each.incident.casefold() for each in postmortems(world) if each.status in ("reviewed", "closed"))


def _review(path: str, written: Entry, interval: Entry, by: str, default: Duration | None) -> Review:
    day = parse_date(written.text)
    length = _length(interval) if interval.text or not interval.scalar else default
    due = length.after(day) if day and length else None
    return Review(path, day, length, by, due, written, interval)


def _length(interval: Entry) -> Duration | None:
    """An interval's length; a configured key such as `review_every_days` says the unit itself."""
    unit = _UNIT.search(interval.key)
    return parse_duration(f"{interval.text} {unit[1]}" if unit and interval.text.isdecimal() else interval.text)


def _default_interval(tier: int | None, settings: Settings) -> Duration | None:
    return parse_duration(settings.review.get(tier, settings.review_default) if tier else settings.review_default)


def is_unreadable_date(review: Review) -> bool:
    """Whether something that was meant as a date is none: `soon`, `2026-02-30`, a list."""
    written = review.written
    if review.last_reviewed or written.templated or not (written.text or not written.scalar):
        return False
    return not is_template(review.path) or bool(_NUMBERS.match(written.text))


def is_unreadable_interval(review: Review) -> bool:
    """Whether a `review_in` is there and is no duration."""
    interval = review.interval
    given = bool(interval.text) or not interval.scalar
    return given and review.review_in is None and not interval.templated and not is_template(review.path)
