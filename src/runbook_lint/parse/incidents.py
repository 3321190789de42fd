"""Earlier incidents with an alert: the postmortems whose front matter names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.page_url import page_url

_DAYS = ("started", "detected", "date", "resolved")


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
    for document in world.documents.values():
        if document.kind is Kind.POSTMORTEM and document.front_matter:
            alerts = document.front_matter.data.get("alerts")
            for name in alerts if isinstance(alerts, list) else [alerts]:
                if isinstance(name, str):
                    found.setdefault(name.strip(), []).append(_incident(world, document))
    return {name: tuple(sorted(each, key=lambda one: (one.day, one.id), reverse=True)) for name, each in found.items()}


def _incident(world: World, document: Document) -> Incident:
    """A restricted postmortem is named, and its title stays where it is."""
    assert document.front_matter is not None
    data = document.front_matter.data
    days = (str(data.get(key) or "")[:10] for key in _DAYS)
    name = str(data.get("incident") or document.path.rsplit("/", 1)[-1])
    given = data.get("title")
    title = "restricted" if data.get("visibility") == "restricted" else str(given or document.title)
    return Incident(name, title, next((day for day in days if day), ""), document.path, page_url(world, document.path))
