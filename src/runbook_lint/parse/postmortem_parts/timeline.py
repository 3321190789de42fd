"""A page's timeline: tables, lists and paragraphs that say what happened when, wherever they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile

from runbook_lint.model.document import Document
from runbook_lint.model.position import PAGE, Span
from runbook_lint.model.postmortem import TimelineEntry, Unread
from runbook_lint.parse.postmortem_parts.action_columns import is_actions
from runbook_lint.parse.postmortem_parts.areas import Areas
from runbook_lint.parse.postmortem_parts.moments import find_day, scan
from runbook_lint.parse.postmortem_parts.pieces import Piece
from runbook_lint.parse.postmortem_parts.rows import Row, Setting, entries_of, told_zone
from runbook_lint.parse.postmortem_parts.timeline_lists import TIMELINE, Lists, only_day
from runbook_lint.parse.postmortem_parts.timeline_tables import columns_of, head_zone, is_timeline, table_rows
from runbook_lint.parse.sections import Section

_ELSEWHERE = frozenset({"actions", "causes", "lessons", "prevention"})
_FEW = 3
"""From so many times on, a list is a timeline wherever it stands."""

_Group = tuple[Span | None, bool, int]


def read_timeline(
    document: Document,
    sections: Sequence[Section],
    areas: Areas,
    pieces: Sequence[Piece],
    start: datetime | None,
    day: date | None,
) -> tuple[tuple[TimelineEntry, ...], tuple[Unread, ...]]:
    """The entries of every timeline of a page in page order, and what could not be read in them.

    `start` is the incident's, `day` what its title says; rows without a day stand on that of the start.
    """
    reader = _Reader(document, sections, areas, pieces, start, day)
    found = [*reader.tables(), *reader.lists()]
    entries: list[TimelineEntry] = []
    unread: list[Unread] = []
    for part, (rows, setting) in enumerate(sorted(found, key=lambda each: each[0][0].span)):
        if setting.first_day is None:
            setting = replace(setting, day=next((each.moment.day for each in entries if each.moment.day), None))
        new, doubts = entries_of(rows, setting, part)
        entries += new
        unread += doubts
    return tuple(entries), (*unread, *reader.silent(entries))


class _Reader:
    def __init__(
        self,
        document: Document,
        sections: Sequence[Section],
        areas: Areas,
        pieces: Sequence[Piece],
        start: datetime | None,
        day: date | None,
    ) -> None:
        self.document, self.pieces, self.areas, self.start, self.day = document, pieces, areas, start, day
        self.rows = Lists(document, areas, pieces)
        self.others = [section for section in sections if _ELSEWHERE & set(section.concepts)]
        leads = {label.span.line for label in document.labels} | {heading.span.line for heading in document.headings}
        self.bounds = sorted(leads)
        self.page_zone = next(self._page_zones(), ("", PAGE))

    def tables(self) -> Iterator[tuple[list[Row], Setting]]:
        for table in self.document.tables:
            area = self.area(table.span)
            if not area and (self.elsewhere(table.span) or not is_timeline(table)):
                continue
            if area and columns_of(table) is None and is_actions(table):
                continue
            columns = columns_of(table)
            setting = self.setting(area, table.span.line)
            zone, at = head_zone(table, columns) if columns else ("", None)
            if zone and at:
                setting = replace(setting, zone=zone, zone_at=at)
            rows = list(table_rows(self.document, table, columns))
            if rows:
                yield rows, setting

    def lists(self) -> Iterator[tuple[list[Row], Setting]]:
        """Items, paragraphs and headings that stand side by side, where enough of them open with a time."""
        groups: dict[_Group, list[Piece]] = {}
        for piece in self.pieces:
            bound = 0 if piece.parent else bisect_left(self.bounds, piece.span.line)
            area = self.area(piece.span)
            if area:
                bound = -area.span.line
            groups.setdefault((piece.parent, piece.item, bound), []).append(piece)
        for members in groups.values():
            area = self.area(members[0].span)
            rows = self.rows.rows(members, bool(area))
            timed = sum(1 for row in rows if row.stamp and (row.stamp.clock or row.stamp.away is not None))
            enough = timed >= 1 if area else timed >= _FEW and 2 * timed >= len(members)
            if enough and (area or not self.elsewhere(members[0].span)):
                yield rows, self.setting(area, members[0].span.line)

    def area(self, span: Span) -> Section | None:
        return self.areas.at(TIMELINE, span)

    def elsewhere(self, span: Span) -> bool:
        return any(section.span.line <= span.line <= section.last_line for section in self.others)

    def setting(self, area: Section | None, line: int) -> Setting:
        """The zone and the day that are written above a table or list of an area, nearest first."""
        zone, at, day = "", PAGE, None
        if area:
            body = takewhile(lambda piece: piece.span.line < line, self.areas.body(area, self.pieces))
            above = [(piece.text, piece.span) for piece in body if _sets(piece.text)]
            for text, span in [*reversed(above), (area.title, area.span)]:
                found = told_zone(text)
                zone, at = (zone, at) if zone or not found else (found, span)
                telling = found or span == area.span or only_day(text) or "time" in text.casefold()
                day = day or (find_day(text) if telling else None)
        if not zone:
            zone, at = self.page_zone
        return Setting(zone, at, day or (None if self.start else self.day), self.start)

    def silent(self, entries: Sequence[TimelineEntry]) -> Iterator[Unread]:
        """Timelines that say something in which no entry was found."""
        for area in self.areas.of(TIMELINE):
            read = any(area.span.line <= entry.span.line <= area.last_line for entry in entries)
            if not read and not area.empty and not self._leads_elsewhere(area):
                yield Unread("a timeline without a time in it", area.span)

    def _leads_elsewhere(self, area: Section) -> bool:
        return any(area.span.line <= link.span.line <= area.last_line for link in self.document.links)

    def _page_zones(self) -> Iterator[tuple[str, Span]]:
        for piece in self.pieces:
            if "times" in piece.text.casefold().split() and len(piece.text) < 120 and told_zone(piece.text):
                yield told_zone(piece.text), piece.span


def _sets(text: str) -> bool:
    """Whether a line is no row but holds for those below: `Day`, `Day (all times UTC)`, any words without a time."""
    stamp = scan(text)
    return stamp is None or bool(only_day(text)) or (stamp.clock is None and bool(told_zone(text)))
