"""`runbook-lint coverage`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.app.project import open_project
from runbook_lint.app.terminal import emit
from runbook_lint.lint.alert_coverage import cover_alerts
from runbook_lint.lint.coverage import CRITERIA, cover
from runbook_lint.lint.options import options_of
from runbook_lint.lint.redact import without_secrets
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.external import external_names
from runbook_lint.render.coverage import coverage_json, coverage_table


@click.command("coverage")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table to read, or JSON (version 1).",
)
@project_options
def command(form: str, config: tuple[str, ...], today: str | None) -> int:
    """Show what each service has, its level from 0 to 4, what the next level needs, and which alerts lead to a page."""
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    required = options_of(next(rule for rule in project.rules if rule.name == "section-missing"), project.settings)
    rows = cover(world, required.required)
    alerts = cover_alerts(world)
    external = external_names(world)
    if not rows and not alerts.total and not alerts.unread:
        raise UsageError(
            f"no service in {project.root}: write services/<slug>/service.yaml, "
            "or name your manifests in layout.services"
        )
    if form == "json":
        emit(without_secrets(coverage_json(rows, alerts, external), world) + "\n")
    else:
        from rich.console import Console

        console = Console(highlight=False, width=max(shutil.get_terminal_size().columns, 40))
        with console.capture() as shown:
            console.print(coverage_table(rows, CRITERIA, alerts, external), soft_wrap=not console.is_terminal)
        click.echo(without_secrets(shown.get(), world), nl=False, color=True)
    return 0
