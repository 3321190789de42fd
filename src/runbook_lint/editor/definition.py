"""Where a name or a link leads: a page and its heading, a manifest, a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.editor.names import alert_at, named_at
from runbook_lint.editor.position import holds
from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service
from runbook_lint.model.position import PAGE, Location, Span
from runbook_lint.model.resolution import State
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, alert_pages
from runbook_lint.parse.fragments import anchors_of, front_page
from runbook_lint.parse.links import resolve

_THERE = (State.RESOLVED, State.NO_ANCHOR)


def definition(world: World, path: str, lines: Sequence[str], line: int, column: int) -> tuple[Location, ...]:
    """Where what stands at a place leads, the best first; nowhere where that is not in the repository."""
    target = _target_at(world, path, line, column)
    if target is not None:
        found = resolve(world, path, target)
        inside = found.state in _THERE and not found.catalog
        return tuple(_page(world, found.path, found.anchor)) if inside else ()
    alert = alert_at(world, path, line, column)
    if alert:
        return tuple(dict.fromkeys(_pages_of(world, [alert])))
    named = named_at(world, path, lines, line, column)
    if named is None:
        return ()
    if isinstance(named.meaning, Service):
        service = named.meaning
        return (Location(service.path, service.span("service")),) if service.path else ()
    if isinstance(named.meaning, tuple):
        places = [*_pages_of(world, named.meaning), *(each.location for each in named.meaning)]
        return tuple(place for place in dict.fromkeys(places) if not _here(place, path, line))
    return (named.meaning.location,) if named.meaning.location.path else ()


def _here(place: Location, path: str, line: int) -> bool:
    return place.path == path and (place.span == PAGE or place.span.line == line)


def _target_at(world: World, path: str, line: int, column: int) -> str | None:
    """The target of the link, or of the reference's definition, at a place of a page."""
    page = world.documents.get(path)
    if page is None:
        return None
    link = next((each.target for each in page.links if holds(each.span, line, column)), None)
    found = (each.target for each in page.definitions if holds(each.span, line, column))
    return link if link is not None else next(found, None)


def pages_of(world: World, alerts: Sequence[Alert]) -> Iterator[AlertPage]:
    """The pages that serve some alerts."""
    wanted = {id(alert) for alert in alerts}
    return (page for page in alert_pages(world) if id(page.alert) in wanted and not page.catalog)


def _pages_of(world: World, alerts: Sequence[Alert]) -> Iterator[Location]:
    for page in pages_of(world, alerts):
        for path in [page.path] if page.path else page.matches:
            yield from _page(world, path, page.anchor)


def _page(world: World, path: str, anchor: str) -> Iterator[Location]:
    """A page at its heading; of a folder the page that introduces it."""
    file = path if path in world.files else front_page(world, path.strip("/"))
    if file:
        anchors = anchors_of(world, file) if anchor and file in world.documents else {}
        yield Location(file, anchors.get(anchor) or anchors.get(anchor.lower()) or Span())
