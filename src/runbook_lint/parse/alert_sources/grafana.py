"""Grafana's own alert rules: file provisioning, and the two forms its API exports.

Source: grafana.com/docs, "Use configuration files to provision alerting resources".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from runbook_lint.model.document import DataProblem
from runbook_lint.parse.alert_sources.facts import (
    Facts,
    Path,
    Read,
    Sheet,
    alert_of,
    mappings,
    text_map,
    text_of,
)

_PANEL = {"dashboardUid": "__dashboardUid__", "dasboardUid": "__dashboardUid__", "panelId": "__panelId__"}
"""Where a rule names its panel outside the annotations; Grafana's documentation spells the second one so."""


def is_grafana_rule(rule: Mapping[str, Any]) -> bool:
    """Whether a rule is Grafana's: titled, with a condition over queries, or wrapped by its ruler API."""
    return isinstance(rule.get("grafana_alert"), dict) or ("title" in rule and ("condition" in rule or "data" in rule))


def grafana_alert(
    sheet: Sheet, rule: dict[str, Any], at: Path, group: str, namespace: str, title: str = "title"
) -> Iterator[Read]:
    """An alert from a rule of Grafana's; `title` is the key its name stands under."""
    inner = rule.get("grafana_alert")
    core: Mapping[str, Any] = inner if isinstance(inner, dict) else rule
    if core.get("record"):
        return
    name_key: Path = ("grafana_alert", title) if core is inner else (title,)
    name = text_of(core.get(title)).strip()
    if not name:
        yield DataProblem("an alert has no title", sheet.data.span(*at, *name_key))
        return
    panel = {name: text_of(core[key]) for key, name in _PANEL.items() if core.get(key)}
    facts = Facts(
        name,
        at,
        name_key,
        group=group or text_of(core.get("ruleGroup")),
        expr=_expression(core),
        hold=text_of(rule.get("for")),
        labels=text_map(rule.get("labels")),
        annotations=panel | text_map(rule.get("annotations")),
        namespace=namespace or text_of(core.get("folderUID")),
        source="grafana",
    )
    yield alert_of(sheet, facts)


def _expression(rule: Mapping[str, Any]) -> str:
    """The first query that is written as an expression; the steps behind it are Grafana's own arithmetic."""
    for query in mappings(rule.get("data")):
        model = query.get("model")
        if isinstance(model, str):  # Terraform keeps it as a text
            try:
                model = json.loads(model)
            except (ValueError, RecursionError):
                continue
        text = text_of(model.get("expr")) if isinstance(model, dict) else ""
        if text.strip():
            return text
    return ""
