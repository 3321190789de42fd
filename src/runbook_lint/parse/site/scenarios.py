"""What can go wrong across services, and who takes it."""

from __future__ import annotations

import re

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.site.whom import Name, name_of


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario: its id as words, its teams and where it is talked about; the rota may be the first team's."""

    id: str
    title: str
    primary: Name | None
    secondary: Name | None
    chat: str
    rota: str


@once
def scenario_lines(world: World) -> tuple[ScenarioLine, ...]:
    """All scenarios by their ids."""
    found = []
    for id, each in sorted(world.catalog.scenarios.items()):
        first = world.catalog.team(each.primary) if each.primary else None
        primary = name_of(world, each.primary) if each.primary else None
        secondary = name_of(world, each.secondary) if each.secondary else None
        rota = each.rota or (first.rota if first else "")
        found.append(ScenarioLine(id, _words(id), primary, secondary, each.chat, rota))
    return tuple(found)


def _words(id: str) -> str:
    words = re.sub(r"[-_]+", " ", id).strip()
    return words[:1].upper() + words[1:] or id
