"""A source page's text, made portable: safe, its links led to where things stand on the site."""

from __future__ import annotations

from dataclasses import dataclass

from runbook_lint.model.document import Document
from runbook_lint.model.world import World


@dataclass(frozen=True, slots=True)
class Body:
    """A page's own words as Markdown for the site: its title's (without `#`), and all that follows.

    `copies` are the files of the repository that it shows (images), each by its place on the site.
    """

    title: str
    text: str
    copies: tuple[tuple[str, str], ...] = ()


def site_body(world: World, document: Document, place: str) -> Body:
    """The body of a page that stands at a place of the site."""
    start = document.front_matter.span.end_line if document.front_matter else 0
    lines = [f"    {line}" for line in document.lines[start:]]
    return Body(document.title.replace("<", "&lt;"), "\n".join(lines))
