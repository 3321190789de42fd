"""`runbook-lint export`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from runbook_lint.app.commands.options import config_option
from runbook_lint.app.project import open_project
from runbook_lint.app.write import path_within, replace_files
from runbook_lint.lint.redact import secret_words
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.own_repository import own_addresses
from runbook_lint.render.catalog import catalog_json


@click.command("export")
@click.option("-o", "--output", metavar="FILE", help="Write it there instead of to standard output.")
@click.option("--commit", default="", metavar="SHA", help="The commit that is exported, to be named in it.")
@config_option
def command(output: str | None, commit: str, config: tuple[str, ...]) -> int:
    """Write catalog.json: what other repositories may import of this one.

    Services, teams, pages with their anchors and answers, alerts, and the paths of all files. The same
    tree gives the same bytes. No secret leaves, and nothing of a page with `visibility: restricted`.
    """
    if commit and not re.fullmatch(r"[0-9a-f]{7,64}", commit):
        raise UsageError(f"--commit {commit}: no commit's hash")
    project = open_project(Path.cwd(), config)
    world = project.world(project.workspace().tree())
    if not world.documents and not world.data_files and not world.alert_files:
        raise UsageError(f"nothing to export in {project.root}: no page, manifest or rule file by the layout")
    addresses = own_addresses(world)
    name = addresses[0].rpartition("/")[2] if addresses else project.root.resolve().name
    place = Path(os.path.abspath(output)) if output else None  # noqa: PTH100  # a link is named, not what it points at
    inside = place is not None and place.is_relative_to(project.root)
    written = path_within(project.root, place) if place and inside else ""
    text = catalog_json(world, name, secret_words(world), commit, written)
    if place is None:
        click.echo(text, nl=False)
    else:
        replace_files({place: text.encode()}, {})  # made from other files: an old one goes, as asked
    return 0
