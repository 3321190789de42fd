"""A rule's options as the configuration sets them."""

from __future__ import annotations

from typing import Any

from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings


def options_of(rule: Rule, settings: Settings) -> Any:  # Any: an instance of the rule's own dataclass
    """An instance of the rule's options, defaults filled in."""
    configured = settings.rules[rule.name].options if rule.name in settings.rules else {}
    return rule.options(**configured)
