"""`runbook-lint new runbook`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.ask import ask, can_ask
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.new_page import Made, flag, given_path, output_options, publish
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.templates import templates
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_facts import runbook_paths
from runbook_lint.parse.drafting.incident_input import read_title
from runbook_lint.parse.drafting.incident_names import service_id
from runbook_lint.parse.drafting.new_runbook import runbook_path, runbook_values
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.payload import cleaned
from runbook_lint.render.template import render_template


@click.command("runbook")
@click.option("--service", default="", metavar="ID|NAME", shell_complete=completing.services,
              help="The service that it is about.")  # fmt: skip
@click.option("--title", default="", help="What a further runbook of the service is about.")
@output_options
@project_options
def command(
    service: str, title: str, output: str | None, as_json: bool, config: tuple[str, ...], today: str | None
) -> int:
    """Write the runbook of a service, filled in from the catalogue; nothing is overwritten.

    What only a person can answer is left as a TODO, which placeholder-left finds until it is answered.
    """
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    found = world.catalog.service(_service(world, service))
    if found is None:
        raise UsageError(f"--service {service}: its manifest is not in this repository")
    made = made_runbook(project, world, found, flag("title", read_title, title), output)
    return publish(project, (made,), output, as_json)


def _service(world: World, given: str) -> str:
    if given:
        return flag("service", partial(service_id, world), given)
    services = {each.id: each.name for each in world.catalog.services}
    if not services:
        raise UsageError("no service is known here; `runbook-lint new service` writes its manifest first")
    if not can_ask():
        raise UsageError("without a terminal nothing can be asked; give --service")
    return ask("The service", "", services, partial(service_id, world))


def made_runbook(project: Project, world: World, service: Service, title: str, output: str | None) -> Made:
    """The runbook of a service, at its place; raises UsageError where it has one, or the layout has no place."""
    path = _path(project, world, service, title, output)
    values = cleaned(runbook_values(world, service, path, title), cleaner(world))
    text = render_template("runbook.md", templates(project), values)
    told = "answer what is marked TODO"
    if Roles(world.settings).kind(path) is not Kind.RUNBOOK:
        told += " (no runbook by the layout: see layout.runbooks)"
    return Made("runbook", path, text, told)


def _path(project: Project, world: World, service: Service, title: str, output: str | None) -> str:
    if output not in (None, "-"):
        return given_path(project, str(output))
    path = runbook_path(world, service, title)
    if output == "-":
        return path or "runbook.md"
    there = runbook_paths(world, (service.id,))
    if there and not title:
        raise UsageError(f"{service.id} has a runbook: {there[0]}; --title writes a further one")
    if not path:
        raise UsageError(f"the layout has no place for a runbook of {service.id}; give --output PATH")
    if path in world.files:
        raise UsageError(f"{path}: is there already; nothing was changed")
    return path
