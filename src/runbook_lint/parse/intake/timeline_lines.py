"""Timelines as people keep them in a note: lines of `time text`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.intake.timeline_rows import People, Read, Row, at_lines, in_utc
from runbook_lint.parse.postmortem_parts.moments import lead, moment_of, read_day

_BEFORE = regex(r"[ \t]*(?:[-*+•>]\s+|\d{1,3}[.)]\s+(?=\d)|\|\s*)?(?=\S)")
_MARKED = regex(r"(?:\N{PUSHPIN}|\N{ROUND PUSHPIN}|\N{WHITE MEDIUM STAR}|:pushpin:|:star:)\s*")
_SPEAKER = regex(r"<([^<>\s@][^<>]{0,60})>\s*(?=\S)")
_NAMED = regex(r"@?([\w.\- ]{1,60}?)\s*:\s+(?=\S)")
_ROW_END = regex(r"\s*\|\s*\Z")


def read_lines(text: str, day: date | None, people: People, started: datetime | None = None) -> Read:
    """Lines of `time text` as rows; a line that is a day holds for those below, an indented one goes on."""
    rows: list[Row] = []
    without: list[int] = []
    near = day
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or _is_rule(line):
            continue
        heading = read_day(line.strip(" #*_:-\t\r"), day)
        if heading:
            near = heading
            continue
        row = _row(number, line, near, people, started)
        if row:
            rows.append(row)
        elif rows and line[:1] in " \t":
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text}\n{line.strip()}")
        else:
            without.append(number)
    note = (f"no time at the start of {at_lines(without)}; left out",) if without else ()
    return Read(tuple(rows), note)


def _is_rule(line: str) -> bool:
    """A line that draws something: a table's rule, a fence, a heading."""
    return bool(re.fullmatch(r"\s*(?:[|:\-=_*\s]+|```\w*|#{1,6}\s+\D*)\s*", line))


def _row(number: int, line: str, day: date | None, people: People, started: datetime | None) -> Row | None:
    before = _BEFORE.match(line)
    rest = _ROW_END.sub("", line[before.end() if before else 0 :].strip())
    mark = _MARKED.match(rest)
    rest = rest[mark.end() :] if mark else rest
    found = lead(rest)
    if not found:
        return None
    stamp, end = found
    text = rest[end:].strip().strip("|").strip()
    cell, _, beyond = text.partition("|") if line.lstrip().startswith("|") else ("", "", "")
    if not text or (stamp.clock is None and stamp.away is None):
        return None
    span = Span(number, 1, number, len(line) + 1)
    moment = moment_of(rest[: stamp.end], span, stamp, day, None, started)
    who, text = (people.role(cell.strip()) or cell.strip(), beyond.strip()) if beyond else _speaker(text, people)
    return Row(number, in_utc(moment), text, who, bool(mark))


def _speaker(text: str, people: People) -> tuple[str, str]:
    """Who is named before the words: `<jo> …` is somebody, `jo: …` only where the map knows jo."""
    spoken = _SPEAKER.match(text)
    if spoken:
        return people.name(spoken[1]), text[spoken.end() :]
    named = _NAMED.match(text)
    role = people.role(named[1]) if named else ""
    return (role, text[named.end() :]) if named and role else ("", text)
