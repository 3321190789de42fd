"""The words of blame: what they are, why they stand in the way of learning, and what to write instead.

An entry that turns out wrong on real postmortems more than rarely is narrowed, or it leaves. Patterns ignore
case and stand at the beginning of a word.
"""

from __future__ import annotations

from runbook_lint.parse.wording.blame_lexicon.care import CARE
from runbook_lint.parse.wording.blame_lexicon.counterfactuals import COUNTERFACTUALS
from runbook_lint.parse.wording.blame_lexicon.entry import GROUPS, Entry
from runbook_lint.parse.wording.blame_lexicon.hindsight import CAUSES, HINDSIGHT
from runbook_lint.parse.wording.blame_lexicon.persons import PERSONS

__all__ = ["GROUPS", "LEXICON", "Entry"]

LEXICON = (*PERSONS, *COUNTERFACTUALS, *HINDSIGHT, *CAUSES, *CARE)
"""All entries; of those that a sentence has of one group, the first in the sentence counts."""
