"""A page's words in their order: headings, paragraphs, list items and their nesting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

_MARKER = regex(r"(?:[-*+]|\d{1,9}[.)])\s+\Z")
_TASK = regex(r"\[([ xX])\]\s+")
_BREAK = regex(r"<br ?/?>", re.IGNORECASE)
MOST = 5_000
"""Characters of a paragraph or item that are read: nobody writes more, and what is slow to read is longer."""
_NOTHING = regex(
    r"\W*(?:(?:n/?a|none|nothing|nil|tb[dac]|todo|unknown|not applicable|to be (?:decided|confirmed|done|added))\b\W*"
    r"|(?:there (?:are|were) )?no (?:follow[- ]?ups?|action(?: item)?s?|further actions?)\b"
    r"(?: (?:required|needed|identified|yet|taken))?\W*"
    r"|x{2,}\W*|y{2,}\W*|z{2,}\W*)?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading (`level` 1 to 6), a list item (`depth` from 1, `marker` its column) or a paragraph.

    `done` is a checkbox's, None without one; `parent` the place of the item that it stands in.
    """

    text: str
    span: Span
    level: int = 0
    depth: int = 0
    item: bool = False
    done: bool | None = None
    parent: Span | None = None


def says_nothing(text: str) -> bool:
    """Whether a value only holds a place: empty, a dash, `n/a`, `TBD`, `TODO`, `no actions`."""
    return bool(_NOTHING.match(text))


def unbroken(line: str) -> str:
    """A line without the mark of a line break at its end."""
    bare = line.rstrip(" \t\\")
    tag = bare.rfind("<")
    return bare[:tag].rstrip() if tag >= 0 and _BREAK.fullmatch(bare, tag) else bare


def read_pieces(document: Document) -> tuple[Piece, ...]:
    """Everything that is said outside tables and code, in page order."""
    items = {item.span for item in document.items}
    tasks = {task.span: task.done for task in document.tasks}
    found: list[tuple[Span, str, int]] = [(each.span, each.text, 0) for each in document.paragraphs]
    found += [(each.span, each.text, each.level) for each in document.headings]
    opened: list[tuple[int, Span]] = []
    pieces = []
    for span, text, level in sorted(found, key=lambda each: each[0]):
        column = span.column
        if span in items:
            column = _marker(document, span)
        while opened and (level or column < opened[-1][0]):
            opened.pop()
        parent = opened[-1][1] if opened else None
        if span in items:
            opened.append((span.column, span))
        done = tasks.get(span)
        words = _bounded(_TASK.sub("", text, count=1) if done is not None else text)
        pieces.append(Piece(words, span, level, len(opened), span in items, done, parent))
    return tuple(pieces)


def _bounded(text: str) -> str:
    return text if len(text) <= MOST else " ".join(text.split())[:MOST]


def within(pieces: Iterable[Piece], first: int, last: int) -> Iterator[Piece]:
    """The pieces that start on some lines."""
    return (piece for piece in pieces if first <= piece.span.line <= last)


def source(document: Document, span: Span) -> str:
    """The text of a place as the file has it; the lines of one that runs over several are joined."""
    if span.line == span.end_line:
        return document.line(span.line)[span.column - 1 : span.end_column - 1]
    middle = (document.line(number) for number in range(span.line + 1, span.end_line))
    last = document.line(span.end_line)[: span.end_column - 1]
    return "\n".join((document.line(span.line)[span.column - 1 :], *middle, last))


def place(document: Document, span: Span, text: str, after: int = 0) -> Span:
    """Where a text stands on the first line of a place, from a column on; the whole place where it cannot be told."""
    line = document.line(span.line)
    end = span.end_column - 1 if span.line == span.end_line else len(line)
    at = line.find(text, max(span.column - 1, after), end) if text else -1
    return Span(span.line, at + 1, span.line, at + 1 + len(text)) if at >= 0 else span


def _marker(document: Document, span: Span) -> int:
    """The column at which an item's marker stands: nesting is measured by it."""
    match = _MARKER.search(document.line(span.line)[: span.column - 1])
    return match.start() + 1 if match else span.column
