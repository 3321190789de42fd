"""`runbook-lint new arp`."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.commands.choosing import choice_options, chosen, read_choice
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.new_page import Made, given_path, output_options, publish
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.rule_files import is_by_hand
from runbook_lint.app.templates import templates
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.alert import Alert
from runbook_lint.model.document import Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, alert_pages
from runbook_lint.parse.drafting.new_plan import plan_path, plan_values
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.runbook_form import runbook_annotation
from runbook_lint.render.template import render_template


@click.command("arp")
@click.argument("alert", shell_complete=completing.alerts)
@output_options
@choice_options
@project_options
def command(
    alert: str,
    output: str | None,
    as_json: bool,
    rule_file: str,
    group: str,
    labels: tuple[str, ...],
    config: tuple[str, ...],
    today: str | None,
) -> int:
    """Write the response plan of ALERT from its rule; nothing is overwritten.

    What only a person can answer is left as a TODO, which placeholder-left finds until it is answered.
    """
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    found = chosen(world, alert, read_choice(rule_file, group, labels), _rule)[0]
    page = next(each for each in alert_pages(world) if each.alert is found)
    path = _path(project, world, page, output)
    clean = cleaner(world)
    known = replace(page, alert=cleaned(page.alert, clean))  # before escaping changes what a secret looks like
    values = cleaned(plan_values(world, known, path), clean)
    text = render_template("arp.md", templates(project), values)
    made = Made("plan", path, text, clean(_next_step(world, page, path)))
    return publish(project, (made,), output, as_json)


def _rule(alert: Alert) -> Hashable:
    """What a plan is made from: rules that are the same in it make one plan."""
    return (alert.expr, alert.hold, tuple(sorted(alert.labels.items())), tuple(sorted(alert.annotations.items())))


def _path(project: Project, world: World, page: AlertPage, output: str | None) -> str:
    """The new page's path in the repository."""
    if output not in (None, "-"):
        return given_path(project, str(output))
    path = plan_path(world, page)
    if output != "-":
        if page.path and page.path != path:
            raise UsageError(f"{page.alert.name} has a page: {page.path}; --output PATH writes another")
        if not path:
            raise UsageError(f"the layout has no place for a plan of {page.alert.name}; give --output PATH")
        if path in world.files:
            raise UsageError(f"{path}: is there already; nothing was changed")
    return path or f"{page.alert.name}.md"


def _next_step(world: World, page: AlertPage, path: str) -> str:
    alert = page.alert
    told = "answer what is marked TODO"
    if Roles(world.settings).kind(path) is not Kind.PLAN:
        told += " (no plan by the layout: see layout.plans)"
    key, value = runbook_annotation(world, AlertPage(alert, page.state, None, path))
    if alert.runbook:
        leads = page.resolution is not None and page.resolution.path == path
        return told if leads else f"{told}, and lead the rule from `{alert.runbook}` to it: `{value}`"
    if not is_by_hand(world, alert):
        place = f"{alert.location.path}:{alert.location.span.line}"
        return f"{told}, and lead the rule to it, at {place}: `{key}: {value}`"
    return f"{told}, and lead the rule to it: `runbook-lint payload --write {alert.file}` or `{key}: {value}`"
