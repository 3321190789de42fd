"""Where the annotation of an alert leads: a path, a URL, a template that is filled in at run time, or plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from runbook_lint.model.alert import Alert
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.alert_names import find_alerts, plans_by_alert
from runbook_lint.parse.alert_paths import PAGES, folders, is_link, resolve_value
from runbook_lint.parse.fragments import anchors_of
from runbook_lint.parse.site.addresses import alert_at, without_query


class AlertState(StrEnum):
    """What became of an alert's way to its page."""

    RESOLVED = "resolved"
    MISSING = "missing"
    """No annotation leads anywhere; a plan named after the alert may serve it all the same."""
    UNRESOLVED = "unresolved"
    """The annotation leads to a page or a section that is not there."""
    EXTERNAL = "external"
    """Somebody else's URL, or words: not to be judged from here."""
    TEMPLATED = "templated"
    """Filled in at run time, and at least one page can match."""


@dataclass(frozen=True, slots=True)
class Target:
    """An annotation's value looked up; `matches` are the pages that a templated one may lead to."""

    state: AlertState
    resolution: Resolution | None = None
    matches: tuple[str, ...] = ()


_TEMPLATE = regex(
    r"\{\{-?(?P<inner>.{0,1000}?)-?\}\}|\$\{[^}]{0,1000}\}|\$(?:labels|externalLabels|value)\b[\w.]*", re.DOTALL
)
_CONTROL = regex(r"(?:if|else|end|range|with|define|template|block)\b|\$\w+\s*:=")
_LABEL = regex(r"(?:\$labels|\.Labels|\.CommonLabels|\.GroupLabels)\.(?P<name>\w+)\Z")
_NONE = regex(r"(?:|n/?a|none|null|nil|no|false|-+|\?+|\.+|tba|fixme|xxx+|(?:tbd|todo)\b.*)", re.IGNORECASE)
_MARK = "zz0template0zz"


def look_up(world: World, alert: Alert, strays: frozenset[str] = frozenset()) -> Target:
    """Where an alert's annotation leads; `strays` are the paths that are plainly another repository's."""
    value = without_query(world, alert.runbook.strip())
    if _NONE.fullmatch(value):
        return Target(AlertState.MISSING)
    if _TEMPLATE.search(value):
        return _templated(world, alert, value)
    if not is_link(value) or value in strays:
        return Target(AlertState.EXTERNAL, Resolution(State.UNJUDGED, reason="no path of this repository"))
    if alert_at(world, value):
        return _on_site(world, alert, value)
    resolution = resolve_value(world, alert, value)
    return Target(_state(resolution), resolution)


def _on_site(world: World, alert: Alert, value: str) -> Target:
    """The page that the site makes for an alert's name leads to what serves that name: by its other rules, or plans."""
    name = alert_at(world, value)
    others = (each for each in find_alerts(world, name) if not alert_at(world, each.runbook.strip()))
    found = [target for each in others if (target := look_up(world, each)).state is AlertState.RESOLVED]
    paths = {(target.resolution.path, target.resolution.catalog) for target in found if target.resolution}
    if len(paths) == 1:
        return found[0]
    if paths or (name == alert.name and plans_by_alert(world).get(name)):
        return Target(AlertState.RESOLVED, Resolution(State.RESOLVED, own=True))  # the reader chooses, or its name does
    return Target(AlertState.MISSING)


def _state(resolution: Resolution) -> AlertState:
    match resolution.state:
        case State.RESOLVED:
            return AlertState.RESOLVED
        case State.EXTERNAL | State.UNJUDGED:
            return AlertState.EXTERNAL
        case State.TEMPLATED:
            return AlertState.TEMPLATED
        case State.PLACEHOLDER:
            return AlertState.MISSING
        case _:
            return AlertState.UNRESOLVED


