"""What a page without front matter says of its incident: bold leads, `Key: value` items, rows of two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Moment
from runbook_lint.model.settings import Settings
from runbook_lint.parse.postmortem_parts.moments import find_day, read_moment, search
from runbook_lint.parse.postmortem_parts.pieces import Piece, place, says_nothing, unbroken
from runbook_lint.parse.sections import normal_title

STAMP_WORDS: Mapping[str, tuple[str, ...]] = {
    "started": ("started", "start", "start time", "started at", "fault occurs", "fault occurred", "fault started",
                "incident started", "incident start", "incident began", "began", "impact started", "impact start",
                "outage started", "start of impact", "start of incident", "time started", "beginning"),
    "detected": ("detected", "first detected", "fault detected", "detected at", "time detected", "detection time",
                 "incident detected", "first reported", "first noticed", "first alert", "first alerted",
                 "reported", "time of detection", "date detected", "detected on", "date and time detected"),
    "acknowledged": ("acknowledged", "acknowledged at", "time acknowledged", "incident acknowledged"),
    "mitigated": ("mitigated", "repaired", "mitigated at", "time mitigated", "incident repaired", "incident mitigated",
                  "impact mitigated", "fault repaired", "repair", "stabilised", "stabilized", "fixed", "fixed at"),
    "resolved": ("resolved", "resolved at", "time resolved", "incident resolved", "resolution time", "incident ended",
                 "incident end", "ended", "end time", "impact ended", "outage ended", "incident closed", "closed",
                 "closed at", "date resolved"),
}  # fmt: skip
"""The names that pages give an incident's times."""

_SEVERITY = frozenset({"severity", "incident severity", "sev", "severity level", "priority", "incident priority"})
_FACTOR = frozenset({"category", "categories", "incident category", "incident type", "contributing factor tags"})
_DAYS = frozenset({"date", "dates", "day", "date time", "date and time", "incident date", "incident dates",
                   "incident date s", "incident date time", "date of incident", "date of the incident",
                   "date of outage", "date of the outage", "outage date", "event date", "date of event",
                   "incident day"})  # fmt: skip
_STAMPS = {word: name for name, words in STAMP_WORDS.items() for word in words}
_LEAD = regex(r"(?P<key>[A-Za-z][A-Za-z ]{2,30}?)\s*(?::|\s[-–—]\s|\s(?=(?:(?:at|on)\s)?\d))\s*(?P<value>\S.*)\Z")
_KEYED = regex(r"[>\s*_-]*+(?P<key>[A-Za-z][A-Za-z /()]{2,30}?)[\s*_]*+:[\s*_`]*+(?P<value>\S.*)\Z")


@dataclass(frozen=True, slots=True)
class Told:
    """What a page's text says of its incident, with the places by our names."""

    severity: str = ""
    factors: tuple[str, ...] = ()
    day: date | None = None
    times: Mapping[str, Moment] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)


def told_by_text(document: Document, settings: Settings, pieces: Sequence[Piece]) -> Told:
    """The severity, the factors and the times that the text gives; the first that says one holds."""
    severity, factors, day = "", (), None
    times: dict[str, Moment] = {}
    spans: dict[str, Span] = {}
    for key, value, span in _pairs(document, pieces):
        name = normal_title(key)
        stamp = _STAMPS.get(name)
        if stamp and stamp not in times:
            moment = _moment(document, value, span)
            if moment:
                times[stamp], spans[stamp] = moment, moment.span
        elif name in _SEVERITY and not severity and len(value) <= 24 and not _open(value):
            severity, spans["severity"] = _severity(value, settings), place(document, span, value)
        elif name in _FACTOR and not factors and len(value) <= 80 and not _open(value):
            factors = tuple(filter(None, (part.strip() for part in re.split(r"[,;]", value))))
            spans["factors"] = place(document, span, value)
        elif name in _DAYS and day is None:
            day = find_day(value)
    return Told(severity, factors, day, times, spans)


def _open(value: str) -> bool:
    """Whether a value is still to be written: nothing, or what a form has in brackets."""
    return says_nothing(value) or value[0] in "[{<"


def _pairs(document: Document, pieces: Sequence[Piece]) -> Iterator[tuple[str, str, Span]]:
    for label in document.labels:
        if label.rest:
            yield label.text, unbroken(label.rest.split("\n")[0]), label.rest_span
    yield from _lines(document, pieces)
    for piece in pieces:
        match = _LEAD.match(piece.text) if piece.item and len(piece.text) <= 120 else None
        if match:
            yield match["key"], match["value"], piece.span
    for table in document.tables:
        if len(table.header) == 2:
            for cells, spans in zip((table.header, *table.rows), table.cell_spans, strict=False):
                if len(cells) == len(spans) == 2 and cells[0] and cells[1]:
                    yield cells[0], cells[1], spans[1]


def _lines(document: Document, pieces: Sequence[Piece]) -> Iterator[tuple[str, str, Span]]:
    """The lines of paragraphs that are `Key: value`, and what stands under a heading that is a key."""
    for index, piece in enumerate(pieces):
        if piece.level and index + 1 < len(pieces) and not pieces[index + 1].level:
            yield piece.text, pieces[index + 1].text, pieces[index + 1].span
        if piece.level or (piece.item and piece.span.line == piece.span.end_line):
            continue
        for number in range(piece.span.line, piece.span.end_line + 1):
            line = unbroken(document.line(number)).rstrip("*_`")
            match = _KEYED.match(line)
            if match:
                yield match["key"], match["value"], Span(number, match.start("value") + 1, number, len(line) + 1)


def _moment(document: Document, value: str, span: Span) -> Moment | None:
    """A time with its day: a clock's time alone, or a sentence, is none."""
    moment = read_moment(value, span)
    if not moment.dated and not moment.day:
        stamp = search(value) if len(value) <= 60 else None
        if stamp is None:
            return None
        moment = read_moment(value[stamp.start : stamp.end], span)
    if moment.day is None:
        return None
    return read_moment(moment.text, place(document, span, moment.text))


def _severity(value: str, settings: Settings) -> str:
    """A severity as the configuration spells it, where the page differs only in case and signs."""
    letters = re.sub(r"[\W_]+", "", value).casefold()
    same = (each for each in settings.postmortems.severities if re.sub(r"[\W_]+", "", each).casefold() == letters)
    return next(same, value)
