"""Postmortem pages as values: one page, and all of a repository."""

from __future__ import annotations

import re
from datetime import date
from posixpath import basename

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.postmortem import KINDS, STAMPS, Moment, Postmortem, TimelineEntry
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once, once_each
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.postmortem_parts.actions import read_actions
from runbook_lint.parse.postmortem_parts.areas import Areas
from runbook_lint.parse.postmortem_parts.causes import read_causes
from runbook_lint.parse.postmortem_parts.facts import Facts
from runbook_lint.parse.postmortem_parts.moments import find_day
from runbook_lint.parse.postmortem_parts.pieces import read_pieces
from runbook_lint.parse.postmortem_parts.timeline import read_timeline
from runbook_lint.parse.postmortem_parts.told import told_by_text
from runbook_lint.parse.sections import find_sections
from runbook_lint.parse.visibility import is_restricted


@once_each
def read_postmortem(document: Document, settings: Settings) -> Postmortem:
    """The values of a postmortem page; any page gives one, whatever its front matter or its body looks like."""
    facts, pieces = Facts(document, settings), read_pieces(document)
    sections = find_sections(document, settings)
    areas = Areas(sections)
    told = told_by_text(document, settings, pieces)
    spans = facts.spans()
    times = {**told.times, **facts.times()}
    named = facts.day() or find_day(document.title) or find_day(facts.text("title"))
    start = next((times[name].at for name in STAMPS if name in times and times[name].at), None)
    day = named or told.day or _day_in_name(document.path)
    timeline, unread = read_timeline(document, sections, areas, pieces, start, day)
    near = start.date() if start else day or _first_day(timeline)
    actions, doubts = read_actions(document, areas, pieces, near)
    return Postmortem(
        path=document.path,
        incident=facts.text("incident"),
        title=facts.text("title") or document.title,
        kind=facts.text("kind") or KINDS[0],
        severity=facts.text("severity") or told.severity,
        status=facts.text("status"),
        services=facts.texts("services"),
        times={name: times[name] for name in STAMPS if name in times},
        commander=facts.text("commander"),
        facilitator=facts.text("facilitator"),
        participants=facts.texts("participants"),
        alerts=facts.texts("alerts"),
        factors=facts.texts("factors") or told.factors,
        ticket=facts.text("ticket"),
        restricted=is_restricted(document, settings),
        runbooks=facts.runbooks(),
        timeline=timeline,
        actions=actions,
        causes=read_causes(document, areas, pieces),
        unread=tuple(sorted((*unread, *doubts), key=lambda each: each.span)),
        spans=spans,
        loose={name: span for name, span in told.spans.items() if not _given(facts, name)},
        told_day=named or _first_day(timeline) or day,
    )


@once
def postmortems(world: World) -> tuple[Postmortem, ...]:
    """Every postmortem of a repository in path order; an index and a form to copy are none."""
    pages = (each for _, each in sorted(world.documents.items()) if each.kind is Kind.POSTMORTEM)
    found = (read_postmortem(page, world.settings) for page in pages if not is_front_page(page.path))
    return tuple(each for each in found if not is_template(each.path) or _is_of_an_incident(each, world.settings))


@once
def public_postmortems(world: World) -> tuple[Postmortem, ...]:
    """The postmortems that may be shown outside `check`: those that nobody restricted."""
    return tuple(each for each in postmortems(world) if not each.restricted)


def _is_of_an_incident(postmortem: Postmortem, settings: Settings) -> bool:
    """Whether a page that is called a template tells of an incident all the same (with an index template, say)."""
    return bool(re.fullmatch(settings.ids.incident, postmortem.incident)) or postmortem.day is not None


def _given(facts: Facts, name: str) -> bool:
    return bool(facts.texts(name) if name == "factors" else name in facts.times() or facts.text(name))


def _first_day(timeline: tuple[TimelineEntry, ...]) -> date | None:
    moments: tuple[Moment, ...] = tuple(entry.moment for entry in timeline)
    return next((moment.day for moment in moments if moment.day), None)


def _day_in_name(path: str) -> date | None:
    return find_day(re.sub(r"_", "-", basename(path)))
