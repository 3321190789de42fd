"""A finding in words, where a format has one field for all of it."""

from __future__ import annotations

from runbook_lint.model.finding import Finding
from runbook_lint.render.text import visible


def told(finding: Finding) -> str:
    """The message on one line, with the next step in brackets."""
    return visible(f"{finding.message} ({finding.help})" if finding.help else finding.message)


def told_below(finding: Finding) -> str:
    """The message, and the next step on a line of its own."""
    return visible(finding.message) + (f"\nhelp: {visible(finding.help)}" if finding.help else "")
