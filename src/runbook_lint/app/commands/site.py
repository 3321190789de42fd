"""`runbook-lint site`."""

from __future__ import annotations

import click

from runbook_lint.app.lazy_group import LazyGroup

COMMANDS: dict[str, str] = {
    "generate": "Write the site as plain Markdown, for MkDocs or any engine that reads its configuration.",
    "build": "Generate, and build the site with MkDocs.",
    "serve": "Build, serve, and keep both current while you write.",
}


@click.group(
    "site",
    cls=LazyGroup,
    commands_of="runbook_lint.app.commands.sites",
    summaries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """One searchable site of services, runbooks, alerts and postmortems."""
