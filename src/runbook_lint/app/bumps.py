"""Which commits moved review dates and did nothing else: one pass of git, then the few commits that look like it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Protocol

from runbook_lint.app import git, git_trees
from runbook_lint.app.git_edits import GitEdit, GitEdits, edits
from runbook_lint.app.workspace import warn
from runbook_lint.model.bump import FEWEST, Bump, BumpFacts
from runbook_lint.model.world import World
from runbook_lint.parse.bumps import Names, facts_bytes, moved_dates, read_facts, stamp_names
from runbook_lint.parse.layout import may_be_reviewed
from runbook_lint.parse.review import reviews

NAME = "review-dates"
_SLACK = timedelta(days=2)  # a date may be ahead of its commit: mornings east of Greenwich, and clocks
_NEAR = 200  # bytes: what stamps may add to a file
_LARGEST = 1 << 20  # bytes
_AT_ONCE = 500  # files whose two texts are held
_WAIT = 30  # seconds


class Store(Protocol):
    """What keeps bytes by name from one run to the next."""

    def get(self, name: str) -> bytes | None:
        """The bytes that were kept, None where there are none."""

    def put(self, name: str, data: bytes) -> None:
        """Keep some bytes."""


class Shelf(dict[str, bytes]):
    """A store for as long as a process lives."""

    def put(self, name: str, data: bytes) -> None:
        """Keep some bytes."""
        self[name] = data


def with_bumps(world: World, root: Path, store: Store | None = None) -> World:
    """The world with the commits that moved review dates and changed nothing else; git is asked where dates stand."""
    written = [review.last_reviewed for review in reviews(world) if review.last_reviewed]
    if not written or not git.in_repository(root):
        return world
    since = max(min(written), date(1970, 1, 3)) - _SLACK
    try:
        facts = bump_facts(root, since, stamp_names(world.settings), store)
    except (git.GitFailed, OSError, subprocess.TimeoutExpired):
        warn("git cannot say what was changed: review dates that were moved in bulk are not judged")
        return world
    return replace(world, bumps=tuple(_below(git.prefix(root), facts.bumps)))


def _below(prefix: str, bumps: Sequence[Bump]) -> Iterator[Bump]:
    """Commits by paths from the root, which may be a folder of git's repository: others' files are counted as well."""
    start = f"{prefix}/" if prefix else ""
    for bump in bumps:
        yield replace(bump, moved={_from_root(start, path): days for path, days in bump.moved.items()})


def _from_root(start: str, path: str) -> str:
    return path.removeprefix(start) if path.startswith(start) else f"../{path}"


def bump_facts(root: Path, since: date, names: Names, store: Store | None = None) -> BumpFacts:
    """What leads to HEAD; where the store holds what led to an ancestor, only what came since is looked at.

    A shallow clone's facts are not kept: it may be deepened and still have the same HEAD.
    """
    head = git_trees.commit_id(root, "HEAD")
    old = read_facts(store.get(NAME)) if store is not None and head else None
    if old and not (old.cover(since, names) and _leads_to(root, old.head, head)):
        old = None
    if not head or (old and old.head == head):
        return old or BumpFacts("", since, names)
    start = old.since if old else since
    found, renames = _bumps(root, f"{old.head}..{head}" if old else head, start, names)
    earlier = tuple(_renamed(bump, renames) for bump in old.bumps) if old else ()
    facts = BumpFacts(head, start, names, (*found, *earlier))
    if store is not None and not git_trees.is_shallow(root):
        store.put(NAME, facts_bytes(facts))
    return facts


def _leads_to(root: Path, old: str, head: str) -> bool:
    try:
        return old == head or git_trees.merge_base(root, old, head) == old
    except git.GitFailed:  # a commit that is gone
        return False


def _renamed(bump: Bump, renames: Mapping[str, str]) -> Bump:
    return replace(bump, moved={renames.get(path, path): days for path, days in bump.moved.items()})


@dataclass(frozen=True, slots=True)
class _Likely:
    """A commit that changed pages and manifests only, each by no more than a stamp's length."""

    commit: GitEdits
    paths: tuple[str, ...]


def _bumps(root: Path, commits: str, since: date, names: Names) -> tuple[tuple[Bump, ...], dict[str, str]]:
    """The commits of a range that only moved dates, and what became of files that were renamed in it."""
    until = monotonic() + _WAIT
    renames: dict[str, str] = {}
    likely = []
    for commit in edits(root, commits, str(since)):
        if len(commit.files) >= FEWEST and all(map(_is_page_edit, commit.files)):
            likely.append(_Likely(commit, tuple(renames.get(each.path, each.path) for each in commit.files)))
        for each in commit.files:
            if each.path != each.now:
                renames[each.path] = renames.get(each.now, each.now)
    found = (_bump(root, each, names, until) for each in _first_looks(root, _small(root, likely), names))
    return tuple(bump for bump in found if bump), renames


def _is_page_edit(edit: GitEdit) -> bool:
    before, after = edit.modes
    return edit.status == "M" and before == after and before.startswith("100") and may_be_reviewed(edit.path)


def _small(root: Path, likely: Sequence[_Likely]) -> list[_Likely]:
    """The commits in which no file grew or shrank by more than stamps may be long."""
    sizes = git_trees.sizes(root, (id for each in likely for file in each.commit.files for id in file.ids))

    def is_near(file: GitEdit) -> bool:
        old, new = (sizes.get(id, _LARGEST) for id in file.ids)
        return max(old, new) < _LARGEST and abs(old - new) <= _NEAR

    return [each for each in likely if all(map(is_near, each.commit.files))]


def _first_looks(root: Path, likely: Sequence[_Likely], names: Names) -> Iterator[_Likely]:
    """The commits whose first file says nothing new but dates: few are left, and only they are read whole."""
    for start in range(0, len(likely), _AT_ONCE):
        some = likely[start : start + _AT_ONCE]
        first = _moved(root, [each.commit.files[0] for each in some], names)
        yield from (each for each, days in zip(some, first, strict=True) if days is not None)


def _bump(root: Path, likely: _Likely, names: Names, until: float) -> Bump | None:
    """A commit as what it is, or nothing where it changed something else, or moved the dates of too few files."""
    files, moved = likely.commit.files, {}
    for start in range(0, len(files), _AT_ONCE):
        if monotonic() > until:
            raise git.GitFailed("it takes too long")
        some = _moved(root, files[start : start + _AT_ONCE], names)
        for path, days in zip(likely.paths[start:], some, strict=False):
            if days is None:
                return None
            if days:
                moved[path] = days
    day = datetime.fromtimestamp(likely.commit.time, UTC).date()
    return Bump(likely.commit.id, day, moved) if len(moved) >= FEWEST else None


def _moved(root: Path, files: Sequence[GitEdit], names: Names) -> list[tuple[date, ...] | None]:
    texts = git_trees.contents(root, (id for file in files for id in file.ids))
    pairs = ((texts.get(old), texts.get(new)) for old, new in (file.ids for file in files))
    return [None if old is None or new is None else moved_dates(old, new, names) for old, new in pairs]
