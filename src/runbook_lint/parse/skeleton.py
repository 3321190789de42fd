"""Sections that a page lacks, begun for somebody to write: in the words, the level and the order of pages like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from posixpath import splitext

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Applicability, Edit, Fix
from runbook_lint.model.position import Span
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.sections import Section, find_sections, normal_title

_TODO = "TODO"
_LEAVES = ("placeholder-left", "postmortem-unread")
_PAGES = (".md", ".markdown", ".erb", "")


def begun_sections(
    world: World, page: Document, kind: Kind, missing: Sequence[str], titles: Mapping[str, str]
) -> Fix | None:
    """The edits that add a heading and a TODO for each missing concept; never a safe fix: somebody has to write them.

    `titles` are what concepts are called where no page of the repository has a heading for them. None for a page
    whose sections are bold leads, or in another format than Markdown.
    """
    if splitext(page.path)[1].lower() not in _PAGES or not any(line.strip() for line in page.lines):
        return None
    sections = find_sections(replace(page, kind=kind), world.settings)
    told = [section for section in sections if section.concepts]
    if told and sum(section.bold for section in told) * 2 > len(told):
        return None
    level = _level(page, told)
    order = list(world.settings.sections.get(kind.value, {}))
    usual = usual_titles(world)
    blocks: dict[Span, list[str]] = {}
    before: set[Span] = set()
    for concept in sorted(missing, key=lambda name: order.index(name) if name in order else len(order)):
        place, first = _place(page, [each for each in told if each.level == level and not each.bold], concept, order)
        before |= {place} if first else set()
        title = usual.get((kind.value, concept), titles.get(concept, concept.capitalize()))
        blocks.setdefault(place, []).append(f"{'#' * level} {title}\n\n{_TODO}")
    edits = tuple(Edit(page.path, place, _text(page, place, found, place in before)) for place, found in blocks.items())
    return Fix(tuple(sorted(edits)), Applicability.UNSAFE, _LEAVES)


def _level(page: Document, told: Sequence[Section]) -> int:
    """The level that most sections with a concept have, else most headings below the title; a title is no section."""
    titles = [heading.level for heading in page.headings].count(1)
    headed = [section.level for section in told if not section.bold and (section.level > 1 or titles > 1)]
    levels = headed or [heading.level for heading in page.headings if heading.level > 1]
    counted = Counter(levels or [2])
    return min(counted, key=lambda level: (-counted[level], level))


def _place(page: Document, told: Sequence[Section], concept: str, order: Sequence[str]) -> tuple[Span, bool]:
    """Where a section goes, and whether that is before what stands there: by the order of the concepts, else last."""
    rank = {name: number for number, name in enumerate(order)}
    own = rank.get(concept, len(order))
    ranked = [(max(rank.get(name, 0) for name in section.concepts), section) for section in told]
    earlier = [(number, section.span, section) for number, section in ranked if number < own]
    if earlier:
        return _end_of(page, max(earlier)[2].last_line), False
    later = [section.span for number, section in ranked if number > own]
    if later and min(later).column == 1:
        return Span(min(later).line, 1, min(later).line, 1), True
    return _end_of(page, len(page.lines)), False


def _end_of(page: Document, last: int) -> Span:
    """The end of the last line that says something, up to a line."""
    while last > 1 and not page.line(last).strip():
        last -= 1
    column = len(page.line(last)) + 1
    return Span(last, column, last, column)


def _text(page: Document, place: Span, blocks: Sequence[str], before: bool) -> str:
    text = "\n\n".join(blocks)
    if before:
        return ("\n" if page.line(place.line - 1).strip() else "") + text + "\n\n"
    return f"\n\n{text}" + ("\n" if page.line(place.line + 1).strip() else "")


@once
def usual_titles(world: World) -> dict[tuple[str, str], str]:
    """What most pages of a kind call a concept, where two of them or more have a heading for it alone."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for page in world.documents.values():
        for section in find_sections(page, world.settings):
            plain = normal_title(section.title) == section.title.casefold()  # no number, no emoji, no brackets
            if plain and not section.bold and len(section.concepts) == 1:
                counts.setdefault((page.kind.value, section.concepts[0]), Counter())[section.title] += 1
    most = {key: min(found, key=lambda title: (-found[title], title)) for key, found in counts.items()}
    return {key: title for key, title in most.items() if counts[key][title] > 1}
