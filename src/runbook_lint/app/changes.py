"""What git says of the code that services watch and of their review dates, for the rules that ask."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from runbook_lint.app import git
from runbook_lint.app.bumps import Store, with_bumps
from runbook_lint.app.workspace import warn
from runbook_lint.model.resolution import State
from runbook_lint.model.rule import Rule
from runbook_lint.model.world import Change, World
from runbook_lint.parse.links import resolutions
from runbook_lint.parse.watched import watched_folders, watched_since


def with_changes(world: World, root: Path, rules: Iterable[Rule], store: Store | None = None) -> World:
    """The world with what the rules that run ask git for; git is asked once for each of both, if at all.

    Without git, or where it takes too long, there is nothing, and one line says so. `store` keeps what is found for the
    next run.
    """
    asked = {name for rule in rules for name in rule.parameters}
    if "changes" in asked:
        world = _with_watched(world, root)
    return with_bumps(world, root, store) if "bumps" in asked else world


def _with_watched(world: World, root: Path) -> World:
    """The world with the commits that touched watched code since the oldest review."""
    since = watched_since(world)
    if since is None or not git.in_repository(root):
        return world
    try:
        found = git.changes_since(root, watched_folders(world), since.isoformat())
    except (git.GitFailed, OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: a path with NUL in it
        warn("git cannot say what was changed: what services watch is not judged")
        return world
    return replace(world, changes=tuple(_change(commit) for commit in found))


def with_renames(world: World, root: Path) -> World:
    """The world with what git's history says of files that were renamed, asked only where a link leads to none.

    Without git, or where it takes too long, there is nothing to go by, and links are mended by the files' names.
    """
    missing = (each.state is State.NO_FILE for found in resolutions(world).values() for each in found)
    if not git.in_repository(root) or not any(missing):
        return world
    try:
        found = git.renames(root)
    except (git.GitFailed, OSError, subprocess.TimeoutExpired):
        return world
    gone = {old: new for old, new in found.items() if new in world.files and old not in world.files}
    return replace(world, renames=gone, memo={})


def _change(commit: git.GitChange) -> Change:
    return Change(datetime.fromtimestamp(commit.time, UTC).date(), commit.paths)
