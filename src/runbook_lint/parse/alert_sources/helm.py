"""What `helm template` says of where a resource was written: a comment above each."""

from __future__ import annotations

from collections.abc import Sequence

from runbook_lint.model.alert import Authored
from runbook_lint.model.document import Data
from runbook_lint.model.patterns import regex

_SOURCE = regex(r"# Source: (\S.*?)\s*$")


def helm_source(data: Data, lines: Sequence[str]) -> Authored | None:
    """The template that a document was rendered from, by the comment between its `---` and its first key."""
    number = data.span().line - 1
    while 0 < number <= len(lines) and (not lines[number - 1].strip() or lines[number - 1].startswith("#")):
        match = _SOURCE.match(lines[number - 1])
        if match:
            return Authored(match[1])
        number -= 1
    return None
