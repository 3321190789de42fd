"""What changed between two texts: the edits that make one of the other, and where findings went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from runbook_lint.model.finding import Edit, Finding, Fix
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE, Span


def edits_between(path: str, old: Sequence[str], new: Sequence[str]) -> tuple[Edit, ...]:
    """The edits by whole lines that make one text of another; both hold their lines without ends, one at least.

    Where two would begin at one place, their order would decide: then it is one edit from the first change to the last.
    """
    changes = [each[1:] for each in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if each[0] != "equal"]
    edits = tuple(_edit(path, old, new[there:until], first, last) for first, last, there, until in changes)
    if len({edit.span[:2] for edit in edits}) == len(edits):
        return edits
    return (_edit(path, old, new[changes[0][2] : changes[-1][3]], changes[0][0], changes[-1][1]),)


def _edit(path: str, old: Sequence[str], new: Sequence[str], first: int, last: int) -> Edit:
    """The edit that puts some lines in place of those from `first` up to `last`, counted from 0."""
    text = "".join(f"{line}\n" for line in new)
    if last < len(old):
        return Edit(path, Span(first + 1, 1, last + 1, 1), text)
    if first == 0:
        return Edit(path, Span(1, 1, max(len(old), 1), len(old[-1]) + 1 if old else 1), "\n".join(new))
    end = Span(first, len(old[first - 1]) + 1, len(old), len(old[-1]) + 1)  # up to the end: the line end comes first
    return Edit(path, end, "".join(f"\n{line}" for line in new))


@dataclass(frozen=True, slots=True)
class Shift:
    """How lines moved: `before` lines at the top and `after` at the bottom stayed as they were."""

    before: int
    after: int
    was: int
    now: int

    def line(self, number: int) -> int | None:
        """Where a 1-based line went; None for one that was changed."""
        if number <= self.before:
            return number
        return number + self.now - self.was if number > self.was - self.after else None

    def span(self, span: Span) -> Span | None:
        """Where a span went; None where its text was changed."""
        first, last = self.line(span.line), self.line(span.end_line)
        if first is None or last is None or last - first != span.end_line - span.line:
            return None
        return span._replace(line=first, end_line=last)


def shift_between(old: Sequence[str], new: Sequence[str]) -> Shift:
    """The lines at both ends that two texts have in common."""
    most = min(len(old), len(new))
    before = next((index for index in range(most) if old[index] != new[index]), most)
    rest = most - before
    after = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    return Shift(before, after, len(old), len(new))


def moved(findings: Iterable[Finding], old: Sequence[str], new: Sequence[str]) -> Iterator[Finding]:
    """The findings of a text where they stand in the next one; those in changed lines wait to be judged anew."""
    shift = shift_between(old, new)
    for finding in findings:
        span = PAGE if finding.span == PAGE else shift.span(finding.span)
        if span is not None:
            yield replace(finding, span=span, fix=_moved_fix(finding, shift))


def _moved_fix(finding: Finding, shift: Shift) -> Fix | None:
    if finding.fix is None:
        return None
    spans = [shift.span(edit.span) if edit.path == finding.path else edit.span for edit in finding.fix.edits]
    if any(span is None for span in spans):
        return None
    edits = zip(finding.fix.edits, spans, strict=True)
    return replace(finding.fix, edits=tuple(replace(edit, span=span) for edit, span in edits if span is not None))
