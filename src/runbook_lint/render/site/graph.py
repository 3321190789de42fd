"""Dependencies as Mermaid diagrams: their text is written by mermaid-py, their names can be nothing but names."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from posixpath import relpath
from types import SimpleNamespace
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass

_LONGEST = 60  # characters of a label
_LIKE = {"<": "‹", ">": "›", '"': "”", "'": "’", "`": "’", "&": "＆"}
"""What stands for characters that HTML takes for more than text, in an engine that may read a label as HTML."""

_PLAIN = frozenset(" _-.,/+()?·…‹›”’＆")


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its `key` is ours and plain, `label` is anybody's text, `link` the address that a click leads to.

    `shape` is one of mermaid-py's; `here` marks the node that the page is about.
    """

    key: str
    label: str
    link: str = ""
    shape: str = "round-edge"
    here: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge between the keys of two boxes; `shape` is one of mermaid-py's, `text` stands beside it."""

    start: str
    end: str
    text: str = ""
    shape: str = "normal"


def flowchart(boxes: Iterable[Box], arrows: Iterable[Arrow]) -> str:
    """The text of a flowchart, from left to right."""
    library = _library()
    style = library.Style("here", stroke_width="4px")  # one only: the library keeps them in a set
    nodes = {
        box.key: library.Node(
            box.key,
            label(box.label),
            box.shape,
            href=box.link or None,
            href_type="self",
            styles=[style] if box.here else [],
        )
        for box in boxes
    }
    links = [
        library.Link(nodes[each.start], nodes[each.end], each.shape, message=label(each.text) if each.text else "")
        for each in arrows
    ]
    script: str = library.FlowChart("", list(nodes.values()), links, "LR").script
    head, *lines = script.removeprefix("---\ntitle: \n---").strip().splitlines()
    return "\n".join([head, *(f"    {line.strip()}" for line in lines)])


def label(text: object) -> str:
    """A text as a label between quotes: no part of it is Mermaid's, Markdown's or HTML's any more."""
    line = " ".join(str(text).split()) or "?"
    short = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
    return "".join(_written(_LIKE.get(char, char)) for char in short)


def _written(char: str) -> str:
    """A character, or its number between `#` and `;`, which Mermaid draws as that character."""
    letter = char.isalnum() and normalize("NFKC", char) == char  # no ligature: Mermaid has its own use for one
    plain = letter or char in _PLAIN
    return char if plain else f"#{ord(char)};" if char.isprintable() else ""


def address(origin: str, place: str) -> str:
    """The relative address of a page as the built site has it: from `services/A.md` to `services/B.md` it is `../B/`.

    A click in a diagram leads there in the browser; Markdown's own links are the engine's to rewrite, these are not.
    """
    way = relpath(_folder(place) or ".", _folder(origin) or ".")
    return "./" if way == "." else f"{quote(way)}/"


def _folder(place: str) -> str:
    stem = place.removesuffix(".md")
    return stem.removesuffix("index").rstrip("/") if stem.split("/")[-1] == "index" else stem


@cache
def _library() -> Any:  # Any: mermaid-py has no types that the type checker reads
    """What is needed of mermaid-py; it prints a warning as it is imported where IPython is missing."""
    try:
        with redirect_stdout(StringIO()):
            from mermaid import Style
            from mermaid.flowchart import FlowChart, Link, Node
    except ImportError:
        raise UsageError('diagrams need the site extra: pip install "runbook-lint[site]"') from None
    return SimpleNamespace(Style=Style, FlowChart=FlowChart, Link=Link, Node=Node)
