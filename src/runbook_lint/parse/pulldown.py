"""The tokens of a page by pyromark (pulldown-cmark), several times faster than the reference makes them.

They are the reference's as far as anyone reads them: types, places, contents, inline tokens with their offsets. The
events say where things begin and end; every text is cut from the page's own lines as the reference cuts it. A page with
anything on which the two are known to differ, or that the events do not tell, is left to the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pyromark import Options, events_with_range

from runbook_lint.model.patterns import regex
from runbook_lint.parse.pulldown_inline import inline_tokens
from runbook_lint.parse.pulldown_lines import At, Lines
from runbook_lint.parse.pulldown_tokens import Event, Light, Unlike, closing

_STRANGE: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (sign, regex(pattern, re.MULTILINE))
    for sign, pattern in (
        ("[^", r"\[\^"),  # footnotes
        ("]:", r"^[ \t>*+.)\d-]*+\[(?:[^\[\]\\]|\\.)*+\]:"),  # definitions
        ("](", r"\]\(\s*+[^\s()<>{]*+(?:\{\{|\{%|<%)"),  # targets that a template fills in
        ("~~", r"~~"),  # what is struck out, to one of them by a single sign, too
        ("", r"[\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"),  # blank to one only
        ("\\", r"\\[ \t]++$"),  # blanks at a line's end, of which they take away different ones
        ("\t", r"(?<![ \t]) *+\t[ \t]*+$"),
        ("|", r"^[^|\n]*+\|.*+\n[ \t>]*+:?-++:?[ \t]*+$"),  # the head of a table of one column
    )
)
"""What the two are known to differ on, each with a sign that is in every text that holds it."""

_TABLE = regex(r"^[^|\n]*+\|.*+\n[ \t>]*+[|:-][|: \t-]*+$", re.MULTILINE)
_CLOSED = regex(r"(?:(?<![ \t])[ \t]++|\A)#++\Z")
_LEAVES = frozenset({"Paragraph", "Heading", "TableCell", "CodeBlock", "HtmlBlock"})
_TYPES = {
    "BlockQuote": "blockquote", "Item": "list_item", "Table": "table", "TableHead": "tr", "TableRow": "tr",
}  # fmt: skip
_DEEPEST = 20  # the reference stops at 40


def pulldown_tokens(text: str) -> list[Light] | None:
    """The tokens of a page, None where it is left to the reference."""
    if any(sign in text and pattern.search(text) for sign, pattern in _STRANGE):
        return None
    try:
        return _Page(text).read(events_with_range(text, options=Options.ENABLE_TABLES))
    except Unlike:
        return None


class _Page:
    """One pass over the events of a page; `run` are those since the last block began or ended."""

    def __init__(self, text: str) -> None:
        self.lines = Lines(text)
        self.tokens: list[Light] = []
        self.open: list[Light] = []
        self.run: list[Event] = []
        self.aligned: list[str] = []
        self.cells = self.row = 0

    def read(self, events: Iterable[tuple[Any, Any]]) -> list[Light]:
        """All tokens; an event is a name or a mapping of one name to what it says."""
        ends = _ENDS
        for pair in events:
            event, span = pair
            if "Start" in event:
                value = event["Start"]
                name = value if isinstance(value, str) else next(iter(value))
                if name not in ends:
                    self.run.append(pair)
                else:
                    self.begin(name, value, span["start"], span["end"])
            elif "End" in event:
                value = event["End"]
                name = value if isinstance(value, str) else next(iter(value))
                if name not in ends:
                    self.run.append(pair)
                else:
                    ends[name](self, value, span["start"], span["end"])
            elif event == "Rule":
                if self.run:
                    self.flush()
                first = self.lines.number(span["start"])
                self.tokens.append(Light("hr", "", 0, [first, first + 1]))
            else:
                self.run.append(pair)
        return self.tokens

    def begin(self, name: str, value: Any, start: int, end: int) -> None:
        if self.run:
            self.flush()
        if name in _LEAVES:
            return
        first, last = self.lines.number(start), self.lines.last(end)
        number = value["List"] if name == "List" else None
        kind = _TYPES.get(name) or ("bullet_list" if number is None else "ordered_list")
        token = Light(f"{kind}_open", "", 1, [first, last + 1])
        self.tokens.append(token)
        self.open.append(token)
        if len(self.open) > _DEEPEST or (kind != "tr" and self.lines.has_tabs(first, last)):
            raise Unlike
        if name == "Item":
            self.lines.enter_item(first, start)
        elif name == "BlockQuote":
            if last + 1 < len(self.lines.lines) and self.lines.lines[last + 1].lstrip().startswith(">"):
                raise Unlike
            self.lines.enter_quote()
        elif kind == "tr":
            self.row = first
            if self.lines.inside(first).startswith("    "):
                raise Unlike
        elif name == "Table":
            self.aligned, self.cells = ["" if each == "None" else each.lower() for each in value["Table"]], 0
        elif number not in (None, 1):
            token.attrs = {"start": number}

    def close(self, value: Any, start: int, end: int) -> None:
        if self.run:
            self.flush()
        kind = self.open.pop().type.removesuffix("_open")
        if kind in ("list_item", "blockquote"):
            self.lines.leave()
        self.tokens.append(closing(kind))

    def flush(self) -> None:
        """The text of a tight list's item, which no event of a paragraph surrounds."""
        first, last = self.run[0][1]["start"], self.run[-1][1]["end"] - 1
        first, last = self.lines.number(first), self.lines.number(last)
        self.lined(Light("paragraph_open", "", 1, [first, last + 1], hidden=True), first, last)

    def paragraph(self, value: Any, start: int, end: int) -> None:
        first, last = self.lines.number(start), self.lines.number(end - 1)
        self.lined(Light("paragraph_open", "", 1, [first, last + 1]), first, last)

    def lined(self, token: Light, first: int, last: int) -> None:
        """A paragraph or a heading that is underlined: its text is that of whole lines."""
        content, at = self.lines.content(first, last)
        if "|" in content and _TABLE.search(content):
            raise Unlike
        self.texts(token, content, at)

    def heading(self, value: Any, start: int, end: int) -> None:
        first, last, level = self.lines.number(start), self.lines.number(end - 1), int(value["Heading"][1])
        token = Light("heading_open", f"h{level}", 1, [first, last + 1])
        if first < last:
            return self.lined(token, first, last - 1)
        if _TABLE.search("\n".join(self.lines.lines[first : first + 2])):
            raise Unlike
        token.markup = "#" * level
        text = self.lines.inside(first).strip(" \t")
        if not text.startswith(token.markup):
            raise Unlike
        content = text[level:].strip(" \t")
        if content.endswith("#"):
            content = _CLOSED.sub("", content)
        column = self.lines.lines[first].find(content, self.lines.cut(first) + level) if content else 0
        self.texts(token, content, self.lines.from_column(first, column))

    def cell(self, value: Any, start: int, end: int) -> None:
        first = self.row
        column, stop = self.lines.column(first, start), self.lines.column(first, end)
        raw = self.lines.lines[first][column:stop]
        if "\\|" in raw:
            raise Unlike  # the reference drops the backslash, and what follows stands elsewhere
        token = Light("td_open" if self.cells >= len(self.aligned) else "th_open", "", 1)
        align = self.aligned[self.cells % len(self.aligned)]
        if align:
            token.attrs = {"style": f"text-align:{align}"}
        self.cells += 1
        column += len(raw) - len(raw.lstrip(" \t"))
        self.texts(token, raw.strip(" \t"), self.lines.from_column(first, column), [first, first + 1])

    def texts(self, token: Light, content: str, at: At, place: list[int] | None = None) -> None:
        """A block that holds text and nothing else."""
        run, self.run = self.run, []
        inline = Light("inline", "", 0, place or token.map, content, inline_tokens(run, content, at))
        self.tokens += (token, inline, closing(token.type.removesuffix("_open")))

    def code(self, value: Any, start: int, end: int) -> None:
        run, self.run = self.run, []
        content = "".join([event["Text"] for event, _ in run])
        first, last = self.lines.number(start), self.lines.number(end - 1)
        inside = self.lines.inside(first)
        opening = inside.lstrip(" ")
        if opening[:3] in ("```", "~~~") and len(inside) - len(opening) < 4:
            close = self.lines.lines[last].strip(" \t>")
            if last == first or close.strip(opening[0]) or len(close) < 3:
                raise Unlike  # not closed
            info = opening.lstrip(opening[0])
            self.tokens.append(Light("fence", "", 0, [first, last + 1], content, info=info))
        elif any("\t" in line for line in self.lines.lines[first : last + 1]):
            raise Unlike
        else:
            self.tokens.append(Light("code_block", "", 0, [first, last + 1], content))

    def html(self, value: Any, start: int, end: int) -> None:
        self.run = []
        first, last = self.lines.number(start), self.lines.number(end - 1)
        content = "\n".join([*map(self.lines.inside, range(first, last + 1)), ""])
        if content.endswith((" \n", "\n\n")) or ("|" in content and _TABLE.search(content)):
            raise Unlike
        self.tokens.append(Light("html_block", "", 0, [first, last + 1], content))


_ENDS: Mapping[str, Callable[[_Page, Any, int, int], None]] = {
    "Paragraph": _Page.paragraph, "Heading": _Page.heading, "CodeBlock": _Page.code, "HtmlBlock": _Page.html,
    "TableCell": _Page.cell, "List": _Page.close, "Item": _Page.close, "BlockQuote": _Page.close,
    "Table": _Page.close, "TableHead": _Page.close, "TableRow": _Page.close,
}  # fmt: skip
"""What ends a block of each kind: outside of the page, which would hold on to itself."""
