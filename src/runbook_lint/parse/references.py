"""Where links lead in the text: destinations, definitions, and references that have none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from runbook_lint.model.document import Definition
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

_LABEL = regex(r"\[((?:\\.|[^\[\]\\])*)\]:")
_NEXT = regex(r"[ \t>]*")
_FULL = regex(r"(?<![\w\])}\\.\[!])!?\[([^\[\]]+)\]\[([^\[\]]*)\](?![\[(*+?{:])")
_FOOTNOTE = regex(r"(?<![\[(|\\/^$'\"])\[\^([\w-]+)\](?![\[(*+?{|\])$\\/:'\"])")
_STRANGE = regex(r"[\\^$|*+=<>{}]|[a-zA-Z0-9]-[a-zA-Z0-9]\Z")
_WORD = regex(r"[^\W\d_]{2}|\0")
_LOOSE = regex(r"^[ \t>*+-]*\[(\^?[^\[\]]+)\]:", re.MULTILINE)


def label_key(label: str) -> str:
    """A label as the engine compares it."""
    from markdown_it.common.utils import normalizeReference

    return normalizeReference(label)


_PLAIN = regex(r"[^\x00-\x20\x7f()<\\]++(?=[)\x00-\x20\x7f]|\Z)")
"""A target without anything that the engine has to think about."""


def destination(content: str, start: int, end: int) -> tuple[int, int]:
    """Where the target of an inline link stands, without brackets; `start` is behind its `(`."""
    while start < end and content[start] in " \t\n":
        start += 1
    plain = _PLAIN.match(content, start, end)
    if plain:
        return plain.span()
    from markdown_it.helpers import parseLinkDestination

    found = parseLinkDestination(content, start, end)
    inside = int(content[start : start + 1] == "<")
    return (start + inside, found.pos - inside) if found.ok else (start, start)


def read_definition(lines: Sequence[str], first: int, end: int, label: str, target: str) -> Definition:
    """The definition in the lines from `first` up to `end`, counted from 0, with the places of its parts."""
    text = "\n".join(lines[first:end])
    match = _LABEL.search(text)
    if not match:
        return Definition(label, target, Span(first + 1, 1, first + 1, len(lines[first]) + 1))
    start = match.end()
    while start < len(text) and text[start] in " \t\n":
        start = _NEXT.match(text, start + 1).end() if text[start] == "\n" else start + 1  # type: ignore[union-attr]
    begin, stop = destination(text, start, len(text))
    last = len(lines[end - 1].rstrip()) + 1
    span = Span(*_place(text, match.start(), first), end, last)
    place = Span(*_place(text, begin, first), *_place(text, stop, first))
    return Definition(" ".join(match[1].split()), target, span, place)


def _place(text: str, offset: int, first: int) -> tuple[int, int]:
    return first + 1 + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)


def undefined_references(text: str, known: Collection[str], any_defined: bool) -> Iterator[tuple[str, int, int]]:
    """The label, start and end of every reference that the page does not define.

    `text` has NUL characters where links, code and HTML stand, `known` is normalised. Brackets that may be
    anything else are left alone: an index, a range, a log line, a usage line, a regular expression.
    """
    for match in _FULL.finditer(text):
        label = match[2] or match[1]
        if label_key(label) not in known and _reads_like_one(match[1], match[2], any_defined):
            yield " ".join(label.split()), match.start(), match.end()


def undefined_footnotes(text: str, known: Collection[str], any_defined: bool) -> Iterator[tuple[str, int, int]]:
    """The same for `[^label]`; a label in words is one only where the page defines some footnote."""
    for match in _FOOTNOTE.finditer(text):
        if f"^{match[1]}".upper() not in known and (any_defined or match[1].isdigit()):
            yield match[1], match.start(), match.end()


def loose_labels(text: str) -> frozenset[str]:
    """Every label that a line looks to define, whether the engine takes it or not."""
    return frozenset(label_key(label) for label in _LOOSE.findall(text))


def _reads_like_one(text: str, label: str, any_defined: bool) -> bool:
    if "\0" in label or _STRANGE.search(text) or _STRANGE.search(label):
        return False
    if not _WORD.search(text):
        return False
    if not label:
        return True
    if not any_defined and (label.isdigit() or not re.search(r"[a-z]{2}", text)):
        return False
    return not (text.isupper() and label.isupper()) and re.search(r"\w", label) is not None
