"""The table in the summary of a GitHub Actions step: annotations stop at ten of a kind, this does not."""

from __future__ import annotations

from urllib.parse import quote

from runbook_lint.model.finding import Finding
from runbook_lint.render import findings as render
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.template_filters import inline
from runbook_lint.render.text import visible

MOST_ROWS = 1_000
MOST_BYTES = 900_000
"""GitHub throws a summary of more than 1 MiB away, with all that other commands of the step wrote into it."""


def step_summary(outcome: Outcome, source: str = "") -> str:
    """The counts and a table, the worst first; `source` is the URL that a path is put behind, "" for no links."""
    lines = ["### runbook-lint", "", inline(render.summary_line(dict(outcome.summary)))]
    if outcome.unread:
        lines += ["", inline(render.unread_line(outcome.unread))]
    lines += [line for note in outcome.notes for line in ("", inline(note))]
    rows = _rows(outcome, source)
    if rows:
        lines += ["", "| Severity | Place | Rule | Finding |", "|---|---|---|---|", *rows]
    if len(rows) < len(outcome.findings):
        lines += ["", f"{len(outcome.findings) - len(rows):,} more are in the log of this step."]
    return "\n".join(lines) + "\n\n"


def _rows(outcome: Outcome, source: str) -> list[str]:
    rows: list[str] = []
    size = 0
    for finding in outcome.worst_first()[:MOST_ROWS]:
        row = _row(finding, outcome, source)
        size += len(row.encode()) + 1
        if size > MOST_BYTES:
            break
        rows.append(row)
    return rows


def _row(finding: Finding, outcome: Outcome, source: str) -> str:
    path, line = outcome.path(finding.path), finding.span.line
    place = inline(f"{visible(path)}:{line}")
    linked = f"[{place}]({source}{quote(path, safe='/')}#L{line})" if source else place
    told = inline(finding.message) + (f"<br>{inline(finding.help)}" if finding.help else "")
    return f"| {finding.severity.value} | {linked} | [{finding.code} {finding.name}]({finding.url}) | {told} |"
