"""YAML with the place of every key and value, as YAML 1.2 reads it; dates stay strings.

ruamel.yaml composes the nodes; its constructor is not used, because it raises on dates such as
`2026-99-01` and expands aliases without bound.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from runbook_lint.model.document import Comment, Data, DataProblem
from runbook_lint.model.position import Span
from runbook_lint.parse.yaml_values import plain_value, readings

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

MAX_VALUES = 200_000
"""Values in one file, aliases expanded: past it the file is taken for an alias bomb, unless it is as large itself."""

MAX_MERGES = 10
"""Merge keys (`<<`) behind each other: past it the cost of expanding them is no longer the file's size."""

_TAG = "tag:yaml.org,2002:"
_WAIVER = re.compile(r"(?:^|(?<=\s))#\s*(runbook-lint:.*)$")
_DIRECTIVE = re.compile(r"^%YAML[ \t]", re.MULTILINE)
_HINTS = (
    ("mapping values are not allowed", "put a value with a colon in it in quotes, or mend the indentation"),
    ("character '\\t'", "indent with spaces, not with tabs"),
    ("that cannot start any token", "put the value in quotes"),
    ("found undefined alias", "a value that starts with * needs quotes"),
)


class _Stop(Exception):
    """What is wrong with the text, on its way out of the walk."""

    def __init__(self, problem: DataProblem) -> None:
        self.problem = problem


