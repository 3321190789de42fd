"""A Markdown page to a `Document`, from its tokens.

This is the one place that sees the parser's tokens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from runbook_lint.model.document import (
    Anchor,
    Comment,
    Definition,
    Document,
    Fence,
    Heading,
    Item,
    Kind,
    Label,
    Link,
    Paragraph,
    Table,
    Task,
    Undefined,
)
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.blocks import lines_span, without_front_matter
from runbook_lint.parse.canvas import Canvas
from runbook_lint.parse.front_matter import read_front_matter
from runbook_lint.parse.heading_words import attributes, spoken, typeset, visible
from runbook_lint.parse.html import Place, read_html
from runbook_lint.parse.inline import AT, LABEL_END, InlinePlaces
from runbook_lint.parse.link_tokens import Labels, Run, bare_links, link_of, loose, undefined
from runbook_lint.parse.references import label_key, loose_labels, read_definition
from runbook_lint.parse.text import Text
from runbook_lint.parse.tokens import tokens_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_EXPLICIT_ID = regex(r"(?<!\{)\{:?\s*#([\w:.-]++)[^{}\n]*+\}")
_MYST_LABEL = regex(r"^\(([^()\s]+)\)=\s*$", re.MULTILINE)
_TASK = regex(r"\[([ xX])\]\s+")
_LABEL = regex(r"(?:\[[ xX]\]\s+)?(\*\*|__)(?P<text>[^*\n]{1,80}?)\s*(?P<in>:?)\s*\1(?P<after>\s*:)?\s*")
_FIRST_PIPE = regex(r"[\s>*+-]*\|")
_LOOSE = regex(r"://|www\.|\]\[|\[\^|\{", re.IGNORECASE)
"""What a run has that holds an address in the open, a loose reference or an id."""



def parse_document(path: str, kind: Kind, text: Text) -> Document:
    """The page at a path; any text gives a document."""
    front = read_front_matter(text.lines)
    lines = without_front_matter(text.lines, front.span.end_line if front else 0)
    reader = _Reader(lines, text.lines)
    reader.read("\n".join(lines) + "\n")
    return reader.document(path, kind, text, front)


class _Reader:
    """One pass over the tokens of a page."""

    def __init__(self, lines: Sequence[str], whole: Sequence[str]) -> None:
        """`lines` are the page's with its front matter blanked, `whole` as they stand in the file."""
        self.lines = lines
        self.canvas = Canvas(lines, whole)
        self.parents: list[Token] = []
        self.row_cursor: tuple[int, int] = (0, 0)
        self.headings: list[Heading] = []
        self.labels: list[Label] = []
        self.links: list[Link] = []
        self.definitions: list[Definition] = []
        self.undefined: list[Undefined] = []
        self.known = Labels()
        self.fences: list[Fence] = []
        self.tasks: list[Task] = []
        self.items: list[Item] = []
        self.tables: list[Table] = []
        self.rows: list[tuple[list[str], list[Span]]] = []
        self.paragraphs: list[Paragraph] = []
        self.anchors: list[Anchor] = []
        self.comments: list[Comment] = []

    def read(self, text: str) -> None:
        env: dict[str, Any] = {}  # Any: the engine's own notes
        tokens = tokens_of(text, env)
        for token in tokens:
            if token.type == "definition" and token.map:
                meta = token.meta
                first, end = token.map
                self.definitions.append(read_definition(self.lines, first, end, meta["label"], meta["url"]))
        defined = {label_key(each.label): each for each in reversed(self.definitions)}
        footnotes = bool(env.get("footnotes", {}).get("refs"))
        self.known = Labels(defined, loose_labels(text) | env.get("references", {}).keys(), footnotes)
        before: Token | None = None
        opening: Token | None = None
        for token in tokens:
            if token.nesting == 1:
                self.parents.append(token)
                if token.type == "tr_open":
                    self.row(token)
            elif token.nesting == -1:
                parent = self.parents.pop()
                if parent.type == "table_open":
                    self.table(parent)
            elif token.type == "inline":
                self.inline(token, self.parents[-1], before)
            elif token.type == "definition":
                continue
            else:
                self.alone(token)
            before, opening = opening, token

    def alone(self, token: Token) -> None:
        """A block without other blocks or runs of text in it."""
        if token.type in ("fence", "code_block"):
            self.fence(token)
        elif token.type == "html_block" and token.map:
            content = token.content.rstrip("\n")
            self.html(content, InlinePlaces(content, self.lines, token.map[0] + 1).place)

    def row(self, token: Token) -> None:
        self.rows.append(([], []))
        number = token.map[0] + 1 if token.map else 0
        opening = _FIRST_PIPE.match(self.lines[number - 1]) if number else None
        self.row_cursor = (number, opening.end() if opening else 0)

    def line_span(self, token: Token) -> Span:
        return lines_span(self.lines, *(token.map or (0, 1)))

    def fence(self, token: Token) -> None:
        span = self.line_span(token)
        info = token.info.strip().split()
        language = info[0].strip("{}.") if info else ""
        fenced = token.type == "fence"
        self.fences.append(Fence(language.lower(), token.content, span, span.line + fenced, fenced))

    def html(self, text: str, place: Place) -> None:
        facts = read_html(text, place)
        self.anchors += facts.anchors
        self.links += facts.links
        for level, words, span in facts.headings:
            self.headings.append(Heading(level, " ".join(words.split()), span, html=True, visible=words))
        for comment, span in facts.comments:
            line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
            last = self.lines[span.end_line - 1] if span.end_line <= len(self.lines) else ""
            alone = not line[: span.column - 1].strip(" \t>-*+") and not last[span.end_column - 1 :].strip()
            self.comments.append(Comment(comment, span, alone))

    def inline(self, token: Token, parent: Token, before: Token | None) -> None:
        """A run of text in `parent`; `before` stands before that."""
        cell = parent.type in ("td_open", "th_open")
        row = token.map or next((item.map for item in reversed(self.parents) if item.map), [0, 1])
        first = row[0] + 1
        cursor = None
        if cell:
            cursor = self.row_cursor[1] if self.row_cursor[0] == first else 0
        elif parent.type == "heading_open" and parent.markup.startswith("#"):
            cursor = self.lines[first - 1].find(parent.markup) + len(parent.markup)
        content = token.content
        places = InlinePlaces(content, self.lines, first, cursor, cell)
        span = places.span(0, len(content))
        if cell:
            pipe = self.lines[first - 1].find("|", span.end_column - 1)
            self.row_cursor = (first, pipe + 1 or span.end_column - 1)
            self.rows[-1][0].append(_plain(token))
            self.rows[-1][1].append(span)
        self.canvas.paint(content, places, span)
        run = Run(content, token.children or [], places.span)
        if not _is_plain(run.tokens):
            self.children(run, places)
        if _LOOSE.search(content):
            self.loose(run)
        if parent.type == "heading_open":
            self.heading(token, parent, span)
        elif parent.type == "paragraph_open":
            self.paragraph(token, before, places, span)

    def loose(self, run: Run) -> None:
        """What the engine takes for text: addresses, references that lead nowhere, ids."""
        text = loose(run)
        self.links += bare_links(run, text)
        self.undefined += undefined(run, text, self.known)
        for match in _EXPLICIT_ID.finditer(text) if "{" in text else ():
            self.anchors.append(Anchor(match[1], run.span(*match.span())))

    def children(self, run: Run, places: InlinePlaces) -> None:
        for index, token in enumerate(run.tokens):
            if AT not in token.meta:
                continue
            start, end = token.meta[AT]
            if token.type in ("link_open", "image"):
                self.links.append(link_of(run, index, self.known))
                shown = token.type == "link_open" and token.markup != "autolink"
                self.canvas.erase(places.span(token.meta[LABEL_END] if shown else start, end))
            elif token.type == "html_inline":
                self.canvas.erase(places.span(start, end))
                self.html(token.content, places.after(start))
            elif token.type in ("code_inline", "footnote_ref"):
                self.canvas.erase(places.span(start, end))

    def heading(self, token: Token, parent: Token, span: Span) -> None:
        children = token.children or []
        words = visible(children)
        listed, id = attributes(words) if children and children[-1].type == "text" else ("", "")
        if id and not (self.anchors and self.anchors[-1].name == id):
            self.anchors.append(Anchor(id, span))
        hugo = typeset(children)
        if listed and not listed.lstrip().startswith("{:"):
            hugo = hugo.removesuffix(attributes(hugo)[0])
        first = parent.map[0] if parent.map else 0
        line = self.lines[first]
        column = line.find(parent.markup) + 1 if parent.markup.startswith("#") else span.column
        place = Span(first + 1, column, span.end_line, span.end_column)
        text = " ".join(words.removesuffix(listed).split("\n")).strip()
        self.headings.append(Heading(int(parent.tag[1]), text, place, False, id, listed, words, spoken(children), hugo))

    def paragraph(self, token: Token, before: Token | None, places: InlinePlaces, span: Span) -> None:
        text = _plain(token)
        self.paragraphs.append(Paragraph(text, span))
        for label in _MYST_LABEL.finditer(token.content) if ")=" in token.content else ():
            self.anchors.append(Anchor(label[1], places.span(*label.span())))
        item = before if before and before.type == "list_item_open" else None
        if item is not None:
            ordered = self.parents[-3].type == "ordered_list_open" if len(self.parents) > 2 else False
            task = _TASK.match(token.content)
            self.items.append(Item(text, span, ordered, bool(task)))
            if task:
                self.tasks.append(Task(task[1] != " ", text[task.end() :], span))
        self.label(token, item, places, span)

    def label(self, token: Token, item: Token | None, places: InlinePlaces, span: Span) -> None:
        match = _LABEL.match(token.content)
        if not match:
            return
        rest = token.content[match.end() :].strip()
        if rest and not (match["in"] or match["after"]):
            return
        end = self.line_span(item).end_line if item is not None else span.end_line
        nested = end > span.end_line
        text, rest_span = match["text"].strip().rstrip(":"), places.span(match.end(), len(token.content))
        self.labels.append(Label(text, span, end, bool(rest) or nested, rest, rest_span))

    def table(self, parent: Token) -> None:
        rows, self.rows = self.rows, []
        if rows:
            self.tables.append(
                Table(
                    self.line_span(parent),
                    tuple(rows[0][0]),
                    tuple(tuple(cells) for cells, _ in rows[1:]),
                    tuple(tuple(spans) for _, spans in rows),
                )
            )

    def document(self, path: str, kind: Kind, text: Text, front: object) -> Document:
        links = tuple(sorted(self.links, key=lambda link: link.span))
        return Document(
            path, kind, text.lines, self.canvas.prose(), front, tuple(self.headings), tuple(self.labels),  # type: ignore[arg-type]
            links, tuple(self.definitions), tuple(self.undefined), tuple(self.fences), tuple(self.tasks),
            tuple(self.items), tuple(self.tables),
            tuple(self.paragraphs), tuple(self.anchors), tuple(self.comments),
            text.newline, text.bom,
        )  # fmt: skip


def _plain(token: Token) -> str:
    """What a reader sees of an inline token: text and code, no HTML, no images."""
    parts = []
    children = token.children or []
    if _is_plain(children):
        return children[0].content.strip()
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


def _is_plain(children: Sequence[Token]) -> bool:
    """Whether a run is text and nothing else."""
    return len(children) == 1 and children[0].type == "text"
