"""What a run looked at, counted: what every report ends with."""

from __future__ import annotations

from dataclasses import dataclass

from runbook_lint.model.document import Kind
from runbook_lint.model.world import World
from runbook_lint.parse.unread import unread_alert_files


@dataclass(frozen=True, slots=True)
class Survey:
    """How many pages, services and alerts there are; how many of the pages are runbooks and postmortems.

    `unread` are the files that hold alerts and could not be read.
    """

    documents: int = 0
    services: int = 0
    alerts: int = 0
    runbooks: int = 0
    postmortems: int = 0
    unread: tuple[str, ...] = ()


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
