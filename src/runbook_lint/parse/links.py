"""Where a link leads: the one place that decides it, for rules, alerts and the site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from posixpath import dirname

from runbook_lint.model.document import Link
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.faults import malformed, misplaced, stand_in, templated
from runbook_lint.parse.fragments import resolve_fragment
from runbook_lint.parse.imported import resolve_imported
from runbook_lint.parse.memo import once
from runbook_lint.parse.missed import missed
from runbook_lint.parse.near_paths import near_path
from runbook_lint.parse.own_links import resolve_own
from runbook_lint.parse.own_repository import own_place
from runbook_lint.parse.site_links import (
    SPHINX,
    built_by,
    find_reference,
    find_target,
    hugo_reference,
)
from runbook_lint.parse.targets import Target, encoded, has_scheme, link_targets, take_apart
from runbook_lint.parse.tree_paths import Found, Place

_WEB = regex(r"(?:https?:)?//", re.IGNORECASE)


@once
def resolutions(world: World) -> Mapping[str, tuple[Resolution, ...]]:
    """Where the links of every page lead, in the order in which they stand there."""
    return {
        path: tuple(resolve(world, path, target) for target in link_targets(page))
        for path, page in world.documents.items()
    }


def page_links(world: World, path: str) -> tuple[tuple[Link, Resolution], ...]:
    """A page's links with where they lead."""
    page = world.documents.get(path)
    return tuple(zip(page.links, resolutions(world)[path], strict=True)) if page else ()


def resolve(world: World, origin: str, target: str) -> Resolution:
    """Where a target leads from a file; `origin` is the file's path, "" for the repository's root."""
    text = target.strip()
    if not text:
        return Resolution(State.PLACEHOLDER, reason="empty")
    reference = hugo_reference(text)
    if reference is not None:
        return _reference(world, origin, reference)
    if not has_scheme(text):
        return _relative(world, origin, text)
    known = _addresses(world)
    if text not in known:  # many pages lead to the same ones
        known[text] = _absolute(world, text)
    return known[text]


@once
def _addresses(world: World) -> dict[str, Resolution]:
    """Where addresses lead, as far as somebody asked: the same from every page."""
    return {}


def _absolute(world: World, text: str) -> Resolution:
    """A target with a scheme or a host: ours, a neighbour's, or somebody else's."""
    fault = templated(text) or stand_in(text) or malformed(text)
    if fault:
        return fault
    if not _WEB.match(text):
        return Resolution(State.UNJUDGED, reason=f"{text.split(':')[0].lower()}: is not looked into")
    own = own_place(world, text)
    if own is not None:
        return resolve_own(world, text, own)
    return resolve_imported(world, text) or Resolution(State.EXTERNAL)


def _reference(world: World, origin: str, reference: str) -> Resolution:
    """Hugo's ref and relref, where the configuration says that Hugo builds the site."""
    if "hugo" not in world.settings.links.site_links:
        return Resolution(State.TEMPLATED)
    target = take_apart(reference)
    if not target.path:
        return resolve_fragment(world, Place(Found.FILE, origin), target.fragment)
    place = find_reference(world, origin, target.path)
    if place:
        return resolve_fragment(world, place, target.fragment)
    near = near_path(world, f"{dirname(origin)}/{target.path}".strip("/"), origin)
    return Resolution(State.NO_FILE, target.path, target.fragment, nearest=near.path if near else "")


def _relative(world: World, origin: str, text: str) -> Resolution:
    target = take_apart(text)
    if not target.written:
        there = _mended_anchor(resolve_fragment(world, Place(Found.FILE, origin), target.fragment), target)
        if there.state is State.NO_ANCHOR and _may_be_label(world, origin, target.fragment, there):
            return Resolution(State.UNJUDGED, origin, target.fragment, reason="Sphinx may know it")
        return (stand_in(text) or there) if there.state is State.NO_ANCHOR else there
    place = find_target(world, origin, target)
    if place:
        return _mended_anchor(resolve_fragment(world, place, target.fragment), target)
    return (
        templated(text) or stand_in(text) or malformed(text) or misplaced(text) or missed(world, origin, target)
    )


def _may_be_label(world: World, origin: str, fragment: str, there: Resolution) -> bool:
    """Whether `#x` may be a label or an object of another page: Sphinx looks in all of them."""
    near = bool(there.nearest) and re.fullmatch(r"[a-z0-9-]+", fragment)
    return not near and built_by(world, origin, SPHINX)


def _mended_anchor(found: Resolution, target: Target) -> Resolution:
    if found.state is State.NO_ANCHOR and (found.certain or found.likely):
        return replace(found, mended=f"{target.written}{target.query}#{encoded(found.nearest)}")
    return found
