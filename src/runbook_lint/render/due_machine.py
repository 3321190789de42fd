"""What is due, for machines: JSON with a version, and a calendar with the events of the site's own calendars."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from runbook_lint.model.world import World
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.site.freshness import Duty
from runbook_lint.parse.text import encodable
from runbook_lint.parse.tracking.due import KINDS, Due
from runbook_lint.parse.tracking.ledger import ActionRow
from runbook_lint.render.calendar import DueDay, calendar
from runbook_lint.render.ledger_calendar import action_day
from runbook_lint.render.review_day import review_day

VERSION = 1
Json = dict[str, Any]  # JSON

_TITLES = {"plan": "Plan ends", "waiver": "Waiver ends", "postmortem": "Postmortem to be written"}


def due_json(items: Sequence[Due], until: date, hidden: int, today: date) -> str:
    """Version 1; its schema is `runbook-lint schema due`."""
    late = [each for each in items if each.late(today)]
    summary = {
        "items": len(items),
        "overdue": len(late),
        "kinds": {kind: sum(each.kind == kind for each in items) for kind in KINDS},
        "hidden": {"postmortems": hidden},
    }
    found = [_item(each, today) for each in items]
    document = {"version": VERSION, "today": str(today), "until": str(until), "items": found, "summary": summary}
    return encodable(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _item(item: Due, today: date) -> Json:
    return {
        "kind": item.kind, "due": str(item.day), "days_overdue": item.late(today), "what": item.what, "key": item.key,
        "path": item.path, "line": item.line,
        "owners": list(item.owners), "teams": list(item.teams), "services": list(item.services), "tier": item.tier,
    }  # fmt: skip


def due_calendar(world: World, items: Sequence[Due], repository: str) -> str:
    """All-day events; a review and an action have the same UID as in the calendars of the site and of `actions`."""
    days = (_day(world, each, repository) for each in items)
    return calendar(days, f"Due in {repository}", world.today)


def _day(world: World, item: Due, repository: str) -> DueDay:
    if isinstance(item.source, Duty):
        return review_day(world, item.source, repository)
    if isinstance(item.source, ActionRow):
        return action_day(item.source, repository)
    uid = re.sub(r"[^\w.@/-]+", "-", f"{item.key}@{repository}")
    said = [f"{name}: {', '.join(values)}" for name, values in (("Owner", item.owners), ("Team", item.teams)) if values]
    said.append(f"{item.path}:{item.line}")
    return DueDay(uid, item.day, f"{_TITLES[item.kind]}: {item.what}", "\n".join(said), page_url(world, item.path))
