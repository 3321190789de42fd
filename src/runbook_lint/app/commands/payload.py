"""`runbook-lint payload`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Hashable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from posixpath import dirname

import click

from runbook_lint.app import completing, git
from runbook_lint.app.commands.choosing import choice_options, chosen, read_choice
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.rule_files import write_annotations
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service
from runbook_lint.model.errors import UsageError
from runbook_lint.model.world import World
from runbook_lint.parse.alert_choice import Choice
from runbook_lint.parse.alert_pages import alert_pages, alert_service
from runbook_lint.parse.payload import Commit, Payload, build_payload, cleaned

FORMATS = ("text", "slack", "alertmanager", "json")
_CHANGES = 5


@click.command("payload")
@click.argument("alert", required=False, shell_complete=completing.alerts)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Plain text, Slack blocks, annotations of the rule, or JSON (version 1).",
)
@click.option("--write", "rule_file_to_write", metavar="RULEFILE", help="Add the missing annotations to a rule file.")
@click.option("--days", type=click.IntRange(1, 366), default=14, show_default=True, help="How far back changes count.")
@choice_options
@project_options
def command(
    alert: str | None,
    form: str,
    rule_file_to_write: str | None,
    days: int,
    rule_file: str,
    group: str,
    labels: tuple[str, ...],
    config: tuple[str, ...],
    today: str | None,
) -> int:
    """Show what ALERT tells the person it wakes: what broke, impact, verify, try first, call, and the checks.

    With --write the missing annotations (runbook_url, and what the page says of summary and impact) go
    into RULEFILE, for all of its alerts or for ALERT; no other byte is touched, and nothing is replaced.
    """
    project = open_project(Path.cwd(), config, today)
    workspace = project.workspace()
    world = project.world(workspace.tree())
    choice = read_choice(rule_file, group, labels)
    if rule_file_to_write:
        return write_annotations(world, workspace, rule_file_to_write, alert or "", choice)
    if not alert:
        raise UsageError("name an alert, or a rule file with --write")
    click.echo(_rendered(_payload(project, world, alert, choice, days), form, world), nl=False)
    return 0


def _payload(project: Project, world: World, name: str, choice: Choice, days: int) -> Payload:
    """The message, without a secret in it, of the alert that is meant."""
    pages = {id(page.alert): page for page in alert_pages(world)}

    def told(alert: Alert) -> Hashable:
        """What a reader would see: rules that say the same are one message."""
        return repr(replace(build_payload(world, pages[id(alert)]), rules=(), expr="", hold=""))

    first, *same = chosen(world, name, choice, told)
    payload = build_payload(world, pages[id(first)], same)
    changes = _changes(project, alert_service(world, first), first, days)
    return cleaned(replace(payload, changes=changes), cleaner(world))


def _changes(project: Project, service: Service | None, alert: Alert, days: int) -> tuple[Commit, ...] | None:
    """What changed lately in the service's folder and in the code that it describes, else beside the rule."""
    if not git.in_repository(project.root):
        return None
    folder = service.folder if service else dirname(alert.location.path)
    watched = [f":(glob){pattern}" for pattern in service.watch] if service else []
    since = str(project.today - timedelta(days=days))
    found = git.recent_commits(project.root, [f":(literal){folder or '.'}", *watched], since, _CHANGES)
    return None if found is None else tuple(Commit(each.id, each.day, each.author, each.subject) for each in found)


def _rendered(payload: Payload, form: str, world: World) -> str:
    if form == "slack":
        from runbook_lint.render.payload.slack import payload_slack

        return payload_slack(payload)
    if form == "alertmanager":
        from runbook_lint.render.payload.alertmanager import payload_alertmanager

        return payload_alertmanager(payload, next(iter(world.settings.alerts.runbook_keys), "runbook_url"))
    if form == "json":
        from runbook_lint.render.payload.machine import payload_json

        return payload_json(payload)
    from runbook_lint.render.payload.text import WIDTH, payload_text

    columns = shutil.get_terminal_size((WIDTH, 0)).columns if sys.stdout.isatty() else WIDTH
    return payload_text(payload, min(max(columns, 30), 80))
