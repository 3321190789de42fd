"""YAML text to nodes with places, by one of two engines that must not differ in what they give.

libyaml is some fifty times as fast and reads what is plain; ruamel.yaml is the reference: it reads what
libyaml refuses or is known to take otherwise, so whatever is said about a broken text is its word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from runbook_lint.model.patterns import regex
from runbook_lint.parse.yaml_values import STRING, tag_of

DEEPEST = 100
"""Collections within each other that libyaml may read: past it the reference says how deep is too deep."""

_ODD = ("\t", "\r", "\x85", "\u2028", "\u2029", "\ufeff", "\n%", "\n...")
"""Tabs, line ends that libyaml counts otherwise, directives and the ends of documents."""

_PROPERTY = regex(r"(?:[&*][\w-]+|!!?[A-Za-z][\w:.-]*)(?![^\s,\]}])", re.ASCII)
"""An anchor, an alias or a tag that both engines end at the same character."""

_LOOSE = regex(r"[^|>\n]*[|>][-+0-9]*(?:#|[^\n]*\n\n* +(?:\n|\Z))")
"""A block of text whose first line is blank but not empty, or whose head runs into a comment."""


class Mark(Protocol):
    """A place in the text."""

    index: int  # characters before it


class Node(Protocol):
    """What the nodes of both engines have."""

    id: str  # scalar, sequence or mapping
    tag: str
    value: Any  # text, a list of nodes or a list of pairs of them, by `id`
    start_mark: Mark
    end_mark: Mark
    style: str | None  # of a scalar: its quotes, or `|` or `>`
    flow_style: bool | None  # of a collection: whether it stands in brackets


class YamlFault(Exception):
    """What ruamel.yaml says against a text, and the offset at which it says so."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


class _Refused(Exception):
    """The text is none for libyaml."""


class _Node:
    """A node of libyaml's."""

    __slots__ = ("end_mark", "flow_style", "id", "start_mark", "style", "tag", "value")

    def __init__(self, id: str, tag: str, value: Any, event: Any) -> None:  # Any: PyYAML has no types
        self.id = id
        self.tag = tag
        self.value = value
        self.start_mark: Mark = event.start_mark
        self.end_mark: Mark = event.end_mark
        self.style: str | None = None
        self.flow_style: bool | None = None


def nodes_of(text: str) -> Sequence[Node]:
    """The nodes of every document in a text; `YamlFault` where it is no YAML, RecursionError where it is too deep."""
    nodes = quick_nodes(text)
    return reference_nodes(text) if nodes is None else nodes


def reference_nodes(text: str) -> Sequence[Node]:
    """The nodes as ruamel.yaml composes them, which may raise plain errors of Python's for malformed input."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe", pure=True)
    reader.composer.warn_double_anchors = False  # it would print; the later one holds
    try:
        return [node for node in reader.compose_all(text) if node is not None]
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "syntax error"
        offset = mark.index if mark is not None else getattr(error, "position", 0) or 0
        raise YamlFault(str(reason), offset) from error


def quick_nodes(text: str) -> Sequence[Node] | None:
    """The nodes as libyaml reads them; None where the text is one for the reference, or PyYAML has no libyaml."""
    if text.startswith(("%", "...")) or any(odd in text for odd in _ODD):
        return None
    from yaml import YAMLError, __with_libyaml__

    if not __with_libyaml__:
        return None
    from yaml.cyaml import CParser

    try:
        return _Composer(text, CParser(text)).nodes()
    except (YAMLError, UnicodeEncodeError, _Refused):  # the second: half of a character, from JSON's escapes
        return None


class _Composer:
    """Events to nodes, without recursion: a text must not say how much of the stack is used."""

    def __init__(self, text: str, parser: Any) -> None:  # Any: PyYAML has no types
        self.text = text
        self.parser = parser
        self.roots: list[Node] = []
        self.open: list[_Node] = []
        self.children: list[Any] = self.roots  # of the innermost; keys and values take turns until a mapping is closed
        self.anchors: dict[str, _Node] = {}

    def nodes(self) -> list[Node]:
        from yaml import events

        takers = {
            events.ScalarEvent: self.scalar,
            events.MappingStartEvent: self.mapping,
            events.MappingEndEvent: self.close,
            events.SequenceStartEvent: self.sequence,
            events.SequenceEndEvent: self.close,
            events.AliasEvent: self.alias,
            events.DocumentStartEvent: self.document,
        }
        for event in iter(self.parser.get_event, None):
            take = takers.get(type(event))
            if take is not None:
                take(event)
        return self.roots

    def document(self, event: Any) -> None:
        self.anchors = {}

    def scalar(self, event: Any) -> None:
        tag = event.tag or (tag_of(event.value) if event.implicit[0] else STRING)
        node = self.add(_Node("scalar", tag, event.value, event), event)
        node.style = event.style
        if not self.open or (event.style in ("|", ">") and _LOOSE.match(self.text, event.start_mark.index)):
            raise _Refused  # the first: a text alone is prose, and ends otherwise

    def sequence(self, event: Any) -> None:
        self.enter("sequence", event)

    def mapping(self, event: Any) -> None:
        self.enter("mapping", event)

    def alias(self, event: Any) -> None:
        self.check_property(event)
        if event.anchor not in self.anchors:
            raise _Refused
        self.children.append(self.anchors[event.anchor])

    def add(self, node: _Node, event: Any) -> _Node:
        self.children.append(node)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        if event.anchor is not None or event.tag is not None:
            self.check_property(event)
            if event.anchor is not None and event.tag is not None:
                raise _Refused  # the engines do not agree where the node starts
        return node

    def check_property(self, event: Any) -> None:
        if not _PROPERTY.match(self.text, event.start_mark.index):
            raise _Refused

    def enter(self, id: str, event: Any) -> None:
        if len(self.open) == DEEPEST:
            raise _Refused
        node = self.add(_Node(id, event.tag or "", [], event), event)
        node.flow_style = event.flow_style
        self.open.append(node)
        self.children = node.value

    def close(self, event: Any) -> None:
        node = self.open.pop()
        node.end_mark = event.end_mark
        if node.id == "mapping":
            node.value = list(zip(node.value[::2], node.value[1::2], strict=True))
        self.children = self.open[-1].value if self.open else self.roots
