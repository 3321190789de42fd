"""What a run looked at, counted: what every report ends with."""

from __future__ import annotations

from runbook_lint.model.file import Kind
from runbook_lint.model.report import Survey
from runbook_lint.model.world import World
from runbook_lint.parse.unread import unread_alert_files


def survey(world: World) -> Survey:
    """Count what a world holds."""
    kinds = [document.kind for document in world.documents.values()]
    return Survey(
        len(kinds),
        len(world.catalog.services),
        len(world.alerts),
        kinds.count(Kind.RUNBOOK),
        kinds.count(Kind.POSTMORTEM),
        unread_alert_files(world),
    )
