"""The headings that a kind of page wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.editor.completion.offer import Offer, Offers
from runbook_lint.model.document import Document
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.sections import find_sections
from runbook_lint.parse.skeleton import usual_titles

_HEADING = regex(r" {0,3}#{1,6}\s+(?P<typed>.*)\Z")


def heading_offers(world: World, path: str, lines: Sequence[str], line: int, before: str) -> Offers | None:
    """The sections that a page of its kind has and this one lacks, in the words that most of its like use."""
    page, match = world.documents.get(path), _HEADING.match(before)
    if page is None or match is None or _in_code(page, line):
        return None
    return Offers(match.start("typed"), _sections(world, page, line))


def _sections(world: World, page: Document, line: int) -> Iterator[Offer]:
    vocabulary = world.settings.sections.get(page.kind.value, {})
    here = {each for part in find_sections(page, world.settings) if part.span.line != line for each in part.concepts}
    usual = usual_titles(world)
    for concept, titles in vocabulary.items():
        if concept not in here and titles:
            yield Offer(usual.get((page.kind.value, concept), titles[0]), "section", f"{page.kind.value}: {concept}")


def _in_code(page: Document, line: int) -> bool:
    front = page.front_matter.span.end_line if page.front_matter else 0
    return line <= front or any(each.span.line < line <= each.span.end_line for each in page.fences)
