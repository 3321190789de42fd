"""Commits that moved review dates and did nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from runbook_lint.model.frozen import dataclass

FEWEST = 3
"""A commit that moved the dates of fewer files is looked at by nobody."""


@dataclass(frozen=True, slots=True)
class Bump:
    """A commit that moved the review dates of files on and changed nothing else, and the day it came in.

    `moved` has the days that it wrote, by the paths that the files have now.
    """

    id: str
    day: date
    moved: Mapping[str, tuple[date, ...]]


@dataclass(frozen=True, slots=True)
class BumpFacts:
    """Every such commit since a day that led to `head`, the newest first.

    `keys` are the names under which a date or its reviewer stands; paths are those from the top of git's repository.
    """

    head: str
    since: date
    keys: tuple[tuple[str, ...], tuple[str, ...]]
    bumps: tuple[Bump, ...] = ()

    def cover(self, since: date, keys: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
        """Whether they answer for a day and for some names."""
        return self.since <= since and self.keys == keys
