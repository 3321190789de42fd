"""What the template of a new postmortem is filled with: what machines know, and gaps for what people do."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from posixpath import dirname, relpath
from typing import Any

from runbook_lint.model.dates import Duration, in_days
from runbook_lint.model.draft import Draft
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.postmortem import STAMPS, Action
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_facts import Candidate, Involved, involved, plan_paths, runbook_paths
from runbook_lint.parse.drafting.similar import Similar
from runbook_lint.parse.targets import encoded
from runbook_lint.parse.tracking.postmortem_due import last_day, writing_time

Values = dict[str, Any]  # Any: what a template is given

MOST_CHANGES = 20
"""Candidates that a page lists."""

STAMP_WORDS: Mapping[str, tuple[str, str]] = {
    "started": ("It begins", "the first sign, seen afterwards in graphs or logs"),
    "detected": ("Noticed", "by which alert or by whom"),
    "acknowledged": ("Taken on", "which role took it on"),
    "mitigated": ("It hurts less", "what was done, and how that showed"),
    "resolved": ("It is over", "how that was known"),
}
"""What a timeline says at each of an incident's times, and what is still to be told of it."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A commit, branch or pull request that carries the incident's id; `kind` says which."""

    kind: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was looked up: changes before the incident (None where git could not say), who mentions it, the like."""

    changes: tuple[Candidate, ...] | None = None
    hours: int = 48
    mentions: tuple[Mentioned, ...] = ()
    similar: tuple[Similar, ...] = ()


def incident_day(draft: Draft, today: date) -> date:
    """The day of an incident, today where no time is known."""
    return next((draft.times[name].astimezone(UTC).date() for name in STAMPS if name in draft.times), today)


def review_due(draft: Draft, settings: Settings, today: date) -> date:
    """The day by which the review is due, as postmortem-overdue counts it; from today where no time is known."""
    return writing_time(draft.severity, settings).after(last_day(draft.times) or today)


def postmortem_values(world: World, draft: Draft, gathered: Gathered, path: str) -> Values:
    """What the template of a postmortem at a path is filled with."""
    own = involved(world, draft.services)
    plans = plan_paths(world, draft.alerts)
    pages = dict.fromkeys([page for _, page in plans if page] + [*runbook_paths(world, draft.services)])
    allowed = writing_time(draft.severity, world.settings)
    return {
        "incident": draft.incident,
        "title": draft.title,
        "kind": draft.kind,
        "severity": draft.severity,
        "services": draft.services,
        "times": {name: _iso(draft.times[name]) if name in draft.times else "" for name in STAMPS},
        "commander": draft.commander,
        "facilitator": draft.facilitator,
        "participants": draft.participants,
        "alerts": draft.alerts,
        "ticket": draft.ticket,
        "visibility": "restricted" if draft.restricted else "public",
        "today": str(world.today),
        "review_due": str(review_due(draft, world.settings, world.today)),
        "review_time": _spoken(allowed),
        "summary": draft.summary,
        "impact": draft.impact,
        "runbooks": tuple({"path": page, "link": _link(page, path)} for page in pages),
        "timeline": _timeline(draft),
        "actions": tuple(_action(each, number) for number, each in enumerate(draft.actions, 1)),
        "involved": tuple(_service(each, path) for each in own),
        "alert_pages": tuple({"alert": alert, "path": page, "link": _link(page, path)} for alert, page in plans),
        "changes": {
            "known": gathered.changes is not None,
            "hours": gathered.hours,
            "rows": tuple(_change(each) for each in (gathered.changes or ())[:MOST_CHANGES]),
            "more": max(len(gathered.changes or ()) - MOST_CHANGES, 0),
        },
        "mentions": tuple({"kind": each.kind, "name": each.name, "text": each.text} for each in gathered.mentions),
        "similar": tuple(_alike(each, path) for each in gathered.similar),
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="minutes" if not at.second and not at.microsecond else "seconds")


def _spoken(allowed: Duration) -> str:
    months = f"{allowed.months} month{'' if allowed.months == 1 else 's'}" if allowed.months else ""
    return " and ".join(filter(None, (months, in_days(allowed.days) if allowed.days or not months else "")))


def _link(target: str, page: str) -> str:
    return encoded(relpath(target, dirname(page) or ".")) if target else ""


def _service(each: Involved, page: str) -> Values:
    service = each.service
    return {
        "id": service.id,
        "name": service.name or service.id,
        "link": _link(service.path, page),
        "tier": service.tier,
        "team": each.team,
        "owner": each.owner,
        "dependants": each.dependants,
        "beyond": each.beyond,
    }


def _change(each: Candidate) -> Values:
    at = each.at.astimezone(UTC)
    return {
        "id": each.id,
        "time": f"{at:%Y-%m-%d %H:%M}",
        "subject": each.subject,
        "services": each.services,
        "own": each.own,
    }


def _alike(each: Similar, page: str) -> Values:
    found = each.postmortem
    return {
        "incident": found.incident,
        "title": found.title,
        "day": str(found.day or ""),
        "path": found.path,
        "link": _link(found.path, page),
        "score": each.score,
        "words": each.words,
    }


def _action(action: Action, number: int) -> Values:
    return {
        "id": action.id if action.numbered and action.id else f"A{number}",
        "text": action.text,
        "type": action.type,
        "owner": action.owner,
        "due": str(action.due or ""),
        "state": action.state,
        "ticket": action.ticket,
        "evidence": action.evidence,
    }


def _timeline(draft: Draft) -> Values:
    """The rows in the order of their times, in UTC; `day` is written where all are of one day."""
    rows = sorted(_rows(draft), key=lambda row: row[0])
    days = {at.date() for at, *_ in rows}
    day = next(iter(days)) if len(days) == 1 else None
    form = "%H:%M" if day else "%Y-%m-%d %H:%M"
    return {
        "day": f"{day.day} {month_name[day.month]} {day.year}" if day else "",
        "rows": tuple(
            {"time": at.strftime(form), "who": who, "text": text, "todo": todo} for at, who, text, todo in rows
        ),
    }


def _rows(draft: Draft) -> Iterator[tuple[datetime, str, str, str]]:
    """What happened when: the incident's own times, then what an import tells; `todo` is what is still to be told."""
    for name in STAMPS:
        if name in draft.times:
            text, todo = STAMP_WORDS[name]
            yield draft.times[name].astimezone(UTC), "", text, "" if draft.timeline else todo
    for entry in draft.timeline:
        if entry.moment.at:
            yield entry.moment.at.astimezone(UTC), entry.who, entry.text, ""


_EITHER = (
    "incident", "title", "severity", "services", "commander", "facilitator", "alerts", "ticket", "summary", "impact",
)  # fmt: skip


def merged(first: Draft, second: Draft) -> Draft:
    """Two sources as one: what the first says holds, what it leaves open comes from the second."""
    taken = {name: getattr(first, name) or getattr(second, name) for name in _EITHER}
    return replace(
        first,
        **taken,
        kind=first.kind if first.kind != "incident" else second.kind,
        times={**second.times, **first.times},
        participants=tuple(dict.fromkeys((*first.participants, *second.participants))),
        restricted=first.restricted or second.restricted,
        timeline=(*first.timeline, *second.timeline),
        actions=(*first.actions, *second.actions),
        notes=(*first.notes, *second.notes),
    )