def read_yaml_all(text: str, first_line: int = 1) -> tuple[Data, ...]:
    """Every YAML document in a text; a text that is no YAML gives one `Data` with its problem.

    `first_line` is the line of the file on which the text starts.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe", pure=True)
    comments = tuple(waiver_comments(text, first_line))
    places = _Places(text, first_line)
    one_reading = bool(_DIRECTIVE.search(text))
    try:
        nodes = list(reader.compose_all(text))
        walks = [(_Walk(places, one_reading), node) for node in nodes if node is not None]
        parts = [walk.data(node) for walk, node in walks]
        texts = sorted({text for walk, _ in walks for text in walk.texts}) if comments else []
        real = tuple(each for each in comments if not _is_inside(texts, each.span))
        return tuple(replace(part, comments=real) for part in parts)
    except _Stop as stop:
        problem = stop.problem
    except YAMLError as error:
        problem = _syntax_problem(error, places)
    except RecursionError:
        problem = DataProblem("the YAML nests too deeply", Span(first_line, 1, first_line, 1))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, AssertionError) as error:
        # ruamel.yaml lets plain Python errors out of its scanner for some malformed input
        problem = DataProblem(f"the YAML cannot be read ({type(error).__name__})", Span(first_line, 1, first_line, 1))
    return (Data(comments=comments, problem=problem),)


def read_yaml(text: str, first_line: int = 1) -> Data:
    """The first YAML document of a text; an empty one gives `Data` with the value None."""
    parts = read_yaml_all(text, first_line)
    return parts[0] if parts else Data(comments=tuple(waiver_comments(text, first_line)))


def waiver_comments(text: str, first_line: int) -> Iterator[Comment]:
    """The `#` comments that speak to us; YAML and TOML write them alike."""
    if "runbook-lint:" not in text:
        return
    for number, line in enumerate(text.split("\n"), first_line):
        match = _WAIVER.search(line)
        if match:
            span = Span(number, match.start() + 1, number, len(line) + 1)
            yield Comment(match[1].strip(), span, not line[: match.start()].strip())


class _Places:
    """Offsets of a text to places in its file; an engine's own line count differs from an editor's at U+2028."""

    def __init__(self, text: str, first_line: int) -> None:
        self.first_line = first_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.text = text

    def span(self, start: int, end: int) -> Span:
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        offset = min(max(offset, 0), len(self.text) - self.text.endswith("\n"))
        line = bisect_right(self.starts, offset) - 1
        return line + self.first_line, offset - self.starts[line] + 1


def _syntax_problem(error: Exception, places: _Places) -> DataProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "syntax error"
    offset = mark.index if mark is not None else getattr(error, "position", 0) or 0
    if offset >= len(places.text):  # the text broke off: its last word is nearer than the line behind it
        offset = len(places.text.rstrip())
    help = next((hint for part, hint in _HINTS if part in str(reason)), "")
    return DataProblem(f"not valid YAML: {' '.join(str(reason).split())}", places.span(offset, offset), help)


def _is_inside(texts: Sequence[Span], place: Span) -> bool:
    """Whether what looks like a comment stands inside one of some texts, which are in order."""
    start = (place.line, place.column)
    index = bisect_left(texts, start, key=lambda text: (text.line, text.column)) - 1
    return index >= 0 and start < (texts[index].end_line, texts[index].end_column)


class _Walk:
    """One pass over a composed document: plain values out, places written down."""

    def __init__(self, places: _Places, one_reading: bool = False) -> None:
        self.places = places
        self.one_reading = one_reading  # a %YAML directive says how to read it
        self.spans: dict[tuple[str | int, ...], Span] = {}
        self.key_spans: dict[tuple[str | int, ...], Span] = {}
        self.ambiguous: list[DataProblem] = []
        self.texts: list[Span] = []
        self.open: set[int] = set()
        self.count = 0
        self.most = max(MAX_VALUES, len(places.text) // 4)  # `- a` and its line end is the least for a value

    def data(self, node: Node) -> Data:
        value = self.value(node, ())
        return Data(value, self.spans, self.key_spans, ambiguous=tuple(dict.fromkeys(self.ambiguous)))

    def span(self, node: Node, key: Node | None = None) -> Span:
        start, end = node.start_mark.index, _end(node)
        if getattr(node, "style", None) in ("|", ">"):  # the engine ends a block of text where the next token starts
            end = max(start + 1, len(self.places.text[:end].rstrip()))
        if start == end:  # an empty value: behind its key's colon, not where the next token stands
            text = self.places.text
            colon = text.find(":", key.end_mark.index, start) if key else -1
            start = end = colon + 1 if colon >= 0 else len(text[:start].rstrip())
        return self.places.span(start, end)

    def value(self, node: Node, path: tuple[str | int, ...], key: Node | None = None) -> Any:  # Any: YAML
        self.spans[path] = span = self.span(node, key)
        kind = _kind(node)
        if kind == "scalar":
            self.tally(span)
            return self.scalar(node, span)
        if kind == "mapping":
            return self.mapping(node, path)
        self.enter(node, span)
        try:
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        finally:
            self.open.discard(id(node))

    def tagged(self, node: Node) -> bool:
        """Whether a tag such as `!!str` settles how a scalar is read."""
        return "!" in self.places.text[node.start_mark.index : node.end_mark.index - len(str(node.value))]

    def tally(self, span: Span) -> None:
        self.count += 1
        if self.count > self.most:
            raise _Stop(DataProblem(f"more than {self.most:,} values once aliases are expanded", span))

    def enter(self, node: Node, span: Span) -> None:
        self.tally(span)
        if id(node) in self.open:
            raise _Stop(DataProblem("an alias contains itself", span))
        self.open.add(id(node))

    def mapping(self, node: Node, path: tuple[str | int, ...]) -> dict[str, Any]:
        self.enter(node, self.span(node))
        try:
            return self.entries(node, path)
        finally:
            self.open.discard(id(node))

    def entries(self, node: Node, path: tuple[str | int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        merged: list[Node] = []
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                merged.extend(value_node.value if _kind(value_node) == "sequence" else [value_node])
                continue
            key = str(key_node.value) if _kind(key_node) == "scalar" else f"?{len(result)}"
            if key in result:
                first = self.key_spans[(*path, key)]
                message = f'the key "{key}" appears twice, first on line {first.line}'
                raise _Stop(DataProblem(message, self.span(key_node)))
            self.key_spans[(*path, key)] = self.span(key_node)
            result[key] = self.value(value_node, (*path, key), key_node)
        for source in merged:
            if _kind(source) == "mapping":
                self.merge(source, path, result)
        return result

    def merge(self, source: Node, path: tuple[str | int, ...], result: dict[str, Any]) -> None:
        if path.count("<<") >= MAX_MERGES:
            raise _Stop(DataProblem(f"more than {MAX_MERGES} mappings merged into each other", self.span(source)))
        for key, value in self.mapping(source, (*path, "<<")).items():
            if key not in result:
                result[key] = value
                self.key_spans[(*path, key)] = self.key_spans[(*path, "<<", key)]
                self.adopt((*path, "<<", key), (*path, key), value)

    def adopt(self, source: tuple[str | int, ...], path: tuple[str | int, ...], value: Any) -> None:  # Any: YAML
        """Give a merged value, and what is in it, the places that they have where they were written."""
        self.spans[path] = self.spans[source]
        if source in self.key_spans:
            self.key_spans[path] = self.key_spans[source]
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            self.adopt((*source, key), (*path, key), item)

    def scalar(self, node: Node, span: Span) -> Any:  # Any: a plain Python scalar
        text = str(node.value)
        if getattr(node, "style", None) not in (None, ""):
            self.texts.append(span)
            return text
        tag = str(node.tag).removeprefix(_TAG)
        if not self.one_reading and not self.tagged(node):
            self.ambiguous += [DataProblem(message, span) for message in readings(text)]
        return plain_value(text, tag)


def _kind(node: Node) -> str:
    """scalar, sequence or mapping."""
    kind: str = node.id  # type: ignore[attr-defined]  # every concrete node has it
    return kind


def _end(node: Node) -> int:
    """Where a node's text ends; the engine ends a block collection where the next token starts."""
    end: int = node.end_mark.index
    seen: set[int] = set()
    while _kind(node) != "scalar" and not getattr(node, "flow_style", None) and node.value and id(node) not in seen:
        seen.add(id(node))
        last = node.value[-1][1] if _kind(node) == "mapping" else node.value[-1]
        if not node.start_mark.index <= last.start_mark.index <= last.end_mark.index <= end:
            break  # an alias: its node stands where its anchor does
        node, end = last, last.end_mark.index
    return end
