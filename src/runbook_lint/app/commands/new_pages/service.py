"""`runbook-lint new service`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.ask import Question, ask_all, can_ask
from runbook_lint.app.commands.new_pages.runbook import made_runbook
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.new_page import Made, flag, given_path, output_options, publish
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.templates import templates
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.errors import UsageError
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_input import read_title
from runbook_lint.parse.drafting.incident_names import all_named, service_id
from runbook_lint.parse.drafting.new_service import (
    NewService,
    new_service_id,
    open_ends,
    owner_id,
    service_path,
    service_values,
    team_id,
)
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.runbooks import services_with_runbook
from runbook_lint.render.template import render_template

_TIERS = {"1": "wakes people up", "2": "matters within the hour", "3": "can wait for the morning", "4": "can wait"}
_YAML = (".yaml", ".yml")


@click.command("service")
@click.option("--id", "id_", default="", metavar="ID", help="Its id; without one it is made from the name.")
@click.option("--name", default="", help="What people call it.")
@click.option("--description", default="", help="What it does, in a sentence.")
@click.option("--team", default="", metavar="ID|NAME", help="The team that runs it.")
@click.option("--owner", default="", metavar="PERSON|TEAM", help="Who answers for it.")
@click.option("--tier", type=click.Choice(list(_TIERS)), help="How much it matters: 1 wakes people up, 4 can wait.")
@click.option("--depends-on", "needed", multiple=True, metavar="ID|NAME", shell_complete=completing.services,
              help="A service that it needs (repeatable).")  # fmt: skip
@click.option("--watch", multiple=True, metavar="GLOB", help="Where its code is (repeatable).")
@click.option("--chat", default="", help="Its chat channel.")
@click.option("--rota", default="", help="Its on-call rota: a URL or an id.")
@click.option("--link", "links", multiple=True, metavar="NAME=URL", help="A dashboard, logs, … (repeatable).")
@click.option("--runbook/--no-runbook", default=True, show_default=True, help="Whether its runbook is begun as well.")
@output_options
@project_options
def command(
    id_: str,
    tier: str | None,
    needed: tuple[str, ...],
    watch: tuple[str, ...],
    links: tuple[str, ...],
    runbook: bool,
    output: str | None,
    as_json: bool,
    config: tuple[str, ...],
    today: str | None,
    **texts: str,
) -> int:
    """Write the manifest of a service, and begin its runbook; nothing is overwritten.

    With a terminal it asks for what is missing; without one, a flag that is missing is named.
    """
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    given = {**texts, "id": id_, "tier": tier or "", "depends_on": ",".join(needed)}
    new = _read(world, _complete(world, given))
    new = replace(new, watch=watch, links=tuple(map(_link, links)))
    path = _path(project, world, new, output)
    values = cleaned(service_values(world, new), cleaner(world))
    text = render_template("service.yaml", templates(project), values)
    return publish(project, _made(project, path, text, new, runbook and output != "-"), output, as_json)


def _read(world: World, given: Mapping[str, str]) -> NewService:
    """The answers as values; raises UsageError that names the flag."""
    name = flag("name", read_title, given["name"])
    needed = filter(None, map(str.strip, given["depends_on"].split(",")))
    return NewService(
        id=flag("id", partial(new_service_id, world), given["id"] or name),
        name=name,
        description=flag("description", read_title, given["description"]),
        team=flag("team", partial(team_id, world), given["team"]),
        owner=flag("owner", partial(owner_id, world), given["owner"]),
        tier=int(given["tier"]) if given["tier"] else None,
        depends_on=all_named(flag("depends-on", partial(service_id, world), each) for each in needed),
        chat=given["chat"].strip(),
        rota=given["rota"].strip(),
    )


def _complete(world: World, given: dict[str, str]) -> dict[str, str]:
    """The values with what a person at the terminal answers, where one is missing that a manifest must have."""
    lacking = [] if given["id"] or given["name"] else ["--id or --name"]
    lacking += [] if given["team"] or given["owner"] else ["--team or --owner"]
    if not lacking:
        return given
    if not can_ask():
        raise UsageError(f"without a terminal nothing can be asked; give {', '.join(lacking)}")
    return given | ask_all([each for each in _questions(world, given) if not given[each.key]])


def _questions(world: World, given: Mapping[str, str]) -> Iterator[Question]:
    catalog = world.catalog
    teams = {each.id: each.name for each in catalog.teams.values()}
    people = {each.id: each.name for each in catalog.people.values() if not each.former}
    services = {each.id: each.name for each in catalog.services}
    yield Question("name", "What people call it", complete=read_title, required=not given["id"])
    if not given["name"]:
        read = partial(new_service_id, world)
        yield Question("id", "Its id (empty: made from the name)", complete=read, required=False)
    yield Question("description", "What it does, in a sentence", complete=read_title, required=False)
    yield Question("team", "The team that runs it", "", teams, partial(team_id, world), not given["owner"])
    yield Question("owner", "Who answers for it", "", people, partial(owner_id, world), required=False)
    yield Question("tier", "How much it matters", "3", _TIERS)
    if services:
        read = partial(service_id, world)
        yield Question("depends_on", "What it needs, separated by commas", "", services, read, False, several=True)


def _link(text: str) -> tuple[str, str]:
    name, equals, url = text.partition("=")
    if not (name.strip() and equals and url.strip()):
        raise UsageError(f"--link {text}: give NAME=URL, such as dashboard=https://grafana.example/d/x")
    return name.strip(), url.strip()


def _path(project: Project, world: World, new: NewService, output: str | None) -> str:
    given = output not in (None, "-")
    path = given_path(project, str(output), _YAML) if given else service_path(world, new.id)
    if not path and output == "-":
        return "service.yaml"
    if not path:
        raise UsageError(f"the layout has no place for the manifest of {new.id}; give --output PATH")
    if Roles(world.settings).data_role(path) != "services":
        globs = ", ".join(world.settings.layout.services)
        raise UsageError(f"--output {output}: no manifest by the layout (layout.services: {globs})")
    if path in world.files:
        raise UsageError(f"{path}: is there already; nothing was changed")
    return path


def _made(project: Project, path: str, text: str, new: NewService, runbook: bool) -> tuple[Made, ...]:
    """The manifest, and its runbook where it has none yet; what still is to do is seen with both in their places."""
    world = project.world(project.workspace().tree({path: text.encode("utf-8")}))
    problems = world.data_files[path].problems if path in world.data_files else ()
    if problems:
        place = templates(project).place("service.yaml")
        at = f"line {problems[0].span.line} of what it makes"
        raise UsageError(f"template {place} makes no valid manifest: {at}: {problems[0].message}; nothing was changed")
    service = next(each for each in world.catalog.services if each.path == path)
    manifest = Made("service", path, text, "read it over", tuple(open_ends(world, service)))
    if not runbook or new.id in services_with_runbook(world):
        return (manifest,)
    return manifest, made_runbook(project, world, service, "", None)
