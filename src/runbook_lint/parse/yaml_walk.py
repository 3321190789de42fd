"""Composed YAML to plain values, with the place of every key and value."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.position import Span
from runbook_lint.parse.yaml_nodes import Node
from runbook_lint.parse.yaml_values import MERGE, TAG, plain_value, readings

MAX_VALUES = 200_000
"""Values in one file, aliases expanded: past it the file is taken for an alias bomb, unless it is as large itself."""

MAX_MERGES = 10
"""Merge keys (`<<`) behind each other: past it the cost of expanding them is no longer the file's size."""

Path = tuple[str | int, ...]


class Stop(Exception):
    """What is wrong with the text, on its way out of the walk."""

    def __init__(self, problem: DataProblem) -> None:
        self.problem = problem


class Places:
    """Offsets of a text to places in its file; an engine's own line count differs from an editor's at U+2028."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.last = len(text) - text.endswith("\n")

    def span(self, start: int, end: int) -> Span:
        """The place between two offsets; asked for every key and value, so written to be quick."""
        last, starts, behind = self.last, self.starts, self.first_line - 1
        start, end = (start if start < last else last), (end if end < last else last)
        line = end_line = bisect_right(starts, start)
        if end_line < len(starts) and end >= starts[end_line]:
            end_line = bisect_right(starts, end, end_line)
        return Span(line + behind, start - starts[line - 1] + 1, end_line + behind, end - starts[end_line - 1] + 1)

    def behind_text(self, offset: int) -> int:
        """The offset without the white space before it."""
        while offset and self.text[offset - 1].isspace():
            offset -= 1
        return offset


def walked(node: Node, places: Places, one_reading: bool) -> tuple[Data, list[Span]]:
    """The values of a composed document, and where its quoted texts and blocks of text stand; `Stop` if it cannot be.

    `one_reading` is for a text whose directive says by which version of YAML it is to be read.
    """
    walk = _Walk(places, one_reading)
    value = walk.value(node, ())
    return Data(value, walk.spans, walk.key_spans, ambiguous=tuple(dict.fromkeys(walk.ambiguous))), walk.texts


class _Walk:
    """One pass over a composed document: plain values out, places written down."""

    def __init__(self, places: Places, one_reading: bool) -> None:
        self.places = places
        self.one_reading = one_reading
        self.spans: dict[Path, Span] = {}
        self.key_spans: dict[Path, Span] = {}
        self.ambiguous: list[DataProblem] = []
        self.texts: list[Span] = []
        self.open: set[int] = set()
        self.count = 0
        self.most = max(MAX_VALUES, len(places.text) // 4)  # `- a` and its line end is the least for a value

    def span(self, node: Node, key: Node | None = None) -> Span:
        """Where a node's text stands; an engine ends blocks where the next token starts, and puts nothing there."""
        start = node.start_mark.index
        key, last = (key, node) if node.id == "scalar" else _last(node, key)
        end = last.end_mark.index
        if last.id == "scalar":
            if last.style in ("|", ">"):
                end = max(last.start_mark.index + 1, self.places.behind_text(end))
            elif last.start_mark.index == end:
                end = self.empty(end, key)
                start = end if last is node else start
        return self.places.span(start, end)

    def empty(self, offset: int, key: Node | None) -> int:
        """Where an empty value stands: behind its key's colon."""
        colon = self.places.text.find(":", key.end_mark.index, offset) if key else -1
        return colon + 1 if colon >= 0 else self.places.behind_text(offset)

    def value(self, node: Node, path: Path, key: Node | None = None) -> Any:  # Any: YAML
        self.spans[path] = span = self.span(node, key)
        if node.id == "scalar":
            self.tally(span)
            return self.scalar(node, span)
        if node.id == "mapping":
            return self.mapping(node, path, span)
        self.enter(node, span)
        items = [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        self.open.discard(id(node))
        return items

    def tally(self, span: Span) -> None:
        self.count += 1
        if self.count > self.most:
            raise Stop(DataProblem(f"more than {self.most:,} values once aliases are expanded", span))

    def enter(self, node: Node, span: Span) -> None:
        self.tally(span)
        if id(node) in self.open:
            raise Stop(DataProblem("an alias contains itself", span))
        self.open.add(id(node))

    def mapping(self, node: Node, path: Path, span: Span) -> dict[str, Any]:
        self.enter(node, span)
        entries = self.entries(node, path)
        self.open.discard(id(node))
        return entries

    def entries(self, node: Node, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        merged: list[Node] = []
        for key_node, value_node in node.value:
            if key_node.tag == MERGE:
                merged.extend(value_node.value if value_node.id == "sequence" else [value_node])
                continue
            key = key_node.value if key_node.id == "scalar" else f"?{len(result)}"
            at = (*path, key)
            if key in result:
                message = f'the key "{key}" appears twice, first on line {self.key_spans[at].line}'
                raise Stop(DataProblem(message, self.span(key_node)))
            self.key_spans[at] = self.span(key_node)
            result[key] = self.value(value_node, at, key_node)
        for source in merged:
            if source.id == "mapping":
                self.merge(source, path, result)
        return result

    def merge(self, source: Node, path: Path, result: dict[str, Any]) -> None:
        span = self.span(source)
        if path.count("<<") >= MAX_MERGES:
            raise Stop(DataProblem(f"more than {MAX_MERGES} mappings merged into each other", span))
        for key, value in self.mapping(source, (*path, "<<"), span).items():
            if key not in result:
                result[key] = value
                self.key_spans[(*path, key)] = self.key_spans[(*path, "<<", key)]
                self.adopt((*path, "<<", key), (*path, key), value)

    def adopt(self, source: Path, path: Path, value: Any) -> None:  # Any: YAML
        """Give a merged value, and what is in it, the places that they have where they were written."""
        self.spans[path] = self.spans[source]
        if source in self.key_spans:
            self.key_spans[path] = self.key_spans[source]
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            self.adopt((*source, key), (*path, key), item)

    def scalar(self, node: Node, span: Span) -> Any:  # Any: a plain Python scalar
        text: str = node.value
        if node.style:
            self.texts.append(span)
            return text
        messages = readings(text)
        if messages and not self.one_reading and not self.tagged(node):
            self.ambiguous += [DataProblem(message, span) for message in messages]
        return plain_value(text, node.tag.removeprefix(TAG))

    def tagged(self, node: Node) -> bool:
        """Whether a tag such as `!!str` settles how a scalar is read."""
        return "!" in self.places.text[node.start_mark.index : node.end_mark.index - len(node.value)]


def _last(node: Node, key: Node | None) -> tuple[Node | None, Node]:
    """What a node's text ends with, and its key."""
    end, seen = node.end_mark.index, set()
    while node.id != "scalar" and not node.flow_style and node.value and id(node) not in seen:
        seen.add(id(node))
        last_key, last = node.value[-1] if node.id == "mapping" else (None, node.value[-1])
        if not node.start_mark.index <= last.start_mark.index <= last.end_mark.index <= end:
            break  # an alias: its node stands where its anchor does
        key, node, end = last_key, last, last.end_mark.index
    return key, node
