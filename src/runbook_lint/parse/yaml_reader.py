"""YAML with the place of every key and value, as YAML 1.2 reads it; dates stay strings.

ruamel.yaml composes the nodes; its constructor is not used, because it raises on dates such as
`2026-99-01` and expands aliases without bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from runbook_lint.model.document import Comment, Data, DataProblem
from runbook_lint.model.position import Span

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

MAX_VALUES = 200_000
"""Values in one file, aliases expanded: past it the file is taken for an alias bomb."""

_TAG = "tag:yaml.org,2002:"
_WAIVER = re.compile(r"(?:^|(?<=\s))#\s*(runbook-lint:.*)$")
_AMBIGUOUS = (
    (re.compile(r"(?:yes|no|on|off)\Z", re.IGNORECASE), "a boolean", "text"),
    (re.compile(r"[-+]?0[0-7]+\Z"), "an octal number", "a decimal number"),
    (re.compile(r"[-+]?0o[0-7]+\Z"), "text", "an octal number"),
    (re.compile(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z"), "a base-60 number", "text"),
    (re.compile(r"[-+]?0b[01_]+\Z"), "a binary number", "text"),
    (re.compile(r"[-+]?[1-9][0-9]*(?:_[0-9]+)+\Z"), "a number", "text"),
    (re.compile(r"[-+]?[0-9]+[eE][0-9]+\Z"), "text", "a number"),
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
    comments = tuple(_comments(text, first_line))
    try:
        nodes = list(reader.compose_all(text))
        return tuple(_Walk(first_line).data(node, comments) for node in nodes if node is not None)
    except _Stop as stop:
        problem = stop.problem
    except YAMLError as error:
        problem = _syntax_problem(error, text, first_line)
    except RecursionError:
        problem = DataProblem("the YAML nests too deeply", Span(first_line, 1, first_line, 1))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, AssertionError) as error:
        # ruamel.yaml lets plain Python errors out of its scanner for some malformed input
        problem = DataProblem(f"the YAML cannot be read ({type(error).__name__})", Span(first_line, 1, first_line, 1))
    return (Data(comments=comments, problem=problem),)


def read_yaml(text: str, first_line: int = 1) -> Data:
    """The first YAML document of a text; an empty one gives `Data` with the value None."""
    parts = read_yaml_all(text, first_line)
    return parts[0] if parts else Data()


def _comments(text: str, first_line: int) -> Iterator[Comment]:
    if "runbook-lint:" not in text:
        return
    for number, line in enumerate(text.split("\n"), first_line):
        match = _WAIVER.search(line)
        if match:
            span = Span(number, match.start() + 1, number, len(line) + 1)
            yield Comment(match[1].strip(), span, not line[: match.start()].strip())


def _syntax_problem(error: Exception, text: str, first_line: int) -> DataProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "syntax error"
    if mark is not None:
        line, column = mark.line, mark.column
    else:
        before = text[: getattr(error, "position", 0) or 0]
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    place = Span(first_line + line, column + 1, first_line + line, column + 1)
    return DataProblem(f"not valid YAML: {' '.join(str(reason).split())}", place)


class _Walk:
    """One pass over a composed document: plain values out, places written down."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.spans: dict[tuple[str | int, ...], Span] = {}
        self.key_spans: dict[tuple[str | int, ...], Span] = {}
        self.ambiguous: list[DataProblem] = []
        self.open: set[int] = set()
        self.count = 0

    def data(self, node: Node, comments: tuple[Comment, ...]) -> Data:
        value = self.value(node, ())
        return Data(value, self.spans, self.key_spans, comments, tuple(dict.fromkeys(self.ambiguous)))

    def span(self, node: Node) -> Span:
        start, end = node.start_mark, node.end_mark
        return Span(start.line + self.first_line, start.column + 1, end.line + self.first_line, end.column + 1)

    def value(self, node: Node, path: tuple[str | int, ...]) -> Any:  # Any: whatever the user wrote
        self.spans[path] = span = self.span(node)
        self.count += 1
        if self.count > MAX_VALUES:
            raise _Stop(DataProblem(f"more than {MAX_VALUES:,} values once aliases are expanded", span))
        kind = _kind(node)
        if kind == "scalar":
            return self.scalar(node, span)
        if id(node) in self.open:
            raise _Stop(DataProblem("an alias contains itself", span))
        self.open.add(id(node))
        try:
            if kind == "sequence":
                return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
            return self.mapping(node, path)
        finally:
            self.open.discard(id(node))

    def mapping(self, node: Node, path: tuple[str | int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        merged: list[Node] = []
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                merged.extend(value_node.value if _kind(value_node) == "sequence" else [value_node])
                continue
            key = str(key_node.value) if _kind(key_node) == "scalar" else "?"
            if key in result:
                first = self.key_spans[(*path, key)]
                message = f'the key "{key}" appears twice, first on line {first.line}'
                raise _Stop(DataProblem(message, self.span(key_node)))
            self.key_spans[(*path, key)] = self.span(key_node)
            result[key] = self.value(value_node, (*path, key))
        for source in merged:
            if _kind(source) == "mapping":
                self.merge(source, path, result)
        return result

    def merge(self, source: Node, path: tuple[str | int, ...], result: dict[str, Any]) -> None:
        for key, value in self.mapping(source, (*path, "<<")).items():
            if key not in result:
                result[key] = value
                self.spans[(*path, key)] = self.spans[(*path, "<<", key)]
                self.key_spans[(*path, key)] = self.key_spans[(*path, "<<", key)]

    def scalar(self, node: Node, span: Span) -> Any:  # Any: a plain Python scalar
        text = str(node.value)
        if getattr(node, "style", None) not in (None, ""):
            return text
        for pattern, old, new in _AMBIGUOUS:
            if pattern.match(text):
                message = f'"{text}" is {old} to YAML 1.1 readers and {new} to YAML 1.2 readers'
                self.ambiguous.append(DataProblem(message, span))
        return _plain(text, str(node.tag).removeprefix(_TAG))


def _kind(node: Node) -> str:
    """scalar, sequence or mapping."""
    kind: str = node.id  # type: ignore[attr-defined]  # every concrete node has it
    return kind


def _plain(text: str, tag: str) -> str | int | float | bool | None:
    try:
        if tag == "int":
            return int(text, 0) if text.lstrip("+-").lower().startswith(("0o", "0x")) else int(text)
        if tag == "float":
            return float(text.replace(".inf", "inf").replace(".nan", "nan").replace(".Inf", "inf"))
    except ValueError:
        return text
    if tag == "bool":
        return text.lower() == "true"
    return None if tag == "null" else text
