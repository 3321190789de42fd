"""`runbook-lint site generate`."""

from __future__ import annotations

from pathlib import Path

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.app.project import open_project
from runbook_lint.app.site.generate import generate


@click.command("generate")
@project_options
def command(config: tuple[str, ...], today: str | None) -> int:
    """Write the site as plain Markdown."""
    folder = generate(open_project(Path.cwd(), config, today))
    click.echo(folder)
    return 0
