"""What is where in the repository, exactly as git spells it: a case-blind file system is never asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum
from posixpath import basename

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once


class Found(Enum):
    """What stands at a path."""

    FILE = "file"
    FOLDER = "folder"
    NOTHING = "nothing"
    OUTSIDE = "outside"  # behind a symlink that leads out of the repository or nowhere
    FOREIGN = "foreign"  # in a submodule


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at a path once every symlink on the way was followed."""

    found: Found
    path: str

    @property
    def exists(self) -> bool:
        """Whether a file or a folder is there."""
        return self.found in (Found.FILE, Found.FOLDER)


@dataclass(frozen=True, slots=True)
class TreePaths:
    """Every path of the repository: by itself, by its spelling without case, by its last name."""

    files: frozenset[str]
    folders: frozenset[str]
    folded: Mapping[str, Sequence[str]]
    named: Mapping[str, Sequence[str]]


@once
def tree_paths(world: World) -> TreePaths:
    """The repository's paths, sorted out once."""
    files = frozenset(path for path in world.files if not path.endswith("/")) - world.repository.submodules
    folders = {""}
    for path in (*files, *(f"{each}/." for each in world.repository.submodules)):
        while (path := path.rpartition("/")[0]) not in folders:
            folders.add(path)
    folded: dict[str, list[str]] = {}
    named: dict[str, list[str]] = {}
    for path in sorted(files | folders):
        folded.setdefault(fold(path), []).append(path)
    for path in sorted(files):
        named.setdefault(fold(basename(path)), []).append(path)
    return TreePaths(files, frozenset(folders), folded, named)


def fold(path: str) -> str:
    """A path without case, in one Unicode form."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def locate(world: World, path: str) -> Place:
    """What stands at a path of the repository, in exactly this spelling."""
    followed = _followed(world, path)
    if isinstance(followed, Place):
        return followed
    paths = tree_paths(world)
    if followed in paths.files:
        return Place(Found.FILE, followed)
    return Place(Found.FOLDER if followed in paths.folders else Found.NOTHING, followed)


def other_spellings(world: World, path: str) -> tuple[str, ...]:
    """The paths that differ from one only in case or Unicode form."""
    return tuple(each for each in tree_paths(world).folded.get(fold(path), ()) if each != path)


def _followed(world: World, path: str) -> str | Place:
    """The path behind all symlinks, or why there is none."""
    repository = world.repository
    if not repository.symlinks and not repository.submodules:
        return path
    parts, here = path.split("/"), ""
    for index, part in enumerate(parts):
        here = f"{here}/{part}" if here else part
        if here in repository.symlinks:
            target = repository.symlinks[here]
            if target is None:
                return Place(Found.OUTSIDE, here)
            here = target
        if here in repository.submodules and index < len(parts) - 1:
            return Place(Found.FOREIGN, here)
    return here
