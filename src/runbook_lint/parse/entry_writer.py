"""Keys of a YAML or TOML mapping set to new values, without touching another byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from runbook_lint.model.document import Data
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Edit
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE, Span
from runbook_lint.parse.entries import Entry, find_entry, find_review_date
from runbook_lint.parse.scalars import Scalar, is_day, scalar_at

BY_HAND = "write it by hand"

Keys = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class EntryWriter:
    """One mapping under the pen: `last` is the line behind which a missing key is added."""

    path: str
    lines: Sequence[str]
    data: Data
    last: int
    toml: bool = False
    expected: dict[str, Any] | None = None  # Any: the user's own values, those we set replaced

    def edits(self, wanted: Mapping[str, str], keys: Keys) -> tuple[Edit, ...]:
        """The edits of one mapping; `expected` is then what it must read as."""
        self.expected = dict(self.data.value or {})
        edits: list[Edit] = []
        added: list[tuple[str, str]] = []
        for key, value in wanted.items():
            entry = self.find(key, tuple(keys[key]))
            if entry is None or entry.text != value:
                self.expected[entry.key if entry else keys[key][0]] = value
            if entry is None:
                added.append((keys[key][0], value))
            else:
                edits += self.replaced(entry, value)
                if key == "last_reviewed" and on_one_line(self.data, entry.key):
                    self.last = entry.span.line
        return _joined([*edits, *self.inserted(added)])

    def find(self, key: str, names: tuple[str, ...]) -> Entry | None:
        """The key that is to be replaced, None where it is to be added."""
        find = find_review_date if key == "last_reviewed" else find_entry
        return find(self.data, names, tuple(self.lines))

    def replaced(self, entry: Entry, value: str) -> Iterator[Edit]:
        """The value in place of the one that stands there, in its quotes."""
        key, place = self.data.key_span(entry.key), self.data.span(entry.key)
        where = f"{self.path}:{key.line}: {entry.key}"
        if entry.templated:
            raise UsageError(f"{where} is filled in by a template; {BY_HAND}")
        if entry.text == value:
            return
        if not entry.text and place.column == place.end_column:
            yield Edit(self.path, place, f" {self.written(value)}")
            return
        scalar = scalar_at(self.lines, place)
        if scalar is None or (place.line, place.column) < (key.end_line, key.end_column):
            raise UsageError(f"{where} is no value on a line of its own; {BY_HAND}")
        yield Edit(self.path, scalar.span, self.written(value, scalar))

    def inserted(self, entries: Sequence[tuple[str, str]]) -> Iterator[Edit]:
        """Missing keys, each on a line of its own."""
        if not entries:
            return
        indent = self.indent()
        if not self.last or indent.strip():
            raise UsageError(f"{self.path}: {entries[0][0]} cannot be added to a mapping in braces; {BY_HAND}")
        sign = " = " if self.toml else ": "
        text = "".join(f"\n{indent}{key}{sign}{self.written(value)}" for key, value in entries)
        column = len(self.lines[self.last - 1]) + 1
        yield Edit(self.path, Span(self.last, column, self.last, column), text)

    def indent(self) -> str:
        """What stands before every key."""
        spans = [span for path, span in self.data.key_spans.items() if len(path) == 1]
        if self.toml or not spans:
            return "{" if self.data.value is not None and not self.toml else ""
        first = min(spans)
        return self.lines[first.line - 1][: first.column - 1]

    def written(self, value: str, scalar: Scalar | None = None) -> str:
        """A value as YAML or TOML writes it; a date stays one."""
        here = scalar or Scalar(PAGE)
        if is_day(value):
            return here.written_day(value)
        if not self.toml:
            return here.written(value)
        return Scalar(PAGE, "'" if here.quote == "'" and "'" not in value else '"').written(value)


def on_one_line(data: Data, key: str) -> bool:
    """Whether a key and all of its value stand on one line."""
    place, value = data.key_spans.get((key,)), data.spans.get((key,))
    return place is not None and value is not None and place.line == value.line == value.end_line


def _joined(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits in order, those at one place made one: a value for an empty key, and a key on the next line."""
    joined: dict[Span, Edit] = {}
    for edit in edits:
        first = joined.get(edit.span)
        joined[edit.span] = replace(first, text=first.text + edit.text) if first else edit
    return tuple(sorted(joined.values()))
