"""Places inside a run of inline Markdown, which markdown-it does not keep.

Every inline rule is wrapped so that the tokens it makes carry the offsets it consumed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.position import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

AT = "at"
"""The key of a token's `meta` under which (start, end) of its source in the inline text stand."""

LABEL_END = "label_end"
"""The key of a link's or image's `meta` under which the offset of the bracket that closes its text stands."""


def keep_offsets(md: MarkdownIt) -> None:
    """Make every inline token of a parser carry its offsets."""
    for rule in md.inline.ruler.__rules__:
        md.inline.ruler.at(rule.name, _wrapped(rule.fn))


_OPENINGS = {"link_open": 0, "image": 1}
_BEFORE = " \t>-*+0123456789.)"  # what may stand before the text of a line in a quote or a list
"""What opens a link or an image, and how far behind its start the bracket stands."""


def _wrapped(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def with_offsets(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, silent)
        start, count = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done:
            for token in state.tokens[count:]:
                token.meta.setdefault(AT, (start, state.pos))
                if token.type in _OPENINGS and token.markup != "autolink" and LABEL_END not in token.meta:
                    bracket = start + _OPENINGS[token.type]
                    nested = token.type == "link_open"
                    token.meta[LABEL_END] = state.md.helpers.parseLinkLabel(state, bracket, nested)
        return done

    return with_offsets


class InlinePlaces:
    """Maps offsets in a run of Markdown to lines and columns of the file it was taken from."""

    def __init__(
        self, content: str, source: Sequence[str], first_line: int, cursor: int | None = None, cell: bool = False
    ) -> None:
        """`first_line` is where the content starts in the source, `cursor` a column offset to look behind.

        In a table `cell` the engine has dropped the backslash before every pipe.
        """
        self._source, self._content, self._cell = source, content, cell
        first_line = _first_shown(source, first_line, content)
        self._line: tuple[int, int, int] | None = None
        if "\n" not in content and first_line <= len(source) and not (cell and "|" in content):
            line = source[first_line - 1]
            self._line = (first_line, _column(content, line, cursor), len(line))
            return
        self._starts: list[tuple[int, int, int]] = []
        offset = 0
        for index, part in enumerate((content.replace("|", "\\|") if cell else content).split("\n")):
            number = first_line + index
            line = source[number - 1] if number <= len(source) else ""
            self._starts.append((offset, number, _column(part, line, cursor if index == 0 else None)))
            offset += len(part) + 1
        self._offsets = [start for start, _, _ in self._starts]

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of an offset, never outside the file."""
        if self._line:
            number, column, length = self._line
            return number, min(max(column + offset, 0), length) + 1
        if self._cell:
            offset += self._content.count("|", 0, offset)
        start, number, column = self._starts[max(bisect_right(self._offsets, offset) - 1, 0)]
        if number > len(self._source):
            number = max(len(self._source), 1)
            return number, len(self._source[number - 1]) + 1 if self._source else 1
        return number, min(max(column + offset - start, 0), len(self._source[number - 1])) + 1

    def after(self, start: int) -> Callable[[int], tuple[int, int]]:
        """The places of a piece of the text that starts at an offset."""
        return lambda offset: self.place(start + offset)

    def span(self, start: int, end: int) -> Span:
        """The span of a pair of offsets."""
        if self._line:
            number, column, length = self._line
            return Span(
                number, min(max(column + start, 0), length) + 1, number, min(max(column + end, 0), length) + 1
            )
        return Span(*self.place(start), *self.place(end))


def _first_shown(source: Sequence[str], number: int, content: str) -> int:
    """The line that a text begins in: the engine drops lines of no-break spaces and the like, and counts them."""
    begin = content.partition("\n")[0]
    while number < len(source) and begin not in source[number - 1] and not source[number - 1].strip(_BEFORE).strip():
        number += 1
    return number


def _column(part: str, line: str, cursor: int | None) -> int:
    """The 0-based column at which a line of inline text starts in its source line; may be negative by its indent."""
    bare_part = part.lstrip()
    text, lead = bare_part.rstrip(), len(part) - len(bare_part)
    bare = line.rstrip()
    if cursor is None:
        cursor = 0
        if bare.endswith(text):
            return len(bare) - len(text) - lead
    found = line.find(text, cursor)
    return (found if found >= 0 else cursor) - lead
