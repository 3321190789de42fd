"""A source page as HTML that needs nothing but itself: on paper, from a file, without network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import State
from runbook_lint.model.world import World
from runbook_lint.parse.anchors import heading_anchors
from runbook_lint.parse.links import resolve
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.site.places import on_site
from runbook_lint.parse.targets import has_scheme

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
EMBEDDED = "embedded:"
"""What stands before an image's path until its bytes take its place."""

_FOLLOWED = regex(rf"(?:{'|'.join(sorted(SCHEMES))}):", re.IGNORECASE)
_TASK = regex(r"\[([ xX])\](?=\s)")
_NOTE = regex(r"\[!(\w+)\]\s*")
_ATTRIBUTES = regex(r"\s*\{:?\s*[#.][^{}]*\}\s*\Z")
_NO_PICTURE = regex(r'<img(?![^>]*\ssrc=)(?:[^>]*?\salt="([^"]*)")?[^>]*>')
_GONE = ("details", "area", "map")  # paper opens nothing; a map of links needs its picture


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which file holds which page, and under which id: what links between printed pages need.

    `here` is the file that is being written; `images` are the paths of those that can be embedded.
    """

    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    here: str = ""
    images: frozenset[str] = frozenset()

    def link(self, path: str, anchor: str = "") -> str:
        """Where a page is found on paper; "" where it is not there."""
        if path not in self.files:
            return ""
        file, key = self.files[path]
        return f"{'' if file == self.here else file}#{f'{key}--{anchor}' if anchor else key}"


def printed_body(world: World, document: Document, shelf: Shelf, clean: Callable[[str], str]) -> Markup:
    """A page's words below its title, sanitized, its headings one level down, its links led to what is printed too."""
    import nh3

    start = document.front_matter.span.end_line if document.front_matter else 0
    text = "\n".join((*("",) * start, *document.lines[start:]))
    tokens = _engine().parse(clean(text))
    anchors = {heading.span.line: anchor for anchor, heading in heading_anchors(document, world.settings.links.slugs)}
    html = _engine().renderer.render(list(_without_title(_settled(tokens, anchors))), _engine().options, {})
    _, key = shelf.files[document.path]
    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes["*"] = {"id"}

    def settled(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return f"{key}--{value}"
        if name == "href":
            return _href(world, document, shelf, value)
        return _image(world, document, shelf, value) if name == "src" else value

    tags, schemes = set(nh3.ALLOWED_TAGS) - set(_GONE), set(SCHEMES)
    safe = nh3.clean(html, tags=tags, attributes=attributes, attribute_filter=settled, url_schemes=schemes)
    return Markup(_NO_PICTURE.sub(lambda image: f"({image[1]})" if image[1] else "", safe))  # sanitized


@lru_cache(maxsize=1)
def _engine() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    class AnyLink(MarkdownIt):
        def validateLink(self, url: str) -> bool:
            return True  # where a link may lead is judged after, raw HTML's too

    return AnyLink("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"]).use(footnote_plugin)


def _settled(tokens: list[Token], anchors: Mapping[int, str]) -> Iterator[Token]:
    """The tokens as paper wants them: headings with ids one level down, boxes to tick, diagrams announced."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
            if token.map and anchors.get(token.map[0] + 1):
                token.attrSet("id", anchors[token.map[0] + 1])
        elif token.type == "inline" and token.children:
            _settle_words(token)
        elif token.type == "fence" and token.info.split(maxsplit=1)[:1] == ["mermaid"]:
            token.content = f"(a diagram, as its text)\n{token.content}"
        yield token


def _settle_words(token: Token) -> None:
    words = [each for each in token.children or () if each.type == "text"]
    if words:
        words[0].content = _TASK.sub(lambda box: "☐" if box[1] == " " else "☑", words[0].content, count=1)
        words[0].content = _NOTE.sub(lambda note: f"{note[1].capitalize()}: ", words[0].content, count=1)
        words[-1].content = _ATTRIBUTES.sub("", words[-1].content)


def _without_title(tokens: Iterator[Token]) -> Iterator[Token]:
    """All but the first title, which stands above the answers already."""
    state = "before"
    for token in tokens:
        if state == "before" and token.type == "heading_open" and token.tag == "h2":
            state = "in"
        if state != "in":
            yield token
        elif token.type == "heading_close":
            state = "after"


def _href(world: World, document: Document, shelf: Shelf, value: str) -> str | None:
    """Where a link leads from paper: within it, or to an address of the web; else nowhere."""
    if has_scheme(value) and not _FOLLOWED.match(value):
        return None
    found = resolve(world, document.path, value)
    if found.state not in (State.RESOLVED, State.NO_ANCHOR) or not found.path:
        return value if _FOLLOWED.match(value) else None
    if found.path in world.documents and not on_site(world, world.documents[found.path]):
        return None
    anchor = found.anchor if found.state is State.RESOLVED else ""
    url = page_url(world, found.path, anchor, found.catalog)
    own = "" if found.catalog else shelf.link(found.path, anchor)
    return own or (url if _FOLLOWED.match(url) else None)


def _image(world: World, document: Document, shelf: Shelf, value: str) -> str | None:
    if has_scheme(value):
        return None
    path = resolve(world, document.path, value).path
    return f"{EMBEDDED}{path}" if path in shelf.images else None
