"""`postmortem new`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.ask import can_ask
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.gather import gather, incident_world, with_runbooks
from runbook_lint.app.incident_files import read_export_file, with_timelines
from runbook_lint.app.incident_flags import FLAGS, Flags, asked, read_flags
from runbook_lint.app.incident_page import Page, write_page
from runbook_lint.app.new_page import output_options
from runbook_lint.app.project import Project, open_project
from runbook_lint.model.draft import Draft
from runbook_lint.model.errors import UsageError
from runbook_lint.model.postmortem import KINDS
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_input import check_order, missing, settled
from runbook_lint.parse.drafting.incident_place import next_id
from runbook_lint.parse.drafting.new_postmortem import merged

_TIME = "TIME"


@click.command("new")
@click.option("--incident", default="", metavar="ID", help="The incident's id; where ids are local, the next free one.")
@click.option("--title", default="", help="What happened, as a headline.")
@click.option("--kind", type=click.Choice(KINDS), help="An incident, or one that nearly was.")
@click.option("--severity", default="", help="One of postmortems.severities.")
@click.option("--service", "services", multiple=True, metavar="ID|NAME", shell_complete=completing.services,
              help="A service of it (repeatable).")  # fmt: skip
@click.option("--started", default="", metavar=_TIME, help="ISO with an offset, or now; so are the other times.")
@click.option("--detected", default="", metavar=_TIME, help="When somebody or something noticed.")
@click.option("--acknowledged", default="", metavar=_TIME, help="When somebody took it on.")
@click.option("--mitigated", default="", metavar=_TIME, help="When it no longer hurt anybody.")
@click.option("--resolved", default="", metavar=_TIME, help="When it was over.")
@click.option("--commander", default="", metavar="PERSON", help="Who led the response.")
@click.option("--facilitator", default="", metavar="PERSON", help="Who leads the review.")
@click.option("--alert", "alerts", multiple=True, shell_complete=completing.alerts,
              help="An alert that fired (repeatable): its page is named.")  # fmt: skip
@click.option("--ticket", default="", metavar="URL", help="The record of truth.")
@click.option("--restricted", is_flag=True, help="Keep it out of everything that is published.")
@click.option("--form", default="", help="postmortem, short, google, near-miss, or a template of your own.")
@click.option(
    "--timeline", "timelines", multiple=True, metavar="FILE", help="Lines, CSV, JSON or a Slack export (repeatable)."
)
@click.option("--timeline-marked", "marked", is_flag=True, help="Only what somebody pinned or marked in it.")
@click.option("--from", "export", metavar="FILE", help="A JSON export of incident.io, PagerDuty or Rootly.")
@click.option(
    "--window",
    type=click.IntRange(1, 24 * 31),
    default=48,
    show_default=True,
    metavar="HOURS",
    help="How far before the start a change is a candidate.",
)
@output_options
@project_options
def command(
    kind: str | None,
    services: tuple[str, ...],
    alerts: tuple[str, ...],
    restricted: bool,
    form: str,
    timelines: tuple[str, ...],
    marked: bool,
    export: str | None,
    window: int,
    output: str | None,
    as_json: bool,
    config: tuple[str, ...],
    today: str | None,
    **texts: str,
) -> int:
    """Write a postmortem, filled in with what machines know; nothing is overwritten.

    With a terminal it asks for what is missing; without one, a flag that is missing is named. What only
    people can tell is left as a TODO.
    """
    project = open_project(Path.cwd(), config, today)
    told = read_export_file(project, export) if export else Draft()
    tree = project.workspace().tree()
    world = incident_world(project, tree, bool(alerts or told.alerts))
    now, kind = _now(project), kind or ("near-miss" if form == "near-miss" else "")
    flags = Flags({**texts, "kind": kind}, services, alerts, restricted)
    draft = replace(merged(read_flags(world, flags, now), settled(world, told)), kind=kind or told.kind)
    draft = _complete(project, world, draft, now)
    check_order(draft)
    draft = with_timelines(project, draft, timelines, marked)
    world = with_runbooks(project, tree, world, draft.services)
    gathered, notes = gather(project, world, draft, window)
    page = Page(replace(draft, notes=(*draft.notes, *notes)), gathered, form, output)
    return write_page(project, world, page, as_json)


def _now(project: Project) -> datetime:
    """The clock's time to the minute, on the day that holds here."""
    clock = datetime.now(UTC).replace(second=0, microsecond=0)
    return clock.replace(year=project.today.year, month=project.today.month, day=project.today.day)


def _complete(project: Project, world: World, draft: Draft, now: datetime) -> Draft:
    """The draft with nothing missing: asked for at a terminal, else an error that names the flag."""
    lacking = list(missing(world, draft))
    if not lacking:
        return draft
    if not can_ask():
        flags = ", ".join(f"--{FLAGS.get(name, name)}" for name in lacking)
        raise UsageError(f"without a terminal nothing can be asked; give {flags}")
    new_id = next_id(world, now.date()) if world.settings.postmortems.local_ids else ""
    return asked(project, world, draft, now, new_id)
