"""alerts.json: our own inventory, for alerts that are written in what nobody here renders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from runbook_lint.model.alert import Authored
from runbook_lint.parse.alert_sources.facts import Facts, Path, Read, Sheet, alert_of, text_map, text_of
from runbook_lint.parse.schema import load_schema, violations


def is_inventory(value: dict[str, Any], path: str) -> bool:
    """Whether a mapping is our inventory, or is named like one."""
    return isinstance(value.get("alerts"), list) and ("version" in value or path.rsplit("/", 1)[-1] == "alerts.json")


def read_inventory(sheet: Sheet, value: dict[str, Any]) -> Iterator[Read]:
    """The alerts of an inventory, and what its schema says against it."""
    yield from violations(load_schema("alerts"), sheet.data)
    for index, entry in enumerate(value["alerts"]):
        name = text_of(entry.get("name")).strip() if isinstance(entry, dict) else ""
        if name:
            yield _alert(sheet, entry, ("alerts", index), name)


def _alert(sheet: Sheet, entry: dict[str, Any], at: Path, name: str) -> Read:
    facts = Facts(
        name,
        at,
        ("name",),
        group=text_of(entry.get("group")),
        expr=text_of(entry.get("expression")),
        hold=text_of(entry.get("for")),
        labels=text_map(entry.get("labels")),
        annotations=text_map(entry.get("annotations")),
        namespace=text_of(entry.get("namespace")),
        source="inventory",
    )
    alert = alert_of(replace(sheet, authored=_authored(entry.get("source"))), facts)
    if text_of(entry.get("severity")):
        place = sheet.place((*at, "severity"))
        alert = replace(alert, severity=text_of(entry["severity"]), severity_location=place)
    if text_of(entry.get("runbook")).strip():
        place = sheet.place((*at, "runbook"))
        alert = replace(alert, runbook=text_of(entry["runbook"]).strip(), runbook_key="runbook", runbook_location=place)
    return alert


def _authored(source: Any) -> Authored | None:  # Any: JSON
    if not isinstance(source, dict) or not isinstance(source.get("path"), str):
        return None
    line = source.get("line")
    return Authored(source["path"], line if isinstance(line, int) and line > 0 else 0)
