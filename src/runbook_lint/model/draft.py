"""What is known of an incident before its postmortem is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.postmortem import Action, TimelineEntry


@dataclass(frozen=True)
class Draft:
    """The facts that a new postmortem starts from, from flags, answers or another tool's export.

    Texts are plain and unescaped. `times` has aware times by the names of STAMPS. `notes` say, one sentence
    each, what was there and could not be taken.
    """

    incident: str = ""
    title: str = ""
    kind: str = "incident"
    severity: str = ""
    services: tuple[str, ...] = ()
    times: Mapping[str, datetime] = field(default_factory=dict)
    commander: str = ""
    facilitator: str = ""
    participants: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    ticket: str = ""
    restricted: bool = False
    summary: str = ""
    impact: str = ""
    timeline: tuple[TimelineEntry, ...] = ()
    actions: tuple[Action, ...] = ()
    notes: tuple[str, ...] = ()
