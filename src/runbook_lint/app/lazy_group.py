"""A group of commands, each in a file of its own that is imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from runbook_lint.model.errors import UsageError


class LazyGroup(click.Group):
    """Imports a command's module when the command is called, so that the others cost nothing."""

    def __init__(self, *, commands_of: str, summaries: Mapping[str, str], **arguments: Any) -> None:
        """`commands_of` is the package whose modules each have a `command`, `summaries` their names with a line."""
        super().__init__(**arguments)
        self.package, self.summaries = commands_of, summaries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the documentation."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self.summaries:
            return None
        module = import_module(f"{self.package}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in --help, without importing a single command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing them; options where a dash was typed."""
        found = [(name, text) for name, text in self.summaries.items() if name.startswith(incomplete)]
        return [CompletionItem(name, help=text) for name, text in found] or click.Command.shell_complete(
            self, ctx, incomplete
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, with did-you-mean for a wrong one."""
        from runbook_lint.model.suggest import did_you_mean

        if args and args[0] not in self.summaries and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.summaries)
            raise UsageError(f"no command {args[0]}; {hint or f'see {ctx.command_path} --help'}")
        return super().resolve_command(ctx, args)
