"""Where something stands in a text."""

from typing import NamedTuple

from runbook_lint.model.frozen import dataclass


class Span(NamedTuple):
    """A range in a text: lines and columns count from 1 in Unicode code points, the end column is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


PAGE = Span()
"""Where page-level problems stand."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the repository; the path is relative to its root, with forward slashes."""

    path: str
    span: Span = PAGE
