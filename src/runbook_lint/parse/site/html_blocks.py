"""Blocks of raw HTML written as Markdown, so that engines need not agree on where HTML ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from runbook_lint.model.patterns import regex
from runbook_lint.parse.site.anchors import Planned
from runbook_lint.parse.site.elements import Element, Nodes, elements, is_block, text_of
from runbook_lint.parse.site.html_text import nodes_text
from runbook_lint.parse.site.layout import Block, bullets, fence, heading, in_heading, quote, table
from runbook_lint.parse.site.markup import paragraph
from runbook_lint.parse.site.sheet import Sheet

_DETAILS = regex(r"<(/?)details\b[^<>]*>", re.IGNORECASE)
_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class HtmlBlocks:
    """Writes a page's blocks of HTML: all of it that says something becomes Markdown, the rest goes."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.headings: dict[tuple[int, str], list[Planned]] = {}
        for each in reversed([each for each in sheet.plan if each.heading.html]):
            self.headings.setdefault((each.heading.level, each.heading.text), []).append(each)

    def write(self, html: str) -> list[Block]:
        """The blocks of a piece; what unfolds is opened and closed by blocks of its own."""
        blocks: list[Block] = []
        rest, after = _COMMENT.sub("", html), 0
        for tag in _DETAILS.finditer(rest):
            blocks += self._piece(rest[after : tag.start()], blocks)
            blocks.append(Block("close" if tag[1] else "open", [""]))
            after = tag.end()
        return blocks + self._piece(rest[after:], blocks)

    def _piece(self, html: str, before: list[Block]) -> list[Block]:
        """The blocks of what stands between; a summary goes into what was opened right before it."""
        nodes = list(elements(html)) if html.strip() else []
        if before and before[-1].kind == "open":
            found = next((node for node in nodes if isinstance(node, Element) and node.tag == "summary"), None)
            if found:
                nodes.remove(found)
                before[-1] = Block("open", [" ".join(paragraph(nodes_text(self.sheet, found.children, linked=True)))])
        return list(self.blocks(nodes))

    def blocks(self, nodes: Nodes) -> Iterator[Block]:
        """The blocks of some nodes; text between them is a paragraph."""
        run: list[Element | str] = []
        for node in nodes:
            if isinstance(node, Element) and (is_block(node) or _holds_blocks(node)):
                yield from self._paragraph(run)
                run = []
                yield from self._block(node)
            else:
                run.append(node)
        yield from self._paragraph(run)

    def _paragraph(self, run: Sequence[Element | str]) -> Iterator[Block]:
        lines = paragraph(nodes_text(self.sheet, run))
        if lines:
            yield Block("text", lines)

    def _block(self, node: Element) -> Iterator[Block]:
        name = self.sheet.anchors.mark(node.attributes.get("id", ""))
        if name and node.tag not in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield Block("text", [name])
        if re.fullmatch("h[1-6]", node.tag):
            yield from self._heading(node, name)
        elif node.tag in ("ul", "ol"):
            items = [list(self.blocks(each.children)) for each in node.children if isinstance(each, Element)]
            start = node.attributes.get("start", "1")
            number = int(start) if re.fullmatch(r"\d{1,9}", start) else 1
            yield bullets(items, all(len(item) < 2 for item in items), number if node.tag == "ol" else None)
        elif node.tag == "blockquote":
            yield quote(self.blocks(node.children))
        elif node.tag == "pre":
            text = text_of(node.children).strip("\n")
            yield from [fence(text)] if text.strip() else []
        elif node.tag == "table":
            yield from self._table(node)
        elif node.tag == "hr":
            yield Block("rule", ["---"])
        else:
            yield from self.blocks(node.children)

    def _heading(self, node: Element, name: str) -> Iterator[Block]:
        level, said = int(node.tag[1]), " ".join(text_of(node.children).split())
        left = self.headings.get((level, said))
        plan = left.pop() if left else None
        text = in_heading(nodes_text(self.sheet, node.children))
        if plan:
            name += "".join(map(self.sheet.anchors.mark, plan.names if plan.level else ()))
        if text and (not plan or plan.level):
            yield heading(plan.level if plan else max(level, 2), name + text, self.sheet.anchors.heading(text))
        elif name:
            yield Block("text", [name])

    def _table(self, node: Element) -> Iterator[Block]:
        rows = [[self._cell(cell) for cell in row] for row in _rows(node)]
        rows = [row for row in rows if any(row)]
        if rows:
            width = max(map(len, rows))
            headed = any(isinstance(each, Element) and each.tag == "th" for each in next(iter(_rows(node))))
            head = rows[0] if headed else [""] * width
            yield table([*head, *[""] * (width - len(head))], rows[1:] if headed else rows)

    def _cell(self, node: Element) -> str:
        return " ".join(paragraph(nodes_text(self.sheet, node.children)))


def _rows(node: Element) -> Iterator[list[Element]]:
    for each in node.children:
        if isinstance(each, Element) and each.tag == "tr":
            yield [cell for cell in each.children if isinstance(cell, Element)]
        elif isinstance(each, Element) and each.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(each)


def _holds_blocks(node: Element) -> bool:
    return any(isinstance(each, Element) and (is_block(each) or _holds_blocks(each)) for each in node.children)
