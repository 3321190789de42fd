"""`runbook-lint postmortem`, also `postmortem` by itself."""

from __future__ import annotations

import click

from runbook_lint import __version__
from runbook_lint.app.lazy_group import LazyGroup

COMMANDS: dict[str, str] = {
    "new": "Write a postmortem, filled in with what machines know.",
    "list": "The postmortems, the newest first.",
    "actions": "The action items, the overdue first; set one, or import states from a tracker.",
    "review-pack": "A month's reviews on one page: actions, repeats, factors, thin sections.",
}


@click.group(
    "postmortem",
    cls=LazyGroup,
    commands_of="runbook_lint.app.commands.postmortems",
    summaries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="postmortem", message="%(prog)s %(version)s")
def command() -> None:
    """Write postmortems, list them, and track their actions to the end."""
