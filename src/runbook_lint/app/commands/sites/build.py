"""`runbook-lint site build`."""

from __future__ import annotations

from pathlib import Path

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.app.project import open_project
from runbook_lint.app.site.extra import check_extra


@click.command("build")
@project_options
@click.option("--output", metavar="DIR", help="Where the built site goes: site_dir of mkdocs.yml, else site/.")
@click.option("--strict/--no-strict", default=True, help="Whether a warning of MkDocs fails the build (it does).")
def command(config: tuple[str, ...], today: str | None, output: str | None, strict: bool) -> int:
    """Generate the site and build it with MkDocs.

    The repository's own mkdocs.yml is used where there is one: what it says holds, what it leaves open is filled in.
    A build that fails leaves the last one as it was.
    """
    check_extra()
    from runbook_lint.app.site.build import build_site

    here = Path.cwd()
    project = open_project(here, config, today)
    made, target = build_site(project, here / output if output else None, strict)
    shown = target.relative_to(here) if target.is_relative_to(here) else target
    click.echo(f"{made.pages:,} pages built in {shown}/")
    return 0
