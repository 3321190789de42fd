"""Annotations added to the rules of a rule file, without touching another byte."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import islice
from typing import Any

from runbook_lint.model.document import Data
from runbook_lint.model.finding import Edit
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE, Span
from runbook_lint.parse.scalars import Scalar
from runbook_lint.parse.text import Text
from runbook_lint.parse.yaml_reader import read_yaml_all

Path = tuple[str | int, ...]
Wanted = Mapping[str, str]

_PROPERTIES = regex(r"(?:[&!]\S*\s+)*")
_NAME_KEYS = ("alert", "title", "name")
_PLAIN_URL = regex(r"https?://[\w.@+/~%?&=:#-]*[\w/]")
_SHARED = "more than this rule would change (it shares a part with others, or is written in an unusual way)"


@dataclass(frozen=True, slots=True)
class Written:
    """The edits that add what was wanted, and the rules (by their span) that got nothing, each with the reason."""

    edits: tuple[Edit, ...]
    refused: Mapping[Span, str]


class _Refused(Exception):
    """Why a rule cannot be written to."""


def add_annotations(path: str, text: Text, wanted: Mapping[Span, Wanted]) -> Written:
    """The edits that add annotations to some rules, each given by the span it has as `Alert.span`.

    Keys that a rule has keep their values. Every edit is an insertion, and the result was read back: it
    says what the file said and the additions, nothing else.
    """
    parts = read_yaml_all(text.joined + "\n")
    broken = next((data.problem for data in parts if data.problem), None)
    if broken:
        reason = f"line {broken.span.line}: {broken.message}"
        return Written((), dict.fromkeys(wanted, reason))
    pens, refused = _pens(path, text, parts, wanted)
    proven = _proven(text, parts, pens)
    if len(proven) < len(pens) and not _is_proven(text, parts, list(proven.values())):
        proven = {}
    refused |= dict.fromkeys(pens.keys() - proven.keys(), _SHARED)
    return Written(tuple(sorted(pen.edit for pen in proven.values())), refused)


@dataclass(frozen=True, slots=True)
class _Pen:
    """What one rule gets, and where."""

    part: int
    at: Path
    entries: Wanted
    edit: Edit


def _pens(
    path: str, text: Text, parts: Sequence[Data], wanted: Mapping[Span, Wanted]
) -> tuple[dict[Span, _Pen], dict[Span, str]]:
    places = {span: place for span, place in _rule_places(parts).items() if span in wanted}
    rules = [[at for part, at in places.values() if part == index] for index in range(len(parts))]
    inner = [_inner_spans(data, ats) for data, ats in zip(parts, rules, strict=True)]
    pens: dict[Span, _Pen] = {}
    refused: dict[Span, str] = {}
    for span, entries in wanted.items():
        if span not in places:
            refused[span] = "the rule is not where it was read; run the command again"
            continue
        part, at = places[span]
        try:
            rule = _Rule(text.lines, parts[part], at, inner[part].get(at, {}))
            missing = {key: value for key, value in entries.items() if key not in rule.annotations}
            if missing:
                place, insertion = rule.insertion(missing)
                pens[span] = _Pen(part, at, missing, Edit(path, place, insertion))
        except _Refused as reason:
            refused[span] = str(reason)
    return pens, refused


def _rule_places(parts: Sequence[Data]) -> dict[Span, tuple[int, Path]]:
    """Where the mappings with a name stand in the data, by their span; a rule is the innermost."""
    found: dict[Span, tuple[int, Path]] = {}
    for index, data in enumerate(parts):
        for at, span in data.spans.items():
            if "<<" not in at and isinstance(_value_at(data.value, at), dict):
                found.setdefault(span, (index, at))
    return found


def _inner_spans(data: Data, rules: Sequence[Path]) -> dict[Path, dict[Path, Span]]:
    """The places of all values in some rules, by the rule."""
    found: dict[Path, dict[Path, Span]] = {at: {} for at in rules}
    for at, span in data.spans.items():
        for end in range(len(at)):
            if at[:end] in found:
                found[at[:end]][at] = span
    return found


def _value_at(value: Any, at: Path) -> Any:  # Any: YAML
    try:
        for key in at:
            value = value[key]
    except (KeyError, IndexError, TypeError):
        return None
    return value


class _Rule:
    """One rule's mapping: where something can be added to it."""

    def __init__(self, lines: Sequence[str], data: Data, at: Path, inner: Mapping[Path, Span]) -> None:
        self.lines, self.data, self.at, self.inner = lines, data, at, inner
        self.span = data.span(*at)
        self.value: dict[str, Any] = _value_at(data.value, at)
        given = self.value.get("annotations")
        if given is not None and not isinstance(given, dict):
            raise _Refused("its annotations are no mapping")
        self.annotations: dict[str, Any] = given or {}

    def insertion(self, entries: Wanted) -> tuple[Span, str]:
        """The place and the text that adds some annotations."""
        if "annotations" not in self.value:
            return self._whole_table(entries)
        key, place = self.data.key_span(*self.at, "annotations"), self.data.span(*self.at, "annotations")
        if not self._holds(key) or (place.line, place.column) < (key.end_line, key.end_column):
            raise _Refused(_SHARED)
        source = self._after_properties(place)
        if source is not None and self._char(source) == "{":
            return _behind(source), _flow(entries, bool(self.annotations), self._is_json(source))
        if self.value["annotations"] is None:
            if self._text(place).strip():
                raise _Refused(f"its annotations are `{self._text(place).strip()}`; take that out first")
            indent = " " * (key.column - 1 + self._step())
            return self._end_of(key.end_line), _block(entries, indent)
        first = self._first_key()
        last = self._last_line((*self.at, "annotations"))
        return self._end_of(last or key.end_line), _block(entries, " " * (first.column - 1))

    def _whole_table(self, entries: Wanted) -> tuple[Span, str]:
        name = next(key for key in (*_NAME_KEYS, *self.value) if key in self.value)
        key, value = self.data.key_span(*self.at, name), self.data.span(*self.at, name)
        if not self._holds(key) or not self._holds(value):
            raise _Refused(_SHARED)
        start = self._after_properties(self.span)
        if start is not None and self._char(start) == "{":
            json_like = self._is_json(start)
            label = '"annotations"' if json_like else "annotations"
            at = Span(value.end_line, value.end_column, value.end_line, value.end_column)
            return at, f", {label}: {{{_flow(entries, False, json_like)}}}"
        indent = " " * (key.column - 1)
        inner = indent + " " * self._step()
        last = self._last_line(self.at)
        return self._end_of(last or value.end_line), f"\n{indent}annotations:{_block(entries, inner)}"

    def _first_key(self) -> Span:
        spans = [self.data.key_span(*self.at, "annotations", key) for key in self.annotations]
        own = [span for span in spans if self._holds(span)]
        place = self.data.span(*self.at, "annotations")
        if not own and self._text(place)[:1] in ("&", "!", "*"):
            raise _Refused(_SHARED)
        return min([*own, place]) if not self._text(place).startswith(("&", "!")) else min(own)

    def _last_line(self, at: Path) -> int:
        """The line behind which a block mapping goes on; 0 where its last value is a block of text, or far away."""
        own = [span for path, span in self.inner.items() if path[: len(at)] == at != path and self._holds(span)]
        last = max(own, key=lambda span: (span.line, span.column), default=self.span)
        end = max((span.end_line for span in own), default=0)
        start = self._after_properties(last)
        return 0 if start is None or self._char(start) in "|>" else end

    def _step(self) -> int:
        """How far this rule indents what stands below a key."""
        labels = self.value.get("labels")
        if isinstance(labels, dict) and labels:
            key = self.data.key_span(*self.at, "labels")
            first = min(self.data.key_span(*self.at, "labels", each) for each in labels)
            if self._holds(first) and first.line > key.line and first.column > key.column:
                return first.column - key.column
        return 2

    def _holds(self, span: Span) -> bool:
        inside, end = (span.line, span.column), (span.end_line, span.end_column)
        return (self.span.line, self.span.column) <= inside and end <= (self.span.end_line, self.span.end_column)

    def _after_properties(self, span: Span) -> Span | None:
        """The place of a node's first character, behind its tag and anchor; None where it is on another line."""
        match = _PROPERTIES.match(self.lines[span.line - 1], span.column - 1)
        column = match.end() + 1 if match else span.column
        return Span(span.line, column, span.line, column + 1) if column <= len(self.lines[span.line - 1]) else None

    def _char(self, span: Span) -> str:
        return self.lines[span.line - 1][span.column - 1]

    def _text(self, span: Span) -> str:
        end = span.end_column - 1 if span.end_line == span.line else None
        return self.lines[span.line - 1][span.column - 1 : end]

    def _is_json(self, brace: Span) -> bool:
        """Whether the first key behind a brace is in double quotes; an empty mapping is told by the line before it."""
        rest = "\n".join([self.lines[brace.line - 1][brace.column :], *self.lines[brace.line :]]).lstrip()
        before = self.lines[brace.line - 1][: brace.column - 1].rstrip(" :")
        return rest.startswith('"') or (rest.startswith("}") and before.endswith('"'))

    def _end_of(self, line: int) -> Span:
        column = len(self.lines[line - 1]) + 1
        return Span(line, column, line, column)


