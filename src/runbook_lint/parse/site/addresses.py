"""Addresses of pages that the site makes itself: of alerts, services and teams by name, and its sections."""

from __future__ import annotations

from collections.abc import Mapping

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.suggest import nearest
from runbook_lint.model.world import World
from runbook_lint.parse.alert_names import find_alerts, plans_by_alert
from runbook_lint.parse.memo import once
from runbook_lint.parse.own_repository import own_place
from runbook_lint.parse.site.names import SECTIONS, alert_places, file_name, on_site
from runbook_lint.parse.targets import is_web, take_apart

_END = regex(r"(?:(?:(?:\A|/)index)?\.(?:html?|md)|(?:\A|/)index)?/*\Z")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page by its address: `name` is what it is of, empty for a section's page and for one that is not there.

    `source` is the file of the repository that it tells of: the one plan for an alert's name, else the file of
    its first rule; a service's manifest. `nearest` is the address that was most likely meant, where there is none.
    """

    name: str = ""
    source: str = ""
    plan: bool = False
    there: bool = True
    nearest: str = ""


def made_page(world: World, path: str) -> MadePage | None:
    """What the site makes at a path below its address; None for a path that none of its own pages may have."""
    bare = _END.sub("", path.strip("/"), count=1)
    known = _made(world)
    if bare in known:
        return known[bare]
    folder, _, name = bare.partition("/")
    if folder not in ("alerts", "services", "teams") or not name or "/" in name:
        return None
    near = nearest(name, (each.partition("/")[2] for each in known if each.startswith(f"{folder}/")))
    return MadePage(there=False, nearest=f"{folder}/{near}" if near else "")


def alert_at(world: World, url: str) -> str:
    """The alert whose page at a URL the site makes; "" for any other URL, and where a plan is that page."""
    own = own_place(world, url) if is_web(url) else None
    path = take_apart(own.rest).path.strip("/") if own and own.site else ""
    page = made_page(world, path) if path.startswith("alerts/") else None
    return page.name if page and not page.plan else ""


def without_query(world: World, url: str) -> str:
    """A text without the query behind an address of our own: labels for the page, whatever they will be."""
    before, mark, query = url.partition("?")
    if not mark or "{{" in before or not is_web(before) or own_place(world, before) is None:
        return url
    _, hash, anchor = query.rpartition("}}")[2].partition("#")
    return before + hash + anchor


@once
def _made(world: World) -> Mapping[str, MadePage]:
    pages = {_END.sub("", place, count=1): MadePage() for place in SECTIONS.values()}
    pages |= {f"services/{file_name(each.id)}": MadePage(each.id, each.path) for each in world.catalog.services}
    pages |= {f"teams/{file_name(id)}": MadePage(id, team.location.path) for id, team in world.catalog.teams.items()}
    return pages | {_END.sub("", place, count=1): _alert(world, name) for name, place in alert_places(world).items()}


def _alert(world: World, name: str) -> MadePage:
    plans = [path for path in plans_by_alert(world).get(name, ()) if on_site(world, world.documents[path])]
    if len(plans) == 1:
        return MadePage(name, plans[0], plan=True)
    rules = [each.location.path or each.file for each in find_alerts(world, name)]
    return MadePage(name, next(iter(rules or plans), ""))
