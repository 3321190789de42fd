"""Root causes and contributing factors: the items of their sections, or the paragraphs where there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.model.document import Document
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Cause
from runbook_lint.parse.postmortem_parts.areas import Areas
from runbook_lint.parse.postmortem_parts.pieces import Piece, says_nothing
from runbook_lint.parse.sections import Section

_CONCEPT = "causes"


def read_causes(document: Document, areas: Areas, pieces: Sequence[Piece]) -> tuple[Cause, ...]:
    """The causes of a page in page order; a diagram or a table is none."""
    found = [cause for section in areas.of(_CONCEPT) for cause in _in_section(document, areas, section, pieces)]
    return tuple(sorted(found, key=lambda cause: cause.span))


def _in_section(
    document: Document,
    areas: Areas,
    section: Section,
    pieces: Sequence[Piece],
) -> Iterator[Cause]:
    body = [piece for piece in areas.body(section, pieces) if not piece.level]
    label = next((each for each in document.labels if each.span == section.span), None) if section.bold else None
    if label and label.rest and not says_nothing(label.rest):
        yield Cause(label.rest, label.rest_span)
    items = [piece for piece in body if piece.item]
    if items:
        yield from _items(items, {section.span})
    elif not (label and label.rest):
        yield from (Cause(piece.text, piece.span) for piece in body if _says(piece))


def _items(items: Sequence[Piece], outer: set[Span]) -> Iterator[Cause]:
    """The outermost items; one that only names a group (`People:`) gives way to those inside."""
    spans = {piece.span for piece in items}
    groups = {piece.span for piece in items if piece.text.rstrip().endswith(":")}
    for piece in items:
        top = piece.parent is None or piece.parent in outer or piece.parent not in spans
        if (top or piece.parent in groups) and piece.span not in groups and _says(piece):
            yield Cause(piece.text, piece.span)


def _says(piece: Piece) -> bool:
    return not says_nothing(piece.text) and not piece.text.rstrip().endswith(":")
