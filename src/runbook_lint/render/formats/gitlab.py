"""GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from runbook_lint.model.finding import Finding, Severity
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.formats.words import told

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
"""GitLab's own scale goes on to critical and blocker; nothing here is either."""


def text(outcome: Outcome) -> str:
    """A list of issues, which GitLab compares by fingerprint with those of the target branch."""
    issues = [_issue(finding, outcome) for finding in outcome.findings]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _fingerprint(finding: Finding, outcome: Outcome) -> str:
    """One for each place in the repository: GitLab throws the reports of all jobs together and keeps one of twins."""
    if not outcome.prefix:
        return finding.fingerprint
    joined = f"{outcome.prefix}\0{finding.fingerprint}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def _issue(finding: Finding, outcome: Outcome) -> dict[str, Any]:
    begin, end = finding.span.line, max(finding.span.line, finding.span.end_line)
    return {
        "description": told(finding),
        "check_name": finding.name,
        "fingerprint": _fingerprint(finding, outcome),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": outcome.path(finding.path), "lines": {"begin": begin, "end": end}},
    }
