"""Where the targets of a page lead from its place on the site: all that its body takes from other files."""

from __future__ import annotations

from collections.abc import Mapping

from runbook_lint.model.document import Document
from runbook_lint.model.resolution import Resolution
from runbook_lint.model.world import World
from runbook_lint.parse.links import page_links, resolve
from runbook_lint.parse.site.destinations import Lead, lead, picture


class Ways:
    """The leads of a page's links and pictures, worked out before it is written.

    `strayed` tells that one was asked for which the page's links do not name, as where a secret was cut out of a
    target: then a body depends on more than is `told` here.
    """

    def __init__(self, world: World, document: Document, place: str) -> None:
        """For a page that stands at a place of the site."""
        self._from = world, document.path, place
        self._links: dict[str, Lead] = {}
        self._pictures: dict[str, Lead] = {}
        self.strayed = False
        for link, found in page_links(world, document.path):
            if link.image:
                self._pictures.setdefault(link.target, picture(*self._from, link.target, found))
            else:
                self._links.setdefault(link.target, lead(*self._from, link.target, found))

    def link(self, target: str) -> Lead:
        """Where a link with this target leads."""
        if target not in self._links:
            self._links[target] = lead(*self._from, target, self._stray(target))
        return self._links[target]

    def picture(self, target: str) -> Lead:
        """Where a picture with this target comes from."""
        if target not in self._pictures:
            self._pictures[target] = picture(*self._from, target, self._stray(target))
        return self._pictures[target]

    def _stray(self, target: str) -> Resolution:
        self.strayed = True
        world, path, _ = self._from
        known = (found for link, found in page_links(world, path) if link.target == target)
        return next(known, None) or resolve(world, path, target)

    def told(self) -> tuple[object, ...]:
        """All of them in plain values."""
        return _plain(self._links), _plain(self._pictures)


def _plain(leads: Mapping[str, Lead]) -> tuple[object, ...]:
    return tuple((target, each.destination, each.note, each.copy, each.secret) for target, each in leads.items())
