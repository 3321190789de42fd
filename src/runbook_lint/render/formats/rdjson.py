"""reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf (DiagnosticResult)."""

from __future__ import annotations

import json
from typing import Any

from runbook_lint.model.finding import Finding
from runbook_lint.model.position import Span
from runbook_lint.model.rule import SITE
from runbook_lint.parse.text import encodable
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.formats.words import told_below


def text(outcome: Outcome) -> str:
    """One document; its columns count bytes of UTF-8, as the format wants it."""
    diagnostics = [_diagnostic(finding, outcome) for finding in outcome.findings]
    document = {"source": {"name": "runbook-lint", "url": f"{SITE}/"}, "diagnostics": diagnostics}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(finding: Finding, outcome: Outcome) -> dict[str, Any]:
    made: dict[str, Any] = {
        "message": told_below(finding),
        "location": {
            "path": outcome.path(finding.path),
            "range": _range(finding.path, finding.span, outcome),
        },
        "severity": finding.severity.value.upper(),
        "code": {"value": finding.code, "url": finding.url},
    }
    if finding.fix and len(finding.fix.edits) == 1 and finding.fix.edits[0].path == finding.path:
        (edit,) = finding.fix.edits  # a suggestion is applied by itself, so half of a mending must not be one
        made["suggestions"] = [{"range": _range(edit.path, edit.span, outcome), "text": encodable(edit.text)}]
    return made


def _range(path: str, span: Span, outcome: Outcome) -> dict[str, Any]:
    end = max((span.end_line, span.end_column), (span.line, span.column))
    return {
        "start": _position(path, span.line, span.column, outcome),
        "end": _position(path, *end, outcome),
    }


def _position(path: str, line: int, column: int, outcome: Outcome) -> dict[str, int]:
    return {"line": line, "column": outcome.byte_column(path, line, column)}