def _templated(world: World, alert: Alert, value: str) -> Target:
    """A template as a glob over pages, then over their anchors where the anchor is templated."""
    if any(_CONTROL.match((match["inner"] or "").strip()) for match in _TEMPLATE.finditer(value)):
        return Target(AlertState.TEMPLATED, Resolution(State.TEMPLATED))
    marked = _TEMPLATE.sub(_MARK, value)
    target, _, anchor = marked.partition("#")
    found = resolve_value(world, alert, target) if target else Resolution(State.TEMPLATED)
    if _MARK not in target and found.state is State.RESOLVED:
        matches: tuple[str, ...] = (found.path,)
    elif _MARK not in target and _state(found) is AlertState.UNRESOLVED:
        return Target(AlertState.UNRESOLVED, found)
    elif _MARK in found.path:
        matches = _pages_like(world.files, found.path)
        if not matches and found.state is State.NO_FILE and _judged(world, alert, found.path):
            shown = found.path.replace(_MARK, "*")
            return Target(AlertState.UNRESOLVED, Resolution(State.NO_FILE, shown, reason="no page can match"))
    else:
        return Target(AlertState.TEMPLATED, Resolution(State.TEMPLATED))
    return _anchored(world, alert, value, matches, anchor)


def _judged(world: World, alert: Alert, path: str) -> bool:
    """Whether a glob without a match means a page of this repository: its first folder is here."""
    first = path.split("/")[0]
    return _MARK not in first and first in folders(world.files)


def _anchored(world: World, alert: Alert, value: str, matches: tuple[str, ...], anchor: str) -> Target:
    if anchor and matches:
        glob = re.compile(_glob(anchor), re.IGNORECASE)
        fitting = tuple(
            path for path in matches if path not in world.documents or any(map(glob.fullmatch, anchors_of(world, path)))
        )
        if not fitting:
            shown = anchor.replace(_MARK, "*")
            missed = Resolution(State.NO_ANCHOR, matches[0], shown, reason="no section can match")
            return Target(AlertState.UNRESOLVED, missed)
        matches = fitting
    likely = _likely(world, alert, value)
    path = likely or (matches[0] if len(matches) == 1 else "")
    return Target(AlertState.TEMPLATED, Resolution(State.TEMPLATED, path), matches)


def _likely(world: World, alert: Alert, value: str) -> str:
    """The page of a template whose labels the rule or its query sets: likely, for others may come out of the query."""
    filled = _TEMPLATE.sub(lambda match: _filled(alert, match), value)
    if _MARK in filled or alert_at(world, filled):
        return ""
    found = resolve_value(world, alert, filled)
    return found.path if found and found.state in (State.RESOLVED, State.NO_ANCHOR) and not found.catalog else ""


def _filled(alert: Alert, match: re.Match[str]) -> str:
    label = _LABEL.match((match["inner"] or "").strip())
    name = label["name"] if label else ""
    if not name:
        return _MARK
    return alert.name if name == "alertname" else alert.static_labels.get(name) or _asked_for(alert.expr, name) or _MARK


def _asked_for(expr: str, label: str) -> str:
    """The value of a label that a query asks for, where it asks for one only: `up{job="cart"}`."""
    values = set(re.findall(rf'(?<!\w){re.escape(label)}\s*=\s*"([^"]*)"', expr))
    return values.pop() if len(values) == 1 else ""


@lru_cache(maxsize=512)
def _pages_like(files: frozenset[str], path: str) -> tuple[str, ...]:
    """The files that a path with marks in it may stand for; without a suffix also a page or a folder's README."""
    page = "|".join(map(re.escape, sorted(PAGES)))
    whole = re.compile(f"{_glob(path.strip('/'))}(?:(?:{page})+|/(?:README|_?index)(?:{page})+)?", re.IGNORECASE)
    return tuple(sorted(_matching(files, whole)))


def _glob(marked: str) -> str:
    """The pattern of a text with marks in it; what a mark has passed over is not tried again, so it stays linear."""
    first, *rest = map(re.escape, marked.split(_MARK))
    return first + "".join(f"(?>.*?{piece})" for piece in rest[:-1]) + "".join(f".*{piece}" for piece in rest[-1:])


def _matching(files: frozenset[str], glob: re.Pattern[str]) -> Iterator[str]:
    return (path for path in files if glob.fullmatch(path))
