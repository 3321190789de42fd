"""What was read from disk (or drawn in a test), before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from runbook_lint.model.file import Unreadable
from runbook_lint.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository itself: its web addresses (`https://host/owner/name`), its default branch.

    `symlinks` maps every link of the tree to the path of the repository it leads to in the end, None
    where it leads out of it or nowhere; `submodules` are folders whose content belongs to others, or was
    not looked into. `prefix` is the folder of git's repository that is checked, "" for all of it. `ignored`
    is what its .gitignore files say, as globs from the root.
    """

    urls: tuple[str, ...] = ()
    branch: str = ""
    symlinks: Mapping[str, str | None] = field(default_factory=dict)
    submodules: frozenset[str] = frozenset()
    prefix: str = ""
    ignored: tuple[str, ...] = ()


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
