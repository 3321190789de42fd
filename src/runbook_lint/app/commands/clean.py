"""`runbook-lint clean`."""

from __future__ import annotations

from pathlib import Path

import click

from runbook_lint.app.cache.chosen import cache_folder, cache_options
from runbook_lint.app.cache.folder import NAME, is_ours, remove_folder
from runbook_lint.app.workspace import find_config, find_root
from runbook_lint.model.errors import UsageError
from runbook_lint.render.text import visible


@click.command("clean")
@cache_options
def command() -> int:
    """Remove the cache: what was read in files, for the next run to read again.

    Nothing else is touched. The next run takes longer, and finds the same.
    """
    here = Path.cwd()
    root = find_root(here, find_config(here))
    folder = cache_folder(root) or root / NAME
    if folder.exists() and not is_ours(folder):
        raise UsageError(f"{folder}: is no cache of runbook-lint; nothing was removed")
    removed = remove_folder(folder)
    click.echo(f"Removed {visible(str(folder))}" if removed else f"No cache in {visible(str(folder))}")
    return 0
