"""Fixes as an editor offers them, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runbook_lint.model.finding import Applicability, Edit, Finding
from runbook_lint.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class QuickFix:
    """An offer to mend one finding: what it says, the edits, and whether it may be taken without a look."""

    title: str
    finding: Finding
    edits: tuple[Edit, ...]
    safe: bool


def quick_fixes(findings: Iterable[Finding], first_line: int, last_line: int) -> Iterator[QuickFix]:
    """The fixes of what stands on some lines, the safe ones first."""
    touched = [each for each in findings if each.span.line <= last_line and first_line <= each.span.end_line]
    offers = [offer for finding in touched if (offer := _offer(finding))]
    yield from sorted(offers, key=lambda offer: not offer.safe)


def _offer(finding: Finding) -> QuickFix | None:
    if finding.fix is None or not finding.fix.edits:
        return None
    safe = finding.fix.applicability is Applicability.SAFE
    told = finding.help if finding.help.startswith("did you mean") else finding.message
    title = f"Mend {finding.name}: {told}" + ("" if safe else " (unsafe: look it over)")
    return QuickFix(title, finding, finding.fix.edits, safe)
