"""`postmortem list`."""

from __future__ import annotations

from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.ledger import all_postmortems, day_option, draw, split_rows, tell_hidden
from runbook_lint.app.project import open_project
from runbook_lint.app.terminal import emit
from runbook_lint.model.postmortem import KINDS
from runbook_lint.parse.tracking import ledger_filters as wanted
from runbook_lint.parse.tracking.ledger import Hidden
from runbook_lint.render.ledger_machine import postmortems_csv, postmortems_json
from runbook_lint.render.ledger_tables import postmortems_table

_FORMATS = click.Choice(["table", "json", "csv"])


@click.command("list", short_help="The postmortems, the newest first.")
@click.option("--service", "services", multiple=True, metavar="ID|NAME", shell_complete=completing.services,
              help="Of this service (repeatable).")  # fmt: skip
@click.option("--team", "teams", multiple=True, metavar="ID|NAME", help="Of this team's services (repeatable).")
@click.option("--severity", "severities", multiple=True, metavar="SEV", help="Of this severity (repeatable).")
@click.option("--status", "statuses", multiple=True, help="draft, in-review, reviewed or closed (repeatable).")
@click.option("--since", default="", metavar="DATE", help="Of incidents on this day or later.")
@click.option("--factor", "factors", multiple=True, help="With this among its factors (repeatable).")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="Only incidents, or only near misses.")
@click.option("--restricted", is_flag=True, help="Those with a restricted visibility as well.")
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True, help="How they are written.")
@project_options
def command(
    services: tuple[str, ...],
    teams: tuple[str, ...],
    severities: tuple[str, ...],
    statuses: tuple[str, ...],
    since: str,
    factors: tuple[str, ...],
    kind: str | None,
    restricted: bool,
    form: str,
    config: tuple[str, ...],
    today: str | None,
) -> int:
    """List the postmortems, the newest first: severity, how far the review is, and how many actions are open."""
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    everything = all_postmortems(project, world)
    chosen = wanted.PostmortemFilter(
        services=wanted.wanted_services(world, services),
        teams=wanted.wanted_teams(world, teams),
        severities=wanted.wanted_severities(world, severities),
        statuses=wanted.wanted_statuses(world, statuses),
        factors=wanted.wanted_factors(world, factors),
        kind=kind or "",
        since=day_option("--since", since) if since else None,
    )
    rows, held = split_rows(world, [row for row in everything if chosen.fits(row)], restricted)
    hidden = Hidden(len(held))
    if form == "json":
        emit(postmortems_json(rows, hidden, project.today))
    elif form == "csv":
        emit(postmortems_csv(rows))
    else:
        draw(lambda columns: postmortems_table(rows, columns))
    tell_hidden(hidden)
    return 0
