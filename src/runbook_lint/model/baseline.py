"""Findings that were accepted when a repository was adopted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import field
from typing import NamedTuple

from runbook_lint.model.frozen import dataclass

SECRET = "secret-in-text"  # the rule's name, not a secret
"""The rule whose findings stay urgent though they are accepted."""


class Key(NamedTuple):
    """What an accepted finding is known by: never its line number or message, so that it outlives both.

    `line` is a hash of the line's text; empty for findings on a whole page, and where the text is not to be known.
    """

    path: str
    rule: str
    line: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of each key are accepted."""

    counts: Mapping[Key, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many findings are accepted."""
        return sum(self.counts.values())

    @property
    def paths(self) -> frozenset[str]:
        """The files that have accepted findings."""
        return frozenset(key.path for key in self.counts)

    def within(self, paths: Container[str]) -> Baseline:
        """Those in some files."""
        return Baseline({key: count for key, count in self.counts.items() if key.path in paths})

    def moved(self, renames: Mapping[str, str]) -> Baseline:
        """The same findings under the names that their files have now."""
        counts: Counter[Key] = Counter()
        for key, count in self.counts.items():
            counts[key._replace(path=renames.get(key.path, key.path))] += count
        return Baseline(dict(counts))
