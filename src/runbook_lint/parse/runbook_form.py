"""How a repository's rules name their pages: under which key, and as a path or as a URL."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from runbook_lint.model.alert import Alert
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage
from runbook_lint.parse.page_url import page_url


def runbook_annotation(world: World, page: AlertPage) -> tuple[str, str]:
    """The key and value that lead a rule to its page, in the form of the file's other rules, else the repository's.

    Where no rule names a page yet it is the first configured key, and a URL if there is one.
    """
    key, known = usual_key(world, page.alert.file), _known(world, page.alert.file)
    paths = sum("://" not in alert.runbook for alert in known)
    if 2 * paths > len(known) and not page.catalog:
        return key, quote(page.path) + (f"#{quote(page.anchor)}" if page.anchor else "")
    return key, page_url(world, page.path, page.anchor, page.catalog)


def usual_key(world: World, file: str) -> str:
    """The annotation under which a file's rules name their page, else the repository's, else the first configured.

    A Datadog monitor's message is none: it holds more than a page.
    """
    known = world.settings.alerts.runbook_keys
    keys = Counter(
        alert.runbook_key
        for alert in _known(world, file)
        if alert.runbook_key in known and alert.runbook_key in alert.annotations
    )
    return keys.most_common(1)[0][0] if keys else next(iter(known), "runbook_url")


def _known(world: World, file: str) -> list[Alert]:
    """The alerts that name a page: those of a file, else all."""
    naming = [alert for alert in world.alerts if alert.runbook_key and alert.runbook]
    return [alert for alert in naming if alert.file == file] or naming
