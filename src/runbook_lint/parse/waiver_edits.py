"""Where the parts of a waiver stand in its file, and how to take it out again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from runbook_lint.model.finding import Edit
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.waivers import UNTIL, Waiver

_BRACKETS = regex(r"ignore\s*\[([^\]]*)\]")


def name_span(waiver: Waiver, name: str, lines: Sequence[str]) -> Span:
    """Where a rule's name stands in its waiver."""
    source = _source(waiver, lines)
    brackets = _BRACKETS.search(source)
    match = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])").search(source, brackets.start(1)) if brackets else None
    return _span(waiver, source, match.start(), match.end()) if match else waiver.span


def until_span(waiver: Waiver, lines: Sequence[str]) -> Span:
    """Where a waiver's date stands."""
    source = _source(waiver, lines)
    match = UNTIL.search(source)
    return _span(waiver, source, match.start(1), match.end(1)) if match else waiver.span


def without_names(waiver: Waiver, names: Sequence[str], lines: Sequence[str]) -> Edit | None:
    """Some rules taken out of a waiver that keeps others."""
    source = _source(waiver, lines)
    brackets = _BRACKETS.search(source)
    if not brackets:
        return None
    kept = [name for name in waiver.rules if name not in names]
    return Edit(waiver.path, _span(waiver, source, *brackets.span(1)), ", ".join(kept))


def removal(waiver: Waiver, lines: Sequence[str]) -> Edit | None:
    """A waiver taken out: its whole comment, and its line where it stands alone.

    None where other text begins behind it: without the comment that could become a list or a heading.
    """
    span = waiver.span
    before, after = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
    begins_a_block = after.strip() and not after.lstrip()[0].isalpha() and not re.search(r"\w", before)
    if begins_a_block or "\t" in before:
        return None
    if not before.strip() and not after.strip():
        return Edit(waiver.path, _whole_lines(span, lines), _gap(span, lines))
    start, end = span.column, span.end_column
    if not before.strip():
        end += len(after) - len(after.lstrip())
    elif not after[:1].strip():
        start = len(before.rstrip()) + 1
    return Edit(waiver.path, Span(span.line, start, span.end_line, end), "")


def _whole_lines(span: Span, lines: Sequence[str]) -> Span:
    """The lines of a comment with one line end, and with the blank line that would double the one above."""
    above = lines[span.line - 2].strip() if span.line > 1 else ""
    last = span.end_line
    if not above and last < len(lines) and not lines[last].strip():
        last += 1
    if last < len(lines):
        return Span(span.line, 1, last + 1, 1)
    if span.line == 1:
        return Span(1, 1, last, len(lines[-1]) + 1)
    return Span(span.line - 1, len(lines[span.line - 2]) + 1, last, len(lines[last - 1]) + 1)


def _gap(span: Span, lines: Sequence[str]) -> str:
    """A blank line in place of an HTML comment between two lines of text, which would run together."""
    is_html = lines[span.line - 1].lstrip().startswith("<!--")
    between = span.line > 1 and span.end_line < len(lines)
    return "\n" if is_html and between and lines[span.line - 2].strip() and lines[span.end_line].strip() else ""


def _source(waiver: Waiver, lines: Sequence[str]) -> str:
    span = waiver.span
    rows = list(lines[span.line - 1 : span.end_line])
    rows[-1] = rows[-1][: span.end_column - 1]
    rows[0] = rows[0][span.column - 1 :]
    return "\n".join(rows)


def _span(waiver: Waiver, source: str, start: int, end: int) -> Span:
    return Span(*_place(waiver, source, start), *_place(waiver, source, end))


def _place(waiver: Waiver, source: str, offset: int) -> tuple[int, int]:
    before = source[:offset]
    newlines = before.count("\n")
    return waiver.span.line + newlines, offset - before.rfind("\n") if newlines else waiver.span.column + offset
