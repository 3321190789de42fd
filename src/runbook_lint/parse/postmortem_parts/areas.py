"""Which lines of a page belong to which concept: its outermost sections, headed or bold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from runbook_lint.model.position import Span
from runbook_lint.parse.postmortem_parts.pieces import Piece
from runbook_lint.parse.sections import Section


class Areas:
    """The sections of a page by concept; one inside another of the same concept belongs to it."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._areas: dict[str, list[Section]] = {}
        for section in sections:
            for concept in section.concepts:
                found = self._areas.setdefault(concept, [])
                if not found or found[-1].last_line < section.span.line:
                    found.append(section)
        self._starts = {concept: [each.span.line for each in found] for concept, found in self._areas.items()}

    def of(self, concept: str) -> Sequence[Section]:
        """The outermost sections of a concept in page order."""
        return self._areas.get(concept, ())

    def at(self, concept: str, span: Span) -> Section | None:
        """The section of a concept in which a place stands."""
        index = bisect_right(self._starts.get(concept, []), span.line) - 1
        section = self._areas[concept][index] if index >= 0 else None
        return section if section and span.line <= section.last_line else None

    def holds(self, concept: str, span: Span) -> bool:
        """Whether a place stands in a section of a concept."""
        return self.at(concept, span) is not None

    def body(self, section: Section, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """The pieces of a section without the lead that opens it."""
        first = bisect_right(pieces, section.span, key=lambda piece: piece.span)
        for piece in pieces[first:]:
            if piece.span.line > section.last_line:
                return
            yield piece
