"""The blocks of a page written anew, from what the reference parser found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.document import Heading
from runbook_lint.model.patterns import regex
from runbook_lint.parse.site.html_blocks import HtmlBlocks
from runbook_lint.parse.site.inlines import run_text
from runbook_lint.parse.site.layout import Block, bullets, fence, folded, heading, in_heading, quote, table
from runbook_lint.parse.site.markup import line, paragraph
from runbook_lint.parse.site.sheet import Sheet

if TYPE_CHECKING:
    from markdown_it.token import Token

_TASK = regex(r"\[([ xX])\]\s+(?=\S)")
_ALERT = regex(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:\n|\Z)", re.IGNORECASE)
_CONTENTS = regex(r"\[\[_?TOC_?\]\]|\[TOC\]|\{:\s*toc\s*\}", re.IGNORECASE)
_LABEL = regex(r"\(([^()\s]+)\)=\s*")
_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ALIGNED = regex(r"text-align:\s*(\w+)")


class Blocks:
    """Writes the block tokens of a page."""

    def __init__(self, sheet: Sheet, tokens: Sequence[Token]) -> None:
        self.sheet, self.tokens = sheet, tokens
        self.html = HtmlBlocks(sheet)
        self.ends = _ends(tokens)
        self.headings = {each.heading.span.line: each for each in sheet.plan if not each.heading.html}
        self.notes: dict[str, list[Block]] = {}

    def title(self) -> str:
        """The page's title as finished Markdown; it comes before all else, for it gets its anchor first."""
        plan = next((each for each in self.sheet.plan if not each.level), None)
        text = "" if plan is None or "<%" in plan.heading.text else self._words(plan.heading)
        text = self.sheet.anchors.unmarked(text) or line(self.sheet.document.title)
        other = self.sheet.anchors.heading(text)
        return f"{text} {{ #{other} }}" if other else text

    def _words(self, title: Heading) -> str:
        for index, token in enumerate(self.tokens):
            if token.type == "heading_open" and token.map and token.map[0] + 1 == title.span.line and not title.html:
                children = self.tokens[index + 1].children or []
                return in_heading(run_text(self.sheet, children, without=title.attributes))
        return ""

    def all(self) -> list[Block]:
        """Every block, and the footnotes that something led to below them."""
        return [*self.between(0, len(self.tokens), top=True), *self._footnotes()]

    def between(self, start: int, end: int, top: bool = False) -> list[Block]:
        """The blocks of a range of tokens; things unfold only at the `top`."""
        blocks: list[Block] = []
        index = start
        while index < end:
            blocks += self._block(index)
            index = self.ends.get(index, index) + 1
        return folded(blocks, top)

    def _block(self, index: int) -> list[Block]:
        token, end = self.tokens[index], self.ends.get(index, index)
        kind = token.type.removesuffix("_open")
        if kind in ("fence", "code_block"):
            return [fence(token.content, _language(token.info))] if token.content.strip() else []
        if kind == "html_block":
            return self._html(token)
        if kind == "hr":
            return [Block("rule", ["---"])]
        if kind == "footnote_reference":
            self.notes[str(token.meta["label"])] = self.between(index + 1, end)
            return []
        made = {
            "paragraph": self._paragraph, "heading": self._heading, "blockquote": self._quote, "table": self._table,
            "bullet_list": self._list, "ordered_list": self._list,
        }.get(kind)  # fmt: skip
        return made(index, end) if made else []

    def _paragraph(self, index: int, end: int) -> list[Block]:
        token = self.tokens[index + 1]
        if _CONTENTS.fullmatch(token.content.strip()):
            return []
        label = _LABEL.match(token.content)
        if label and label.end() == len(token.content):
            return self._anchored([label[1]])
        lines = paragraph(run_text(self.sheet, token.children or []))
        return [Block("text", lines)] if lines else []

    def _anchored(self, names: Sequence[str]) -> list[Block]:
        text = "".join(map(self.sheet.anchors.mark, names))
        return [Block("text", [text])] if text else []

    def _heading(self, index: int, end: int) -> list[Block]:
        token = self.tokens[index + 1]
        plan = self.headings.get((self.tokens[index].map or [0])[0] + 1)
        if plan is None or not plan.level:
            return []
        text = in_heading(run_text(self.sheet, token.children or [], without=plan.heading.attributes))
        names = "".join(map(self.sheet.anchors.mark, plan.names))
        return [heading(plan.level, names + text, self.sheet.anchors.heading(text))] if text else []

    def _quote(self, index: int, end: int) -> list[Block]:
        first = self.tokens[index + 2] if end > index + 2 else None
        alert = _ALERT.match(first.content) if first and first.type == "inline" else None
        if not first or not alert:
            blocks = self.between(index + 1, end)
            return [quote(blocks)] if blocks else []
        children = first.children or []
        ends = (at for at, each in enumerate(children, 1) if each.type in ("softbreak", "hardbreak"))
        lines = paragraph(run_text(self.sheet, children[next(ends, len(children)) :]))
        opening = [Block("text", [f"**{alert[1].capitalize()}**"]), *([Block("text", lines)] if lines else [])]
        return [quote([*opening, *self.between(index + 4, end)])]

    def _list(self, index: int, end: int) -> list[Block]:
        token, items, tight = self.tokens[index], [], True
        at = index + 1
        while at < end:
            tight = tight and all(each.hidden for each in self.tokens[at : at + 2] if each.type == "paragraph_open")
            items.append(self._item(at))
            at = self.ends[at] + 1
        number = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        return [bullets(items, tight, number)]

    def _item(self, index: int) -> list[Block]:
        inline = self.tokens[index + 2] if index + 2 < len(self.tokens) else self.tokens[index]
        task = _TASK.match(inline.content) if inline.type == "inline" else None
        blocks = self.between(index + 1, self.ends[index])
        if task and blocks and blocks[0].kind == "text" and self.tokens[index + 1].type == "paragraph_open":
            box = "[ ]" if task[1] == " " else "[x]"
            words = re.sub(r"\A&#91;.&#93;\s+", "", blocks[0].lines[0])
            blocks[0] = Block("text", [f"{box} {words}", *blocks[0].lines[1:]])
        return blocks

    def _table(self, index: int, end: int) -> list[Block]:
        rows: list[list[str]] = []
        aligned: list[str] = []
        for at in range(index, end):
            token = self.tokens[at]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(" ".join(paragraph(run_text(self.sheet, self.tokens[at + 1].children or []))))
                if token.type == "th_open":
                    found = _ALIGNED.search(str(token.attrs.get("style", "")))
                    aligned.append(found[1] if found else "")
        return [table(rows[0], rows[1:], aligned)]

    def _html(self, token: Token) -> list[Block]:
        if not self.sheet.raw:
            return self.html.write(token.content)
        text = _COMMENT.sub("", token.content).strip("\n")
        return [Block("html", text.split("\n"))] if text.strip() else []

    def _footnotes(self) -> Iterator[Block]:
        written: set[str] = set()
        while left := [label for label in self.sheet.footnotes if label not in written]:
            for label in left:
                written.add(label)
                made = bullets([self.notes.get(label, [])], False)
                lines = [made.lines[0].replace("- ", f"[^{self.sheet.footnotes[label]}]: ", 1), *made.lines[1:]]
                yield Block("note", lines)


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    ends: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting == 1:
            stack.append(index)
        elif token.nesting == -1 and stack:
            ends[stack.pop()] = index
    return ends


def _language(info: str) -> str:
    words = info.split()
    return words[0].strip("{}.").lower() if words else ""
