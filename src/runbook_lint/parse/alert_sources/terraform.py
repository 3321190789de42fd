"""`terraform show -json`, of a plan or of the state: the alerts among its resources.

Sources: developer.hashicorp.com/terraform/internals/json-format; the providers datadog, grafana and mimir.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from runbook_lint.model.alert import Alert, Authored
from runbook_lint.model.patterns import regex
from runbook_lint.parse.alert_sources.facts import Facts, Path, Read, Sheet, alert_of, text_of
from runbook_lint.parse.alert_sources.grafana import grafana_alert
from runbook_lint.parse.alert_sources.groups import read_groups, read_rule

TYPES = ("datadog_monitor", "grafana_rule_group", "mimir_rule_group_alerting", "kubernetes_manifest")
_LINK = regex(r"\[[^\]]*\b(?:run|play)[ -]?book\b[^\]]*\]\(\s*<?([^)>\s]+)", re.IGNORECASE)
_NAMED = regex(r"\b(?:run|play)[ -]?book(?:[ _](?:url|link))?\**\s*[:=]\s*\**\s*<?([^\s<>|]+)", re.IGNORECASE)

_PATH = regex(r"/|\.(?:md|html?)\b")


def is_terraform(value: dict[str, Any]) -> bool:
    """Whether a mapping is what `terraform show -json` or `tofu show -json` prints."""
    return "format_version" in value and bool({"values", "planned_values"} & set(value))


def read_terraform(sheet: Sheet, value: dict[str, Any]) -> Iterator[Read]:
    """The alerts of every module; a plan counts as it will be."""
    key = "planned_values" if isinstance(value.get("planned_values"), dict) else "values"
    root = value.get(key)
    if isinstance(root, dict):
        yield from _module(sheet, root.get("root_module"), (key, "root_module"))


def _module(sheet: Sheet, module: Any, at: Path) -> Iterator[Read]:  # Any: JSON
    if not isinstance(module, dict):
        return
    for index, resource in _items(module.get("resources")):
        if resource.get("mode", "managed") == "managed" and isinstance(resource.get("values"), dict):
            known = Authored(resource=(text_of(resource.get("type")), text_of(resource.get("name"))))
            yield from _resource(replace(sheet, authored=known), resource, (*at, "resources", index, "values"))
    for index, child in _items(module.get("child_modules")):
        yield from _module(sheet, child, (*at, "child_modules", index))


def _items(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:  # Any: JSON
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, dict):
            yield index, item


def _resource(sheet: Sheet, resource: dict[str, Any], at: Path) -> Iterator[Read]:
    values: dict[str, Any] = resource["values"]
    kind, name = resource.get("type"), text_of(values.get("name"))
    if kind == "datadog_monitor" and name:
        yield _monitor(sheet, values, at)
    elif kind == "grafana_rule_group":
        for index, rule in _items(values.get("rule")):
            folder = text_of(values.get("folder_uid"))
            yield from _terraform(grafana_alert(sheet, rule, (*at, "rule", index), name, folder, "name"))
    elif kind == "mimir_rule_group_alerting":
        for index, rule in _items(values.get("rule")):
            space = text_of(values.get("namespace"))
            yield from _terraform(read_rule(sheet, rule, (*at, "rule", index), "terraform", name, space))
    elif kind == "kubernetes_manifest":
        manifest = values.get("manifest")
        spec = manifest.get("spec") if isinstance(manifest, dict) and manifest.get("kind") == "PrometheusRule" else None
        if isinstance(spec, dict):
            yield from read_groups(sheet, spec.get("groups"), (*at, "manifest", "spec", "groups"), "terraform")


def _terraform(read: Iterator[Read]) -> Iterator[Read]:
    return (replace(each, source="terraform") if isinstance(each, Alert) else each for each in read)


def _monitor(sheet: Sheet, values: dict[str, Any], at: Path) -> Alert:
    """A Datadog monitor: its tags are labels, and its runbook is a link in its message."""
    message = text_of(values.get("message"))
    given = values.get("tags")
    tags = [tag.partition(":") for tag in (given if isinstance(given, list) else []) if isinstance(tag, str)]
    labels = {key: value for key, _, value in tags if value}
    facts = Facts(
        text_of(values["name"]),
        at,
        ("name",),
        labels_key=("tags",),
        expr=text_of(values.get("query")),
        labels=labels,
        annotations={"message": message} if message else {},
        source="terraform",
    )
    alert = alert_of(sheet, facts)
    if not alert.runbook:
        runbook = message_runbook(message)
        place = sheet.place((*at, "message"))
        alert = replace(alert, runbook=runbook, runbook_key="message", runbook_location=place) if runbook else alert
    if not alert.severity and values.get("priority"):
        place = sheet.place((*at, "priority"))
        alert = replace(alert, severity=f"P{text_of(values['priority'])}", severity_location=place)
    return alert


def message_runbook(message: str) -> str:
    """The runbook that a monitor's message links: `[Runbook](…)`, or `Runbook: …` before a path or a URL."""
    match = _LINK.search(message)
    found = [match[1]] if match else [each[1] for each in _NAMED.finditer(message) if _PATH.search(each[1])]
    return found[0].rstrip(".,;:!?)\"'*") if found else ""
