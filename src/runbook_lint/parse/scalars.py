"""One value in a text, ready to be replaced: where it stands, without a tag or an anchor, and its quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.yaml_text import quoted

_PROPERTIES = regex(r"(?:[&!]\S*[ \t]+)*")
_PLAIN = regex(r"[A-Za-z][\w.@+/ -]*(?<! )\Z")
_DAY = regex(r"\d{4}-\d\d-\d\d\Z")
_RESERVED = regex(r"(?:yes|no|on|off|true|false|null|y|n)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value on one line; `quote` is `'`, `"` or nothing."""

    span: Span
    quote: str = ""

    def written_day(self, day: str) -> str:
        """A date as it must be written here: the quotes stay, and without them it is a date for every reader."""
        return f"{self.quote}{day}{self.quote}"

    def written(self, value: str) -> str:
        """Another value as it must be written here: the quotes stay, and come where they must."""
        if self.quote == '"' or (not self.quote and not is_plain(value) and "'" in value):
            return quoted(value)
        if self.quote == "'" or not is_plain(value):
            return "'" + value.replace("'", "''") + "'"
        return value


def is_plain(value: str) -> bool:
    """Whether every reader of YAML takes a value for text without quotes; a date it takes for none."""
    return bool(_PLAIN.match(value) and not _RESERVED.match(value))


def is_day(value: str) -> bool:
    """Whether a value has the form of a date."""
    return bool(_DAY.match(value))


def scalar_at(lines: Sequence[str], span: Span) -> Scalar | None:
    """The value at a place; None for one over several lines, a list, a mapping, a block of text or an alias."""
    if span.line != span.end_line or span.line > len(lines):
        return None
    source = lines[span.line - 1][span.column - 1 : span.end_column - 1]
    match = _PROPERTIES.match(source)
    skipped = match.end() if match else 0
    rest = source[skipped:]
    if not rest or rest[0] in "|>[{*&!":
        return None
    place = span._replace(column=span.column + skipped)
    if rest[0] in "'\"":
        return Scalar(place, rest[0]) if len(rest) > 1 and rest[-1] == rest[0] else None
    return Scalar(place)
