"""What a person types or another tool exports, as an incident's values; what cannot be taken says what to give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from runbook_lint.model.draft import Draft
from runbook_lint.model.errors import UsageError
from runbook_lint.model.position import PAGE
from runbook_lint.model.postmortem import STAMPS, Action
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import find_alerts
from runbook_lint.parse.drafting.incident_names import all_named, person_named, service_named, severity_named
from runbook_lint.parse.drafting.incident_place import is_incident_id, written_ids
from runbook_lint.parse.postmortem_parts.moments import read_moment, scan

LONGEST_TITLE = 200
_JOINERS = "\u200c\u200d"  # many scripts and emoji need them, and they hide nothing
_SUCH_AS = "write it with its offset, such as 2026-11-17T16:55+00:00"


def read_title(text: str) -> str:
    """A title on one line, without characters that hide or turn others."""
    kept = "".join(char for char in " ".join(text.split()) if char.isprintable() or char in _JOINERS)
    title = " ".join(kept.split())
    if not title:
        raise UsageError("a title has letters")
    if len(title) > LONGEST_TITLE:
        raise UsageError(f"{len(title):,} characters; a title has at most {LONGEST_TITLE}")
    return title


def read_id(world: World, text: str) -> str:
    """An incident's id that no postmortem has; raises UsageError with the one that has it."""
    pattern, word = world.settings.ids.incident, text.strip()
    id = next((each for each in (word, word.upper()) if is_incident_id(each, world.settings)), "")
    if not id:
        raise UsageError(f"{word} is no id of an incident (ids.incident: {pattern})")
    there = written_ids(world).get(id.casefold())
    if there:
        raise UsageError(f"{id} has a postmortem: {there}; nothing was changed")
    return id


def read_time(text: str, now: datetime) -> datetime:
    """A point in time with its offset, or `now`; not one in the future."""
    word = text.strip()
    if word.casefold() == "now":
        return now
    moment, stamp = read_moment(word, PAGE), scan(word)
    if stamp is None or stamp.clock is None:
        raise UsageError(f"{word} is no time; {_SUCH_AS}")
    if not moment.dated:
        raise UsageError(f"{word} has no date; {_SUCH_AS}")
    if not moment.zoned:
        raise UsageError(f"{word} has no offset; {_with_offset(moment.at)}")
    if moment.at is None:
        raise UsageError(f"{word} is no time; {_SUCH_AS}")
    if moment.at > now + timedelta(minutes=1):
        raise UsageError(f"{word} lies in the future")
    return moment.at


def _with_offset(at: datetime | None) -> str:
    if at is None:
        return _SUCH_AS
    return f"write {at:%Y-%m-%dT%H:%M}+00:00 for UTC, or with the offset of the clock it was read from"


def check_order(draft: Draft) -> None:
    """Raise UsageError where one time of an incident lies before an earlier one's."""
    given = [(name, draft.times[name]) for name in STAMPS if name in draft.times]
    for (before, earlier), (name, later) in pairwise(given):
        if later < earlier:
            raise UsageError(f"--{name} {later.isoformat()} lies before --{before} {earlier.isoformat()}")


def missing(world: World, draft: Draft) -> Iterator[str]:
    """The names of the values that a postmortem cannot begin without, and this draft lacks."""
    if not draft.incident and not world.settings.postmortems.local_ids:
        yield "incident"
    if not draft.title:
        yield "title"
    if not draft.severity and draft.kind == "incident":
        yield "severity"
    if not draft.services and world.catalog.services:
        yield "services"
    if "started" not in draft.times and not (draft.kind == "near-miss" and "detected" in draft.times):
        yield "started"


def settled(world: World, draft: Draft) -> Draft:
    """Another tool's facts in this repository's names; what has none here is left out, and a note says so.

    A person who is not in the catalogue is not named.
    """
    names = _Names(world)
    id = draft.incident if is_incident_id(draft.incident, world.settings) else ""
    actions = tuple(_action(world, each) for each in draft.actions)
    return replace(
        draft,
        incident=names.known("id", draft.incident, id),
        title=read_title(draft.title[:LONGEST_TITLE]) if draft.title.strip() else "",
        severity=names.known("severity", draft.severity, _severity(world, draft.severity)),
        services=all_named(names.service(each) for each in draft.services),
        alerts=all_named(names.alert(each) for each in draft.alerts),
        commander=names.person("commander", draft.commander),
        facilitator=names.person("facilitator", draft.facilitator),
        participants=all_named(person_named(world, each) for each in draft.participants),
        actions=actions,
        notes=(*draft.notes, *names.notes, *_nameless(draft.actions, actions)),
    )


class _Names:
    """The names that a repository has for another tool's, and notes of those that it has not."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.notes: list[str] = []

    def known(self, what: str, text: str, found: str) -> str:
        if text and not found:
            self.notes.append(f"{what} {text} is not known here; left out")
        return found

    def service(self, name: str) -> str:
        found = service_named(self.world, name)
        return self.known("service", name, found.id if found else "" if self.world.catalog.services else name)

    def alert(self, name: str) -> str:
        found = find_alerts(self.world, name)
        return self.known("alert", name, found[0].name if found else "" if self.world.alerts else name)

    def person(self, what: str, text: str) -> str:
        found = person_named(self.world, text)
        if text and not found:
            self.notes.append(f"the {what} is nobody in the catalogue; left out")
        return found


def _nameless(before: Sequence[Action], after: Sequence[Action]) -> Iterator[str]:
    """A note of how many actions lost their owner."""
    lost = sum(1 for old, new in zip(before, after, strict=True) if old.owner and not new.owner)
    if lost:
        yield f"owners of {lost:,} of {len(before):,} actions are not in the catalogue; left out"


def _severity(world: World, text: str) -> str:
    try:
        return severity_named(world.settings.postmortems.severities, text) if text else ""
    except UsageError:
        return ""


def _action(world: World, action: Action) -> Action:
    """An action whose owner is a person or a team of the catalogue, or nobody yet."""
    team = world.catalog.team(action.owner) if action.owner else None
    return replace(action, owner=team.id if team else person_named(world, action.owner) if action.owner else "")
