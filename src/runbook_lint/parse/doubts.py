"""Why a link that is not found may be right all the same: a site, a template or a host would find it."""

from __future__ import annotations

import re
from posixpath import basename, dirname
from urllib.parse import unquote

from runbook_lint.model.document import Document
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.globs import matcher
from runbook_lint.parse.inclusions import shown_in
from runbook_lint.parse.memo import once, once_each
from runbook_lint.parse.site_links import SITE_FORMS, SPHINX, WIKI, built_by, find_page, has_engine, starts
from runbook_lint.parse.targets import Target, joined
from runbook_lint.parse.tree_paths import locate

_ALIAS = regex(r"@[\w/]")  # Zola's and Docusaurus' names for a folder of the site
_PIECE = regex(r"(?:\A|/)[._]?(?:includes?|partials?|snippets?|fragments?)/", re.IGNORECASE)
_FILE = regex(  # an extension that files of a repository have; `Spawner.ip` is an object of a program
    r"\.(?:md|markdown|mdx|rst|txt|ipynb|html?|pdf|png|jpe?g|gif|svg|webp|ico|mp4|drawio|puml|ya?ml|json|toml|cfg|ini|csv"
    r"|xml|py|sh|js|ts|css|go|rs|java|rb|sql|tf|zip|gz|lock|log)\Z",
    re.IGNORECASE,
)
_EXAMPLE = regex(r"(?:\.{0,2}/)*path/to/")
_LABELLED = regex(  # what MyST calls a figure, a block of code or a formula
    r"\s*(?:(?::(?:name|label):|(?:#\|\s*)?(?:name|label):)\s*(?P<option>\S+)|\$\$\s*\((?P<formula>[\w:.-]+)\))\s*\Z"
)
_VERSION = regex(
    r"(?:[a-z]{2}/)?(?:latest|stable|current|dev|next|nightly|main|master|v?\d+(?:\.[\dx]+)*)/", re.IGNORECASE
)
_ORDER = regex(r"\A\d+[-_. ]+")
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
    engine = has_engine(world, origin)
    if engine and whole.endswith((".html", ".htm")) and not locate(world, dirname(whole)).exists:
        return "a site may generate it"
    if engine and matcher(world.repository.ignored)(whole):
        return "git ignores it: a site may generate it"
    if built_by(world, origin, WIKI) and _wiki_name(whole) in _wiki_names(world):
        return "a wiki finds its pages by their names"
    named = "/" not in target.path and not _FILE.search(target.path)
    if built_by(world, origin, SPHINX) and (named or target.path in labels(world)):
        return "Sphinx may know it: a label or an object"
    if not world.settings.links.site_links and engine:
        places = starts(world, origin, target.path, SITE_FORMS)
        if target.path in labels(world) or any(find_page(world, start, path, SITE_FORMS) for start, path in places):
            return "a site finds it: set [links] site_links"
    return ""


def right_elsewhere(world: World, origin: str, target: Target) -> bool:
    """Whether a target is there from another folder that its page is read in."""
    return not target.path.startswith("/") and any(
        _is_there(world, folder, target.path) for folder in shown_in(world, origin)
    )


def _is_there(world: World, folder: str, path: str) -> bool:
    whole = joined(folder, path)
    found = whole is not None and locate(world, whole).exists
    return found or bool(find_page(world, folder, path, SITE_FORMS))


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
    if built_by(world, origin, WIKI) and _wiki_name(whole) in _wiki_names(world):
        return "a wiki finds its pages by their names"
    if _VERSION.match(path) and has_engine(world, origin):
        return "another version of the site"
    known = locate(world, whole.split("/")[0]).exists or bool(world.settings.links.roots)
    page = path.lower().endswith((".md", ".markdown"))
    return "" if known or page else "no folder of the repository begins so"


@once
def labels(world: World) -> frozenset[str]:
    """The explicit anchors of all pages: MyST and others let a page lead to one by its name alone."""
    return frozenset().union(*map(own_labels, world.documents.values()))


@once_each
def own_labels(page: Document) -> frozenset[str]:
    """The explicit anchors of a page, with those that only MyST knows."""
    lines = (line for line in page.lines if "name:" in line or "label:" in line or "$$" in line)
    options = (match["option"] or match["formula"] for line in lines if (match := _LABELLED.match(line)))
    return frozenset((*(anchor.name for anchor in page.anchors), *options))


@once
def _wiki_names(world: World) -> frozenset[str]:
    return frozenset(_wiki_name(path) for path in world.documents)


def _wiki_name(path: str) -> str:
    """A page's name as wikis compare it: without its folder and extension, spaces as hyphens, in any case.

    Azure keeps `Scale-out` in a file called `Scale%2Dout.md`.
    """
    return re.sub(r"[\s-]+", "-", unquote(basename(path.rstrip("/"))).removesuffix(".md").casefold())


@once
def _own_addresses(world: World) -> frozenset[str]:
    """The last names of addresses that pages give themselves: in their front matter, or behind a number for order."""
    return frozenset().union(*map(told_addresses, world.documents.values()))


@once_each
def told_addresses(page: Document) -> frozenset[str]:
    """The last names of the addresses that a page gives itself."""
    name = basename(page.path).split(".")[0]
    names = {_ORDER.sub("", name).lower()} if _ORDER.match(name) else set[str]()
    data = page.front_matter.data if page.front_matter else None
    values = [data.get(key) for key in _OWN_ADDRESS] if data else []
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    told = (basename(item.rstrip("/")).removesuffix(".html").lower() for item in flat if _is_address(item))
    return frozenset((*names, *told))


def _is_address(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip("/"))
