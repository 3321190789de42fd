"""Text that is safe on a terminal: nothing in it moves the cursor or hides another character."""

from __future__ import annotations

import unicodedata

from runbook_lint.model.patterns import regex
from runbook_lint.parse.text import encodable

_HIDDEN = "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROL = regex(rf"[\x00-\x1f\x7f-\x9f{_HIDDEN}]")
"""Controls, and what turns direction or cannot be seen; joiners stay, since emoji and many scripts need them."""


def visible(text: str) -> str:
    """One line of text with control and direction characters written out, so that a page cannot forge output."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), encodable(text))


def leading(path: str) -> str:
    """A path that begins a line: with `./` before what GitHub would take for a command (`::x::`); it opens as well."""
    shown = visible(path)
    return f"./{shown}" if "::" in shown and not shown[0].isalnum() else shown


def width(text: str) -> int:
    """How many terminal cells a text takes."""
    cells = 0
    for char in text:
        if not unicodedata.combining(char):
            cells += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return cells


def many(count: int, noun: str, several: str = "") -> str:
    """`1 error`, `2,327 alerts`."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"
