"""What a configuration that is there already lacks, and how it would look with it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from runbook_lint.model.adoption import Setting

TABLE = "tool.runbook-lint"


def lacking(text: str, settings: Sequence[Setting], within: str = "") -> tuple[Setting, ...]:
    """The settings whose key a configuration does not have; `within` is the table that holds ours."""
    table = _down(tomllib.loads(text), within)
    return tuple(each for each in settings if each.key not in _down(table, each.table))


def _down(table: dict[str, Any], path: str) -> dict[str, Any]:  # Any: TOML
    for part in path.split(".") if path else ():
        inner = table.get(part)
        table = inner if isinstance(inner, dict) else {}
    return table


def merged(text: str, settings: Sequence[Setting], within: str = "") -> str:
    """A configuration with some more settings; what stands there stays as it is, comments included."""
    import tomlkit

    document = tomlkit.parse(text)
    for each in settings:
        table: Any = document  # tomlkit's containers have no common type
        for part in ".".join(filter(None, (within, each.table))).split("."):
            if part:
                table = table.setdefault(part, tomlkit.table())
        table[each.key] = list(each.value) if isinstance(each.value, tuple) else each.value
    return tomlkit.dumps(document)
