"""SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/, of which GitHub reads the part that is used here."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any
from urllib.parse import quote

from runbook_lint.model.finding import Finding, Fix, Severity
from runbook_lint.model.position import Location, Span
from runbook_lint.model.rule import FAMILIES, SITE, Rule
from runbook_lint.parse.text import encodable
from runbook_lint.render.formats import MOST, left_out
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.text import visible

Json = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE = "%SRCROOT%"
FINGERPRINT = "runbookLint/v1"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_RELATED = 100  # GitHub takes no more places of a result


def text(outcome: Outcome) -> str:
    """One run with the rules that ran and, the worst first where there are too many, what they found."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(outcome)]}, indent=1) + "\n"


def _run(outcome: Outcome) -> Json:
    kept = outcome.worst_first()[: MOST["sarif"]]
    places = {rule.code: number for number, rule in enumerate(outcome.rules)}
    invocation: Json = {"executionSuccessful": True}
    if left_out("sarif", outcome):
        invocation["toolExecutionNotifications"] = [_cut(outcome)]
    return {
        "tool": {"driver": _driver(outcome)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "The root of the git repository."}}},
        "invocations": [invocation],
        "results": [_result(each, places, outcome) for each in sorted(kept, key=lambda finding: finding.sort_key)],
    }


def _cut(outcome: Outcome) -> Json:
    told = (
        f"{left_out('sarif', outcome):,} of {len(outcome.findings):,} findings are left out, the least severe ones: "
        f"GitHub stores {MOST['sarif']:,} of a run."
    )
    return {"level": "warning", "message": {"text": told}}


def _driver(outcome: Outcome) -> Json:
    return {
        "name": "runbook-lint",
        "version": outcome.version,
        "informationUri": f"{SITE}/",
        "rules": [_rule(rule) for rule in outcome.rules],
    }


def _rule(rule: Rule) -> Json:
    told = f"{rule.sentence} {rule.reason}"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": rule.reason},
        "help": {"text": f"{told} See {rule.url}", "markdown": f"{told}\n\n[{rule.name}]({rule.url})"},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [FAMILIES.get(rule.family, rule.family)],
            "precision": "very-high" if rule.default else "medium",
            "problem.severity": _GITHUB[rule.severity],
        },
    }


def _result(finding: Finding, places: dict[str, int], outcome: Outcome) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message, *([finding.help] if finding.help else [])),
        "locations": [{"physicalLocation": _place(Location(finding.path, finding.span), outcome)}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if finding.code in places:
        result["ruleIndex"] = places[finding.code]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _place(location, outcome), "message": _message(told)}
            for number, (location, told) in enumerate(finding.related[:_RELATED], 1)
        ]
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, finding, outcome)]
    return result


def _message(*lines: str) -> Json:
    """Plain text: `[a](b)` would be a link in it, so the page's own is taken apart."""
    return {"text": "\n".join(visible(line) for line in lines).replace("](", "\\](")}


def _place(location: Location, outcome: Outcome) -> Json:
    return {"artifactLocation": _artifact(location.path, outcome), "region": _region(location.span)}


def _artifact(path: str, outcome: Outcome) -> Json:
    return {"uri": quote(outcome.path(path), safe="/~!$&'()*+,;=@"), "uriBaseId": BASE}


def _region(span: Span) -> Json:
    end = max((span.end_line, span.end_column), (span.line, span.column))
    return {"startLine": span.line, "startColumn": span.column, "endLine": end[0], "endColumn": end[1]}


def _fix(fix: Fix, finding: Finding, outcome: Outcome) -> Json:
    edits = sorted(fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(path, outcome),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": encodable(edit.text)}}
                for edit in group
            ],
        }
        for path, group in groupby(edits, key=lambda edit: edit.path)
    ]
    told = finding.help or f"mend {finding.name}"
    return {"description": _message(told), "artifactChanges": changes}
