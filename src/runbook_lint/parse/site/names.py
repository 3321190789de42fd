"""What pages of the site are called: its sections, and those of services, teams and alerts by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.alert_names import plan_alert_name
from runbook_lint.parse.globs import matcher
from runbook_lint.parse.memo import once
from runbook_lint.parse.visibility import is_restricted

SECTIONS: Mapping[str, str] = {
    "home": "index.md",
    "services": "services/index.md",
    "alerts": "alerts/index.md",
    "postmortems": "postmortems/index.md",
    "actions": "actions.md",
    "teams": "teams/index.md",
    "dependencies": "dependencies.md",
    "coverage": "coverage.md",
    "freshness": "freshness.md",
    "scenarios": "scenarios.md",
    "tags": "tags.md",
}
"""The pages that every site has, in the order of its navigation."""

_PLAIN = regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


def file_name(name: str) -> str:
    """A name as that of a file: itself where it is plain, else what is plain of it and a mark of its own."""
    if _PLAIN.fullmatch(name) and name.casefold() not in ("index", "readme"):
        return name
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.")[:60]
    return f"{plain}-{sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


def on_site(world: World, document: Document) -> bool:
    """Whether a page is published: not restricted, not excluded."""
    return not is_restricted(document, world.settings) and not _excluded(world)(document.path)


@once
def _excluded(world: World) -> Callable[[str], bool]:
    return matcher(world.settings.site.exclude)


@once
def alert_places(world: World) -> Mapping[str, str]:
    """The place of every alert that a rule or a published plan names."""
    names = {alert.name for alert in world.alerts}
    plans = (page for page in world.documents.values() if page.kind is Kind.PLAN and on_site(world, page))
    names |= {plan_alert_name(page, world.settings) for page in plans}
    return {name: f"alerts/{file_name(name)}.md" for name in sorted(names) if name}
