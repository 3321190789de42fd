"""`runbook-lint completion`."""

from __future__ import annotations

from importlib import import_module

import click
from click.shell_completion import ShellComplete

from runbook_lint.app.shells import SHELLS


@click.command("completion")
@click.argument("shell", type=click.Choice(tuple(SHELLS)), metavar="|".join(SHELLS))
def command(shell: str) -> int:
    """Print what makes SHELL complete commands, options, rules, formats, services and alerts behind Tab.

    In ~/.bashrc or ~/.zshrc: `source <(runbook-lint completion bash)`, or zsh.
    In ~/.config/fish/config.fish: `runbook-lint completion fish | source`.
    """
    click.echo("\n".join(script(shell, name).strip("\n") for name in ("runbook-lint", "postmortem")))
    return 0


def script(shell: str, name: str) -> str:
    """click's script for one of our two commands."""
    group: click.Command = import_module("runbook_lint.app.cli").cli
    variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
    return ShellComplete.source(SHELLS[shell](group, {}, name, variable))  # bash's own asks bash for its version first
