"""What git knows of pages and services, asked for in one pass over its log, whatever the number of pages."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from runbook_lint.app import git
from runbook_lint.app.workspace import warn
from runbook_lint.model.document import Kind
from runbook_lint.model.site import Commit, History
from runbook_lint.model.world import World
from runbook_lint.parse.changed import service_finder
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.visibility import is_restricted

MOST = 5000
"""How many commits are looked at: what is older than all of them has no last commit on the site."""

RECENT = 5
"""How many changes of a service are shown."""


def read_history(root: Path, world: World) -> History:
    """The commit that is built, the last one of each page, and the newest of each service's folder and watched code.

    Empty without git. What a commit says that touched a page which is not for everybody is not repeated.
    """
    if not git.in_repository(root):
        return History()
    try:
        log = git.file_log(root, MOST)
    except (git.GitFailed, OSError, subprocess.TimeoutExpired) as error:
        if not git.has_commits(root):
            return History()
        warn(f"git cannot tell what was changed ({error}): pages are without their last commits")
        return History()
    head = _commit(log[0][0]) if log else None
    return History(head, *_collect(world, log))


def _collect(
    world: World, log: Iterable[tuple[git.GitCommit, tuple[str, ...]]]
) -> tuple[dict[str, Commit], dict[str, tuple[Commit, ...]]]:
    services_of = service_finder(world)
    hidden = {path for path, page in world.documents.items() if is_restricted(page, world.settings)}
    kind = Roles(world.settings).kind
    wanted = ({*world.documents, *world.data_files, *world.alert_files}) - hidden
    last: dict[str, Commit] = {}
    recent: dict[str, list[Commit]] = {}
    for told, paths in log:
        gone = any(path not in world.files and kind(path) is Kind.POSTMORTEM for path in paths)  # who could read it?
        is_hidden = gone or bool(hidden.intersection(paths))
        commit = replace(_commit(told), subject="") if is_hidden else _commit(told)
        for path in paths:
            if path in wanted:
                last.setdefault(path, commit)
        if is_hidden:
            continue
        for service in sorted({each for path in paths for each in services_of(path)}):
            found = recent.setdefault(service, [])
            if len(found) < RECENT:
                found.append(commit)
    return last, {service: tuple(commits) for service, commits in sorted(recent.items())}


def _commit(told: git.GitCommit) -> Commit:
    return Commit(told.id, date.fromisoformat(told.day), told.subject)
