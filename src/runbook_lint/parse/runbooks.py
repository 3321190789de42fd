"""Which services have a runbook, wherever it stands and whoever names it."""

from __future__ import annotations

import re
from posixpath import basename, dirname

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.manifest import mapping
from runbook_lint.parse.memo import once_each

_NAMED = regex(r"(?:run|play)[-_ ]?book", re.IGNORECASE)
_PAGE = regex(r"\.(?:md|markdown|mdx|md\.erb|adoc|asciidoc|rst|org|txt|html?)\Z", re.IGNORECASE)


def services_with_runbook(world: World) -> frozenset[str]:
    """The ids of the services that have a runbook: in their folder or below, naming them, or linked by them."""
    folders = runbook_folders(world)
    has = {each.id for each in world.catalog.services if each.folder in folders or links_runbook(each)}
    has |= {native.id for native, component in world.catalog.overlaid if links_runbook(component)}
    return named_services(world) | has


def runbook_folders(world: World) -> frozenset[str]:
    """Every folder with a runbook in it or below it; one that git knows and nobody could read counts."""
    roles = Roles(world.settings)
    folders: set[str] = set()
    for path in world.files:
        if _PAGE.search(path) and (_NAMED.search(path) or roles.kind(path) is Kind.RUNBOOK):
            while path and dirname(path) not in folders:
                path = dirname(path)
                folders.add(path)
    return frozenset(folders)


def named_services(world: World) -> frozenset[str]:
    """The ids of the services that a runbook names in its front matter."""
    named: set[str] = set()
    for page in world.documents.values():
        if page.kind is Kind.RUNBOOK or _NAMED.search(basename(page.path)):
            for name in told_services(page, world.settings):
                service = world.catalog.service(name)
                named.add(service.id if service else name)
    return frozenset(named)


@once_each
def told_services(page: Document, settings: Settings) -> tuple[str, ...]:
    """All services that a page's front matter names."""
    keys = settings.keys.get("service", ("service",))
    given = [page.front_matter.data.get(key) for key in keys] if page.front_matter else []
    flat = [item for value in given for item in (value if isinstance(value, list) else [value])]
    return tuple(item.strip() for item in flat if isinstance(item, str))


def runbook_links(service: Service) -> tuple[tuple[str, str], ...]:
    """The links of a manifest that lead to a runbook, by their names or addresses."""
    return tuple(link for link in service.links.items() if any(map(_NAMED.search, link)))


def links_runbook(service: Service) -> bool:
    """Whether a manifest links a runbook that lives elsewhere; TechDocs of a Backstage component may hold it."""
    if runbook_links(service):
        return True
    metadata = mapping(service.data.get("metadata"))
    links = metadata.get("links")
    types = [str(mapping(link).get("type")) for link in links] if isinstance(links, list) else []
    return any(map(_NAMED.search, types)) or "backstage.io/techdocs-ref" in mapping(metadata.get("annotations"))
