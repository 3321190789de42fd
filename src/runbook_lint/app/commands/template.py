"""`runbook-lint template`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from runbook_lint.app.commands.options import config_option
from runbook_lint.app.new_page import create
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.templates import SUFFIX, ProjectTemplates, templates, templates_folder
from runbook_lint.app.terminal import emit
from runbook_lint.model.errors import UsageError
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.render.template import purpose, syntax_error
from runbook_lint.render.text import visible, width


@click.group("template")
def command() -> None:
    """The templates of new pages: list them, show one, or keep one of your own."""


@command.command("list", short_help="List the templates, what each is for, and whose it is.")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="A table to read, or JSON (version 1).")  # fmt: skip
@config_option
def list_(format_: str, config: tuple[str, ...]) -> int:
    """List the templates: name, whose it is, what it makes; a broken one with what is wrong in it.

    Names that begin with `_` are parts that others take in.
    """
    known = templates(open_project(Path.cwd(), config))
    rows = [_row(known, name) for name in sorted(known, key=lambda name: (name.startswith("_"), name))]
    if format_ == "json":
        emit(json.dumps({"version": 1, "templates": rows}, indent=2, ensure_ascii=False) + "\n")
    else:
        click.echo(_table(rows))
    return 0


@command.command("show", short_help="Print the text of a template.")
@click.argument("name")
@click.option("--shipped", is_flag=True, help="Ours, also where the repository has one of its own.")
@config_option
def show(name: str, shipped: bool, config: tuple[str, ...]) -> int:
    """Print the template NAME, as it holds in this repository; its first lines say what it is filled with."""
    known = templates(open_project(Path.cwd(), config))
    name = _named(known, name)
    if shipped and name not in known.shipped:
        raise UsageError(f"{name}: none of ours, but {known.place(name)}")
    click.echo(known.shipped[name] if shipped else known[name], nl=False)
    return 0


@command.command("eject", short_help="Copy one of our templates into the repository, to be changed there.")
@click.argument("name")
@config_option
def eject(name: str, config: tuple[str, ...]) -> int:
    """Copy our template NAME into the folder of the repository's own, where it holds from now on.

    Nothing is overwritten. `template show --shipped NAME` prints ours for comparison later.
    """
    project = open_project(Path.cwd(), config)
    known = templates(project)
    name = _named(known, name)
    if name not in known.shipped:
        raise UsageError(f"{name}: none of ours, but {known.place(name)}; nothing was changed")
    path = own_path(project, name)
    create(project, path, known.shipped[name])
    click.echo(
        visible(
            f"{path}: written; it holds in the place of ours from now on. Change it, or keep only "
            f'{{% extends "{name}" %}} and the blocks that differ'
        )
    )
    return 0


def own_path(project: Project, name: str) -> str:
    """Where a template of a repository's own stands."""
    return f"{templates_folder(project)}/{name}{SUFFIX}".removeprefix("./")


def _named(known: ProjectTemplates, given: str) -> str:
    """The template that is meant: by its name, with or without what it ends in."""
    names = [name for name in (given, given.removesuffix(SUFFIX), f"{given}.md", f"{given}.yaml") if name in [*known]]
    if names:
        return names[0]
    stems = [name.split(".")[0] for name in known]
    hint = did_you_mean(given, [*known, *stems]) or "see runbook-lint template list"
    raise UsageError(f"no template {given}; {hint}")


def _row(known: ProjectTemplates, name: str) -> dict[str, str]:
    """One template; `whose` is shipped or own, `problem` what keeps it from being used."""
    own = name in known.own
    row = {"name": name, "whose": "own" if own else "shipped", "path": known.place(name) if own else ""}
    try:
        text = known[name]
    except UsageError as error:
        return row | {"for": "", "problem": str(error)}
    return row | {"for": purpose(text), "problem": syntax_error(name, known)}


def _table(rows: list[dict[str, str]]) -> str:
    shown = [[visible(row["name"]), row["whose"], visible(row["problem"] or row["for"] or row["path"])] for row in rows]
    widths = [max(width(line[column]) for line in shown) for column in (0, 1)]
    pad = [[text + " " * (widths[column] - width(text)) for column, text in enumerate(line[:2])] for line in shown]
    return "\n".join("  ".join([*start, line[2]]).rstrip() for start, line in zip(pad, shown, strict=True))
