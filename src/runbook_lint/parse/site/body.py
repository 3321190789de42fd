"""A source page's text, made portable: safe, its links led to where things stand on the site.

The page is written anew from what the reference parser found in it. Whatever engines read differently in the
author's own lines is then gone, and every `<` outside code is one that stands in these modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.secrets import Secret, secrets_of
from runbook_lint.parse.site.anchors import every_anchor, folded, planned
from runbook_lint.parse.site.blocks import Blocks
from runbook_lint.parse.site.layout import Block, joined
from runbook_lint.parse.site.lead import without_lead
from runbook_lint.parse.site.sheet import Sheet
from runbook_lint.parse.site.ways import Ways
from runbook_lint.parse.tokens import tokens_of


@dataclass(frozen=True, slots=True)
class Body:
    """A page's own words as Markdown for the site: its title's (without `#`), and all that follows.

    `copies` are the files of the repository that it shows (images), each by its place on the site.
    """

    title: str
    text: str
    copies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that the body of a page is made of: the page alone, and what stands here. Whoever keeps it looks at no more.

    `anchors` are all that lead into the page, `secrets` those that stand in it (both follow from it and the settings).
    `said` are the answers that the site says above the body in the page's own words: a list of no more than these goes.
    """

    document: Document
    anchors: tuple[str, ...]
    secrets: tuple[Secret, ...]
    ways: Ways
    settings: Settings
    said: frozenset[str] = frozenset()


def manuscript(world: World, document: Document, place: str, said: frozenset[str] = frozenset()) -> Manuscript:
    """What the body of a page is made of that stands at a place of the site."""
    anchors, secrets = every_anchor(world, document), secrets_of(world, document.path)
    return Manuscript(document, anchors, secrets, Ways(world, document, place), world.settings, said)


def site_body(world: World, document: Document, place: str) -> Body:
    """The body of a page that stands at a place of the site."""
    return write_body(manuscript(world, document, place))


def write_body(given: Manuscript) -> Body:
    """The body of a page."""
    settings = given.settings
    page = without_lead(given.document, settings, given.said)
    sheet = Sheet(page, given.ways, settings.site.html == "allow", planned(page, settings.links.slugs))
    lines, secrets = _lines(page, given.secrets)
    sheet.anchors.hidden = frozenset(filter(None, map(folded, secrets)))
    tokens = tokens_of("\n".join(lines) + "\n", {}, offsets=False)
    writer = Blocks(sheet, [token for token in tokens if token.type != "definition"])
    title = writer.title()
    blocks = writer.all()
    lost = "" if sheet.raw else "".join(map(sheet.anchors.mark, given.anchors))
    text = "\n".join(joined([*_lost(lost), *blocks]))
    return Body(title, sheet.anchors.written(text), tuple(sorted(sheet.copies.items())))


def _lines(document: Document, found: Iterable[Secret]) -> tuple[list[str], list[str]]:
    """The page's lines without its front matter and its secrets (none could be found in what is written), and these."""
    lines, secrets = list(document.lines), list[str]()
    hidden: dict[int, set[int]] = {}
    for secret in found:
        for number in range(secret.span.line, secret.span.end_line + 1):
            start = secret.span.column - 1 if number == secret.span.line else 0
            end = secret.span.end_column - 1 if number == secret.span.end_line else len(lines[number - 1])
            hidden.setdefault(number - 1, set()).update(range(start, end))
            secrets.append(lines[number - 1][start:end])
    for index, columns in hidden.items():
        masked = "".join("\0" if at in columns else char for at, char in enumerate(lines[index]))
        lines[index] = re.sub("\0+", "…", masked)
    skipped = document.front_matter.span.end_line if document.front_matter else 0
    return [""] * skipped + lines[skipped:], secrets


def _lost(marked: str) -> list[Block]:
    """Anchors that stood where nothing is shown: they lead to the page's top."""
    return [Block("text", [marked])] if marked else []
