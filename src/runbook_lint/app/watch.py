"""Judge again when a file changes: the tree is looked at, so that nothing need be installed for it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from runbook_lint.app.pins import FOLDER
from runbook_lint.app.project import Project
from runbook_lint.app.workspace import CONFIG_NAMES, Workspace, warn
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.alert_sources.visible import may_hold_alerts
from runbook_lint.parse.lock import NAME as LOCK

Look = Mapping[Path, tuple[int, ...]]
"""What a look at the tree saw: each file's time, size and number, nothing for one that is not there."""

LIVES_LONG = 100_000
"""How many things may be made before whoever runs on looks for those that nobody holds any more."""

LEAST_PAUSE = 0.3
SHARE = 10
"""A look may take a tenth of the time, however large the tree."""


def watch(
    open_: Callable[[], tuple[Project, Workspace]],
    judge: Callable[[Project, Workspace], object],
    not_these: Iterable[Path] = (),
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Judge now and after every change until somebody stops it.

    What is wrong from the start ends it; what goes wrong later is told, and waited out. `not_these` are the
    files that judging writes.
    """
    gc.set_threshold(LIVES_LONG)
    written = frozenset(place.resolve() for place in not_these)
    here = Path.cwd()
    try:
        project, workspace = open_()
        seen = look(project, written)
        click.clear()  # on a terminal only
        judge(project, workspace)
        project.memory.save()
        while True:
            click.echo(f"{datetime.now():%H:%M:%S}: waiting for a change; Ctrl-C ends it", err=True)
            _wait(seen, partial(look, project, written), pause)
            seen = look(project, written)
            click.clear()
            try:
                opened, workspace = open_()
                if opened != project:
                    project, seen = opened, look(opened, written)
                judge(project, workspace)
                project.memory.save()
            except UsageError as error:
                warn(str(error))
    except (KeyboardInterrupt, click.Abort):
        click.echo(err=True)
        return 0
    except FileNotFoundError:
        if here.exists():
            raise
        raise UsageError(f"{here}: the folder is gone, so there is nothing to watch") from None


def _wait(seen: Look, look_again: Callable[[], Look], pause: Callable[[float], None]) -> None:
    cost = 0.0
    while True:
        pause(max(LEAST_PAUSE, cost * SHARE))
        before = time.monotonic()
        if look_again() != seen:
            return
        cost = time.monotonic() - before


def look(project: Project, written: Set[Path] = frozenset()) -> Look:
    """The state of every file that a check reads; of the others, which a link may lead to, only that they are there."""
    root, workspace = project.root, project.workspace()
    seen = {root / path: _state(root / path) if _is_read(path, workspace) else () for path in workspace.paths}
    seen |= {root / path: _state(root / path) for path in (*workspace.rendered, *CONFIG_NAMES)}
    if project.config:
        seen[project.config] = _state(project.config)
    return {place: state for place, state in seen.items() if not written or place.resolve() not in written}


def _is_read(path: str, workspace: Workspace) -> bool:
    """A log that grows in the tree, this command's own perhaps, must not start it again."""
    return (
        workspace.roles.has_role(path)
        or may_hold_alerts(path)
        or path in workspace.settings.codeowners
        or path.startswith(f"{FOLDER}/")
        or path.rsplit("/", 1)[-1] in (LOCK, ".gitattributes", ".gitignore")
    )


def _state(place: Path) -> tuple[int, ...]:
    try:
        state = place.stat()
    except OSError:
        return ()
    return (state.st_mtime_ns, state.st_size, state.st_ino)
