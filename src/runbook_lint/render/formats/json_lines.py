"""A JSON object a line, version 1 (`runbook-lint schema findings-lines`): what reads a stream need not wait."""

from __future__ import annotations

import json
from typing import Any

from runbook_lint.parse.text import encodable
from runbook_lint.render.findings import VERSION, finding_json
from runbook_lint.render.formats.outcome import Outcome


def text(outcome: Outcome) -> str:
    """`{"version": 1, "finding": …}` for each finding, `{"version": 1, "summary": …}` at the end."""
    lines = [_line(finding=finding_json(finding)) for finding in outcome.findings]
    return "".join([*lines, _line(summary=dict(outcome.summary))])


def _line(**value: Any) -> str:  # Any: JSON
    return encodable(json.dumps({"version": VERSION, **value}, ensure_ascii=False)) + "\n"
