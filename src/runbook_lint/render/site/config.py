"""What MkDocs is told of the site: a configuration that is complete by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import escape

from runbook_lint.parse.site.places import SECTIONS
from runbook_lint.render.site.escape import entitled
from runbook_lint.render.site.extensions import EXTENSIONS
from runbook_lint.render.site.view import View

NAVIGATION: Mapping[str, str] = {
    "home": "Home",
    "services": "Services",
    "alerts": "Alerts",
    "postmortems": "Postmortems",
    "actions": "Actions",
    "teams": "Teams",
    "dependencies": "Dependencies",
    "coverage": "Coverage",
    "freshness": "Freshness",
    "scenarios": "Scenarios",
    "tags": "Tags",
}
"""The names of the section pages."""

SEARCH: Mapping[str, Any] = {"separator": r"(?:[\s\-_./:,|()\[\]{}\"'`=]|&[lg]t;|&amp;)+"}
"""The options of the search plugin: commands, ids and metrics by their words, names of alerts whole."""

FEATURES = ("content.code.copy", "navigation.top", "search.highlight", "search.suggest", "toc.follow")
_DARK = "(prefers-color-scheme: dark)"
_LIGHT = "(prefers-color-scheme: light)"
PALETTE: tuple[Mapping[str, Any], ...] = (
    {
        "media": "(prefers-color-scheme)",
        "toggle": {"icon": "material/brightness-auto", "name": "As the system has it: change to light"},
    },
    {
        "media": _LIGHT,
        "scheme": "default",
        "primary": "indigo",
        "toggle": {"icon": "material/brightness-7", "name": "Light: change to dark"},
    },
    {
        "media": _DARK,
        "scheme": "slate",
        "primary": "indigo",
        "toggle": {"icon": "material/brightness-4", "name": "Dark: change to what the system has"},
    },
)
VALIDATION: Mapping[str, Any] = {
    "nav": {"omitted_files": "ignore", "not_found": "warn", "absolute_links": "warn"},
    "links": {"not_found": "warn", "absolute_links": "warn", "unrecognized_links": "warn", "anchors": "warn"},
}
"""Everything that is wrong is a warning; that most pages are not in the navigation is meant so."""


def site_config(view: View, paths: Iterable[str]) -> dict[str, Any]:
    """The configuration for the pages and assets of some paths below `docs/`."""
    there = sorted(paths)
    site = view.world.settings.site
    config: dict[str, Any] = {
        "site_name": entitled(site.name or "Runbooks"),
        "site_url": site.url or None,
        "docs_dir": "docs",
        "theme": {"name": "material", "font": False, "features": list(FEATURES), "palette": [*map(dict, PALETTE)]},
        "nav": navigation(there),
        "plugins": [{"search": dict(SEARCH)}],
        "markdown_extensions": [{name: dict(options)} if options else name for name, options in EXTENSIONS.items()],
        "extra_css": [path for path in there if _is_asset(path, ".css")],
        "extra_javascript": [{"path": path, "defer": True} for path in there if _is_asset(path, ".js")],
        "extra": _extra(view),
        "copyright": footer(view),
        "validation": {name: dict(levels) for name, levels in VALIDATION.items()},
    }
    return {key: value for key, value in config.items() if value not in (None, {}, [])}


def navigation(paths: Iterable[str]) -> list[Any]:
    """The section pages that are there: small, and the same on every page however many services there are."""
    there = set(paths)
    return [{title: SECTIONS[name]} for name, title in NAVIGATION.items() if SECTIONS[name] in there]


def _is_asset(path: str, suffix: str) -> bool:
    return path.startswith("assets/") and path.count("/") == 1 and path.endswith(suffix)


def _extra(view: View) -> dict[str, Any]:
    """A link to the repository; `repo_url` would make the theme ask the repository's host for its stars."""
    urls = view.world.settings.links.repository or view.world.repository.urls
    if not urls or not urls[0].startswith("https://"):
        return {}
    return {"social": [{"icon": "fontawesome/brands/git-alt", "link": urls[0], "name": "The repository"}]}


def footer(view: View) -> str:
    """How old the site is, for a reader and for the script that warns of an old one."""
    day, head = view.world.today.isoformat(), view.history.head
    commit = f" data-commit=\"{escape(head.id)}\"" if head else ""
    told = f" from commit {escape(head.id[:10])}" if head else ""
    return f'<span class="rl-build" data-built="{day}"{commit}>Built on {day}{told}</span>'
