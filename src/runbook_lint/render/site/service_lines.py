"""Services as lines of a table: what the index, the home page and a team's page say of each."""

from __future__ import annotations

from collections.abc import Iterable

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.site.depends import by_tier, known_services
from runbook_lint.parse.site.services import Freshness, freshness, service_actions
from runbook_lint.parse.site.teams import team_key
from runbook_lint.render.site.view import View


@dataclass(frozen=True, slots=True)
class Line:
    """One service: `level` is None where coverage does not judge it, `late` counts its overdue actions."""

    id: str
    name: str
    tier: int | None
    team: str
    fresh: Freshness
    actions: int
    late: int
    level: int | None


def lines(view: View, ids: Iterable[str]) -> tuple[Line, ...]:
    """Services by tier and id, those without a tier last."""
    return tuple(_line(view, id) for id in by_tier(view.world, ids))


def _line(view: View, id: str) -> Line:
    world, service, row = view.world, known_services(view.world)[id], view.rows.get(id)
    actions = service_actions(world).get(id, ())
    return Line(
        id, service.name, service.tier, team_key(world, service), freshness(world)[id],
        len(actions), sum(action.late > 0 for action in actions), row.level if row else None,
    )  # fmt: skip


def needs_somebody(line: Line, world: World) -> bool:
    """Whether something of a service is overdue, or nobody knows the first thing about it."""
    return line.fresh.overdue(world.today) or line.late > 0 or line.level == 0


def unread_manifests(world: World) -> tuple[tuple[str, str], ...]:
    """Files that should describe services and that nobody could read, each with why."""
    roles = Roles(world.settings)
    found = [(file.path, file.problem.message) for file in world.unreadable if roles.data_role(file.path) == "services"]
    known = {service.path for service in world.catalog.services} | {each.path for _, each in world.catalog.overlaid}
    found += [
        (file.path, file.problems[0].message)
        for file in world.data_files.values()
        if file.role == "services" and file.problems and file.path not in known
    ]
    return tuple(sorted(found))
