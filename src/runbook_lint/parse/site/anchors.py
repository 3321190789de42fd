"""Anchors on the site: every one that the repository's host gives a heading works there too.

The engine makes anchors of headings by rules of its own. Where its anchor is another, or would be numbered
otherwise, the old one is written beside the heading, so that links, bookmarks and alerts keep leading there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

from runbook_lint.model.document import Document, Heading
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.anchors import heading_anchors
from runbook_lint.parse.fragments import anchors_of
from runbook_lint.parse.secrets import find_secrets
from runbook_lint.parse.slugs import Underscores, mkdocs_slug

_USABLE = regex(r"(?!_|rl-|md-)[\w.:-]+", re.IGNORECASE)  # `__search` and its like are the theme's own
_TAKEN = regex(r"_(?!\d+\Z)|rl-|md-")
_MARKED = regex("\0([^\0]*)\0")
_UNTOLD = regex(  # anchors, pictures, footnotes, where links lead, tags, marks
    rf"{_MARKED.pattern}|!\[[^\]]*\]\([^)]*\)|\[\^\w+\]|(?<=\])\([^)]*\)|<(?!https?:)[^>]*>|[*`\[\]<>]"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A heading on the site: its level there (0: it is not shown), and the anchors that the repository knows it by."""

    heading: Heading
    level: int
    names: tuple[str, ...]


class Anchors:
    """The anchors of a page that is being written: those that its headings get of the engine, and ours.

    Ours are only marked while the page is written, for a heading further down may get the same one of the engine.
    """

    def __init__(self) -> None:
        self._numbers = Underscores(set())
        self._last: dict[str, str] = {}
        self._engine: set[str] = set()
        self._given: set[str] = set()
        self.hidden: frozenset[str] = frozenset()
        """What no anchor may tell, `folded`: an anchor says a secret in small letters, where nobody would find it."""

    def heading(self, text: str) -> str:
        """Note a heading of finished Markdown, in the order of the page.

        Returns the anchor that the engine has to be told, where its own would be one that the theme or our scripts
        look for; else "".
        """
        slug = mkdocs_slug(unescape(_UNTOLD.sub("", text)))
        own = self._last[slug] = self._numbers.take(self._last.get(slug, slug))
        other = f"section-{own.lstrip('_')}" if _TAKEN.match(own) else ""
        self._engine.add(other or own)
        return other

    def mark(self, name: str) -> str:
        """An anchor in the text, once for each name."""
        if not usable(name) or name in self._given or any(each in folded(name) for each in self.hidden):
            return ""
        self._given.add(name)
        return f"\0{name}\0"

    def unmarked(self, text: str) -> str:
        """A text without its anchors, which then are still to be given."""
        self._given -= set(_MARKED.findall(text))
        return _MARKED.sub("", text).strip()

    def written(self, text: str) -> str:
        """A finished text with its marked anchors written, but for those that a heading has."""
        return _MARKED.sub(lambda found: "" if found[1] in self._engine else f'<a id="{found[1]}"></a>', text)


def usable(name: str) -> bool:
    """Whether a name may be an anchor on the site: no markup, and none that the theme or our scripts look for."""
    return bool(_USABLE.fullmatch(name))


def folded(text: str) -> str:
    """The letters and digits of a text, all small."""
    return re.sub(r"[\W_]", "", text).casefold()


def title_heading(document: Document) -> Heading | None:
    """The heading that becomes the page's title; None where the title comes from elsewhere."""
    first = document.headings[0] if document.headings else None
    return first if first and first.level == 1 else None


def site_anchor(world: World, path: str, name: str) -> str:
    """The anchor on the site for one of a page as somebody wrote it; "" for the top, and for what is not there."""
    if not name:
        return ""
    known = anchors_of(world, path)
    bare = name.removeprefix("user-content-")
    forms = (name, bare, quote(name), name.lower(), bare.lower())
    found = next((form for form in forms if form in known), "")
    document = world.documents[path]
    title = title_heading(document)
    if not found or (title and known[found] == title.span):
        return ""
    if any(find_secrets([document.lines[known[found].line - 1]])):
        return ""
    return found if usable(found) else ""


def planned(document: Document, slugs: str) -> tuple[Planned, ...]:
    """What becomes of each heading: one of the first level that is not the title goes down, with all that is below."""
    return tuple(_planned(document, slugs))


def _planned(document: Document, slugs: str) -> Iterator[Planned]:
    by_place = {heading.span: name for name, heading in heading_anchors(document, slugs)}
    title, down = title_heading(document), 0
    for heading in document.headings:
        down = 1 if heading.level == 1 and heading is not title else down
        level = 0 if heading is title else min(heading.level + down, 6)
        names = dict.fromkeys((by_place.get(heading.span, ""), heading.id))
        yield Planned(heading, level, tuple(filter(None, names)))


def every_anchor(world: World, document: Document) -> tuple[str, ...]:
    """The anchors that lead into a page: all but its title's."""
    title = title_heading(document)
    known = anchors_of(world, document.path)
    return tuple(name for name, span in known.items() if title is None or span != title.span)
