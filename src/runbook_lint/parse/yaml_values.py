"""Plain YAML scalars: what they are to YAML 1.2, and where YAML 1.1 readers take them for something else.

Sources: yaml.org/spec/1.2.2 (core schema) and yaml.org/type (1.1), as PyYAML and Psych read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST_NUMBER = 1000  # characters
_SEPARATED = re.compile(r"[-+.0-9a-fA-FxX]*_[-+.0-9a-fA-F_]*\Z")
_AMBIGUOUS = (
    (re.compile(r"(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)\Z"), "a boolean", "text"),
    (re.compile(r"[-+]?0[0-7]+\Z"), "an octal number", "a decimal number"),
    (re.compile(r"[-+]?0o[0-7]+\Z"), "text", "an octal number"),
    (re.compile(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z"), "a base-60 number", "text"),
    (re.compile(r"[-+]?0b[01_]+\Z"), "a binary number", "text"),
    (re.compile(r"[-+]?0[0-9]*[89][0-9]*\Z"), "text", "a number"),
    (re.compile(r"[-+]?[1-9][0-9]*(?:_[0-9]+)+(?:\.[0-9_]*)?\Z"), "a number", "text"),
    (re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+\Z|[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)[eE][0-9]+\Z"), "text", "a number"),
)


def readings(text: str) -> Iterator[str]:
    """How readers of the two versions take a plain scalar, where they differ."""
    for pattern, old, new in _AMBIGUOUS:
        if pattern.match(text):
            yield f'"{text}" is {old} to YAML 1.1 readers and {new} to YAML 1.2 readers'


def plain_value(text: str, tag: str) -> str | int | float | bool | None:
    """The value of a plain scalar, by the type that the engine resolved it to; dates stay text."""
    if tag in ("int", "float") and _SEPARATED.match(text):
        return text  # a number to YAML 1.1 alone, though the engine takes it for one
    if len(text) > _LONGEST_NUMBER:
        return text  # Python refuses to print such a number
    try:
        if tag == "int":
            return int(text, 0) if text.lstrip("+-").lower().startswith(("0o", "0x")) else int(text)
        if tag == "float":
            return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    return None if tag == "null" else text
