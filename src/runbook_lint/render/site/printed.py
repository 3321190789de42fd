"""Services on paper: one HTML file each with everything in it, for the printer and for the day the site is down."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.site import Commit, SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import alert_pages, alert_service, alerts_of
from runbook_lint.parse.answers import LABELS, callee, told_impact
from runbook_lint.parse.contacts import chat_of, rota_of
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.pages import page_service
from runbook_lint.parse.payload_page import Said, read_page
from runbook_lint.parse.plans import plan_owner
from runbook_lint.parse.review import page_review
from runbook_lint.parse.site.places import file_name, on_site
from runbook_lint.render.site.escape import href
from runbook_lint.render.site.printed_body import Shelf, printed_body

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX, OTHER = "index.html", "other.html"
_CODE = regex(r"`([^`]+)`")


@dataclass(frozen=True)
class Press:
    """What files are printed from: the world, the templates by name, and what git and app know.

    `images` are the paths of the pictures that can be embedded, `clean` takes secrets out of a text.
    """

    world: World
    templates: Mapping[str, str]
    clean: Callable[[str], str]
    images: frozenset[str] = frozenset()
    commit: Commit | None = None

    def page(self, path: str, template: str, title: str, **values: Any) -> SiteFile:
        """A whole file, without secrets."""
        shown = {"title": title, "today": self.world.today, "commit": self.commit}
        html = self._environment.get_template(template).render(**shown, **values)
        return SiteFile(path, self.clean(html))

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import DictLoader, Environment, StrictUndefined

        environment = Environment(
            loader=DictLoader(dict(self.templates)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters.update(href=href, tel=_tel, code=_with_code)
        return environment


@dataclass(frozen=True)
class Printed:
    """A page as its template shows it; an answer that nobody gives is None."""

    key: str
    title: str
    path: str
    plan: bool
    answers: tuple[tuple[str, Said | None], ...]
    reviewed: str
    body: Markup


def print_services(press: Press, wanted: Collection[str]) -> Iterator[SiteFile]:
    """A file for each of some services, by id."""
    groups = {id: pages for id, pages in _by_service(press.world).items() if id in wanted}
    shelf = _shelved(groups)
    for id in sorted(groups):
        yield _service_file(press, id, groups[id], Shelf(shelf, _file(id), press.images))


def print_all(press: Press) -> Iterator[SiteFile]:
    """A file for each service, one for the pages of none, and the index of all."""
    groups = _by_service(press.world)
    shelf = _shelved(groups)
    for id in sorted(groups):
        if id or groups[id]:
            yield _service_file(press, id, groups[id], Shelf(shelf, _file(id), press.images), INDEX)
    services = sorted(_services(press.world).values(), key=lambda each: (each.tier or 9, each.id))
    index = Shelf(shelf, INDEX)
    values = {
        "services": [(each, _file(each.id)) for each in services],
        "alerts": _alert_index(press.world, index),
        "teams": [press.world.catalog.teams[id] for id in sorted(press.world.catalog.teams)],
        "scenarios": [press.world.catalog.scenarios[id] for id in sorted(press.world.catalog.scenarios)],
        "other": OTHER if groups.get("") else "",
    }
    yield press.page(INDEX, "index.html.j2", press.world.settings.site.name or "Runbooks", **values)


def _alert_index(world: World, shelf: Shelf) -> list[tuple[str, str, str]]:
    """Every alert by its name, its severity, and where its page is on paper."""
    pages = alert_pages(world)
    return sorted({(p.alert.name, p.alert.severity, "" if p.catalog else shelf.link(p.path, p.anchor)) for p in pages})


def _service_file(press: Press, id: str, pages: Sequence[Document], shelf: Shelf, index: str = "") -> SiteFile:
    world = press.world
    service = _services(world).get(id)
    team = team_of(world, service)
    values = {
        "index": index,
        "service": service,
        "team": team,
        "rota": rota_of(service, team),
        "chat": chat_of(service, team),
        "needs": [(each, _services(world).get(each)) for each in (service.depends_on if service else ())],
        "alerts": _alert_rows(world, id, shelf) if service else (),
        "pages": [_printed(press, each, shelf) for each in pages],
    }
    title = (service.name or service.id) if service else "Pages of no service"
    return press.page(_file(id), "service.html.j2", title, **values)


def _alert_rows(world: World, id: str, shelf: Shelf) -> list[tuple[Alert, str]]:
    """The alerts of a service, and where each one's page is on paper."""
    return [(alert, shelf.link(path, anchor)) for alert, path, anchor in _alerts_by_service(world).get(id, ())]


