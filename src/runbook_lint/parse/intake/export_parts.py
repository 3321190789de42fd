"""Whose export a file is, and its parts under one roof: tools answer incident, timeline and actions apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runbook_lint.model.errors import UsageError
from runbook_lint.parse.intake.export_tools import TOOLS, Tool
from runbook_lint.parse.intake.json_paths import at, text_of

Json = dict[str, Any]  # Any: JSON

_KNOWN = f"{', '.join(tool.name for tool in TOOLS[:-1])} or {TOOLS[-1].name}"
_PARTS = frozenset({"alerts", "follow_ups", "incident", "incident_updates", "incidents", "log_entries", "notes"})
"""Keys of API answers that hold an incident, or something that belongs to one."""
_RESOURCES: Mapping[str, str] = {
    "incidents": "incidents",
    "incident_events": "events",
    "incident_action_items": "action_items",
    "incident_role_assignments": "roles",
}
"""JSON:API types, and what the maps call their lists."""


def recognised(name: str, found: Sequence[Any]) -> tuple[Tool, Json]:
    """The tool that wrote some JSON values, and its one incident with all that was saved of it.

    Raises UsageError where no tool is known by them, or where they hold several incidents.
    """
    for parts in (_side_by_side(found), _resources(found)):
        incidents = [each for each in parts.pop("incidents") if isinstance(each, dict)]
        for tool in TOOLS:
            known = [each for each in incidents if _is_marked({"incident": each}, tool)]
            if len(known) > 1:
                raise UsageError(f"{name}: holds {len(known):,} incidents of {tool.name}; save one of them")
            if known:
                return tool, {**parts, "incident": known[0]}
    raise UsageError(f"{name}: no export of {_KNOWN}; docs/postmortems.md says what to save")


def _is_marked(sheet: Json, tool: Tool) -> bool:
    return any(True for mark in tool.marks for _ in at(sheet, mark))


def _side_by_side(found: Sequence[Any]) -> Json:
    """API answers as one object: lists of the same key are one list, an object without its wrapper is an incident."""
    joined: dict[str, list[Any]] = {"incidents": []}
    for value in found:
        if not isinstance(value, dict):
            continue
        if not _PARTS & value.keys():
            joined["incidents"].append(value)
            continue
        for key, each in value.items():
            where = "incidents" if key == "incident" else key
            joined.setdefault(where, []).extend(each if isinstance(each, list) else [each])
    return dict(joined)


def _resources(found: Sequence[Any]) -> Json:
    """The resources of JSON:API answers by what they are, with what they refer to in its place."""
    every: list[Json] = []
    for value in found:
        inside = [each for key in ("data", "included") for each in at(value, key) if isinstance(each, dict)]
        every += inside or ([value] if isinstance(value, dict) else [])
    by_id = {
        (text_of(each.get("type")), text_of(each.get("id")) or str(place)): each for place, each in enumerate(every)
    }
    sorted_out: dict[str, list[Any]] = {"incidents": []}
    for each in by_id.values():
        kind = _RESOURCES.get(text_of(each.get("type")))
        if kind and isinstance(each.get("attributes"), dict):
            sorted_out.setdefault(kind, []).append({**each, "relationships": _related(each, by_id)})
    return dict(sorted_out)


def _related(value: Json, by_id: Mapping[tuple[str, str], Json]) -> Json:
    relations = value.get("relationships")
    found: Json = {}
    for name, relation in (relations if isinstance(relations, dict) else {}).items():
        refs = [each for each in at(relation, "data") if isinstance(each, dict)]
        found[name] = {"data": [by_id.get((text_of(ref.get("type")), text_of(ref.get("id"))), ref) for ref in refs]}
    return found
