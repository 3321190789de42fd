"""What a check found, with all that a format may say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from runbook_lint.model.finding import Finding, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.rule import Rule
from runbook_lint.model.shard import Part
from runbook_lint.parse.text import encodable

ByteColumn = Callable[[str, int, int], int]
"""Path, line and column in code points to the column in bytes: a format may count in a line, and must not show it."""

_ORDER = {severity: -severity.rank for severity in Severity}


@dataclass(frozen=True)
class Outcome:
    """Findings, their summary, the rules that ran, and what is known of the root.

    A finding that is to be left out (by a baseline, say) is not among `findings`. `prefix` is the folder of
    git's repository that was checked, "" for all of it; `unread` are files that hold alerts and were not read.
    `mended` says what was fixed, `notes` are lines for people behind the counts; `part` is what a shard says of itself.
    """

    findings: tuple[Finding, ...]
    summary: Mapping[str, int]
    rules: tuple[Rule, ...]
    today: date
    version: str
    byte_column: ByteColumn
    prefix: str = ""
    unread: tuple[str, ...] = ()
    mended: str = ""
    notes: tuple[str, ...] = ()
    part: Part | None = None

    def path(self, path: str) -> str:
        """A path from the root of git's repository, which is where a forge looks for it."""
        return encodable(f"{self.prefix}/{path}" if self.prefix else path)

    def worst_first(self) -> list[Finding]:
        """The findings by severity, each in the order of every output."""
        return sorted(self.findings, key=lambda finding: _ORDER[finding.severity])
