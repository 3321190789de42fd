"""Files of an incident from other tools: exports and timelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from runbook_lint.app.project import Project
from runbook_lint.app.read import read_regular
from runbook_lint.model.document import DataProblem
from runbook_lint.model.draft import Draft
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import STAMPS
from runbook_lint.parse.drafting.new_postmortem import incident_day
from runbook_lint.parse.intake.json_values import json_values
from runbook_lint.parse.intake.slack import user_roles
from runbook_lint.parse.intake.timelines import read_timelines
from runbook_lint.parse.text import decode

_DAY = regex(r"\d{4}-\d\d-\d\d\.json")
_MOST = 64 * 1024 * 1024
"""Bytes of a file: a channel of a hundred thousand messages is smaller."""


def read_export_file(project: Project, name: str) -> Draft:
    """The facts in another tool's export; raises UsageError for a file that is none."""
    from runbook_lint.parse.intake.exports import read_export

    settings = project.settings.postmortems
    return read_export(name, _text(name, "--from"), settings.roles, settings.severities)


def with_timelines(project: Project, draft: Draft, names: Sequence[str], marked: bool) -> Draft:
    """The draft with what some files say happened."""
    if not names:
        return draft
    day = incident_day(draft, project.today) if draft.times else None
    started = next((draft.times[name] for name in STAMPS if name in draft.times), None)
    files = [(each, _text(each, "--timeline")) for name in names for each in _files(name)]
    roles = _member_roles([name for name, _ in files], project.settings.postmortems.roles)
    entries, notes = read_timelines(files, day, roles, marked, started, draft.timeline)
    return replace(draft, timeline=(*draft.timeline, *entries), notes=(*draft.notes, *notes))


def _member_roles(names: Sequence[str], roles: Mapping[str, str]) -> Mapping[str, str]:
    """The roles by members' ids too, where the list of members of a Slack export lies beside its files or one up."""
    folders = {folder for name in names if name.endswith(".json") for folder in list((Path.cwd() / name).parents)[:2]}
    lists = (folder / name for folder in sorted(folders) for name in ("users.json", "org_users.json"))
    for place in lists if roles else ():
        if place.is_file():
            told = json_values(str(place), _text(str(place), "--timeline"), "export it again")
            roles = user_roles(told[0][1] if told else None, roles)
    return roles


def _files(name: str) -> Iterator[str]:
    """A file itself, or the days of a channel that a folder holds, as a Slack export has them."""
    place = Path.cwd() / name
    if place.suffix.casefold() == ".zip":
        raise UsageError(f"--timeline {name}: an archive; unpack it and name the folder of the incident's channel")
    if not place.is_dir():
        yield name
        return
    days = sorted(each.name for each in place.iterdir() if _DAY.fullmatch(each.name))
    if not days:
        raise UsageError(f"--timeline {name}: no day file such as 2026-07-17.json in it; name one channel's folder")
    yield from (f"{name.rstrip('/')}/{day}" for day in days)


def _text(name: str, flag: str) -> str:
    place = Path.cwd() / name
    try:
        if place.is_file() and place.stat().st_size > _MOST:
            raise UsageError(f"{flag} {name}: more than {_MOST // 1024 // 1024} MiB; give the part that matters")
        text = decode(read_regular(place))
    except OSError as error:
        raise UsageError(f"{flag} {name}: cannot be read: {error.strerror}") from None
    if isinstance(text, DataProblem):
        raise UsageError(f"{flag} {name}, line {text.span.line}: {text.message}; {text.help}")
    return text.joined
