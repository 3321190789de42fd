"""The ledger of all action items that may be shown: what is open, the overdue first, and what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from runbook_lint.model.patterns import regex
from runbook_lint.model.site import SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.site.services import open_actions, public_rows
from runbook_lint.parse.tracking.ledger import ActionRow, Hidden, action_rows
from runbook_lint.render.ledger_tables import state
from runbook_lint.render.site.charts import Bar, Figure, bars
from runbook_lint.render.site.view import View

MOST = 500
"""Rows of a table; the oldest of what is done, and what is due last, are left to api/actions.json."""
_LINK = regex(r"\[([^\]]+)\]\((\S+)\)(.*)", re.DOTALL)
AGES: tuple[tuple[str, int], ...] = (("30 days", 30), ("90 days", 90), ("180 days", 180), ("a year", 365))


def action_pages(view: View) -> Iterator[SiteFile]:
    """The one page."""
    world = view.world
    still, done = open_actions(world), finished_actions(world)
    yield view.page(
        "actions.md",
        "actions.md.j2",
        "Actions",
        open=still[:MOST],
        open_total=len(still),
        overdue=sum(row.late > 0 for row in still),
        done=done[:MOST],
        done_total=len(done),
        held=held_actions(world),
        figure=ages_figure(view),
        teams=_teams,
        state=state,
        proof=proof,
    )


@once
def finished_actions(world: World) -> tuple[ActionRow, ...]:
    """The actions in which nothing is left to do and that may be shown, the newest incident first."""
    there = {row.path: index for index, row in enumerate(public_rows(world))}
    found = [row for row in action_rows(world) if row.finished and row.path in there]
    return tuple(sorted(found, key=lambda row: (there[row.path], row.line)))


def proof(row: ActionRow) -> tuple[str, str]:
    """The record of an action, else what proves it: its words, and its URL where it has one."""
    if row.ticket:
        return row.ticket.rstrip("/").rsplit("/", 1)[-1] or row.ticket, row.ticket
    linked = _LINK.match(row.evidence)
    return (linked[1] + linked[3], linked[2]) if linked else (row.evidence, row.evidence)


def held_actions(world: World) -> Hidden:
    """How many actions are not shown, because their postmortems are restricted."""
    rows = [row for row in action_rows(world) if row.restricted]
    return Hidden(len({row.path for row in rows}), len(rows))


def ages_figure(view: View) -> Figure:
    """The open actions by the days since their incident, the overdue among them told apart."""
    world = view.world
    counts = {label: [0, 0] for label in (*(_label(name) for name, _ in AGES), _OLDER, _UNKNOWN)}
    for row in open_actions(world):
        age = (world.today - row.day).days if row.day else None
        counts[_age(age)][row.late > 0] += 1
    rows = [Bar(label, tuple(each)) for label, each in counts.items() if label != _UNKNOWN or any(each)]
    title = "Open actions by age"
    parts = {"ok": "not overdue", "late": "overdue"}
    table = tuple((row.label, *map(str, row.values)) for row in rows)
    return Figure(title, bars("rl-ages", title, parts, rows), ("Since the incident", *parts.values()), table)


_OLDER, _UNKNOWN = "older", "no day"


def _label(name: str) -> str:
    return f"to {name}"


def _age(days: int | None) -> str:
    if days is None:
        return _UNKNOWN
    return next((_label(name) for name, most in AGES if days <= most), _OLDER)


def _teams(world: World, row: ActionRow) -> Sequence[str]:
    """Whose an action is: the teams of its owners, else those that answer for its services."""
    owners = [id for owner in row.owners for id in _teams_of(world).get(owner, ())]
    return tuple(dict.fromkeys(owners)) or row.teams


@once
def _teams_of(world: World) -> dict[str, tuple[str, ...]]:
    """The teams of each person, and each team itself."""
    found: dict[str, list[str]] = {id: [id] for id in world.catalog.teams}
    for id, team in sorted(world.catalog.teams.items()):
        for member in team.members:
            found.setdefault(member, []).append(id)
    return {name: tuple(teams) for name, teams in found.items()}
