"""Why a target leads to nothing, and what is nearest to it."""

from __future__ import annotations

import re
from dataclasses import replace
from posixpath import dirname

from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.doubts import doubt_of, right_elsewhere
from runbook_lint.parse.fragments import is_line, resolve_fragment
from runbook_lint.parse.near_paths import near_origin, near_path
from runbook_lint.parse.site_links import find_target, page_stem, served_at
from runbook_lint.parse.targets import Target, encoded, joined, mended_target, take_apart
from runbook_lint.parse.tree_paths import Found, locate, other_spellings

_HOST_PAGES = regex(  # `../../issues` in a README leads to the host's own pages
    r"(?:\.\./){2,}(?:-/)?(?:issues|pulls?|merge_requests|wikis?|releases|actions|discussions|projects|tree|blob|raw|edit"
    r"|commits?|security|tags|labels|milestones?|graphs|network|stargazers|settings|new|compare|packages|deployments"
    r"|pipelines|snippets|boards|fork|workflows|badges)(?:[/?#]|\Z)"
)
_BRANCHES = frozenset({"master", "main", "trunk", "develop", "gh-pages"})


def missed(world: World, origin: str, target: Target) -> Resolution:
    """Why a relative target leads to nothing, and what is nearest."""
    if "\\" in target.path:
        return _backslash(world, origin, target)
    if right_elsewhere(world, origin, target):
        return Resolution(State.UNJUDGED, reason="it is right where the page is taken in")
    folder = "" if target.path.startswith("/") else dirname(origin)
    whole = joined(folder, target.path.lstrip("/"))
    if whole is None:
        return _above_root(world, origin, target)
    doubt = doubt_of(world, origin, target, whole)
    if doubt:
        return Resolution(State.UNJUDGED, whole, target.fragment, reason=doubt)
    found = look(world, origin, whole, target)
    if found.certain and found.state is not State.NO_ANCHOR:
        return replace(found, mended=_mended(world, origin, target, found.nearest))
    return found


def _mended(world: World, origin: str, target: Target, path: str) -> str:
    """The target that leads to a path in the manner of the old one: an address of the site stays one.

    Empty where no such address leads there.
    """
    forms, bare, written = world.settings.links.site_links, page_stem(path), target.path
    if not forms or bare == path or page_stem(written) != written:
        return mended_target(origin, target, path)
    ending = re.search(r"(?:\.html?|/)?\Z", written, re.IGNORECASE)[0].lower()  # type: ignore[index]  # it always matches
    folders = not ending.startswith(".") and bool({"directory", "hugo"} & set(forms))
    base = f"{served_at(origin)}/_" if folders else origin
    new = mended_target(base, replace(target, query="", fragment=""), bare + ending.rstrip("/"))
    new += ("/" if ending == "/" else "") + target.query + (f"#{encoded(target.fragment)}" if target.fragment else "")
    place = find_target(world, origin, take_apart(new))
    return new if place and place.path == path else ""


def _backslash(world: World, origin: str, target: Target) -> Resolution:
    """Browsers turn a backslash into a slash, hosts encode it: it works in one place and not in the other."""
    straight = replace(target, path=target.path.replace("\\", "/"))
    place = find_target(world, origin, straight)
    mended = mended_target(origin, straight, place.path) if place else ""
    return Resolution(
        State.MALFORMED, reason="a backslash is no slash", mended=mended, nearest=mended, certain=bool(mended)
    )


def _above_root(world: World, origin: str, target: Target) -> Resolution:
    if _HOST_PAGES.match(target.path) or _names_a_branch(world, origin, target.path):
        return Resolution(State.UNJUDGED, reason="a page of the host")
    prefix = world.repository.prefix
    if prefix and joined(f"{prefix}/{dirname(origin)}", target.path) is not None:
        return Resolution(State.UNJUDGED, reason="above the folder that is checked")
    near = near_path(world, target.path.replace("../", ""), origin)
    return Resolution(State.OUTSIDE, target.path, target.fragment, nearest=near.path if near else "")


def _names_a_branch(world: World, origin: str, path: str) -> bool:
    """Whether a target climbs one step above the root: `../master/x`, which GitHub takes for another branch's."""
    if path.startswith("/"):
        return path.startswith("/../")
    above = joined(f"branch/{dirname(origin)}", path)
    return above is not None and above.split("/")[0] in _BRANCHES | {world.repository.branch}


def look(world: World, origin: str, whole: str | None, target: Target) -> Resolution:
    """A path of the repository: there, there in another case, or not there."""
    if whole is None:
        return Resolution(State.OUTSIDE, target.path, target.fragment)
    place = locate(world, whole)
    if place.exists:
        return resolve_fragment(world, place, target.fragment)
    if place.found is Found.FOREIGN:
        return Resolution(State.UNJUDGED, whole, target.fragment, reason="in a submodule")
    if place.found is Found.OUTSIDE:
        return Resolution(State.OUTSIDE, whole, target.fragment, reason="through a symlink")
    others = other_spellings(world, place.path)
    if others:
        sure = len(others) == 1 and (is_line(target.fragment) or _holds(world, others[0], target))
        return Resolution(State.OTHER_CASE, whole, target.fragment, nearest=others[0], certain=sure)
    near = near_origin(world, origin, target.path) or near_path(world, place.path, origin)
    if near is None:
        return Resolution(State.NO_FILE, whole, target.fragment)
    certain = near.certain and _holds(world, near.path, target)
    return Resolution(State.NO_FILE, whole, target.fragment, nearest=near.path, certain=certain)


def _holds(world: World, path: str, target: Target) -> bool:
    """Whether a candidate has the anchor as well; a line of another file is another line."""
    if is_line(target.fragment):
        return False
    return resolve_fragment(world, locate(world, path), target.fragment).state is State.RESOLVED
