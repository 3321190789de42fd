"""The facts of an incident from the command line's flags, from another tool's export, and from answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from runbook_lint.app import git
from runbook_lint.app.ask import Question, ask_all
from runbook_lint.app.project import Project
from runbook_lint.model.draft import Draft
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.postmortem import STAMPS
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_input import read_id, read_time, read_title
from runbook_lint.parse.drafting.incident_names import (
    alert_name,
    all_named,
    person_id,
    person_named,
    service_id,
    severity_named,
)

Value = TypeVar("Value")

FLAGS = {"services": "service"}
"""Flags that are not called as the value is."""


@dataclass(frozen=True)
class Flags:
    """What the command line says, unread: texts by the names of a draft's fields and of STAMPS."""

    texts: Mapping[str, str]
    services: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    restricted: bool = False


def read_flags(world: World, flags: Flags, now: datetime) -> Draft:
    """The flags as facts; raises UsageError that names the flag."""
    given = {name: text.strip() for name, text in flags.texts.items() if text.strip()}
    reads = _readers(world)
    taken = {name: _flag(name, read, given[name]) for name, read in reads.items() if name in given}
    return Draft(
        incident=taken.get("incident", ""),
        title=taken.get("title", ""),
        kind=given.get("kind", "incident"),
        severity=taken.get("severity", ""),
        services=all_named(_flag("service", lambda text: service_id(world, text), each) for each in flags.services),
        times={name: _flag(name, lambda text: read_time(text, now), given[name]) for name in STAMPS if name in given},
        commander=taken.get("commander", ""),
        facilitator=taken.get("facilitator", ""),
        alerts=all_named(_flag("alert", lambda text: alert_name(world, text), each) for each in flags.alerts),
        ticket=given.get("ticket", ""),
        restricted=flags.restricted,
    )


def _readers(world: World) -> dict[str, Callable[[str], str]]:
    return {
        "incident": lambda text: read_id(world, text),
        "title": read_title,
        "severity": lambda text: severity_named(world.settings.postmortems.severities, text),
        "commander": lambda text: person_id(world, text),
        "facilitator": lambda text: person_id(world, text),
    }


def _flag(name: str, read: Callable[[str], Value], text: str) -> Value:
    try:
        return read(text)
    except UsageError as error:
        raise UsageError(f"--{name}: {error}") from None


def asked(project: Project, world: World, draft: Draft, now: datetime, new_id: str) -> Draft:
    """The draft with what a person at the terminal answers; only what is still open is asked."""
    answers = ask_all([each for each in _questions(project, world, draft, now, new_id) if not _given(draft, each.key)])
    started = answers.pop("started", "")
    services = tuple(each.strip() for each in answers.pop("services", "").split(",") if each.strip())
    return replace(
        draft,
        incident=draft.incident or answers.get("incident", ""),
        title=draft.title or answers.get("title", ""),
        severity=draft.severity or answers.get("severity", ""),
        services=draft.services or services,
        times={**draft.times, **({"started": read_time(started, now)} if started else {})},
        commander=draft.commander or answers.get("commander", ""),
        facilitator=draft.facilitator or answers.get("facilitator", ""),
    )


def _given(draft: Draft, key: str) -> bool:
    return bool(draft.times.get(key) if key in STAMPS else getattr(draft, key))


def _questions(project: Project, world: World, draft: Draft, now: datetime, new_id: str) -> Iterator[Question]:
    severities = world.settings.postmortems.severities
    services = {each.id: each.name for each in world.catalog.services}
    people = {each.id: each.name for each in world.catalog.people.values() if not each.former}
    reads = _readers(world)
    near = draft.kind == "near-miss"
    yield Question("incident", "Id of the incident", default=new_id, complete=reads["incident"])
    yield Question("title", "What happened, as a headline", complete=read_title)
    text = "How bad it might have become" if near else "How bad it was"
    yield Question("severity", text, choices=severities, complete=reads["severity"], required=not near)
    named = "Services, separated by commas"
    if services:
        yield Question("services", named, "", services, lambda text: service_id(world, text), several=True)
    text = "When it was noticed" if near else "When it began"
    default = now.isoformat(timespec="minutes")
    yield Question("started", f"{text}, with the offset, or now", default, (), lambda text: _time(text, now))
    if people:
        commander = _own_id(project, world)
        yield Question("commander", "Who led the response", commander, people, reads["commander"], required=False)
        yield Question("facilitator", "Who leads the review", "", people, reads["facilitator"], required=False)


def _time(text: str, now: datetime) -> str:
    return read_time(text, now).isoformat(timespec="minutes")


def _own_id(project: Project, world: World) -> str:
    """The person whom git is configured for here, if the catalogue knows them."""
    if not git.in_repository(project.root):
        return ""
    name, address = git.user(project.root)
    return person_named(world, address) or person_named(world, name)
