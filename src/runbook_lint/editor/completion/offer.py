"""What is offered: texts with their kind, for one place."""

from __future__ import annotations

from collections.abc import Iterable

from runbook_lint.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A text to type. `kind` is service, team, person, alert, section, page, anchor, rule or value."""

    text: str
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers for what is typed from `start` on, an index into the line; the likely ones first."""

    start: int
    items: Iterable[Offer]
