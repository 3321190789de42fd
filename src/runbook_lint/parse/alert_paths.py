"""What an annotation says where it is a plain path or URL, and whether it is one at all."""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import dirname, splitext

from runbook_lint.model.alert import Alert
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.links import resolve
from runbook_lint.parse.memo import once

PAGES = frozenset({".md", ".markdown", ".mdx", ".html", ".htm", ".adoc", ".rst", ".txt", ".erb", ".org"})
"""The suffixes that a page may have."""

_URL = regex(r"[a-z][a-z0-9+.-]*:|[a-z]{4,6}:?//|//|www\.", re.IGNORECASE)
_FEW = 3  # so many paths that all lead to folders we do not have are meant for another repository


def resolve_value(world: World, alert: Alert, value: str) -> Resolution:
    """An annotation's target from the root, else from the rule file's folder where that finds a page."""
    origin, known = alert.location.path or alert.file, _known(world)
    if (origin, value) not in known:  # thousands of alerts share a few pages
        known[origin, value] = _resolve_value(world, origin, value)
    return known[origin, value]


@once
def _known(world: World) -> dict[tuple[str, str], Resolution]:
    return {}


def _resolve_value(world: World, origin: str, value: str) -> Resolution:
    first = resolve(world, "", value)
    if first.state in (State.NO_FILE, State.OUTSIDE) and not _URL.match(value) and not value.startswith("/"):
        beside = resolve(world, origin, value)
        if beside.state in (State.RESOLVED, State.NO_ANCHOR):
            return beside
    return first


def is_link(value: str) -> bool:
    """Whether a value is a URL or a path; `restart it` and `see the wiki` are words for a reader."""
    if _URL.match(value):
        return not re.search(r"\s", value) or bool(re.match(r"\S+\s*\Z", value))
    path = value.split("#")[0].split("?")[0]
    suffixed = splitext(path)[1].lower() in PAGES
    return suffixed or (value.startswith("#") and " " not in value) or ("/" in path and not re.search(r"\s", path))


def stray_paths(world: World) -> frozenset[str]:
    """Paths of annotations that a base elsewhere is meant for.

    They are so where the folder they begin with is not here and the repository has none of the pages,
    though there are several; and one by one where they do not even end like a page.
    """
    values = {alert.runbook.strip(): alert for alert in world.alerts}
    paths = {value: alert for value, alert in values.items() if _is_plain_path(value)}
    away = frozenset(value for value, alert in paths.items() if not _begins_here(world, alert, value))
    systematic = len(away) >= _FEW and away == frozenset(paths)
    return frozenset(value for value in away if systematic or not _ends_like_page(value))


def _is_plain_path(value: str) -> bool:
    return is_link(value) and not _URL.match(value) and not value.startswith("#") and "{{" not in value


def _ends_like_page(value: str) -> bool:
    return splitext(value.split("#")[0].split("?")[0])[1].lower() in PAGES


def _begins_here(world: World, alert: Alert, value: str) -> bool:
    first = value.split("#")[0].removeprefix("./").lstrip("/").split("/")[0]
    known = folders(world.files)
    if first in known or first in ("..", ""):
        return True
    bases = (dirname(alert.location.path), dirname(alert.file), *world.settings.links.roots)
    return any(f"{base}/{first}".strip("/") in known for base in bases)


@lru_cache(maxsize=4)
def folders(files: frozenset[str]) -> frozenset[str]:
    """The files and every folder above one."""
    found: set[str] = set(files)
    for path in files:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return frozenset(found)
