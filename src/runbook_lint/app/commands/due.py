"""`runbook-lint due`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.app.ledger import tell_hidden
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.terminal import emit, paint_for
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.dates import parse_duration
from runbook_lint.model.errors import UsageError
from runbook_lint.model.world import World
from runbook_lint.parse.own_repository import own_addresses
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.tracking.due import KINDS, Due, due_items, restricted_postmortems
from runbook_lint.parse.tracking.due_groups import GROUPS, DueFilter, grouped
from runbook_lint.parse.tracking.ledger import Hidden
from runbook_lint.parse.tracking.ledger_filters import members_of, wanted_owners, wanted_teams
from runbook_lint.render.due import due_markdown, due_text
from runbook_lint.render.due_machine import due_calendar, due_json


@click.command("due")
@click.option("--within", default="30 days", show_default=True, metavar="TIME", help="How far to look ahead.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Of this kind (repeatable).")
@click.option("--owner", "owners", multiple=True, metavar="ID|NAME", help="Of this person or team; or none.")
@click.option("--team", "teams", multiple=True, metavar="ID|NAME", help="Of this team and its people (repeatable).")
@click.option("--tier", "tiers", multiple=True, type=click.Choice(["1", "2", "3", "4", "none"]), help="Of this tier.")
@click.option("--by", type=click.Choice(GROUPS), default="owner", show_default=True, help="Grouped by what.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "ics"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@click.option("--fail-overdue", is_flag=True, help="Exit 1 where something that fits is overdue.")
@project_options
def command(config: tuple[str, ...], today: str | None, **given: Any) -> int:
    """Show what is overdue or due soon: reviews, actions, plans and waivers that end, drafts of postmortems.

    Nothing of a restricted page is shown in any format. What a waiver excuses today is not due.
    """
    within = parse_duration(given["within"])
    if within is None:
        raise UsageError(f"--within {given['within']}: not a time such as `30 days`")
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    if not world.documents and not world.data_files:
        raise UsageError(f"no document in {project.root}; name yours under [layout] in runbook-lint.toml")
    teams = wanted_teams(world, given["teams"])
    wanted = DueFilter(
        until=within.after(project.today),
        kinds=frozenset(given["kinds"]),
        owners=wanted_owners(world, given["owners"]),
        teams=teams,
        members=members_of(world, teams),
        tiers=frozenset(given["tiers"]),
    )
    clean: Callable[[str], str] = cleaner(world)
    items = tuple(cleaned(each, clean) for each in due_items(world) if wanted.fits(each))
    hidden = restricted_postmortems(world)
    _show(project, world, items, given, wanted, hidden)
    tell_hidden(Hidden(hidden), "")
    return int(given["fail_overdue"] and any(each.late(project.today) for each in items))


def _show(
    project: Project, world: World, items: tuple[Due, ...], given: dict[str, Any], wanted: DueFilter, hidden: int
) -> None:
    today, form = project.today, given["form"]
    if form == "json":
        emit(due_json(items, wanted.until, hidden, today))
    elif form == "ics":
        addresses = own_addresses(world)
        repository = addresses[0].partition("://")[2] if addresses else project.root.resolve().name
        emit(due_calendar(world, items, repository))
    elif form == "markdown":
        groups = grouped(items, given["by"], today)
        emit(due_markdown(groups, given["by"], today, given["within"], partial(page_url, world)))
    else:
        groups = grouped(items, given["by"], today)
        columns = max(shutil.get_terminal_size().columns, 40)
        lines = due_text(groups, given["by"], today, given["within"], columns, paint_for())
        click.echo("\n".join(lines), color=True)
