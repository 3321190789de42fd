"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from runbook_lint.app import completing
from runbook_lint.app.cache.chosen import cache_options

Command = TypeVar("Command", bound=Callable[..., Any])

_CONFIG = click.option(
    "--config", "config", multiple=True, metavar="FILE|KEY=VALUE", shell_complete=completing.files,
    help="A configuration file, or one setting as a TOML value (repeatable).",
)  # fmt: skip
_TODAY = click.option("--today", metavar="DATE", help="Judge as of this ISO date instead of today (UTC).")


def config_option(command: Command) -> Command:
    """--config and the cache's, for commands that do not ask what day it is."""
    return _CONFIG(cache_options(command))


def today_option(command: Command) -> Command:
    """--today alone, for commands that look for no configuration."""
    return _TODAY(command)


def project_options(command: Command) -> Command:
    """--config, --today and the cache's."""
    return _CONFIG(_TODAY(cache_options(command)))
