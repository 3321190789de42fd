"""Addresses in the open, as GitHub links them: `https://…` and `www.…` in text.

Source: the extended autolinks of the GitHub Flavored Markdown specification and cmark-gfm, which implements
it. Mail addresses are left alone: nobody judges them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from runbook_lint.model.patterns import regex

_START = regex(r"(?<![A-Za-z])(?:https?|ftp)://(?=[A-Za-z0-9])|(?<![^\s*_~(])www\.", re.IGNORECASE)
_DOMAIN = regex(r"(?:[\w-]|\.)+")
_WHOLE = regex(r"[^\s<\0]*")
_ENTITY = regex(r"&[A-Za-z]+;")
_BRACKETS = regex(r"\\.|[\[\]]")


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of every address in a text whose links, code and HTML are replaced by NUL characters.

    None within an open `[`: GitHub makes no link there, for it may become the text of one.
    """
    after = depth = counted = 0
    for match in _START.finditer(text):
        if match.start() < after:
            continue
        for bracket in _BRACKETS.findall(text, counted, match.start()):
            depth = max(depth + {"[": 1, "]": -1}.get(bracket, 0), 0)
        counted = match.start()
        url = _address(text, match)
        if url and not depth:
            after = match.start() + len(url)
            yield match.start(), after


def _address(text: str, match: re.Match[str]) -> str:
    """The address that begins at a match, an empty string where none does."""
    www = match[0].lower() == "www."
    whole = _WHOLE.match(text, match.start())
    url = _trimmed(whole[0]) if whole else ""
    named = len(url) > len(match[0]) and _is_domain(text, match.start() if www else match.end(), dotted=www)
    return url if named else ""


def _is_domain(text: str, start: int, dotted: bool) -> bool:
    """Whether a host's name stands here: no underscore in its last two parts, a dot where there is no scheme."""
    match = _DOMAIN.match(text, start)
    parts = match[0].rstrip(".").split(".") if match else []
    return bool(parts) and not any("_" in part for part in parts[-2:]) and (len(parts) > 1 or not dotted)


def _trimmed(url: str) -> str:
    """A URL without the punctuation that belongs to the sentence around it."""
    end, closing = len(url), url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        entity = max(url.rfind("&", 0, end), 0) if last == ";" else end
        if last == ")" and closing <= 0:
            break
        if last == ";" and _ENTITY.fullmatch(url, entity, end):
            end = entity
        elif last in ")?!.,:*_~'\";":
            closing -= last == ")"
            end -= 1
        else:
            break
    return url[:end]
