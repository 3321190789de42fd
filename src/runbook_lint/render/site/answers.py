"""The five answers as pieces that a template puts together: words, code, and links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from markupsafe import Markup

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.answers import LABELS, QUESTIONS
from runbook_lint.parse.memo import once
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.payload_page import Reference, Said
from runbook_lint.parse.phones import find_phones
from runbook_lint.parse.site.places import link, places
from runbook_lint.parse.visibility import is_restricted
from runbook_lint.render.site.escape import href
from runbook_lint.render.site.view import View

_TEMPLATE = regex(r"\{\{.*?\}\}", re.DOTALL)  # filled in when the alert fires
_CODE = regex(r"`([^`]+)`")
_URL = regex(r"https?://[^\s<>\"'`|]+[^\s<>\"'`|.,;:!?)\]}]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `code` as it is to be typed, `link` where it leads; `space` stands before it."""

    text: str
    code: bool = False
    link: Markup = Markup("")
    space: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the five: its label, the question as words, and the answer; no pieces and no code where it is missing."""

    name: str
    label: str
    question: str
    pieces: tuple[Piece, ...] = ()
    code: str = ""

    @property
    def missing(self) -> bool:
        """Whether nobody answers."""
        return not self.pieces and not self.code


def five(view: View, said: Mapping[str, Said], origin: str) -> tuple[Shown, ...]:
    """All five answers in reading order, for the page of the site that stands at `origin`."""
    return tuple(_shown(view.world, name, said.get(name), origin) for name in QUESTIONS)


def _shown(world: World, name: str, said: Said | None, origin: str) -> Shown:
    words = pieces(world, said, origin) if said else ()
    return Shown(name, LABELS[name], QUESTIONS[name], words, said.code if said else "")


def pieces(world: World, said: Said, origin: str) -> tuple[Piece, ...]:
    """An answer's words, with its links where they stand, and behind it those that it does not name."""
    text = " ".join((_TEMPLATE.sub("…", said.text) if said.source == "alert" else said.text).split())
    found: list[tuple[int, int, Piece]] = []
    rest: list[Reference] = []
    end = 0
    for reference in said.links:
        start = text.find(reference.text, end)
        if start < 0:
            rest.append(reference)
            continue
        end = start + len(reference.text)
        quoted = text[start - 1 : start] == "`" == text[end : end + 1]
        piece = Piece(reference.text, code=quoted, link=_address(world, reference.url, origin))
        found.append((start - quoted, end + quoted, piece))
    for start, end, piece in _marked(text):
        if all(end <= first or start >= last for first, last, _ in found):
            found.append((start, end, piece))
    return (*_run(text, sorted(found, key=lambda each: each[:2])), *_behind(world, rest, origin))


def _marked(text: str) -> Iterator[tuple[int, int, Piece]]:
    """What of plain words is code, an address or a telephone number, in this order where they overlap."""
    taken: list[tuple[int, int]] = []
    codes = [(match.start(), match.end(), Piece(match[1], code=True)) for match in _CODE.finditer(text)]
    urls = [(match.start(), match.end(), Piece(match[0], link=href(match[0]))) for match in _URL.finditer(text)]
    phones = [(start, end, Piece(text[start:end], link=href(tel))) for start, end, tel in find_phones(text)]
    for start, end, piece in (*codes, *urls, *phones):
        if all(end <= first or start >= last for first, last in taken):
            taken.append((start, end))
            yield start, end, piece


def _run(text: str, marked: list[tuple[int, int, Piece]]) -> Iterator[Piece]:
    at = 0
    for start, end, piece in (*marked, (len(text), len(text), Piece(""))):
        words = text[at:start]
        if words.strip():
            yield Piece(words.strip(), space=words[0] == " ")
        if piece.text:
            yield Piece(piece.text, piece.code, piece.link, space=words[-1:] == " ")
        at = end


def _behind(world: World, rest: list[Reference], origin: str) -> Iterator[Piece]:
    for reference in rest:
        yield Piece(reference.text, link=_address(world, reference.url, origin), space=True)


def _address(world: World, url: str, origin: str) -> Markup:
    """Where a link of an answer leads from a page of the site: to the site's own page where the target has one."""
    address, _, anchor = url.partition("#")
    place = _site_pages(world).get(address)
    if place is None:
        return href(url)
    return Markup(link(origin, place, unquote(anchor))) if place else Markup("")


@once
def _site_pages(world: World) -> Mapping[str, str]:
    """The places of pages by the address that messages give them; empty for a page that is not for everybody."""
    restricted = (path for path, page in world.documents.items() if is_restricted(page, world.settings))
    hidden = {page_url(world, path): "" for path in restricted}
    return hidden | {page_url(world, path): place for path, place in places(world).pages.items()}
