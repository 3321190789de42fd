"""What is known of the page that is being written, and what its writing leaves behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from runbook_lint.model.document import Document
from runbook_lint.model.resolution import Resolution
from runbook_lint.model.world import World
from runbook_lint.parse.links import page_links, resolve
from runbook_lint.parse.site.anchors import Anchors, Planned, planned
from runbook_lint.parse.site.destinations import Lead, lead, picture
from runbook_lint.parse.site.markup import line


@dataclass
class Sheet:
    """One page on its way to the site.

    `plan` says what becomes of its headings, `found` where its targets lead. `copies` maps the places of files that
    come along to their paths, `footnotes` the labels of those that something led to, to their numbers.
    """

    world: World
    document: Document
    place: str
    plan: Sequence[Planned] = ()
    found: Mapping[str, Resolution] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    anchors: Anchors = field(default_factory=Anchors)

    @property
    def raw(self) -> bool:
        """Whether HTML is left alone."""
        return self.world.settings.site.html == "allow"

    def link(self, target: str, text: str, shown: str = "") -> str:
        """A link with finished Markdown for its text; `shown` is what it reads like where that is its address."""
        there = lead(self.world, self.document.path, self.place, target, self._resolution(target))
        if there.secret and (shown == target or not text):
            return "a page that is not on this site"
        text = text or ("" if there.secret else line(target))
        note = there.note if shown != target else " (broken link)" if "broken" in there.note else ""
        return self._made(there, text, note)

    def picture(self, target: str, text: str, linked: bool = False) -> str:
        """A picture with its alternative text; one from elsewhere becomes a link, within a link its words."""
        there = picture(self.world, self.document.path, self.place, target, self._resolution(target))
        text = line(text)
        if there.copy:
            return "!" + self._made(there, text, "")
        text = text or "picture"
        return text if linked else self._made(there, text, there.note)

    def _made(self, there: Lead, text: str, note: str) -> str:
        if there.copy:
            self.copies[there.copy[0]] = there.copy[1]
        return f"[{text}]({there.destination})" if there.destination else text + note

    def _resolution(self, target: str) -> Resolution:
        return self.found.get(target) or resolve(self.world, self.document.path, target)

    def footnote(self, label: str) -> str:
        """The mark of a footnote, numbered in the order in which they are read."""
        return self.footnotes.setdefault(label, str(len(self.footnotes) + 1))


def sheet_of(world: World, document: Document, place: str) -> Sheet:
    """An empty sheet for a page that stands at a place of the site."""
    links = page_links(world).get(document.path, ())
    plan = planned(document, world.settings.links.slugs)
    return Sheet(world, document, place, plan, {link.target: resolution for link, resolution in links})
