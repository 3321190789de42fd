"""Places inside a run of inline Markdown, which markdown-it does not keep.

Every inline rule is wrapped so that the tokens it makes carry the offsets it consumed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.position import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

AT = "at"
"""The key of a token's `meta` under which (start, end) of its source in the inline text stand."""


def keep_offsets(md: MarkdownIt) -> None:
    """Make every inline token of a parser carry its offsets."""
    for rule in md.inline.ruler.__rules__:
        md.inline.ruler.at(rule.name, _wrapped(rule.fn))


def _wrapped(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def with_offsets(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, silent)
        start, count = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done:
            for token in state.tokens[count:]:
                token.meta.setdefault(AT, (start, state.pos))
        return done

    return with_offsets


class InlinePlaces:
    """Maps offsets in an inline text to lines and columns of the file."""

    def __init__(self, content: str, source: Sequence[str], first_line: int, cursor: int = 0) -> None:
        """`source` are the file's lines, `first_line` (1-based) where the text starts, `cursor` a column offset."""
        self._starts: list[tuple[int, int, int]] = []
        offset = 0
        for index, part in enumerate(content.split("\n")):
            number = first_line + index
            line = source[number - 1] if number <= len(source) else ""
            self._starts.append((offset, number, _column(part, line, cursor if index == 0 else 0)))
            offset += len(part) + 1

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of an offset."""
        start, number, column = next(
            (entry for entry in reversed(self._starts) if entry[0] <= offset), self._starts[0]
        )
        return number, max(1, column + offset - start + 1)

    def span(self, start: int, end: int) -> Span:
        """The span of a pair of offsets."""
        return Span(*self.place(start), *self.place(end))


def _column(part: str, line: str, cursor: int) -> int:
    """The 0-based column at which a line of inline text starts in its source line; may be negative by its indent."""
    text = part.strip()
    lead = len(part) - len(part.lstrip())
    bare = line.rstrip()
    if cursor == 0 and bare.endswith(text):
        return len(bare) - len(text) - lead
    found = line.find(text, cursor)
    return (found if found >= 0 else cursor) - lead