@once
def _alerts_by_service(world: World) -> Mapping[str, list[tuple[Alert, str, str]]]:
    found: dict[str, list[tuple[Alert, str, str]]] = defaultdict(list)
    for each in alert_pages(world):
        service = alert_service(world, each.alert)
        if service:
            found[service.id].append((each.alert, "" if each.catalog else each.path, each.anchor))
    return {id: sorted(rows, key=lambda row: (row[0].name, row[0].severity, row[2])) for id, rows in found.items()}


def _printed(press: Press, document: Document, shelf: Shelf) -> Printed:
    said = _said(press.world, document)
    body = printed_body(press.world, document, shelf, press.clean)
    answers = tuple((label, said.get(name)) for name, label in LABELS.items())
    key = shelf.files[document.path][1]
    plan = document.kind is Kind.PLAN
    return Printed(key, document.title, document.path, plan, answers, _reviewed(press.world, document), body)


def _said(world: World, document: Document) -> dict[str, Said]:
    """The answers of a page, with what its alerts' annotations and the catalogue add."""
    said, _ = read_page(world, document, "")
    service, team = plan_owner(world, document)
    impact = next(filter(None, (told_impact(each.annotations) for each in alerts_of(world, document.path))), "")
    call = callee(service, team)
    added = {"impact": Said(impact, "alert") if impact else None, "call": Said(call, "catalogue") if call else None}
    return {**{name: each for name, each in added.items() if each}, **said}


def _reviewed(world: World, document: Document) -> str:
    """What is known of a page's review on the day that this is made."""
    review = page_review(document, world.settings, world.catalog)
    if review.last_reviewed is None:
        return "Never marked as reviewed."
    person = world.catalog.person(review.reviewed_by) if review.reviewed_by else None
    by = f" by {(person.name if person else '') or review.reviewed_by}" if review.reviewed_by else ""
    overdue = review.days_overdue(world.today) > 0
    due = f"; {'overdue since' if overdue else 'next due'} {review.due}" if review.due else ""
    return f"Reviewed {review.last_reviewed}{by}{due}."


@once
def _services(world: World) -> Mapping[str, Service]:
    return {service.id: service for service in reversed(world.catalog.services)}  # the first definition holds


@once
def _by_service(world: World) -> Mapping[str, list[Document]]:
    """The runbooks and plans of each service by its id, "" for those of none; restricted ones are nowhere."""
    found: dict[str, list[Document]] = {id: [] for id in _services(world)}
    for document in world.documents.values():
        if document.kind in (Kind.RUNBOOK, Kind.PLAN) and on_site(world, document):
            own = page_service(document, world.settings, world.catalog)
            service = own or plan_owner(world, document)[0]
            found.setdefault(service.id if service else "", []).append(document)
    return {id: sorted(pages, key=lambda page: (page.kind is Kind.PLAN, page.path)) for id, pages in found.items()}


def _shelved(groups: Mapping[str, Sequence[Document]]) -> dict[str, tuple[str, str]]:
    return {
        page.path: (_file(id), f"page-{number}") for id, pages in groups.items() for number, page in enumerate(pages, 1)
    }


def _file(id: str) -> str:
    return f"{file_name(id)}.html" if id else OTHER


def _with_code(text: str) -> Markup:
    """A text whose inline code is in backticks."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # escaped before


def _tel(number: str) -> Markup:
    return href("tel:" + re.sub(r"[^+\d]", "", number))
