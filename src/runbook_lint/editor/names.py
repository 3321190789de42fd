"""Names of the catalogue at a place in a text: services, teams, people and alerts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.editor.position import holds, line_at
from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Person, Service, Team
from runbook_lint.model.document import Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.world import World
from runbook_lint.parse.alert_names import find_alerts
from runbook_lint.parse.alert_owners import alert_service

_WIDE = regex(r"[\w:/.@-]+")
_WORD = regex(r"[\w-]+")

Meaning = Service | Team | Person | tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text and what it stands for; alerts are all those of the name."""

    meaning: Meaning
    span: Span


def named_at(world: World, path: str, lines: Sequence[str], line: int, column: int) -> Named | None:
    """What the name at a place stands for, None where no name is."""
    text = line_at(lines, line)
    for start, end in _words(text, column):
        before = text[:start]
        meaning = _meaning(world, text[start:end], _speaks_of_people(world, path, line, before))
        meaning = meaning or _label(world, path, line, text[start:end])
        if meaning:
            return Named(meaning, Span(line, start + 1, line, end + 1))
    return None


def _words(text: str, column: int) -> Iterator[tuple[int, int]]:
    """The word at a column: first with what refs and paths are made of, then without."""
    for pattern in (_WIDE, _WORD):
        for match in pattern.finditer(text):
            if match.start() < column <= match.end() + 1:
                word = match[0]
                start = match.start() + len(word) - len(word.lstrip("@:/.-"))
                yield start, match.end() - len(word) + len(word.rstrip(":/.-"))


def _meaning(world: World, word: str, people: bool) -> Meaning | None:
    if not word:
        return None
    found = world.catalog.service(word) or world.catalog.team(word)
    alerts = () if found else find_alerts(world, word)
    if alerts and alerts[0].name == word:
        return alerts
    return found or (world.catalog.person(word) if people else None)


def _speaks_of_people(world: World, path: str, line: int, before: str) -> bool:
    """Whether a plain word may be a person's id: in data and where incidents are told, else only behind an @."""
    page = world.documents.get(path)
    if page is None:
        return before.rstrip().endswith((":", "-", "[", ",", "{", '"', "'")) or not before.strip()
    front = page.front_matter
    inside = front is not None and holds(front.span, line, 1)
    return inside or before.endswith("@") or page.kind in (Kind.POSTMORTEM, Kind.COMMS)


def _label(world: World, path: str, line: int, word: str) -> Service | None:
    """The service that a label of an alert names in a word of its own: `service: checkout`."""
    keys = world.settings.alerts.service_labels
    for alert in world.alerts if path in world.alert_files else ():
        if alert.file == path and alert.span.line <= line <= alert.span.end_line:
            return alert_service(world, alert) if word in [alert.labels.get(key) for key in keys] else None
    return None


def alert_at(world: World, path: str, line: int, column: int) -> Alert | None:
    """The alert whose name or runbook annotation stands at a place of the file where it is written."""
    for alert in world.alerts:
        for place in (alert.location, alert.runbook_location):
            if place.path == path and place.span != Span() and holds(place.span, line, column):
                return alert
    return None
