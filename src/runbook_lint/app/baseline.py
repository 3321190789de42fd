"""The baseline on disk: read, with its entries under the names that their files have now."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path

from runbook_lint.app import git, git_trees
from runbook_lint.app.project import Project
from runbook_lint.app.read import read_regular
from runbook_lint.app.write import path_within
from runbook_lint.model.baseline import Baseline
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.tree import Tree
from runbook_lint.render.text import visible


@dataclass(frozen=True)
class Kept:
    """A baseline as it was found: `raw` is its bytes, None where there is no file.

    `renames` are the files whose entries followed them, `lost` those that are gone and, since the clone is a shallow
    one, may only have been renamed. `conflict` is where a merge left it unfinished, 0 where it did not.
    """

    path: str
    place: Path
    raw: bytes | None = None
    baseline: Baseline = Baseline()
    renames: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    conflict: int = 0


def find_baseline(project: Project, tree: Tree, *, mend: bool = False) -> Kept:
    """The repository's baseline; `mend` takes the entries of both sides of a merge conflict, else an error tells it."""
    path = project.settings.baseline
    place = project.root / path
    try:
        raw = read_regular(place)
    except (FileNotFoundError, NotADirectoryError):
        return Kept(path, place)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    from runbook_lint.parse.baseline import conflict_line, read_baseline, read_both_sides  # few have one

    path_within(project.root, place)
    conflict = conflict_line(raw.decode("utf-8", "replace")) if mend else 0
    baseline = read_both_sides(raw, path) if conflict else read_baseline(raw, path)
    moved, lost = _followed(project.root, path, baseline.paths - tree.paths - set(tree.contents), tree)
    return Kept(path, place, raw, baseline.moved(moved), moved, lost, conflict)


def _followed(root: Path, path: str, gone: frozenset[str], tree: Tree) -> tuple[dict[str, str], frozenset[str]]:
    """What became of files that are gone: new names, and the ones that a shallow clone cannot tell of."""
    moved: dict[str, str] = {}
    asked: set[object] = set()
    if not gone or not git.in_repository(root):
        return moved, frozenset()
    try:
        for commit in dict.fromkeys(_witnesses(root, path)):
            if gone - set(moved):
                moved |= _renamed_since(root, commit, gone - set(moved), tree, asked)
        shallow = bool(gone - set(moved)) and git_trees.is_shallow(root)
    except (git.GitFailed, OSError, subprocess.TimeoutExpired):
        shallow = False
    return moved, gone - set(moved) if shallow else frozenset()


def _witnesses(root: Path, path: str) -> Iterator[str]:
    """The commits that may know the files as the baseline names them, by their ids.

    The one that wrote it last; its parents, where it is a merge; and the newest, for a baseline that nobody has
    committed yet.
    """
    yield from git_trees.last_change(root, path)
    newest = git_trees.commit_id(root, "HEAD")
    if newest:
        yield newest


def _renamed_since(
    root: Path, commit: str, gone: frozenset[str], tree: Tree, asked: set[object]
) -> dict[str, str]:
    """What became of files that a commit has; what was `asked` before, since commits are alike, is not asked again."""
    then = git_trees.files_of(root, commit)
    wanted = {path: then[path].id for path in gone if path in then}
    new = {path: data for path, data in tree.contents.items() if path not in then}
    question = frozenset(wanted.items()), frozenset(new)
    if not wanted or not new or question in asked:
        return {}
    asked.add(question)
    from runbook_lint.app.renames import renames

    found = git_trees.contents(root, wanted.values())
    return renames({path: found[id] for path, id in wanted.items() if id in found}, new)


def lost_entries(kept: Kept) -> tuple[str, ...]:
    """What a shallow clone may have kept from us."""
    if not kept.lost:
        return ()
    some = ", ".join(visible(path) for path in sorted(kept.lost)[:3]) + (" …" if len(kept.lost) > 3 else "")
    return (
        f"{kept.path}: in this shallow clone git cannot say what became of {some}: if renamed, its findings are told "
        "as new; fetch the whole history (`git fetch --unshallow`, in GitHub Actions `fetch-depth: 0`)",
    )
