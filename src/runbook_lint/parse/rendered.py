"""What a reader sees of a page, as text: the reference for proving that an edit changed nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.patterns import regex
from runbook_lint.parse.engine import engine

if TYPE_CHECKING:
    from markdown_it.token import Token

_COMMENT = regex(r"<!--.*?-->", re.DOTALL)
_ADDRESS = regex(r"""(?<=\s)(href|src)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_MARK = "\x01{}\x02"


def rendered(lines: Sequence[str]) -> tuple[str, ...]:
    """The blocks of a body in order: tags, text and code as HTML would hold them.

    Addresses of links and HTML comments are left out, and blanks are one: `Document.links` has the former, and
    nobody sees the others.
    """
    return tuple(filter(None, map(_block, engine(False).parse("\n".join(lines) + "\n"))))


def _block(token: Token) -> str:
    if token.type == "definition":
        return ""
    if token.type == "inline":
        return _one_blank("".join(_inlines(token.children or [])))
    if token.type == "html_block":
        return _one_blank(_html(token.content))
    label = token.meta.get("label", "") if token.meta else ""
    hidden = "hidden" if token.hidden else ""
    return _MARK.format(f"{token.type} {token.tag} {token.info} {_attributes(token)} {label} {hidden}") + token.content


def _inlines(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "text_special"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "html_inline":
            yield _html(token.content)
        else:
            label = token.meta.get("label", "") if token.type == "footnote_ref" else ""
            yield _MARK.format(f"{token.type} {_attributes(token)} {label}") + token.content


def _attributes(token: Token) -> str:
    kept = {name: value for name, value in token.attrs.items() if name not in ("href", "src")}
    return " ".join(f"{name}={value}" for name, value in kept.items())


def _html(source: str) -> str:
    return _ADDRESS.sub(r"\1", _COMMENT.sub("", source))


def _one_blank(text: str) -> str:
    return " ".join(text.split())
