"""Blocks of Markdown put together so that all engines see the same: four columns a level, blank lines between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.parse.site.markup import clean, trimmed

_TICKS = regex("`+")
_LANGUAGE = regex(r"[A-Za-z0-9][A-Za-z0-9_+#.-]{0,39}")
_INCLUDES = regex(r"-8<-|\{(?:\+\+|--|~~|==|>>)")  # what some engines act on even within code
_UNSHOWN = regex(r"[^\w .,/;()?%@-]", re.ASCII)
_ANCHORS = regex("(?:\0[^\0]*\0)+")
SEPARATOR = "<!-- -->"
"""What keeps two lists, or two quotations, apart that engines would join."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that belong together; `kind` is text, heading, code, list, quote, table, rule, html, open or close."""

    kind: str
    lines: Sequence[str]


def joined(blocks: Iterable[Block]) -> list[str]:
    """The lines of several blocks, one below the other."""
    lines: list[str] = []
    before = ""
    for block in blocks:
        if block.kind == before and before in ("list", "quote"):
            lines += ["", SEPARATOR]
        if lines:
            lines.append("")
        lines += block.lines
        before = block.kind
    return lines


def bullets(items: Sequence[Sequence[Block]], tight: bool, start: int | None = None) -> Block:
    """A list; `start` is the first number of an ordered one."""
    written = [_item(item, "-" if start is None else f"{start + index}.", tight) for index, item in enumerate(items)]
    loose = not tight or any("" in lines for lines in written)
    lines: list[str] = []
    for each in written:
        lines += ["", *each] if lines and loose else each
    return Block("list", lines)


def _item(blocks: Sequence[Block], mark: str, tight: bool) -> list[str]:
    first = blocks[0] if blocks and blocks[0].kind in ("text", "heading") else Block("text", ["&#8203;"])
    rest = blocks[1:] if blocks and first is blocks[0] else blocks
    nested = tight and first.kind == "text" and len(rest) == 1 and rest[0].lines[0].startswith(("- ", "1. "))
    below = [*first.lines[1:], *([] if nested or not rest else [""]), *joined(rest)]
    if _ANCHORS.fullmatch(first.lines[0]):
        first = Block(first.kind, [f"{first.lines[0]}&#8203;"])
    margin = " " * max(4, len(mark) + 1)
    return [f"{mark} {first.lines[0]}", *(f"{margin}{each}" if each else "" for each in below)]


def quote(blocks: Iterable[Block]) -> Block:
    """A quotation."""
    return Block("quote", [f"> {each}" if each else ">" for each in joined(blocks)])


def fence(text: str, language: str = "") -> Block:
    """Code between fences that nothing in it can close."""
    code = clean(text).removesuffix("\n")
    if _INCLUDES.search(code):
        shown = _UNSHOWN.sub(lambda found: f"&#{ord(found[0])};", code.expandtabs(4))
        return Block("html", [f"<pre><code>{shown}</code></pre>"])
    ticks = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
    word = language if _LANGUAGE.fullmatch(language) else ""
    lines = [each if each.strip() else "" for each in code.split("\n")]  # some engines drop the spaces, some do not
    return Block("code", [ticks + word, *lines, ticks])


def table(head: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[str] = ()) -> Block:
    """A table of finished cells, every row as wide as its head."""
    rules = [{"left": ":--", "right": "--:", "center": ":-:"}.get(each, "---") for each in aligned]
    rules += ["---"] * (len(head) - len(rules))
    return Block("table", [_row(head, len(head)), _row(rules, len(head)), *(_row(row, len(head)) for row in rows)])


def _row(cells: Sequence[str], width: int) -> str:
    full = [*cells, *[""] * width][:width]
    return f"| {' | '.join(cell.replace(chr(10), ' ').strip() for cell in full)} |"


def heading(level: int, text: str, id: str = "") -> Block:
    """A heading of finished words on one line; `id` is an anchor of its own where the engine's would not do."""
    return Block("heading", [f"{'#' * level} {text}" + (f" {{ #{id} }}" if id else "")])


def in_heading(markdown: str) -> str:
    """Finished inline Markdown as it may stand in a heading."""
    text = " ".join(trimmed(markdown)).replace("<br>", " ")
    return text[:-1] + "&#35;" if text.endswith("#") else text


def folded(blocks: Sequence[Block], top: bool) -> list[Block]:
    """The blocks with those between an opening and a closing `<details>` put inside it."""
    stack: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks:
        if block.kind == "open":
            stack.append((block.lines[0], []))
        elif block.kind != "close":
            stack[-1][1].append(block)
        elif len(stack) > 1:
            summary, inner = stack.pop()
            stack[-1][1].extend([Block("html", _unfolding(summary, inner))] if top else _opened(summary, inner))
    for summary, inner in stack[1:]:
        stack[0][1].extend(_opened(summary, inner))
    return stack[0][1]


def _opened(summary: str, inner: Sequence[Block]) -> list[Block]:
    """What would unfold, where nothing can: below its summary."""
    return [*([Block("text", [f"<strong>{summary}</strong>"])] if summary else []), *inner]


def _unfolding(summary: str, blocks: Iterable[Block]) -> list[str]:
    """What unfolds, as HTML whose inside is Markdown."""
    opening = ['<details markdown="1">', f"<summary>{summary or 'Details'}</summary>", ""]
    return [*opening, *joined(blocks), "", "</details>"]
