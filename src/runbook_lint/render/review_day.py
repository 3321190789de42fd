"""A review as a day of a calendar: the same on the site and in what `due` writes."""

from __future__ import annotations

import re

from runbook_lint.model.world import World
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.site.freshness import Duty
from runbook_lint.render.calendar import DueDay


def review_day(world: World, duty: Duty, repository: str) -> DueDay:
    """The day on which a page or manifest is to be read again; nothing of a page's words is in it but its path."""
    assert duty.due is not None
    uid = re.sub(r"[^\w.@/-]+", "-", f"review-{duty.path}@{repository}")
    title = f"Review {' '.join(filter(None, (duty.service, duty.kind)))}: {duty.path}"
    said = [f"Team: {duty.team}" * bool(duty.team), f"Tier: {duty.tier}" * bool(duty.tier)]
    said += [f"Last reviewed: {duty.last_reviewed}", f"Then: runbook-lint reviewed {duty.path}"]
    return DueDay(uid, duty.due, title, "\n".join(filter(None, said)), page_url(world, duty.path))
