"""`runbook-lint new`."""

from __future__ import annotations

import click

from runbook_lint.app.lazy_group import LazyGroup

COMMANDS = {
    "service": "Write the manifest of a service.",
    "runbook": "Write the runbook of a service from its manifest.",
    "arp": "Write the response plan of an alert from its rule.",
    "postmortem": "Write the postmortem of an incident, filled in with what machines know.",
    "comms": "Write an update on an incident for those outside it.",
}


@click.group(
    "new", cls=LazyGroup, commands_of="runbook_lint.app.commands.new_pages", summaries=COMMANDS
)
def command() -> None:
    """Write a new page, filled in as far as the repository knows."""
