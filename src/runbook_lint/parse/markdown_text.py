"""Text put into a page so that it shows the same characters: no markup, HTML or entity of its own."""

from __future__ import annotations

from runbook_lint.model.patterns import regex

_MARKUP = regex(r"([\\`*_\[\]<>|~])")
_LINE_START = regex(r"\A(\s*)(#|(?:[+\-=]|\d+[.)])(?=\s|\Z|[-=#]))")  # MkDocs takes `#a` for a heading too


def escaped(text: str) -> str:
    """A text as it may stand within a line, or in a table."""
    return _MARKUP.sub(r"\\\1", text).replace("&", "&amp;")


def at_line_start(line: str) -> str:
    """An escaped text as it may stand at the beginning of a line: no heading, list or underline."""
    return _LINE_START.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", line)
