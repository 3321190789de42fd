"""Earlier incidents with an alert: the postmortems whose front matter names it, but for the restricted ones."""

from __future__ import annotations

from collections.abc import Mapping

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.postmortems import public_postmortems


@dataclass(frozen=True, slots=True)
class Incident:
    """A postmortem as a line of a message; `day` is an ISO date, empty where the page has none."""

    id: str
    title: str
    day: str
    path: str
    url: str


def incidents_with(world: World, alert: str) -> tuple[Incident, ...]:
    """The incidents in which an alert fired, the newest first."""
    return _by_alert(world).get(alert, ())


@once
def _by_alert(world: World) -> Mapping[str, tuple[Incident, ...]]:
    found: dict[str, list[Incident]] = {}
    for postmortem in public_postmortems(world):
        for name in dict.fromkeys(postmortem.alerts):
            found.setdefault(name, []).append(_incident(world, postmortem))
    return {name: tuple(sorted(each, key=lambda one: (one.day, one.id), reverse=True)) for name, each in found.items()}


def _incident(world: World, postmortem: Postmortem) -> Incident:
    name = postmortem.name
    day = postmortem.day.isoformat() if postmortem.day else ""
    return Incident(name, postmortem.title, day, postmortem.path, page_url(world, postmortem.path))
