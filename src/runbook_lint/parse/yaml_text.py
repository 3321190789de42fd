"""A text in double quotes, so that every reader of YAML or TOML takes it for this text."""

from __future__ import annotations

from runbook_lint.parse.text import encodable

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    """One line, whatever is in the text; what cannot be printed is escaped."""
    return f'"{"".join(_written(char) for char in encodable(text))}"'


def _written(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if char.isprintable():
        return char
    number = ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
