"""Where a link of a page leads on the site: to a page there, to the repository's host, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import splitext

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.fragments import front_page
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.host import host_address
from runbook_lint.parse.memo import once
from runbook_lint.parse.own_repository import own_place
from runbook_lint.parse.site.anchors import site_anchor
from runbook_lint.parse.site.markup import clean, code, destination
from runbook_lint.parse.site.places import link, places
from runbook_lint.parse.targets import has_scheme
from runbook_lint.parse.tree_paths import tree_paths

_FOLLOWED = regex(r"(?:https?://[^\s/]|mailto:[^\s]|tel:[^\s])", re.IGNORECASE)
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico"})
_BROKEN = frozenset({State.NO_FILE, State.OUTSIDE, State.MALFORMED, State.PLACEHOLDER})
_LINE = regex(r"L(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a link leads: the destination as Markdown wants it, "" for nowhere, and then what to say beside its text.

    `copy` is the file of the repository that has to come along, and its place. `secret` marks what is not on the
    site on purpose: not even its address is shown.
    """

    destination: str = ""
    note: str = ""
    copy: tuple[str, str] | None = None
    secret: bool = False


def lead(world: World, origin: str, place: str, target: str, found: Resolution) -> Lead:
    """Where the page at a path, which stands at a place of the site, leads with a target."""
    text = clean(target).strip()
    if found.state in _BROKEN:
        return Lead(note=f" (broken link: {code(text)})" if text else "")
    path = found.nearest if found.state is State.OTHER_CASE else found.path
    anchor = found.nearest if found.state is State.NO_ANCHOR and found.certain else found.anchor
    made = _made_page(world, text) if found.own else ""
    if made and path not in places(world).pages:
        return Lead(link(place, made))
    root = found.state is State.RESOLVED and not found.own
    if (path or root) and not found.catalog and found.state is not State.TEMPLATED:
        return _inside(world, origin, place, path, anchor) or _outside(text)
    return _outside(text)


def _made_page(world: World, url: str) -> str:
    """The place of an alert's, a service's or a team's page by its address on the site; "" for any other address."""
    own = own_place(world, url)
    bare = re.split(r"[?#]", own.rest)[0].strip("/") if own and own.site else ""
    return _made_pages(world).get(bare.removesuffix(".html"), "")


@once
def _made_pages(world: World) -> Mapping[str, str]:
    where = places(world)
    made = (*where.alerts.values(), *where.services.values(), *where.teams.values())
    return {place.removesuffix(".md"): place for place in made}


def _outside(text: str) -> Lead:
    url = f"https:{text}" if text.startswith("//") else text
    if _FOLLOWED.match(url) and not re.search(r"\{\{|\{%|<%", url):
        return Lead(destination(url))
    return Lead(note=f" ({code(text)})" if text and not text.startswith("#") else "")


def _inside(world: World, origin: str, place: str, path: str, anchor: str) -> Lead | None:
    """To what stands at a path of the repository; None where nothing is known of it."""
    pages, tree = places(world).pages, tree_paths(world)
    page = front_page(world, path) if path in tree.folders and path not in tree.files else path
    if page in pages:
        name = site_anchor(world, page, anchor)
        if page == origin and not name:
            return Lead()
        way = "" if page == origin else link(place, pages[page])
        return Lead(f"{way}#{name}" if name else way)
    if page in world.documents:
        return Lead(secret=True)
    if path not in tree.files and path not in tree.folders:
        return None
    if path in tree.files and _comes_along(world, path):
        return Lead(link(place, copy_place(path)), copy=(copy_place(path), path))
    line = _LINE.match(anchor)
    url = host_address(world, path, line=int(line[1]) if line else 0)
    return Lead(destination(url)) if url.startswith("http") else Lead(note=f" ({code(path)})")


def picture(world: World, origin: str, place: str, target: str, found: Resolution) -> Lead:
    """Where a picture comes from: a file of the repository comes along, any other is only a link."""
    path = found.nearest if found.state is State.OTHER_CASE else found.path
    known = path and not found.catalog and path in tree_paths(world).files
    if known and splitext(path)[1].lower() in _PICTURES and world.repository.symlinks.get(path, path):
        return Lead(link(place, copy_place(path)), copy=(copy_place(path), path))
    there = lead(world, origin, place, target, found)
    return Lead(there.destination, there.note.replace("broken link", "missing picture"), secret=there.secret)


def copy_place(path: str) -> str:
    """The place on the site of a file that comes along: its own path, with what engines would hide made plain."""
    first, *rest = (part.lstrip(".") or "hidden" for part in path.split("/"))
    return "/".join((f"{first}-" if first.casefold() == "templates" and rest else first, *rest))


def _comes_along(world: World, path: str) -> bool:
    globs = rooted(world.settings.site.assets)
    return bool(globs) and not has_scheme(path) and matcher(globs)(path) and copy_place(path) == path
