"""What an alert asks of people."""

from __future__ import annotations

from runbook_lint.model.alert import Alert
from runbook_lint.model.settings import Settings

PLAN_TIERS = ("page", "ticket", "fyi")
"""What a plan's own `tier` may be."""


def alert_tier(alert: Alert, settings: Settings) -> str:
    """page, ticket or fyi by the severity map; empty where the alert has no severity or the map lacks it."""
    return tier_of(alert.severity, settings)


def tier_of(severity: str, settings: Settings) -> str:
    """The tier that a severity stands for, without case; empty where the map lacks it."""
    folded = {name.casefold(): tier for name, tier in settings.alerts.tiers.items()}
    return folded.get(severity.strip().casefold(), "")
