"""The names of rules in a waiver."""

from __future__ import annotations

from collections.abc import Sequence

from runbook_lint.editor.completion.offer import Offer, Offers
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Rule

_OPEN = regex(r"runbook-lint:\s*(?:file-)?ignore\[(?:[^\]]*,)?\s*(?P<typed>[\w-]*)\Z")


def waiver_offers(rules: Sequence[Rule], before: str) -> Offers | None:
    """The rules that may be waived, where a waiver's bracket is open."""
    match = _OPEN.search(before)
    if match is None:
        return None
    named = (Offer(rule.name, "rule", f"{rule.code}: {rule.sentence}") for rule in rules)
    return Offers(match.start("typed"), sorted(named, key=lambda offer: offer.text))
