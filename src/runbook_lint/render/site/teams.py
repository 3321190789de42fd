"""Teams: their index, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.catalog import Team
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.site import SiteFile
from runbook_lint.parse.site.scenarios import scenario_lines
from runbook_lint.parse.site.services import called
from runbook_lint.parse.site.teams import handles, members, team_actions, team_overdue, team_services, unlisted
from runbook_lint.render.site.service_lines import lines
from runbook_lint.render.site.view import View

MOST = 40
"""Lines of a list that may grow with the organisation."""
_SERVICES = 500
_PATTERNS = 4


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team as a line of the index: what it runs, how to reach it, and what waits for it."""

    id: str
    name: str
    services: int
    rota: str
    chat: str
    overdue: int
    actions: int
    late: int


def team_pages(view: View) -> Iterator[SiteFile]:
    """The index, and a page for every team of the catalogue."""
    world = view.world
    teams = dict(sorted(world.catalog.teams.items()))
    named = [(name, team_services(world)[name]) for name in unlisted(world)]
    yield view.page(
        "teams/index.md",
        "teams.md.j2",
        "Teams",
        teams=[_line(view, team) for team in teams.values()],
        nobodys=team_services(world).get("", ()),
        unlisted=named[:_SERVICES],
        handles=handles(world),
        most=MOST,
        few=_PATTERNS,
        called=called,
    )
    for team in teams.values():
        yield _page(view, team)


def _line(view: View, team: Team) -> TeamLine:
    actions = team_actions(view.world).get(team.id, ())
    return TeamLine(
        team.id, team.name, len(team_services(view.world).get(team.id, ())), team.rota, team.chat,
        len(team_overdue(view.world).get(team.id, ())), len(actions), sum(row.late > 0 for row in actions),
    )  # fmt: skip


def _page(view: View, team: Team) -> SiteFile:
    world, short = view.world, called(team.id)
    ids = team_services(world).get(team.id, ())
    return view.page(
        view.places.teams[team.id],
        "team.md.j2",
        f"{team.name} ({short})" if team.name else short,
        team=team,
        members=members(world, team.id),
        leads=[each for each in scenario_lines(world) if each.primary and each.primary.id == team.id],
        helps=[each for each in scenario_lines(world) if each.secondary and each.secondary.id == team.id],
        lines=lines(view, ids[:_SERVICES]),
        total=len(ids),
        overdue=team_overdue(world).get(team.id, ()),
        actions=team_actions(world).get(team.id, ()),
        most=MOST,
        called=called,
    )
