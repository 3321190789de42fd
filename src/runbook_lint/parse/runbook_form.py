"""How a repository's rules name their pages: under which key, and as a path or as a URL."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage
from runbook_lint.parse.page_url import page_url


def runbook_annotation(world: World, page: AlertPage) -> tuple[str, str]:
    """The key and value that lead a rule to its page, in the form of the file's other rules, else the repository's.

    Where no rule names a page yet it is the first configured key, and a URL if there is one.
    """
    near = [alert for alert in world.alerts if alert.file == page.alert.file and alert.runbook_key and alert.runbook]
    known = near or [alert for alert in world.alerts if alert.runbook_key and alert.runbook]
    keys = Counter(alert.runbook_key for alert in known if alert.runbook_key in alert.annotations)
    key = keys.most_common(1)[0][0] if keys else world.settings.alerts.runbook_keys[0]
    paths = sum("://" not in alert.runbook for alert in known)
    if 2 * paths > len(known) and not page.catalog:
        return key, quote(page.path) + (f"#{quote(page.anchor)}" if page.anchor else "")
    return key, page_url(world, page.path, page.anchor, page.catalog)
