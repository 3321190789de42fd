"""What may be typed at a place of a text."""

from __future__ import annotations

from collections.abc import Sequence

from runbook_lint.editor.completion.headings import heading_offers
from runbook_lint.editor.completion.offer import Offer, Offers
from runbook_lint.editor.completion.targets import target_offers
from runbook_lint.editor.completion.values import value_offers
from runbook_lint.editor.completion.waivers import waiver_offers
from runbook_lint.model.rule import Rule
from runbook_lint.model.world import World

__all__ = ["Offer", "Offers", "complete"]

MOST = 200
"""Offers that are sent at once; with more letters there are fewer."""


def complete(
    world: World, rules: Sequence[Rule], path: str, lines: Sequence[str], line: int, column: int
) -> tuple[Offers, bool] | None:
    """What may be typed at a place, and whether that is all; None where nothing of ours belongs there."""
    before = (lines[line - 1] if 0 < line <= len(lines) else "")[: column - 1]
    found = (
        waiver_offers(rules, before)
        or heading_offers(world, path, lines, line, before)
        or target_offers(world, path, before)
        or value_offers(world, path, lines, line, before)
    )
    if found is None:
        return None
    typed = before[found.start :].casefold()
    ranked = [(rank, offer) for offer in found.items if (rank := _rank(typed, offer.text.casefold())) is not None]
    fitting = [offer for _, offer in sorted(ranked, key=lambda pair: pair[0])]
    return Offers(found.start, tuple(fitting[:MOST])), len(fitting) <= MOST


def _rank(typed: str, text: str) -> int | None:
    """How well a text fits what is typed: it begins so, it holds it, or it has its letters in their order."""
    if typed in text:
        return 0 if text.startswith(typed) else 1
    letters = iter(text)
    return 2 if all(letter in letters for letter in typed) else None
