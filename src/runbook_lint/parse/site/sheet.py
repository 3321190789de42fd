"""What is known of the page that is being written, and what its writing leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.parse.site.anchors import Anchors, Planned
from runbook_lint.parse.site.destinations import Lead
from runbook_lint.parse.site.markup import line
from runbook_lint.parse.site.ways import Ways


@dataclass
class Sheet:
    """One page on its way to the site. It knows no other file: all that it takes from them are its `ways`.

    `raw` says that HTML is left alone, `plan` what becomes of the headings. `copies` maps the places of files that
    come along to their paths, `footnotes` the labels of those that something led to, to their numbers.
    """

    document: Document
    ways: Ways
    raw: bool
    plan: Sequence[Planned] = ()
    copies: dict[str, str] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    anchors: Anchors = field(default_factory=Anchors)

    def link(self, target: str, text: str, shown: str = "") -> str:
        """A link with finished Markdown for its text; `shown` is what it reads like where that is its address."""
        there = self.ways.link(target)
        if there.secret and (shown == target or not text):
            return "a page that is not on this site"
        text = text or ("" if there.secret else line(target))
        note = there.note if shown != target else " (broken link)" if "broken" in there.note else ""
        return self._made(there, text, note)

    def picture(self, target: str, text: str, linked: bool = False) -> str:
        """A picture with its alternative text; one from elsewhere becomes a link, within a link its words."""
        there = self.ways.picture(target)
        text = line(text)
        if there.copy:
            return "!" + self._made(there, text, "")
        text = text or "picture"
        return text if linked else self._made(there, text, there.note)

    def _made(self, there: Lead, text: str, note: str) -> str:
        if there.copy:
            self.copies[there.copy[0]] = there.copy[1]
        return f"[{text}]({there.destination})" if there.destination else text + note

    def footnote(self, label: str) -> str:
        """The mark of a footnote, numbered in the order in which they are read."""
        return self.footnotes.setdefault(label, str(len(self.footnotes) + 1))
