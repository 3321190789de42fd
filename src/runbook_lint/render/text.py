"""Text that is safe on a terminal: nothing in it moves the cursor or hides another character."""

from __future__ import annotations

import re
import unicodedata

_BIDI = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(rf"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029{_BIDI}]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """One line of text with control and direction characters written out, so that a page cannot forge output."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), encodable(text))


def encodable(text: str) -> str:
    """Text with what no encoding can carry (half a surrogate pair, as in odd file names) replaced."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def width(text: str) -> int:
    """How many terminal cells a text takes."""
    cells = 0
    for char in text:
        if not unicodedata.combining(char):
            cells += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return cells