def _behind(brace: Span) -> Span:
    return Span(brace.line, brace.end_column, brace.line, brace.end_column)


def _block(entries: Wanted, indent: str) -> str:
    return "".join(f"\n{indent}{_scalar(key)}: {_scalar(value)}" for key, value in entries.items())


def _scalar(text: str) -> str:
    return text if _PLAIN_URL.fullmatch(text) else Scalar(PAGE).written(text)


def _flow(entries: Wanted, goes_on: bool, json_like: bool) -> str:
    """Entries in braces, behind the opening one; values in double quotes are right in YAML and in JSON."""
    write = json.dumps if json_like else _scalar
    text = ", ".join(f"{write(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items())
    return text + (", " if goes_on else "")


def _proven(text: Text, parts: Sequence[Data], pens: dict[Span, _Pen]) -> dict[Span, _Pen]:
    """The pens that may write, sought by halves: each proof reads the whole file."""
    if not pens or _is_proven(text, parts, list(pens.values())):
        return pens
    half = len(pens) // 2
    halves = (dict(islice(pens.items(), half)), dict(islice(pens.items(), half, None))) if half else ()
    return {span: pen for part in halves for span, pen in _proven(text, parts, part).items()}


def _is_proven(text: Text, parts: Sequence[Data], pens: Sequence[_Pen]) -> bool:
    """Whether the edited file reads as the file did, with the additions."""
    expected = [deepcopy(data.value) for data in parts]
    for pen in pens:
        rule = _value_at(expected[pen.part], pen.at)
        rule["annotations"] = {**(rule.get("annotations") or {}), **pen.entries}
    after = _applied(text.lines, [pen.edit for pen in pens])
    read = read_yaml_all(after + "\n")
    return not any(data.problem for data in read) and [data.value for data in read] == expected


def _applied(lines: Sequence[str], edits: Sequence[Edit]) -> str:
    after = list(lines)
    for edit in sorted(edits, reverse=True):
        index, column = edit.span.line - 1, edit.span.column - 1
        after[index] = after[index][:column] + edit.text + after[index][column:]
    return "\n".join(after)
