"""Alerts by their names, and the pages that say which alert they are for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from posixpath import basename, dirname

from runbook_lint.model.alert import Alert
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once, once_each
from runbook_lint.parse.pages import is_front_page, is_template

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".html", ".erb")


@once
def _alerts_by_name(world: World) -> Mapping[str, tuple[Alert, ...]]:
    found: dict[str, list[Alert]] = defaultdict(list)
    for alert in world.alerts:
        found[alert.name].append(alert)
    return {name: tuple(alerts) for name, alerts in found.items()}


def find_alerts(world: World, name: str) -> tuple[Alert, ...]:
    """The alerts of a name; where none is spelt so, those that differ in case only."""
    return _alerts_by_name(world).get(name) or _alerts_by_folded_name(world).get(name.casefold(), ())


@once
def _alerts_by_folded_name(world: World) -> Mapping[str, tuple[Alert, ...]]:
    """The alerts by their names without case; of several spellings the first."""
    found: dict[str, tuple[Alert, ...]] = {}
    for name, alerts in _alerts_by_name(world).items():
        found.setdefault(name.casefold(), alerts)
    return found


@once_each
def plan_alert_names(document: Document, settings: Settings) -> tuple[str, ...]:
    """The alerts a page says it is for: its front matter's `alert`, else, for a plan, its file's name."""
    data = document.front_matter.data if document.front_matter else None
    for key in settings.keys["alert"] if data else ():
        given = data.get(key) if data else None
        names = tuple(str(name).strip() for name in (given if isinstance(given, list) else [given]) if name)
        if names:
            return names
    if document.kind is not Kind.PLAN or is_template(document.path):
        return ()
    return (_stem(dirname(document.path) if is_front_page(document.path) else document.path),)


def plan_alert_name(document: Document, settings: Settings) -> str:
    """The first alert a page says it is for, empty where it says none."""
    return next(iter(plan_alert_names(document, settings)), "")


def _stem(path: str) -> str:
    name = basename(path)
    while name.lower().endswith(_SUFFIXES):
        name = name[: name.rindex(".")]
    return name


@once
def plans_by_alert(world: World) -> Mapping[str, tuple[str, ...]]:
    """The pages that say they are for an alert, by its name."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, document in world.documents.items():
        for name in plan_alert_names(document, world.settings):
            found[name].append(path)
    return {name: tuple(paths) for name, paths in found.items()}
