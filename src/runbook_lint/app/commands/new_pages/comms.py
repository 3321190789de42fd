"""`runbook-lint new comms`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.ask import Question, ask_all, can_ask
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.new_page import Made, flag, given_path, output_options, publish
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.templates import templates
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.document import Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_facts import known_service
from runbook_lint.parse.drafting.incident_input import read_title
from runbook_lint.parse.drafting.incident_names import all_named, person_named, service_id, severity_named
from runbook_lint.parse.drafting.incident_place import is_incident_id
from runbook_lint.parse.drafting.new_comms import (
    AUDIENCES,
    STATES,
    NewComms,
    comms_paths,
    comms_values,
    state_of,
    told_postmortem,
)
from runbook_lint.parse.drafting.new_service import owner_id
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.payload import cleaned
from runbook_lint.render.template import render_template

_AUDIENCES = {"status-page": "everybody", "internal": "colleagues", "executive": "those who decide"}


@click.command("comms")
@click.option("--incident", default="", metavar="ID", help="The incident that it tells of.")
@click.option("--audience", default="", type=click.Choice(["", *AUDIENCES]), metavar="|".join(AUDIENCES),
              help="Who reads it.")  # fmt: skip
@click.option("--title", default="", help="What is affected, in the words of those who read it.")
@click.option("--state", default="", type=click.Choice(["", *STATES]), metavar="|".join(STATES),
              help="How far it has come; by default as its postmortem's times say.")  # fmt: skip
@click.option("--severity", default="", help="One of postmortems.severities.")
@click.option("--service", "services", multiple=True, metavar="ID|NAME", shell_complete=completing.services,
              help="A service of it (repeatable).")  # fmt: skip
@click.option("--owner", default="", metavar="PERSON|TEAM", help="Who answers for what is said.")
@output_options
@project_options
def command(
    services: tuple[str, ...],
    output: str | None,
    as_json: bool,
    config: tuple[str, ...],
    today: str | None,
    **texts: str,
) -> int:
    """Write an update on an incident: condition, actions, needs; each update is a new file.

    What its postmortem knows is filled in, unless that one is restricted. With a terminal it asks for what is
    missing; without one, a flag that is missing is named.
    """
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    given = _complete(world, texts)
    incident = flag("incident", partial(_incident, world), given["incident"])
    postmortem = told_postmortem(world, incident)
    new = _known(world, _read(world, incident, given, services), postmortem)
    now = datetime.now(UTC)
    new = replace(new, now=str(project.today) if today else f"{now:%Y-%m-%d %H:%M} UTC")
    return _write(project, world, new, postmortem, output, as_json)


def _complete(world: World, given: dict[str, str]) -> dict[str, str]:
    lacking = [name for name in ("incident", "audience") if not given[name]]
    if not lacking:
        return given
    if not can_ask():
        flags = ", ".join(f"--{name}" for name in lacking)
        raise UsageError(f"without a terminal nothing can be asked; give {flags}")
    return given | ask_all([each for each in _questions(world) if not given[each.key]])


def _questions(world: World) -> Iterator[Question]:
    yield Question("incident", "Id of the incident", complete=partial(_incident, world))
    yield Question("audience", "Who reads it", "", _AUDIENCES)
    yield Question("title", "What is affected, in their words", complete=read_title, required=False)


def _incident(world: World, text: str) -> str:
    id = next((each for each in (text.strip(), text.strip().upper()) if is_incident_id(each, world.settings)), "")
    if not id:
        raise UsageError(f"{text.strip()} is no id of an incident (ids.incident: {world.settings.ids.incident})")
    return id


def _read(world: World, incident: str, given: Mapping[str, str], services: tuple[str, ...]) -> NewComms:
    return NewComms(
        incident=incident,
        audience=given["audience"],
        title=flag("title", read_title, given["title"]),
        state=given["state"],
        owner=flag("owner", partial(owner_id, world), given["owner"]),
        services=all_named(flag("service", partial(service_id, world), each) for each in services),
        severity=flag("severity", partial(severity_named, world.settings.postmortems.severities), given["severity"]),
    )


def _known(world: World, new: NewComms, postmortem: Postmortem | None) -> NewComms:
    """The update with what the incident's postmortem tells; a title of its own is for colleagues only."""
    told = postmortem if postmortem and not postmortem.restricted else Postmortem("")
    services = new.services or tuple(id for id in told.services if known_service(world, id))
    first = known_service(world, services[0]) if services else None
    return replace(
        new,
        title=new.title or ("" if new.audience == "status-page" else told.title),
        state=new.state or state_of(told),
        owner=new.owner or person_named(world, told.commander) or (first.team or first.owner if first else ""),
        services=services,
        severity=new.severity or told.severity,
    )


def _write(
    project: Project, world: World, new: NewComms, postmortem: Postmortem | None, output: str | None, as_json: bool
) -> int:
    """Write it to the first free place; where another run was quicker, to the next."""
    given = given_path(project, str(output)) if output not in (None, "-") else ""
    if output == "-":
        path = next(comms_paths(world, new), f"{new.audience}.md")
        return publish(project, (_made(project, world, new, postmortem, path),), output, as_json)
    for path in [given] if given else comms_paths(world, new):
        if (project.root / path).exists() and not given:
            continue
        made = _made(project, world, new, postmortem, path)
        try:
            return publish(project, (made,), output, as_json)
        except UsageError:
            if given or not (project.root / path).exists():
                raise
    raise UsageError("the layout has no place for an update: layout.documents takes in no comms/; give --output PATH")


def _made(project: Project, world: World, new: NewComms, postmortem: Postmortem | None, path: str) -> Made:
    values = cleaned(comms_values(world, new, postmortem, path), cleaner(world))
    text = render_template(f"comms-{new.audience}.md", templates(project), values)
    notes = ["its postmortem is restricted: nothing was taken from it"] if postmortem and postmortem.restricted else []
    if Roles(world.settings).kind(path) is not Kind.DOCUMENT:
        notes.append("by the layout this is no plain page, so `kind: comms` does not count: see layout.documents")
    return Made("comms", path, text, "answer what is marked TODO, then send it", tuple(notes))
