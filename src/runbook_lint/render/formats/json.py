"""The stable machine format, version 1 (`runbook-lint schema findings`)."""

from __future__ import annotations

from runbook_lint.render.findings import as_json
from runbook_lint.render.formats.outcome import Outcome


def text(outcome: Outcome) -> str:
    """All findings and the summary in one document; in that of a shard also what `merge` needs."""
    shard = None
    if outcome.part:
        from runbook_lint.render.shard import shard_json

        shard = shard_json(outcome.part, outcome)
    return as_json(outcome.findings, dict(outcome.summary), shard) + "\n"
