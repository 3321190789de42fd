"""What falls due when: reviews by their urgency, by tier and team, and as a calendar to subscribe to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from runbook_lint.model.site import SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.own_repository import own_addresses
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.site.freshness import STATES, TERMS, Duty, by_state, duties
from runbook_lint.parse.site.places import places
from runbook_lint.render.calendar import calendar
from runbook_lint.render.review_day import review_day
from runbook_lint.render.site.charts import Bar, Figure, bars
from runbook_lint.render.site.view import View

CALENDAR = "freshness.ics"
MOST = 50
"""Rows of a section; the calendar has them all, and the pages of teams and services their own."""
_TEAMS = 100
_PARTS = {"ok": "later", "soon": TERMS[0][0], "late": STATES[0], "none": STATES[-1]}


def freshness_pages(view: View) -> Iterator[SiteFile]:
    """The page and the calendars: one of everything, and one of each team's."""
    world, found = view.world, duties(view.world)
    teams = _by_team(world)
    yield view.page(
        "freshness.md",
        "freshness.md.j2",
        "Freshness",
        total=len(found),
        sections=[(state, each[:MOST], len(each)) for state, each in by_state(found, world.today)],
        states=STATES,
        teams=teams[:_TEAMS],
        more_teams=len(teams) - len(teams[:_TEAMS]),
        figure=freshness_figure(view),
        calendar=CALENDAR,
        calendars=team_calendars(world),
    )
    everything = _address(world)
    yield SiteFile(CALENDAR, _calendar(view, f"Reviews of {everything}", found))
    for id, place in team_calendars(world).items():
        yield SiteFile(place, _calendar(view, f"Reviews of {id} in {everything}", duties_by_team(world)[id]))


def freshness_figure(view: View) -> Figure:
    """Pages by tier: reviewed and not due within a month, due within it, overdue, never reviewed."""
    world = view.world
    counts: Counter[tuple[int | None, str]] = Counter()
    for duty in duties(world):
        counts[duty.tier, _part(duty.state(world.today))] += 1
    tiers = sorted({tier for tier, _ in counts}, key=lambda tier: tier or 9)
    rows = [Bar(f"tier {tier}" if tier else "no tier", tuple(counts[tier, part] for part in _PARTS)) for tier in tiers]
    title = f"Reviews by tier on {world.today}"
    table = tuple((row.label, *map(str, row.values)) for row in rows)
    return Figure(title, bars("rl-freshness", title, _PARTS, rows), ("Tier", *_PARTS.values()), table)


def _part(state: str) -> str:
    return {STATES[0]: "late", TERMS[0][0]: "soon", STATES[-1]: "none"}.get(state, "ok")


def _by_team(world: World) -> list[tuple[str, list[int]]]:
    """Each team with its counts by state, the one with most overdue first."""
    counts: dict[str, Counter[str]] = {}
    for duty in duties(world):
        counts.setdefault(duty.team, Counter())[duty.state(world.today)] += 1
    rows = [(team, [count[state] for state in STATES]) for team, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1][0], -row[1][-1], not row[0], row[0]))


@once
def duties_by_team(world: World) -> dict[str, tuple[Duty, ...]]:
    """What each team is to review, the earliest first."""
    found: dict[str, list[Duty]] = {}
    for duty in duties(world):
        found.setdefault(duty.team, []).append(duty)
    return {team: tuple(each) for team, each in found.items()}


@once
def team_calendars(world: World) -> dict[str, str]:
    """Where the calendar of each team stands that has something to review: beside its page."""
    teams = places(world).teams
    return {id: f"{teams[id].removesuffix('.md')}.ics" for id in sorted(duties_by_team(world)) if id in teams}


def _calendar(view: View, name: str, found: Iterable[Duty]) -> str:
    """Every review that has a day, as an all-day event; nothing of a page's own words is in it but its path."""
    repository = _address(view.world)
    days = (cleaned(review_day(view.world, duty, repository), view.clean) for duty in found if duty.due)
    return calendar(days, name, view.world.today)


def _address(world: World) -> str:
    addresses = own_addresses(world)
    return addresses[0].partition("://")[2] if addresses else world.settings.site.name or "runbooks"
