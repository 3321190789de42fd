"""What git says of the code that services watch, for the rules that ask."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from runbook_lint.app import git
from runbook_lint.app.workspace import warn
from runbook_lint.model.resolution import State
from runbook_lint.model.rule import Rule
from runbook_lint.model.world import Change, World
from runbook_lint.parse.links import page_links
from runbook_lint.parse.watched import watched_folders, watched_since


def with_changes(world: World, root: Path, rules: Iterable[Rule]) -> World:
    """The world with the commits that touched watched code since the oldest review; git is asked once, if at all.

    Without git, or where it takes too long, there are none, and one line says so.
    """
    since = watched_since(world) if any("changes" in rule.parameters for rule in rules) else None
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
    missing = (found.state is State.NO_FILE for links in page_links(world).values() for _, found in links)
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
