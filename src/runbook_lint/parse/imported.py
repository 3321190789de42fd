"""Links that lead into another repository, whose exported catalogue is pinned here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from runbook_lint.model.document import Anchor, Document, Kind
from runbook_lint.model.inventory import ImportedPage, Inventory
from runbook_lint.model.position import PAGE
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.settings import Links, Settings, Site
from runbook_lint.model.world import Repository, World
from runbook_lint.parse.memo import once
from runbook_lint.parse.own_links import resolve_own
from runbook_lint.parse.own_repository import own_place


def resolve_imported(world: World, url: str) -> Resolution | None:
    """Where a URL leads in an imported catalogue; None where it leads into none.

    It is judged as the other repository would judge it: by its address and default branch, or below its site.
    """
    found: Resolution | None = None
    for name, other in _others(world).items():
        place = own_place(other, url)
        if place is None:
            continue
        here = replace(resolve_own(other, url, place), own=False, catalog=name)
        if here.state is State.NO_FILE and not _is_judged(world.imports[name], here.path):
            here = replace(here, state=State.UNJUDGED, nearest="", reason="the catalogue lists no files")
        if found is None or found.state is State.UNJUDGED:
            found = here  # several catalogues may describe parts of one repository
    return found


def _is_judged(inventory: Inventory, path: str) -> bool:
    return bool(inventory.files) or (bool(inventory.pages) and path.endswith((".md", ".markdown")))


@once
def _others(world: World) -> Mapping[str, World]:
    """Every imported repository as a world of its own, in which our links are looked up as its own would be."""
    return {name: _world_of(world, world.imports[name]) for name in sorted(world.imports)}


def _world_of(world: World, inventory: Inventory) -> World:
    links = Links(slugs=inventory.slugs, roots=inventory.roots, site_links=inventory.site_links)
    return World(
        world.today,
        Settings(links=links, site=Site(url=inventory.site)),
        documents={path: _stub(page) for path, page in sorted(inventory.pages.items()) if page.anchors},
        files=inventory.files | frozenset(inventory.pages),
        repository=Repository(
            inventory.urls, inventory.branch, submodules=inventory.submodules, prefix=inventory.folder
        ),
    )


def _stub(page: ImportedPage) -> Document:
    """What is known of a page: its anchors; one without any is not judged by them."""
    anchors = tuple(Anchor(name, PAGE) for name in sorted(page.anchors))
    return Document(page.path, Kind.DOCUMENT, (), anchors=anchors)
