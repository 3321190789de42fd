"""docs/reference/commands.md: what the commands themselves say, around the text that people wrote.

Between the two markers everything is generated from click's definitions. What stands behind the second one, up to
the next command's heading, is written by hand and kept.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from runbook_lint.app.cli import cli

BEGIN, END = "<!-- generated from the command's definition -->", "<!-- end of what is generated -->"
INTRO = "# Commands\n\nEvery command and every option.\n"
_SECTION = re.compile(r"^#{2,} (runbook-lint [a-z -]+)\n", re.MULTILINE)


def walk(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """A command and all below it, in the order of `--help`, each with its context."""
    yield command, context
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        inner = command.get_command(context, name)
        assert inner is not None
        yield from walk(inner, click.Context(inner, parent=context, info_name=name))


def all_commands() -> Iterator[tuple[click.Command, click.Context]]:
    """Every command, `runbook-lint` itself first."""
    yield from walk(cli, click.Context(cli, info_name="runbook-lint", **cli.context_settings))


def commands_page(old: str) -> str:
    """The page as it should be, with the text that people wrote into the old one."""
    intro, written = _written(old)
    text = intro
    for command, context in all_commands():
        path = context.command_path
        heading = f"{'#' * len(path.split())} {path}\n\n" if " " in path else ""
        text += f"{heading}{BEGIN}\n\n{_definition(command, context)}\n\n{END}\n{written.pop(path, '')}\n"
    if written:
        raise SystemExit(f"docs/reference/commands.md: text of commands that are gone: {', '.join(written)}")
    return text.rstrip("\n") + "\n"


def _written(old: str) -> tuple[str, dict[str, str]]:
    """The intro, and the text behind each command's definition."""
    begin = old.find(BEGIN)
    if begin < 0:
        return INTRO + "\n", {}
    parts = _SECTION.split(old[begin:])
    texts = dict(zip(["runbook-lint", *parts[1::2]], parts[::2], strict=True))
    behind = {path: text.partition(END)[2].strip("\n") for path, text in texts.items()}
    return old[:begin], {path: f"\n{text}\n" for path, text in behind.items() if text}


def _definition(command: click.Command, context: click.Context) -> str:
    """Usage, help, options and subcommands."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"```text\n{usage}\n```", _prose(inspect.cleandoc(command.help or ""))]
    if isinstance(command, click.Group):
        names = command.list_commands(context)
        parts.append("\n".join(f"- {_link(context.command_path, name)}: {_summary(command, name)}" for name in names))
    options = [each for each in command.get_params(context) if isinstance(each, click.Option) and not each.hidden]
    rows = "\n".join(_row(each, context) for each in options)
    return "\n\n".join([*parts, f"| option | what it does |\n|---|---|\n{rows}"])


def _link(path: str, name: str) -> str:
    return f"[{name}](#{f'{path} {name}'.replace(' ', '-')})"


def _summary(group: click.Group, name: str) -> str:
    summaries: dict[str, str] = getattr(group, "summaries", {})
    return _prose(summaries.get(name) or (group.commands[name].get_short_help_str(200)))


def _row(option: click.Option, context: click.Context) -> str:
    names = [", ".join(f"`{name}`" for name in each) for each in (option.opts, option.secondary_opts) if each]
    text = _prose((option.help or "").strip())
    default = option.get_default(context)
    if option.secondary_opts and default is not None:
        text += f" Default: `{(option.opts if default else option.secondary_opts)[0]}`."
    elif option.show_default and default:
        text += f" Default: `{default}`."
    return f"| {' or '.join(names)}{_takes(option, context)} | {text.replace('|', chr(92) + '|')} |"


def _takes(option: click.Option, context: click.Context) -> str:
    """What stands behind an option: its choices, its range, or a word for it."""
    if option.is_flag or option.count:
        return ""
    if isinstance(option.type, click.Choice):
        return " " + ", ".join(option.type.choices)
    if isinstance(option.type, click.IntRange):
        return f" {option.type.min} to {option.type.max}"
    return " " + " or ".join(option.make_metavar(context).split("|"))


def _prose(text: str) -> str:
    """Help as Markdown: what would be markup there is text, and an option is code."""
    parts = re.split(r"(`[^`\n]*`)", text)
    return "".join(part if part.startswith("`") else _plain(part) for part in parts)


def _plain(text: str) -> str:
    return re.sub(r"(?<![\w-])--[a-z][a-z-]*", r"`\g<0>`", re.sub(r"([<>*\[\]])", r"\\\1", text))
