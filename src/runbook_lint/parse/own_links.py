"""Absolute URLs into a repository, looked up in it: our own, and those whose catalogues are imported."""

from __future__ import annotations

from dataclasses import replace

from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.fragments import resolve_fragment
from runbook_lint.parse.missed import look
from runbook_lint.parse.own_repository import OwnPlace
from runbook_lint.parse.site.addresses import MadePage, made_page
from runbook_lint.parse.site_links import SITE_FORMS, USUAL_ROOTS, find_page
from runbook_lint.parse.targets import Target, encoded, joined, take_apart
from runbook_lint.parse.tree_paths import Found, Place, locate


def resolve_own(world: World, url: str, own: OwnPlace) -> Resolution:
    """What stands at a place that an absolute URL leads to."""
    if not own.judged:
        return Resolution(State.UNJUDGED, own=True, reason="not a file of the default branch")
    target = take_apart(own.rest)
    if own.site:
        return replace(_on_site(world, target), own=True)
    found = replace(look(world, "", joined("", target.path.strip("/")), target), own=True)
    if not found.certain:
        return found
    path = found.nearest if found.state is not State.NO_ANCHOR else target.path
    anchor = found.nearest if found.state is State.NO_ANCHOR else target.fragment
    whole = own.before + encoded(path) + target.query + (f"#{encoded(anchor)}" if anchor else "")
    return replace(found, mended=whole)


def _on_site(world: World, target: Target) -> Resolution:
    """A page by the address that the site serves it at."""
    forms = world.settings.links.site_links or SITE_FORMS
    roots = [root.strip("/") for root in world.settings.links.roots] or [*USUAL_ROOTS]
    for root in (*roots, ""):
        whole = joined(root, target.path.strip("/"))
        if whole is None:
            continue
        place = locate(world, whole)
        found = place if place.found is Found.FILE else find_page(world, root, target.path, (*forms, "directory"))
        if found:
            return resolve_fragment(world, found, target.fragment)
    made = made_page(world, target.path)
    if made is not None:
        return _made(world, made, target)
    home = not target.path.strip("/")  # a site has a first page, whatever it is made of
    return Resolution(State.UNJUDGED if home else State.NO_FILE, target.path.strip("/"), target.fragment)


def _made(world: World, page: MadePage, target: Target) -> Resolution:
    """A page that the site makes: an alert's plan, or the file that it tells of; its own anchors are not judged."""
    if not page.there:
        return Resolution(State.NO_FILE, target.path.strip("/"), target.fragment, nearest=page.nearest)
    if page.plan:
        return resolve_fragment(world, Place(Found.FILE, page.source), target.fragment)
    if page.source:
        return Resolution(State.RESOLVED, page.source)
    return Resolution(State.UNJUDGED, reason="a page that the site makes")
