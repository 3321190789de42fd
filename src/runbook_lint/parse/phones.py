"""Telephone numbers in a text, as addresses that a phone dials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from runbook_lint.model.patterns import regex

_NUMBER = regex(
    r"(?<![\w+./:-])(?P<number>(?:\+|00?)[ ]?[1-9](?:[ ./()-]{0,3}\d){5,16})"
    r"(?:[ ,]*(?:ext(?:ension)?\.?|x|#)[ ]?(?P<extension>\d{1,6}))?(?![\w/-])",
    re.IGNORECASE,
)
_TRUNK = regex(r"\(0\)")  # dialled within the country only: +44 (0)20 …
_DIGITS = range(7, 16)  # E.164 has fifteen at most; what is shorter is a channel or an extension


def find_phones(text: str) -> Iterator[tuple[int, int, str]]:
    """Where telephone numbers stand in a text, from and to, each with its `tel:` address.

    Taken are numbers that begin with a `+`, or with a zero and in groups, so that no date, version or id is called.
    """
    for match in _NUMBER.finditer(text):
        written = match["number"]
        number = ("+" if written.startswith("+") else "") + re.sub(r"\D", "", _TRUNK.sub("", written))
        if len(number.lstrip("+")) in _DIGITS and (number[0] == "+" or not written.isdecimal()):
            more = f";ext={match['extension']}" if match["extension"] else ""
            yield match.start(), match.end(), f"tel:{number}{more}"


def phone_address(text: str) -> str:
    """The `tel:` address of the first number in a text that is meant as one; empty where there is none."""
    found = next(find_phones(text), None)
    if found:
        return found[2]
    plain = re.sub(r"[ ./()-]", "", text.strip())
    return f"tel:{plain}" if plain.isascii() and plain.isdecimal() and 3 <= len(plain) <= 15 else ""
