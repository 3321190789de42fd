"""What was read from disk (or drawn in a test), before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from runbook_lint.model.world import Repository, Unreadable


@dataclass(frozen=True)
class Tree:
    """The repository's files: contents of those that have a role, the paths of all.

    `unreadable` are files with a role whose content could not be had; `silent` those that git marks
    as generated or vendored; `imported` the pinned catalogues of other repositories by their name in
    the configuration. `ignored` are contents that git ignores and the layout names all the same (rendered
    alert rules), `authored` files without a role that may hold alerts.
    """

    contents: Mapping[str, bytes]
    paths: frozenset[str] = frozenset()
    unreadable: tuple[Unreadable, ...] = ()
    silent: frozenset[str] = field(default_factory=frozenset)
    repository: Repository = Repository()
    imported: Mapping[str, bytes] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    authored: Mapping[str, bytes] = field(default_factory=dict)

    def with_contents(self, changed: Mapping[str, bytes]) -> Tree:
        """The tree after some files changed."""
        return replace(self, contents={**self.contents, **changed}, paths=self.paths | set(changed))
