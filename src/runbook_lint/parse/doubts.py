"""Why a link that is not found may be right all the same: a site, a template or a host would find it."""

from __future__ import annotations

import re
from posixpath import basename, dirname

from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.site_links import SITE_FORMS, find_page, has_engine, starts
from runbook_lint.parse.targets import Target, joined
from runbook_lint.parse.tree_paths import locate

_ALIAS = re.compile(r"@[\w/]")  # Zola's and Docusaurus' names for a folder of the site
_PIECE = re.compile(r"(?:\A|/)_?(?:includes?|partials?|snippets?|fragments?)/", re.IGNORECASE)
_EXAMPLE = re.compile(r"(?:\.{0,2}/)*path/to/")
_ORDER = re.compile(r"\A\d+[-_. ]+")
_OWN_ADDRESS = ("permalink", "slug", "url", "aliases", "alias", "redirect_from", "id")


def doubt_of(world: World, origin: str, target: Target, whole: str) -> str:
    """The reason for which a relative target is not judged, an empty string where it is."""
    if _ALIAS.match(target.path) or _EXAMPLE.match(target.path):
        return "no path of the repository"
    if _PIECE.search(origin):
        return "the page is a piece of others"
    last = basename(whole.rstrip("/")).removesuffix(".html").lower()
    if last in _own_addresses(world):
        return "a page gives itself such an address"
    if target.path.startswith("/"):
        return _doubt_of_root(world, origin, target, whole)
    if not world.settings.links.site_links and has_engine(world, origin):
        places = starts(world, origin, target.path, SITE_FORMS)
        if target.path in labels(world) or any(find_page(world, start, path, SITE_FORMS) for start, path in places):
            return "a site finds it: set [links] site_links"
    return ""


def _doubt_of_root(world: World, origin: str, target: Target, whole: str) -> str:
    """Nobody says where `/x` starts: it is judged where its first folder is known, or where it names a page."""
    path, folder = target.path.lstrip("/"), dirname(origin)
    while folder:
        below = joined(folder, path)
        if below and (locate(world, below).exists or find_page(world, folder, path, SITE_FORMS)):
            return f"it is there below {folder}: set [links] roots"
        folder = dirname(folder)
    if has_engine(world, origin) and find_page(world, "", path, SITE_FORMS):
        return "a site finds it: set [links] site_links"
    known = locate(world, whole.split("/")[0]).exists or bool(world.settings.links.roots)
    page = path.lower().endswith((".md", ".markdown"))
    return "" if known or page else "no folder of the repository begins so"


@once
def labels(world: World) -> frozenset[str]:
    """The explicit anchors of all pages: MyST and others let a page lead to one by its name alone."""
    return frozenset(anchor.name for page in world.documents.values() for anchor in page.anchors)


@once
def _own_addresses(world: World) -> frozenset[str]:
    """The last names of addresses that pages give themselves: in their front matter, or behind a number for order."""
    names: set[str] = set()
    for path, page in world.documents.items():
        name = basename(path).split(".")[0]
        names |= {_ORDER.sub("", name).lower()} if _ORDER.match(name) else set()
        data = page.front_matter.data if page.front_matter else None
        values = [data.get(key) for key in _OWN_ADDRESS] if data else []
        flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
        names |= {basename(item.rstrip("/")).removesuffix(".html").lower() for item in flat if _is_address(item)}
    return frozenset(names)


def _is_address(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip("/"))
