"""`check --hook`: what pre-commit and prek tell a hook, beside the files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import click

from runbook_lint.model.errors import UsageError


class Command(click.Command):
    """A command with --hook: the tools put names of files behind the options with nothing between."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """With --hook the name of a file that is there is never taken for an option."""
        return super().parse_args(ctx, names_apart(args) if "--hook" in args else args)


def names_apart(args: Sequence[str]) -> list[str]:
    """The arguments, those that name a file though they look like an option moved behind `--`.

    A commit that adds `--output-file=x.md` or `--exit-zero` must not say what the hook does.
    """
    end = args.index("--") if "--" in args else len(args)
    own = args.index("--hook")  # the first one is no file's name
    names = [each for at, each in enumerate(args[:end]) if at != own and each[:1] == "-" and os.path.lexists(each)]
    options = [each for at, each in enumerate(args[:end]) if at == own or each not in names]
    return [*options, "--", *names, *args[end + 1 :]]


def since() -> str:
    """What the change is compared with: the commit that a run over several commits begins at, else the last one."""
    return os.environ.get("PRE_COMMIT_FROM_REF") or "HEAD"  # prek sets it too


def refuse_others(given: Mapping[str, Any]) -> None:
    """No option that says in another way what is judged."""
    others = {"changed": "--changed", "stdin_filename": "--stdin-filename", "watch": "--watch"}
    for name, option in others.items():
        if given[name] or (name == "changed" and given[name] is not None):
            raise UsageError(f"--hook judges what the hook names; leave {option} out")


def in_its_words(error: UsageError) -> UsageError:
    """What --changed says of git, told of the option that was given."""
    return UsageError(str(error).replace("--changed", "--hook"))
