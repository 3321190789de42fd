"""The file of remembered links: values to bytes, the same for the same values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from runbook_lint.model.link_memory import LinkRecord
from runbook_lint.parse.link_memory import VERSION


def memory_bytes(records: Mapping[str, LinkRecord]) -> bytes:
    """Sorted, one link a line and nothing that says nothing, so that a change is small and a merge is easy."""
    lines = [f"    {_json(url)}: {_json(_table(records[url]))}" for url in sorted(records)]
    body = ",\n".join(lines)
    return f'{{\n  "version": {VERSION},\n  "links": {{\n{body}\n  }}\n}}\n'.encode("utf-8", "replace")


def _table(record: LinkRecord) -> dict[str, Any]:  # Any: JSON
    given = {each.name: getattr(record, each.name) for each in fields(record)}
    return {name: value if isinstance(value, int) else str(value) for name, value in given.items() if value}


def _json(value: Any) -> str:  # Any: JSON
    return json.dumps(value, ensure_ascii=False)
