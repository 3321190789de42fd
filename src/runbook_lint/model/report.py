"""What a run found, and what it looked at."""

from __future__ import annotations

from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found, in order, and how many findings waivers took away."""

    findings: tuple[Finding, ...]
    waived: int = 0


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
