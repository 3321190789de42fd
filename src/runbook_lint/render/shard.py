"""What a shard's JSON holds beyond its findings: all that another format may say of them, and of the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runbook_lint.model.finding import Finding
from runbook_lint.model.shard import Part, Since
from runbook_lint.render.formats.outcome import Outcome

Json = dict[str, Any]


def shard_json(part: Part, outcome: Outcome) -> Json:
    """The key `shard` of a document: `details` has an entry for each finding, in their order."""
    return {
        "number": part.shard.number,
        "of": part.shard.total,
        "versions": dict(part.versions),
        "rules": list(part.rules),
        "settings": part.settings,
        "today": part.today.isoformat(),
        "commit": part.commit,
        "tree": part.tree,
        "prefix": part.prefix,
        "fails": part.fails,
        "accepted_gone": part.accepted_gone,
        "since": _since(part.since),
        "unread": list(part.unread),
        "warnings": list(part.warnings),
        "details": [_details(finding, outcome) for finding in outcome.findings],
    }


def _since(since: Since | None) -> Json | None:
    if since is None:
        return None
    names = ("ref", "commit", "touched", "gone", "renamed", "elsewhere", "configured")
    return {name: getattr(since, name) for name in names}


def _details(finding: Finding, outcome: Outcome) -> Json:
    """The line that is shown (none where it must not be), columns in bytes that differ, where related places end."""
    asked = {place: outcome.byte_column(*place) for place in _positions(finding)}
    columns = [[line, column, count] for (_, line, column), count in sorted(asked.items()) if column != count]
    ends = [[place.span.end_line, place.span.end_column] for place, _ in finding.related]
    details = {"source": finding.source, "byte_columns": columns, "related_ends": ends}
    return {name: value for name, value in details.items() if value}


def _positions(finding: Finding) -> Iterator[tuple[str, int, int]]:
    """The places in a finding's file that a format may count in bytes: path, line, column."""
    edits = finding.fix.edits if finding.fix else ()
    for span in (finding.span, *(edit.span for edit in edits if edit.path == finding.path)):
        yield finding.path, span.line, span.column
        yield finding.path, span.end_line, span.end_column
