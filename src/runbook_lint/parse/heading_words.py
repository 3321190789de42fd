"""What a heading says, in the three ways in which engines hear it before they make an anchor of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.patterns import regex
from runbook_lint.parse.bare_urls import bare_urls

if TYPE_CHECKING:
    from markdown_it.token import Token

_TEXT = frozenset({"text", "text_special", "code_inline"})
_ADDRESS = regex(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DASHES = regex("---?")
_ATTRIBUTES = regex(r"\s*\{(?:#|\.[\w-]|:|[\w-]+=| +#)[^{}\n]*\}\s*\Z")
_ID = regex(r"(?:[{\s:])(?:#|id=)(?:\"([^\"]+)\"|'([^']+)'|([^\s{}\"']+))")


def visible(tokens: Sequence[Token]) -> str:
    """What a reader sees: text and code with their line ends; no images, no HTML."""
    return "".join(map(_seen, tokens))


def _seen(token: Token) -> str:
    if token.type in _TEXT:
        return token.content
    if token.type == "footnote_ref":
        return str(token.meta["id"] + 1)
    return "\n" if token.type in ("softbreak", "hardbreak") else ""


def spoken(tokens: Sequence[Token]) -> str:
    """What is read out: images by their alternative text, no footnote's number."""
    return "".join(
        spoken(token.children or []) if token.type == "image" else _seen(token)
        for token in tokens
        if token.type != "footnote_ref"
    )


def typeset(tokens: Sequence[Token]) -> str:
    """What Hugo keeps: as it is read out, without addresses in the open, dashes set by its typographer."""
    parts, autolink = [], False
    for token in tokens:
        if token.type in ("link_open", "link_close") and token.markup == "autolink":
            autolink = token.nesting == 1
        elif token.type == "image":
            parts.append(typeset(token.children or []))
        elif token.type == "code_inline":
            parts.append(token.content.replace("--", "-\0-"))
        elif not autolink and token.type != "footnote_ref":
            parts.append(_seen(token))
    text = "".join(parts)
    if "/" in text or "." in text:
        for start, end in reversed(list(bare_urls(text))):
            text = text[:start] + text[end:]
    text = _ADDRESS.sub("", text) if "@" in text else text
    return _DASHES.sub("–", text).replace("\0", "") if "--" in text else text.replace("\0", "")


def attributes(text: str) -> tuple[str, str]:
    """The attribute list at the end of a heading (`{#id .class}`, `{: #id }`) as written, and the id in it."""
    match = _ATTRIBUTES.search(text) if "}" in text else None
    if not match:
        return "", ""
    found = _ID.search(match[0])
    return match[0], next(filter(None, found.groups()), "") if found else ""
