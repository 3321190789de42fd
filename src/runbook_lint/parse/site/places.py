"""Where everything stands on the site: the page of each source, service, alert, team, scenario and tag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from posixpath import basename, dirname
from urllib.parse import quote

from runbook_lint.model.document import Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import alert_pages, plan_alert_name
from runbook_lint.parse.memo import once
from runbook_lint.parse.site.names import SECTIONS, alert_places, file_name, on_site

__all__ = ["SECTIONS", "Places", "file_name", "link", "on_site", "places"]

_PAGE = regex(r"(?:\.html)?\.(?:md|markdown)(?:\.erb)?\Z", re.IGNORECASE)
_UNFIT = regex("[\x00-\x1f\x7f\\\\\ud800-\udfff]")  # what no address and no other system can have in a name


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of pages below the generated `docs/`.

    `pages` maps the path of every source page that is on the site to its place there; a plan that alone serves
    all alerts of one name stands at that alert's place. `alerts` maps the names of alerts, `services` and `teams` ids.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    alerts: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)


def link(origin: str, target: str, anchor: str = "") -> str:
    """The relative link from one page of the site to another, as Markdown wants its destination."""
    safe = "/@-._~!$&'*+,;="  # no colon, which would make a scheme of what stands before it
    way = quote(_way(dirname(origin), target), safe=safe) if target != origin else ""
    return f"{way}#{quote(anchor)}" if anchor else way or quote(basename(target))


def _way(folder: str, target: str) -> str:
    """The relative path from a folder to a file, as `posixpath.relpath` says it, which asks where we are."""
    here, there = folder.split("/") if folder else [], target.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:])


@once
def places(world: World) -> Places:
    """Where everything stands; worked out once."""
    services = {each.id: f"services/{file_name(each.id)}.md" for each in world.catalog.services}
    teams = {id: f"teams/{file_name(id)}.md" for id in world.catalog.teams}
    alerts = alert_places(world)
    own = _own_plans(world)
    taken = set(map(_address, (*SECTIONS.values(), *services.values(), *teams.values(), *alerts.values())))
    pages: dict[str, str] = {}
    for path, document in sorted(world.documents.items()):
        if on_site(world, document):
            pages[path] = alerts[own[path]] if path in own else _free(_page_place(path), taken)
            taken.add(_address(pages[path]))
    return Places(pages, alerts, services, teams)


def _own_plans(world: World) -> dict[str, str]:
    """The plans that are the one page of one alert's name, and that name."""
    led: dict[str, set[str]] = {}
    served: dict[str, set[str]] = {}
    for page in alert_pages(world):
        led.setdefault(page.alert.name, set()).add("" if page.catalog else page.path)
        if page.path and not page.catalog:
            served.setdefault(page.path, set()).add(page.alert.name)
    own: dict[str, str] = {}
    for path, document in world.documents.items():
        name = plan_alert_name(document, world.settings)
        if document.kind is not Kind.PLAN or not name or not on_site(world, document):
            continue
        pages = led.get(name, set())
        if served.get(path, {name}) == {name} and pages <= {path}:
            own[path] = name
    times = Counter(own.values())
    return {path: name for path, name in own.items() if times[name] == 1}


def _page_place(path: str) -> str:
    """The place of a source page: its own path, with what engines would hide or take for an index made plain."""
    parts = [_UNFIT.sub("-", part).lstrip(".") or "hidden" for part in _PAGE.sub("", path).split("/")]
    if parts[0].casefold() == "templates":
        parts[0] = "templates-"
    if parts[-1].casefold() == "readme":
        parts[-1] = "index"
    return "/".join(parts) + ".md"


def _address(place: str) -> str:
    """What a browser asks for: `a.md` and `a/index.md` are one."""
    return f"/{place}".removesuffix(".md").removesuffix("/index")


def _free(place: str, taken: set[str]) -> str:
    if _address(place) in taken and basename(place) == "index.md":
        place = place.removesuffix("index.md") + "readme.md"
    while _address(place) in taken:
        place = f"source/{place}"
    return place
