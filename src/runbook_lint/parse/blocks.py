"""Where the blocks of a page stand: asked for where a waiver covers what follows it, so found when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

from runbook_lint.model.document import Document
from runbook_lint.model.position import Span
from runbook_lint.parse.memo import once_each
from runbook_lint.parse.tokens import tokens_of

_BLOCKS = frozenset(
    {"paragraph_open", "heading_open", "fence", "code_block", "table_open", "bullet_list_open", "ordered_list_open",
     "blockquote_open", "html_block", "hr"}
)  # fmt: skip


@once_each
def blocks_of(page: Document) -> tuple[Span, ...]:
    """The places of a page's paragraphs, headings, code, tables, lists, quotes, HTML and rules, outer ones first."""
    lines = without_front_matter(page.lines, page.front_matter.span.end_line if page.front_matter else 0)
    tokens = tokens_of("\n".join(lines) + "\n", {})
    return tuple(lines_span(lines, *token.map) for token in tokens if token.map and token.type in _BLOCKS)


def without_front_matter(lines: tuple[str, ...], last: int) -> tuple[str, ...]:
    """The lines of a page with those up to the last one of its front matter blank."""
    return ("",) * last + lines[last:]


def lines_span(lines: Sequence[str], first: int, end: int) -> Span:
    """The place of lines, counted from 0 and up to `end`, without the blank ones that end them."""
    while end > first + 1 and end <= len(lines) and not lines[end - 1].strip():
        end -= 1
    last = lines[end - 1] if end <= len(lines) else ""
    return Span(first + 1, 1, end, len(last) + 1)
