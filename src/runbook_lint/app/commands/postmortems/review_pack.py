"""`postmortem review-pack`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.app.new_page import create, given_path
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.templates import templates
from runbook_lint.app.terminal import emit
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.document import Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.tracking.review_pack import read_month, review_pack
from runbook_lint.render.template import render_template
from runbook_lint.render.text import visible

_TEMPLATE = "review-pack.md"


@click.command("review-pack", short_help="A month's reviews on one page: actions, repeats, factors, thin sections.")
@click.option("--month", default="", metavar="YYYY-MM", help="Of incidents in this month (default: the last).")
@click.option("--output", default="", metavar="PATH", help="Write the page there instead of printing it.")
@click.option("--json", "as_json", is_flag=True, help="Print the values as JSON (version 1).")
@project_options
def command(month: str, output: str, as_json: bool, config: tuple[str, ...], today: str | None) -> int:
    """Put a month's reviews on one page: which actions were closed, which are stale or were promised before,
    which factors recur, which sections were left thin, and which drafts are late.

    What is open or late is so as of today. Restricted postmortems are only counted.
    """
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    path = _path(project, output) if output not in ("", "-") else ""
    values = cleaned(review_pack(world, read_month(month, project.today), path), cleaner(world))
    text = render_template(_TEMPLATE, templates(project), values)
    if path:
        create(project, path, text)
    if as_json:
        told = {"version": 1, **values, "output": path or None}
        emit(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    elif path:
        click.echo(visible(f"{path}: written"))
    else:
        emit(text)
    return 0


def _path(project: Project, output: str) -> str:
    path = given_path(project, output)
    if Roles(project.settings).kind(path) is Kind.POSTMORTEM:
        raise UsageError(f"--output {output}: by the layout that is a postmortem; put it into another folder")
    return path
