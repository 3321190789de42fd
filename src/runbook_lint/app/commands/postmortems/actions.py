"""`postmortem actions`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.commands.postmortems.action_import import import_command
from runbook_lint.app.commands.postmortems.action_set import set_command
from runbook_lint.app.ledger import all_postmortems, day_option, draw, hidden_actions, split_rows, tell_hidden
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.terminal import emit
from runbook_lint.model.dates import parse_duration
from runbook_lint.model.errors import UsageError
from runbook_lint.model.world import World
from runbook_lint.parse.own_repository import own_addresses
from runbook_lint.parse.tracking import ledger_filters as wanted
from runbook_lint.parse.tracking.ledger import ActionRow, Hidden, action_rows
from runbook_lint.render.ledger_calendar import actions_calendar
from runbook_lint.render.ledger_machine import actions_csv, actions_json, actions_markdown
from runbook_lint.render.ledger_tables import actions_table

_FORMATS = click.Choice(["table", "json", "csv", "md", "ics"])
_SOON = "14 days"


@click.group("actions", invoke_without_command=True, short_help="The action items, the overdue first; set and import.")
@click.option("--owner", "owners", multiple=True, metavar="ID|NAME", help="Of this person or team; or none.")
@click.option("--service", "services", multiple=True, metavar="ID|NAME", shell_complete=completing.services,
              help="Of this service (repeatable).")  # fmt: skip
@click.option("--team", "teams", multiple=True, metavar="ID|NAME", help="Of this team and its people (repeatable).")
@click.option("--state", "states", multiple=True, help="proposed, accepted, …, declined, or none (repeatable).")
@click.option("--due", default="", metavar="WHEN", help="overdue, soon (14 days), or within a time: `30 days`.")
@click.option("--due-before", default="", metavar="DATE", help="Due before this day.")
@click.option("--open/--all", "unfinished", default=None, help="Those that are not finished (the default), or all.")
@click.option("--restricted", is_flag=True, help="Those of restricted postmortems as well; never in ics.")
@click.option("--fail-overdue", is_flag=True, help="Exit 1 where one that fits is overdue, restricted ones too.")
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True, help="How they are written.")
@project_options
@click.pass_context
def command(
    context: click.Context,
    owners: tuple[str, ...],
    services: tuple[str, ...],
    teams: tuple[str, ...],
    states: tuple[str, ...],
    due: str,
    due_before: str,
    unfinished: bool | None,
    restricted: bool,
    fail_overdue: bool,
    form: str,
    config: tuple[str, ...],
    today: str | None,
) -> int:
    """List the action items of all postmortems, the overdue first.

    An action whose ticket is the record, with no state on its page, is open as far as the page knows:
    `postmortem actions import` refreshes states from the tracker's export.
    """
    if context.invoked_subcommand:
        return 0
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    all_postmortems(project, world)
    team_ids = wanted.wanted_teams(world, teams)
    chosen = wanted.ActionFilter(
        services=wanted.wanted_services(world, services),
        teams=team_ids,
        members=wanted.members_of(world, team_ids),
        owners=wanted.wanted_owners(world, owners),
        states=wanted.wanted_states(states),
        due_by=_due_by(due, due_before, project.today),
        late=due == "overdue",
        unfinished=not states if unfinished is None else unfinished,
    )
    fitting = [row for row in action_rows(world) if chosen.fits(row)]
    rows, held = split_rows(world, fitting, restricted and form != "ics")
    hidden = hidden_actions(held)
    _show(form, rows, hidden, project, world)
    tell_hidden(hidden, "" if form == "ics" else "--restricted shows")
    return int(fail_overdue and any(row.late for row in fitting))


def _show(form: str, rows: tuple[ActionRow, ...], hidden: Hidden, project: Project, world: World) -> None:
    if form == "json":
        emit(actions_json(rows, hidden, project.today))
    elif form == "csv":
        emit(actions_csv(rows))
    elif form == "md":
        emit(actions_markdown(rows))
    elif form == "ics":
        addresses = own_addresses(world)
        repository = addresses[0].partition("://")[2] if addresses else project.root.resolve().name
        emit(actions_calendar(rows, repository, project.today))
    else:
        draw(lambda columns: actions_table(rows, columns))


def _due_by(due: str, before: str, today: date) -> date | None:
    """The last day that both options leave."""
    days = []
    if before:
        day = day_option("--due-before", before)
        days.append(day - timedelta(days=day > date.min))
    if due and due != "overdue":
        within = parse_duration(_SOON if due == "soon" else due)
        if within is None:
            raise UsageError(f"--due {due}: give overdue, soon, or a time such as `30 days`")
        days.append(within.after(today))
    return min(days, default=None)


command.add_command(set_command)
command.add_command(import_command)
