"""Which cache a run uses: the one at the root, the one that --cache-dir names, or none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from runbook_lint.app.cache.folder import NAME
from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.cache.store import Store
from runbook_lint.app.workspace import warn
from runbook_lint.model.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])

_MEANT = (UsageError, OSError, click.ClickException, click.exceptions.Exit, click.Abort)
"""How a run may end that was told nothing wrong."""

_CHOSEN = "runbook_lint.cache"
_OPEN = "runbook_lint.memories"


def _choose(ctx: click.Context, option: click.Parameter, value: Any) -> None:  # Any: a flag or a path
    if value:
        ctx.meta[_CHOSEN] = ctx.meta.get(_CHOSEN, {}) | {option.name: value}


_NO_CACHE = click.option(
    "--no-cache", is_flag=True, expose_value=False, callback=_choose, envvar="RUNBOOK_LINT_NO_CACHE",
    help="Read every file anew, and remember nothing for the next run.",
)  # fmt: skip
_CACHE_DIR = click.option(
    "--cache-dir", metavar="DIR", expose_value=False, callback=_choose, envvar="RUNBOOK_LINT_CACHE_DIR",
    help=f"Remember here what was read in files (default: {NAME} at the root).",
)  # fmt: skip


def cache_options(command: Command) -> Command:
    """--no-cache and --cache-dir."""
    return _NO_CACHE(_CACHE_DIR(command))


def cache_folder(root: Path) -> Path | None:
    """The folder of the cache, None where there shall be none."""
    ctx = click.get_current_context(silent=True)
    chosen = ctx.meta.get(_CHOSEN, {}) if ctx else {}
    if chosen.get("no_cache"):
        return None
    return Path.cwd() / chosen["cache_dir"] if "cache_dir" in chosen else root / NAME


def _end(memory: Memory) -> None:
    """Keep what is new; what a run was told that fails as no run should is not believed once more."""
    error = sys.exception()
    if not isinstance(error, Exception) or isinstance(error, _MEANT):
        memory.save()
    elif memory.doubt():
        warn("what was remembered of files is forgotten: should it have been at fault, the next run is right")


def memory_of(root: Path) -> Memory:
    """The memory of a run: the same one for a folder however often it is opened, written when the command is done."""
    folder = cache_folder(root)
    ctx = click.get_current_context(silent=True)
    if ctx is None:
        return Memory(Store(folder) if folder else None, root)
    opened: dict[Path, Memory] = ctx.meta.setdefault(_OPEN, {})
    if root not in opened:
        opened[root] = Memory(Store(folder) if folder else None, root)
        ctx.call_on_close(partial(_end, opened[root]))
    return opened[root]
