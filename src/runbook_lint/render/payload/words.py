"""What every form of an alert's message says in the same words."""

from __future__ import annotations

from runbook_lint.parse.payload import Payload
from runbook_lint.parse.targets import is_web
from runbook_lint.render.text import visible

UNANSWERED = "not written down"
MOST_TEXT = 500
MOST_STEPS = 10
MOST_CODE_LINES = 12
FEW = 5
"""Of changes and of incidents, the newest."""


def head(payload: Payload) -> str:
    """Name, tier and service on one line."""
    tier = payload.tier or payload.severity
    service = payload.service_name or payload.service
    if service and payload.service_tier:
        service += f" (tier {payload.service_tier})"
    return " · ".join(visible(part) for part in (payload.alert, tier, service) if part)


def clipped(text: str, most: int = MOST_TEXT) -> str:
    """One line of text, cut at a word where it is too long."""
    line = " ".join(visible(text.replace("\n", " ")).split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0][: most - 1].rstrip() + "…"


def clipped_code(text: str, most: int = 1200) -> list[str]:
    """The lines of a code block, not more than a screen of them."""
    lines = [visible(line.replace("\t", "    ").rstrip()) for line in text.strip("\n").split("\n")]
    kept: list[str] = []
    for line in lines[:MOST_CODE_LINES]:
        if sum(map(len, kept)) + len(line) > most:
            break
        kept.append(line)
    return kept if len(kept) == len(lines) else [*kept, "…"]


def rule_line(payload: Payload) -> str:
    """Where the rule stands, or how many there are."""
    if not payload.rules:
        return ""
    first = payload.rules[0]
    more = f", and {len(payload.rules) - 1} more of this name" if len(payload.rules) > 1 else ""
    return visible(f"{first.path}:{first.line}{more}")


def is_url(text: str) -> bool:
    """Whether a text can be opened from anywhere."""
    return is_web(text) and not any(char.isspace() for char in text)
