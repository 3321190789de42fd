"""Timelines written as lists, paragraphs or headings that open with a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.model.document import Document
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.postmortem_parts.areas import Areas
from runbook_lint.parse.postmortem_parts.moments import Stamp, lead, scan, search
from runbook_lint.parse.postmortem_parts.pieces import Piece, place, says_nothing, unbroken
from runbook_lint.parse.postmortem_parts.rows import Row

TIMELINE = "timeline"
_SHORT = 60  # characters: a note of a moment (`Resolved 2020-02-12 12:07`), not a sentence with a date in it

_DANGLING = regex(r"(?:\s+(?:on|at))?[\s.,]*\Z")

_Line = tuple[str, Span, Stamp, str]


class Lists:
    """The pieces of a page as rows of a timeline."""

    def __init__(self, document: Document, areas: Areas, pieces: Sequence[Piece]) -> None:
        self._document, self._areas = document, areas
        self._inner: dict[Span, list[Piece]] = {}
        for piece in pieces:
            if piece.parent:
                self._inner.setdefault(piece.parent, []).append(piece)
        self._days = dict(self._days_above(pieces))
        self._below = dict(self._below_headings(pieces))

    def rows(self, members: Sequence[Piece], inside: bool) -> list[Row]:
        """The rows of pieces that stand side by side; `inside` a timeline, an item without a time is one too."""
        rows: list[Row] = []
        last = ""
        for piece in members:
            day = self._days.get(piece.span, "")
            new, last = (day if day != last else ""), day
            lines = list(self._lines(piece))
            if not lines and inside and piece.item and self._says_something(piece):
                rows.append(Row("", piece.span, None, self._whole(piece, piece.text), piece.span, day=day))
            for text, span, stamp, rest in lines:
                written = text[stamp.start : stamp.end].strip()
                words = self._whole(piece, rest) if len(lines) == 1 else rest.strip()
                above = "" if stamp.day else new
                rows.append(Row(written, place(self._document, span, written), stamp, words, span, day=above))
                new = ""
        return rows

    def _lines(self, piece: Piece) -> Iterator[_Line]:
        """The times that a piece opens with: one, or one on each of its lines; else the one that it names."""
        if self._is_day(piece) or self._is_phase(piece):
            return
        numbers = range(piece.span.line, piece.span.end_line + 1)
        lines = [(number, unbroken(self._document.line(number)).strip(" \t>*_`-+")) for number in numbers]
        timed = [(number, line, found) for number, line in lines if (found := lead(line)) and found[0].clock]
        if len(timed) > 1:
            starts = [number for number, _, _ in timed]
            for (number, line, (stamp, end)), after in zip(timed, [*starts[1:], piece.span.end_line + 1], strict=True):
                column = self._document.line(number).find(line) + 1
                more = (text for _, text in lines[number + 1 - numbers.start : after - numbers.start])
                words = " ".join(part for part in (line[end:], *more) if part)
                yield line, Span(number, column, number, column + len(line)), stamp, words
            return
        opening = lead(piece.text)
        if opening:
            yield piece.text, piece.span, opening[0], piece.text[opening[1] :]
            return
        named = search(piece.text) if piece.item and self._areas.holds(TIMELINE, piece.span) else None
        if named and len(piece.text) - (named.end - named.start) <= _SHORT:
            rest = f"{piece.text[: named.start].rstrip(' :–—-(')} {piece.text[named.end :].lstrip(' )')}"
            yield piece.text, piece.span, named, _DANGLING.sub("", rest)

    def _whole(self, piece: Piece, text: str) -> str:
        """An item's words with those of the items in it, a heading's with those below it."""
        inner = self._below.get(piece.span, ()) if piece.level else self._inner.get(piece.span, ())
        return "; ".join(part for part in (text.strip(), *(each.text for each in inner if not lead(each.text))) if part)

    def _says_something(self, piece: Piece) -> bool:
        return not (says_nothing(piece.text) or self._is_day(piece) or self._timed_inside(piece))

    def _timed_inside(self, piece: Piece) -> bool:
        return any(lead(each.text) for each in self._inner.get(piece.span, ()))

    def _is_day(self, piece: Piece) -> bool:
        """Whether a piece is nothing but a day, which holds for what follows it."""
        return bool(only_day(piece.text)) and (not piece.item or self._timed_inside(piece))

    def _is_phase(self, piece: Piece) -> bool:
        """Whether a heading with a time only gathers rows that have their own."""
        below = self._below.get(piece.span, ()) if piece.level else ()
        return any(each.item and (found := lead(each.text)) and found[0].clock for each in below)

    def _days_above(self, pieces: Sequence[Piece]) -> Iterator[tuple[Span, str]]:
        day, before = "", None
        for piece in pieces:
            area = self._areas.at(TIMELINE, piece.span)
            if area is not before:
                day, before = "", area
            if self._is_day(piece):
                day = only_day(piece.text)
            elif day:
                yield piece.span, day

    def _below_headings(self, pieces: Sequence[Piece]) -> Iterator[tuple[Span, list[Piece]]]:
        for index, piece in enumerate(pieces):
            if piece.level and lead(piece.text):
                below: list[Piece] = []
                for each in pieces[index + 1 :]:
                    if each.level or len(below) > 20:
                        break
                    below.append(each)
                yield piece.span, below


def only_day(text: str) -> str:
    """The day that a title or line is, with nothing beside it; empty where it is none."""
    stamp = scan(text.strip())
    if stamp is None or stamp.clock or not stamp.day:
        return ""
    return stamp.day if not text.strip()[stamp.end :].strip(" :.,*)") else ""
