"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from runbook_lint.app import completing
from runbook_lint.app.cache.chosen import cache_options
from runbook_lint.render.formats import FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])

_CONFIG = click.option(
    "--config", "config", multiple=True, metavar="FILE|KEY=VALUE", shell_complete=completing.files,
    help="A configuration file, or one setting as a TOML value (repeatable).",
)  # fmt: skip
_TODAY = click.option("--today", metavar="DATE", help="Judge as of this ISO date instead of today (UTC).")


_FORMAT = click.option(
    "--format", "form", multiple=True, metavar="NAME[:FILE]", shell_complete=completing.formats,
    help=f"How findings are written: {', '.join(FORMATS)}; repeatable, each to a file of its own (default: full).",
)  # fmt: skip
_OUTPUT = click.option(
    "-o", "--output-file", metavar="FILE", shell_complete=completing.files,
    help="Write them here instead of printing them; - prints.",
)  # fmt: skip
_STATISTICS = click.option(
    "--statistics", is_flag=True, help="Count the findings of each rule instead of listing them."
)


def output_options(command: Command) -> Command:
    """--format, --output-file and --statistics, for commands that write findings."""
    return _FORMAT(_OUTPUT(_STATISTICS(command)))


def config_option(command: Command) -> Command:
    """--config and the cache's, for commands that do not ask what day it is."""
    return _CONFIG(cache_options(command))


def today_option(command: Command) -> Command:
    """--today alone, for commands that look for no configuration."""
    return _TODAY(command)


def project_options(command: Command) -> Command:
    """--config, --today and the cache's."""
    return _CONFIG(_TODAY(cache_options(command)))
