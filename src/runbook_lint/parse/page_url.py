"""The address at which people read a page: on the site, else at the repository's host, else its path."""

from __future__ import annotations

import re
from posixpath import splitext
from urllib.parse import quote

from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.host import file_address, host_address
from runbook_lint.parse.site.places import places
from runbook_lint.parse.site_links import served_at

_SUFFIX = regex(r"(?:\.html)?\.(?:md|markdown|mdx)(?:\.erb)?\Z", re.IGNORECASE)


def page_url(world: World, path: str, anchor: str = "", catalog: str = "") -> str:
    """A page's URL; its path in the repository where nobody said at which address people read it.

    `catalog` is the import that the page belongs to, "" for this repository.
    """
    if catalog:
        other = world.imports[catalog]
        url = _address(path, other.site, other.urls, other.branch, other.roots, other.site_links)
        return _with_anchor(url or f"{catalog}: {path}", anchor)
    return _with_anchor(_served(world, path) or host_address(world, path) or path, anchor)


def _served(world: World, path: str) -> str:
    """The address of a page on the site; "" for one that is not there.

    Where `links.site_links` or `links.roots` say how another engine serves the pages, that engine's address holds.
    """
    site, links = world.settings.site.url, world.settings.links
    if not site or links.site_links or links.roots:
        return _on_site(path, site, links.roots, links.site_links)
    place = places(world).pages.get(path)
    return site_url(site, place) if place else ""


def _address(
    path: str, site: str, urls: tuple[str, ...], branch: str, roots: tuple[str, ...], forms: tuple[str, ...]
) -> str:
    return _on_site(path, site, roots, forms) or file_address(urls, branch, path)


def site_url(site: str, place: str) -> str:
    """The address of a page that stands at a place of our site; `site` is its root's."""
    folder = re.sub(r"(?:(?:\A|/)index)?\.md\Z", "", place)
    return f"{site.rstrip('/')}/{quote(folder)}/" if folder else f"{site.rstrip('/')}/"


def _on_site(path: str, site: str, roots: tuple[str, ...], forms: tuple[str, ...]) -> str:
    """The address that a site gives a page; a file that is no page stays at the host."""
    if not site or not _SUFFIX.search(path):
        return ""
    root = next((f"{root.strip('/')}/" for root in roots if path.startswith(f"{root.strip('/')}/")), "")
    inner = path[len(root) :]
    if "html" in forms:
        return f"{site.rstrip('/')}/{quote(_SUFFIX.sub('', inner))}.html"
    served = served_at(inner) if "." in splitext(inner)[1] else inner
    return f"{site.rstrip('/')}/{quote(served)}/".replace("//", "/").replace(":/", "://", 1)


def _with_anchor(url: str, anchor: str) -> str:
    return f"{url}#{quote(anchor)}" if anchor else url
