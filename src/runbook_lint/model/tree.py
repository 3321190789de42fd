"""What was read from disk (or drawn in a test), before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from runbook_lint.model.world import Unreadable


@dataclass(frozen=True)
class Tree:
    """The repository's files: contents of those that have a role, the paths of all.

    `unreadable` are files with a role whose content could not be had; `silent` those that git marks
    as generated or vendored.
    """

    contents: Mapping[str, bytes]
    paths: frozenset[str] = frozenset()
    unreadable: tuple[Unreadable, ...] = ()
    silent: frozenset[str] = field(default_factory=frozenset)

    def with_contents(self, changed: Mapping[str, bytes]) -> Tree:
        """The tree after some files changed."""
        return Tree({**self.contents, **changed}, self.paths | set(changed), self.unreadable, self.silent)
