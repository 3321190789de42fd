"""Findings below the file that they stand in, one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from runbook_lint.model.finding import Finding
from runbook_lint.render.findings import Paint, plain, star
from runbook_lint.render.text import leading, visible


def lines(findings: Sequence[Finding], paint: Paint = plain, unsafe: bool = False) -> Iterator[str]:
    """A file's path, then `line:column severity CODE message` for each of its findings, in columns."""
    for path, group in groupby(findings, key=lambda finding: finding.path):
        found = list(group)
        wide = max(len(_place(finding)) for finding in found)
        yield paint(leading(path), "path")
        for finding in found:
            severity = finding.severity.value
            told = f"{star(finding, paint, unsafe)}{visible(finding.message)}"
            label = paint(f"{severity:<7}", severity)
            yield f"  {_place(finding):<{wide}}  {label}  {finding.code}  {told}"
        yield ""


def _place(finding: Finding) -> str:
    return f"{finding.span.line}:{finding.span.column}"
