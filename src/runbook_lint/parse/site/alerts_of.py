"""The alerts of a service as its page lists them: each name once, with the page that it leads to."""

from __future__ import annotations

from collections.abc import Iterable

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, AlertState
from runbook_lint.parse.memo import once
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.site.places import places
from runbook_lint.parse.site.services import service_alerts
from runbook_lint.parse.tiers import alert_tier


@dataclass(frozen=True, slots=True)
class AlertLine:
    """A name of a service's alerts: how many rules go by it, their tiers, and where the plan is.

    `place` is the alert's own page on the site, `page` and `anchor` the plan's; `url` one that is elsewhere.
    `plan` says what is there, or what is wrong where there is neither.
    """

    name: str
    place: str
    count: int
    tiers: tuple[str, ...]
    plan: str
    page: str = ""
    anchor: str = ""
    url: str = ""


@once
def _lines(world: World) -> dict[str, tuple[AlertLine, ...]]:
    return {}


def alert_lines(world: World, id: str) -> tuple[AlertLine, ...]:
    """The alerts of a service, those that page somebody first."""
    known = _lines(world)
    if id not in known:
        by_name: dict[str, list[AlertPage]] = {}
        for page in service_alerts(world).get(id, ()):
            by_name.setdefault(page.alert.name, []).append(page)
        known[id] = tuple(_line(world, name, pages) for name, pages in by_name.items())
    return known[id]


def _line(world: World, name: str, pages: list[AlertPage]) -> AlertLine:
    tiers = tuple(dict.fromkeys(alert_tier(page.alert, world.settings) for page in pages))
    ways = {_way(world, page) for page in pages}
    place = places(world).alerts.get(name, "")
    if len(ways) > 1:
        return AlertLine(name, place, len(pages), tiers, "several: choose by label", page=place)
    plan, page, anchor, url = ways.pop()
    return AlertLine(name, place, len(pages), tiers, plan, page, anchor, url)


def _way(world: World, page: AlertPage) -> tuple[str, str, str, str]:
    """What an alert's plan is called, its page and anchor on the site, or its address elsewhere."""
    if page.catalog:
        return f"in {page.catalog}", "", "", page_url(world, page.path, page.anchor, page.catalog)
    place = places(world).pages.get(page.path, "") if page.path else ""
    if place:
        own = place == places(world).alerts.get(page.alert.name)
        return "plan" if own else world.documents[page.path].title, place, page.anchor, ""
    if page.state is AlertState.EXTERNAL:
        return "on another site", "", "", page.alert.runbook.strip()
    if page.state is AlertState.TEMPLATED:
        return f"one of {_counted(page.matches)}", places(world).alerts.get(page.alert.name, ""), "", ""
    return "leads to no page" if page.state is AlertState.UNRESOLVED else "no plan", "", "", ""


def _counted(matches: Iterable[str]) -> str:
    count = len(tuple(matches))
    return f"{count} pages" if count != 1 else "1 page"
