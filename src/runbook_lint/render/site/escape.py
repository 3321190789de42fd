"""Text from manifests, alerts and front matter as text, wherever on a page it lands."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from urllib.parse import quote

from markupsafe import Markup

from runbook_lint.model.patterns import regex

_SPECIAL = regex(
    r"""[&<>"'`*\[\]()|~\\{}$^=!@+#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=//|\w)|(?<=www)\.|\A[-:]|\A\d+(?=[.)])""",
    re.IGNORECASE,
)
_SPACE = regex(r"\s+")
_CONTROL = regex("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BACKTICKS = regex("`+")
_LANGUAGE = regex(r"[A-Za-z0-9+-]{0,20}")
_WEB = regex(r"(?:https?://[^\s/]|mailto:|tel:)", re.IGNORECASE)


def shown(value: object) -> str:
    """A value as text that is safe in Markdown's prose and tables, in HTML and in its attributes, on one line.

    What Markdown, its extensions or HTML could take for more than text becomes a numeric entity.
    """
    line = _CONTROL.sub("", _SPACE.sub(" ", str(value))).strip()
    return _SPECIAL.sub(lambda found: "".join(f"&#{ord(char)};" for char in found[0]), line)


def entitled(title: str) -> str:
    """A title as engines put it into `<title>`, navigation and search: without a look at what is in it."""
    return escape(_CONTROL.sub("", _SPACE.sub(" ", title)).strip(), quote=True)


def quoted(text: str) -> str:
    """A text between quotes as YAML has it: as JSON, but no character in two halves, which YAML's readers refuse."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else _numbered(char) for char in written)


def _numbered(char: str) -> str:
    point = 0xFFFD if "\ud800" <= char <= "\udfff" else ord(char)
    return f"\\U{point:08x}" if point > 0xFFFF else f"\\u{point:04x}"


def safe(value: object) -> Markup:
    """The same, marked as done, so that no template escapes it twice; None is nothing."""
    if type(value) is Markup:  # most of what templates put together
        return value
    if value is None:
        return Markup("")
    return Markup(value) if hasattr(value, "__html__") else _safe(str(value))


@lru_cache(maxsize=16384)
def _safe(text: str) -> Markup:
    """Kept, because names of services, teams and alerts stand on many pages."""
    return Markup(shown(text))  # escaped by us


def href(value: object) -> Markup:
    """A URL for an attribute or a link's destination; "" for one of a scheme that must not be followed."""
    text = _CONTROL.sub("", str(value)).strip()
    if not _WEB.match(text):
        return Markup("")
    return Markup(quote(text, safe="/:?#@!$&*+,;=%~-._").replace("&", "&amp;"))  # quoted


def fenced(code: object, language: str = "", indent: int = 0) -> Markup:
    """A block of code that nothing in it can end; `indent` is the column of the list item that it belongs to."""
    lines = [_CONTROL.sub("", line.replace("\t", "    ")).rstrip() for line in str(code).strip("\n").splitlines()]
    longest = max((len(run) for line in lines for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    word = language if _LANGUAGE.fullmatch(language) else ""
    margin = " " * indent
    block = [f"{fence}{word}", *lines, fence]
    return Markup("\n".join(f"{margin}{line}".rstrip() for line in block))  # no line of it is as long as its fence
