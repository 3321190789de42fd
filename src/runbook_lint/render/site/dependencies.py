"""All dependencies: as a picture where it can be read, and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.site import SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.site.depends import Need, circles, dependents, inversions, known_services, needs
from runbook_lint.parse.site.reach import reaches
from runbook_lint.parse.site.services import called
from runbook_lint.render.site.pictures import whole
from runbook_lint.render.site.view import View

MOST = 50
"""Circles and inversions that are named."""
_ROWS = 150
_FEW = 5  # names in one cell


@dataclass(frozen=True, slots=True)
class Row:
    """A service between what it needs and what needs it; `reach` counts what fails with it, however far away."""

    id: str
    tier: int | None
    needs: tuple[Need, ...]
    above: tuple[str, ...]
    reach: int


def dependency_pages(view: View) -> Iterator[SiteFile]:
    """The page of the whole graph."""
    world, services = view.world, known_services(view.world)
    graph, shows = whole(world, "dependencies.md")
    rows = _rows(world)
    yield view.page(
        "dependencies.md",
        "dependencies.md.j2",
        "Dependencies",
        graph=graph,
        shows=shows,
        rows=rows[:_ROWS],
        total=len(rows),
        circles=circles(world),
        inversions=inversions(world),
        most=MOST,
        few=_FEW,
        tier_of=lambda id: services[id].tier,
        called=called,
    )


def _rows(world: World) -> list[Row]:
    """The services that have to do with others, those on which most hangs first."""
    joined = [id for id in known_services(world) if needs(world)[id] or dependents(world)[id]]
    rows = [
        Row(id, known_services(world)[id].tier, needs(world)[id], dependents(world)[id], reaches(world)[id].total)
        for id in joined
    ]
    return sorted(rows, key=lambda row: (-row.reach, row.tier or 9, row.id))
