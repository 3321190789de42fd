"""One key of a page's or a manifest's data, under whichever of its names it stands."""

from __future__ import annotations

from runbook_lint.model.document import Data, DataProblem, Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE, Span
from runbook_lint.parse.memo import once_each

_TEMPLATE = regex(r"\{\{|\{[%#]|<%")
_DATE_LIKE = regex(r"\d{4}|\d+[-/.]\d+[-/.]\d")
LOOSE_KEY = "reviewed"  # also says `reviewed: true` and `reviewed: jsmith`, which is no try at a date


@dataclass(frozen=True, slots=True)
class Entry:
    """A key that was found under one of its names: the name, the value as text, and its place."""

    key: str = ""
    text: str = ""
    span: Span = PAGE
    templated: bool = False
    scalar: bool = True


def find_entry(data: Data, names: tuple[str, ...], lines: tuple[str, ...] = ()) -> Entry | None:
    """The first of some keys that has a value, else the first that stands there empty."""
    present = [name for name in names if isinstance(data.value, dict) and name in data.value]
    filled = [name for name in present if data.get(name) not in (None, "")]
    if not present:
        return None
    key = (filled or present)[0]
    value = data.get(key)
    span = data.span(key) if filled else data.key_span(key)
    line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    scalar = value is None or isinstance(value, (str, int, float))
    text = "" if value is None or not scalar else str(value).lower() if isinstance(value, bool) else str(value).strip()
    return Entry(key, text, span, bool(_TEMPLATE.search(line)), scalar)


def find_review_date(data: Data, names: tuple[str, ...], lines: tuple[str, ...] = ()) -> Entry | None:
    """The review date, whether or not it can be read; a `reviewed` that says something else is none."""
    entry = find_entry(data, names, lines)
    if entry and entry.key == LOOSE_KEY and not entry.templated and not _DATE_LIKE.search(entry.text):
        return find_entry(data, tuple(name for name in names if name != LOOSE_KEY), lines)
    return entry


@once_each
def ambiguous_values(document: Document) -> tuple[DataProblem, ...]:
    """The values of a page's front matter that readers of YAML take differently."""
    return document.front_matter.data.ambiguous if document.front_matter else ()
