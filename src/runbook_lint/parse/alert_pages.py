"""Which page serves which alert, both ways: by the rule's annotation, else by the page's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from posixpath import dirname

from runbook_lint.model.alert import Alert
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.alert_names import find_alerts, plan_alert_name, plan_alert_names, plans_by_alert
from runbook_lint.parse.alert_owners import alert_service, alert_team
from runbook_lint.parse.alert_paths import stray_paths
from runbook_lint.parse.alert_targets import AlertState, Target, look_up
from runbook_lint.parse.fragments import front_page
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import page_service

__all__ = [
    "AlertPage",
    "AlertState",
    "alert_pages",
    "alert_service",
    "alert_team",
    "alerts_of",
    "find_alerts",
    "plan_alert_name",
    "plan_alert_names",
    "plans_by_alert",
]


@dataclass(frozen=True, slots=True)
class AlertPage:
    """An alert and the page that serves it.

    `path` is the page's (in the import `catalog`, where that is set): the one its annotation leads to,
    else the plan named after it; empty where there is none. `matches` are all pages that a templated
    annotation may lead to.
    """

    alert: Alert
    state: AlertState
    resolution: Resolution | None
    path: str = ""
    anchor: str = ""
    catalog: str = ""
    matches: tuple[str, ...] = ()


@once
def alert_pages(world: World) -> tuple[AlertPage, ...]:
    """Every alert with its page, in the order of the world's alerts."""
    strays, seen = stray_paths(world), dict[tuple[object, ...], Target]()
    return tuple(_alert_page(world, alert, strays, seen) for alert in world.alerts)


def _alert_page(
    world: World, alert: Alert, strays: frozenset[str], seen: dict[tuple[object, ...], Target]
) -> AlertPage:
    told = (alert.name, alert.expr, *sorted(alert.static_labels.items())) if "{{" in alert.runbook else ()
    key = (alert.runbook, dirname(alert.location.path), dirname(alert.file), *told)
    if key not in seen:
        seen[key] = look_up(world, alert, strays)
    target = seen[key]
    found = target.resolution
    if found and found.catalog:
        return AlertPage(alert, target.state, found, found.path, found.anchor, found.catalog)
    there = found is not None and found.state in (State.RESOLVED, State.NO_ANCHOR, State.TEMPLATED)
    path = _page_path(world, found.path) if found and there else ""
    anchor = found.anchor if found and found.state is State.RESOLVED else ""
    path = path or _plan_for(world, alert)
    return AlertPage(alert, target.state, found, path, anchor, matches=target.matches)


def _page_path(world: World, path: str) -> str:
    """A page's path; of a folder the page that introduces it, if there is one."""
    return path if path in world.files or not path else front_page(world, path.strip("/"))


@once
def _alerts_by_page(world: World) -> Mapping[str, tuple[Alert, ...]]:
    found: dict[str, list[Alert]] = defaultdict(list)
    for each in alert_pages(world):
        if each.path and not each.catalog:
            found[each.path].append(each.alert)
    return {path: tuple(alerts) for path, alerts in found.items()}


def alerts_of(world: World, path: str) -> tuple[Alert, ...]:
    """The alerts that a page serves, in the order of the world's alerts."""
    return _alerts_by_page(world).get(path, ())


def _plan_for(world: World, alert: Alert) -> str:
    """The plan named after an alert: of its own service, else the one nearest to its rule; empty where in doubt."""
    paths = plans_by_alert(world).get(alert.name, ())
    fitting = _of_service(world, alert, paths)
    if len(fitting) > 1:
        near = {path: _shared(dirname(path), dirname(alert.location.path)) for path in fitting}
        fitting = [path for path in fitting if near[path] == max(near.values())]
    return fitting[0] if len(fitting) == 1 else ""


def _shared(folder: str, other: str) -> int:
    """How many folders two paths have in common, from the root."""
    pairs = enumerate(zip(f"{folder}/".split("/"), f"{other}/".split("/"), strict=False))
    return next((index for index, (one, two) in pairs if one != two), len(folder))


def _of_service(world: World, alert: Alert, paths: Iterable[str]) -> list[str]:
    """The pages that are not another service's, and of these the service's own where there are any."""
    service = alert_service(world, alert)
    owners = {path: page_service(world.documents[path], world.settings, world.catalog) for path in paths}
    possible = {path: owner for path, owner in owners.items() if not (owner and service) or owner.id == service.id}
    own = [path for path, owner in possible.items() if owner]
    return own or list(possible)
