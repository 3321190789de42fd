"""Inline tokens of the reference parser seen together: what closes what, what follows, what a reader sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.patterns import regex
from runbook_lint.parse.site.elements import VOID, known

if TYPE_CHECKING:
    from markdown_it.token import Token

TAG = regex(r"<(/?)([A-Za-z][\w.:-]*)")
"""The beginning of a tag: the slash of a closing one, and its name."""

_MOST_OPEN = 20  # tags that are looked through for the one that is closed


def pairs(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each opening token is closed, tags of HTML included: those only within what is open around them."""
    ends: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for index, token in enumerate(tokens):
        if token.type == "html_inline":
            tag = TAG.match(token.content)
            name = tag[2].lower() if tag else ""
            if tag and tag[1]:
                _close(stack, name, index, ends)
            elif name not in VOID and known(name):
                stack.append((name, index))
        elif token.nesting == 1:
            stack.append(("", index))
        elif token.nesting == -1:
            while stack and stack[-1][0]:
                stack.pop()
            if stack:
                ends[stack.pop()[1]] = index
    return ends


def _close(stack: list[tuple[str, int]], name: str, index: int, ends: dict[int, int]) -> None:
    for depth in range(len(stack) - 1, max(len(stack) - _MOST_OPEN, 0) - 1, -1):
        if not stack[depth][0]:
            return
        if stack[depth][0] == name:
            ends[stack[depth][1]] = index
            del stack[depth:]
            return


def following(tokens: Sequence[Token]) -> str:
    """The first character behind a mark, as far as it matters to the mark."""
    for token in tokens:
        if token.type in ("text", "text_special") and token.content:
            return token.content[0]
        if token.nesting == 1 and token.type != "link_open":
            return "x"
        if token.type != "text":
            return " "
    return ""


def seen(tokens: Sequence[Token]) -> str:
    """The text and code of tokens."""
    return "".join(token.content for token in tokens if token.type in ("text", "text_special", "code_inline"))


def alternative(image: Token) -> str:
    """The alternative text of an image."""
    return "".join(_told(image.children or []))


def _told(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield alternative(token)
