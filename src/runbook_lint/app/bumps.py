"""Which commits moved review dates and did nothing else, as facts of one HEAD that can be kept."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from runbook_lint.app import git, git_trees
from runbook_lint.app.bump_search import find_bumps
from runbook_lint.app.workspace import warn
from runbook_lint.model.bump import Bump, BumpFacts
from runbook_lint.model.world import World
from runbook_lint.parse.bumps import Names, facts_bytes, read_facts, stamp_names
from runbook_lint.parse.review import reviews

NAME = "review-dates"
_SLACK = timedelta(days=2)  # a date may be ahead of its commit: mornings east of Greenwich, and clocks


class Store(Protocol):
    """What keeps bytes by name from one run to the next."""

    def get(self, name: str) -> bytes | None:
        """The bytes that were kept, None where there are none."""

    def put(self, name: str, data: bytes) -> None:
        """Keep some bytes."""


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
    found, renames = find_bumps(root, f"{old.head}..{head}" if old else head, start, names)
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
