"""Text as Markdown that no engine takes for more than text: the one place that writes what a page's author wrote.

Engines disagree on what is markup, and extensions add their own. So every character that one of them could take
for more than itself becomes a numeric entity, which all of them show alike, in Markdown and in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from runbook_lint.model.patterns import regex

_CONTROL = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = regex(r"\s+")
_SPECIAL = regex(
    r"[&<>*`\[\]{}|~\\$^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|==|:(?=//|[\w+-]{0,40}[a-z+-][\w+-]{0,40}:)|(?<=www)\."
    r"|!\Z"  # a link may follow, which it would make a picture
    r"|\((?=(?:c|r|tm)\))|(?<=[\dc+=])/(?=[\do=-])",  # what typographers set: (c), 1/2, c/o, +/-
    re.IGNORECASE,
)
_PERHAPS = regex(r"[&<>*`\[\]{}|~\\$^_=:!(/]")
"""Every character with which something special may begin, but for the dot of `www.`: most texts hold none."""
_EMOJI = regex(r":[a-z0-9_+-]{2,40}:")
_START = regex(r"[-+#:=]|!!!|\?\?\?|///|\d+[.)](?=\s|\Z)|\[\^\w+\]:")
_EDGES = regex(r"\A(?:\s|<br>)+|(?<!\s)(?<!<br>)(?:\s|<br>)+\Z|(?:<br>)+(?=<br>)")
_LAST = regex(r"&#33;\Z")  # nothing follows on this line
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PLAIN_CODE = regex(r"(?!#!|:::)[\w.,:;/=+?!@#$%^()'\"*~&-]+(?: [\w.,:;/=+?!@#$%^()'\"*~&-]+)*", re.ASCII)
_ENTITY = regex(r"&(?=[#\w])")
_CODE = regex(r"[!#$&*+:<=>@\[\\\]^`{|}~]|\b_|_\b|(?<=www)\.", re.ASCII | re.IGNORECASE)


def clean(text: str) -> str:
    """A text without what no reader sees: control characters, and those that turn the direction of reading."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def words(text: str) -> str:
    """A text of the author's as Markdown that says just this; GitHub's names of emoji become emoji."""
    text = clean(text)
    if not _PERHAPS.search(text) and "www." not in text.lower():
        return text
    if ":" in text:
        text = _EMOJI.sub(lambda found: _emoji().get(found[0], found[0]), text)
    return _SPECIAL.sub(_entities, text)


def line(text: str) -> str:
    """The same on one line."""
    return _SPACE.sub(" ", words(text)).strip()


def code(text: str) -> str:
    """Inline code: between backticks where every engine reads it alike, else as HTML with entities."""
    text = clean(text.replace("\n", " "))
    if _PLAIN_CODE.fullmatch(text) and not _ENTITY.search(text):
        return f"`{text}`"
    return f"<code>{_CODE.sub(_entities, text)}</code>" if text.strip() else ""


def trimmed(markdown: str) -> list[str]:
    """The lines of finished inline Markdown, without what is blank around them."""
    lines = (_LAST.sub("!", each.strip(" \t")) for each in _EDGES.sub("", markdown).split("\n"))
    return [each for each in lines if each]


def paragraph(markdown: str) -> list[str]:
    """The same as the lines of a paragraph, none of which begins a block of its own."""
    lines = trimmed(markdown)
    return [_guarded(found) + each[found.end() :] if (found := _START.match(each)) else each for each in lines]


def _guarded(found: re.Match[str]) -> str:
    """The start of a line that would begin a list, a heading, a rule or a definition, and does not any more."""
    text = found[0]
    return f"{text[:-1]}&#{ord(text[-1])};"


def destination(url: str) -> str:
    """A URL as the destination of a Markdown link."""
    return quote(clean(url), safe="/:?#@!$&*+,;=%~-._").replace("&", "&amp;")


def _entities(found: re.Match[str]) -> str:
    return "".join(_NAMED.get(char) or f"&#{ord(char)};" for char in found[0])


@lru_cache(maxsize=1)
def _emoji() -> Mapping[str, str]:
    """GitHub's names of emoji; none where the engine's extensions are not installed."""
    try:
        from pymdownx import gemoji_db  # type: ignore[import-untyped]
    except ImportError:
        return {}
    facts = gemoji_db.emoji.items()
    known = {name: each.get("unicode_alt") or each["unicode"] for name, each in facts if "unicode" in each}
    known |= {alias: known[name] for alias, name in gemoji_db.aliases.items() if name in known}
    return {name: "".join(chr(int(point, 16)) for point in points.split("-")) for name, points in known.items()}
