"""Workflow commands of GitHub Actions: the log line that becomes an annotation beside the changed line."""

from __future__ import annotations

from runbook_lint.model.finding import Finding, Severity
from runbook_lint.parse.text import encodable
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.formats.words import told_below
from runbook_lint.render.text import visible

_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def text(outcome: Outcome) -> str:
    """`::error file=…,line=…::message` for each finding; GitHub shows ten of a kind, its log has all."""
    return "".join(f"{_command(finding, outcome)}\n" for finding in outcome.findings)


def _command(finding: Finding, outcome: Outcome) -> str:
    path, span = outcome.path(finding.path), finding.span
    end = max(span.line, span.end_line)
    properties: dict[str, object] = {"file": path, "line": span.line, "endLine": end}
    if end == span.line:  # columns of different lines are an error to GitHub
        properties |= {"col": span.column, "endColumn": max(span.column, span.end_column)}
    properties["title"] = f"{finding.code} {finding.name}"
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    place = f"{visible(path)}:{span.line}:{span.column}"  # the log shows the message alone
    return f"::{_KINDS[finding.severity]} {given}::{_data(f'{place}: {told_below(finding)}')}"


def _data(value: str) -> str:
    return encodable(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
