"""`runbook-lint site generate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.project import open_project
from runbook_lint.app.site.generate import Generated, generate
from runbook_lint.model.errors import UsageError
from runbook_lint.render.text import many


@click.command("generate")
@project_options
@click.option("--folder", metavar="DIR", help="Where to write, inside the repository, instead of [site] folder.")
@click.option("--print", "wanted", metavar="SERVICE|all", shell_complete=completing.services,
              help="Write a service as one HTML file, or each, instead.")  # fmt: skip
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="DIR", help="Where --print writes; else print/ in that folder."
)
def command(
    config: tuple[str, ...], today: str | None, folder: str | None, wanted: str | None, output: Path | None
) -> int:
    """Write the site as plain Markdown, with the configuration of MkDocs beside it.

    With --print nothing of that is written but a service's facts, runbooks and plans as one HTML file that
    needs no network; `--print all` adds an index and an archive of everything, for the day the site is down.
    """
    changes = {"site.folder": folder} if folder else {}
    project = open_project(Path.cwd(), config, today, changes)
    if output and not wanted:
        raise UsageError("--output says where --print writes; name a service with --print, or all")
    if wanted:
        from runbook_lint.app.site.print import print_site

        click.echo(_printed(print_site(project, wanted, output)))
        return 0
    click.echo(told(generate(project), project.root))
    return 0


def told(done: Generated, root: Path) -> str:
    """One line: how many pages, what was touched, and where."""
    folder = done.folder.relative_to(root).as_posix()
    written = many(done.done.written, "file")
    return f"{many(done.pages, 'page')} in {folder}/: {written} written, {done.done.removed:,} removed"


def _printed(places: Sequence[Path]) -> str:
    """The one file, or how many there are and where."""
    place = places[0] if len(places) == 1 else places[0].parent
    shown = place.relative_to(Path.cwd()).as_posix() if place.is_relative_to(Path.cwd()) else str(place)
    return shown if len(places) == 1 else f"{len(places):,} files in {shown}/"
