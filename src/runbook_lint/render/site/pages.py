"""All files of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from runbook_lint.model.site import SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.postmortems import postmortems
from runbook_lint.parse.review import reviews
from runbook_lint.parse.site.alert_facts import rules_by_name, rules_by_page
from runbook_lint.parse.site.depends import known_services, needs
from runbook_lint.parse.site.freshness import all_duties
from runbook_lint.parse.site.services import service_alerts
from runbook_lint.parse.site.services import service_pages as pages_by_service
from runbook_lint.render.site.actions import action_pages
from runbook_lint.render.site.alerts import alert_index, alert_pages, own_pages
from runbook_lint.render.site.api import api_files
from runbook_lint.render.site.coverage import coverage_pages
from runbook_lint.render.site.dependencies import dependency_pages
from runbook_lint.render.site.documents import document_pages
from runbook_lint.render.site.freshness import freshness_pages
from runbook_lint.render.site.home import home_pages
from runbook_lint.render.site.postmortems import postmortem_pages
from runbook_lint.render.site.scenarios import scenario_pages
from runbook_lint.render.site.services import service_index, service_pages
from runbook_lint.render.site.tags import tag_pages
from runbook_lint.render.site.teams import team_pages
from runbook_lint.render.site.view import View

Part = Callable[[], Iterator[SiteFile]]

HANDFUL = 16
"""Pages of a part, where a page is made of each of something."""


def _once(pages: Callable[[View], Iterator[SiteFile]]) -> Callable[[View], Iterator[Part]]:
    return lambda view: iter((partial(pages, view),))


def _each(
    pages: Callable[[View, Iterable[str]], Iterator[SiteFile]], of: Callable[[View], Iterable[str]]
) -> Callable[[View], Iterator[Part]]:
    def parts(view: View) -> Iterator[Part]:
        names = list(of(view))
        for start in range(0, len(names), HANDFUL):
            yield partial(pages, view, names[start : start + HANDFUL])

    return parts


PAGES: tuple[Callable[[View], Iterator[Part]], ...] = (
    _once(api_files),
    _once(home_pages),
    _once(team_pages),
    _once(tag_pages),
    _once(service_index),
    _each(service_pages, lambda view: known_services(view.world)),
    _once(scenario_pages),
    _once(dependency_pages),
    _each(document_pages, lambda view: view.places.pages),
    _each(alert_pages, own_pages),
    _once(alert_index),
    _once(postmortem_pages),
    _once(freshness_pages),
    _once(coverage_pages),
    _once(action_pages),
)
"""What makes the pages of each kind."""


_FOR_MANY: tuple[Callable[[World], object], ...] = (
    postmortems, reviews, rules_by_name, rules_by_page, all_duties, service_alerts, pages_by_service, needs,
)  # fmt: skip


def prepare(view: View) -> None:
    """Work out what pages of many kinds ask for, which otherwise each process would that makes some of them."""
    view.compile()
    for work in _FOR_MANY:
        work(view.world)


def site_parts(view: View) -> list[Part]:
    """What makes every file of the generated folder but assets and configuration, in parts that need no other."""
    return [part for parts in PAGES for part in parts(view)]
