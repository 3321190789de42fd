"""A file of alerts, in whatever form: text to alerts, and why some could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from runbook_lint.model.alert import Alert, AlertFile
from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Settings
from runbook_lint.parse.alert_sources.config_map import inner_sheets
from runbook_lint.parse.alert_sources.facts import Path, Read, Sheet, mappings, text_of
from runbook_lint.parse.alert_sources.grafana import is_grafana_rule
from runbook_lint.parse.alert_sources.groups import read_group, read_groups, read_rule
from runbook_lint.parse.alert_sources.helm import helm_source
from runbook_lint.parse.alert_sources.inventory import is_inventory, read_inventory
from runbook_lint.parse.alert_sources.terraform import is_terraform, read_terraform
from runbook_lint.parse.alert_sources.visible import template_problem, unknown_form, visible_form
from runbook_lint.parse.json_reader import read_json
from runbook_lint.parse.text import Text
from runbook_lint.parse.yaml_reader import read_yaml, read_yaml_all, waiver_comments

_NEXT = regex(r"^---(?=\s|$)", re.MULTILINE)
_DEEP = 5  # keys above a group
SOURCES = (".jsonnet", ".libsonnet", ".tf", ".tofu")
RESOURCES = ("PrometheusRule", "VMRule", "AlertingRule", "Rules", "ClusterRules", "GlobalRules")
"""Kubernetes resources whose `spec.groups` are Prometheus groups: of four operators."""


def read_alerts(path: str, text: Text, settings: Settings) -> tuple[tuple[Alert, ...], AlertFile]:
    """The alerts of a file that the layout names, told apart by its content; a file without any is right."""
    joined = text.joined
    parts = _parts(path, joined)
    sheets = [Sheet(path, data, settings.alerts, helm_source(data, text.lines)) for data in parts]
    problems = list(template_problem(path, joined, parts))
    read = [each for sheet in sheets if not problems for each in _sheet(sheet, text.lines)]
    alerts = tuple(each for each in read if isinstance(each, Alert))
    problems += [each for each in read if isinstance(each, DataProblem)]
    if not read and not problems and not any(_is_foreign(data.value) for data in parts):
        problems = list(unknown_form(path, joined))
    source = alerts[0].source if alerts else ""
    comments = tuple(comment for data in parts for comment in data.comments)
    return alerts, AlertFile(path, text.lines, source, len(alerts), tuple(problems), comments)


def _may_hold(text: str) -> bool:
    """Whether a text can hold alerts at all: reading one that only records is a waste."""
    folded = text.lower()
    return "alert" in folded or "condition" in folded or "datadog_monitor" in folded


def _parts(path: str, text: str) -> tuple[Data, ...]:
    """The documents of a file; each of a rendered chart is read by itself, or a slip in one would lose them all."""
    name = path.lower()
    if name.endswith(SOURCES):
        return (_comments(text, 1),)
    if name.endswith(".json") or text.lstrip()[:2] in ('{"', "[{", "{\n"):
        data = read_json(text) if _may_hold(text) else Data()
        if data.problem is None or name.endswith(".json"):
            return (data,)
    starts = [0, *(match.start() for match in _NEXT.finditer(text)), len(text) + 1]
    if "\n%" in f"\n{text}":  # a directive stands before the line that ends a document
        return read_yaml_all(text + "\n") if _may_hold(text) else (_comments(text, 1),)
    if len(starts) == 2:
        return (read_yaml(text + "\n") if _may_hold(text) else _comments(text, 1),)
    lines = accumulate((text.count("\n", start, end) for start, end in pairwise(starts)), initial=1)
    return tuple(_part(text[start:end], line) for (start, end), line in zip(pairwise(starts), lines, strict=False))


def _part(text: str, first_line: int) -> Data:
    """One document of several; a broken one that has nothing to do with alerts is not our concern."""
    data = read_yaml(text + "\n", first_line) if _may_hold(text) else _comments(text, first_line)
    return _comments(text, first_line) if data.problem and not visible_form("", text) else data


def _comments(text: str, first_line: int) -> Data:
    return Data(comments=tuple(waiver_comments(text, first_line)))


def _sheet(sheet: Sheet, lines: Sequence[str]) -> Iterator[Read]:
    if sheet.data.problem:
        yield sheet.data.problem
    else:
        yield from _document(sheet, sheet.data.value, lines)


def _document(sheet: Sheet, value: Any, lines: Sequence[str], at: Path = ()) -> Iterator[Read]:  # Any: YAML
    """The alerts of one document, or of one item of a list of them."""
    if isinstance(value, list):
        yield from _listed(sheet, value)
    elif isinstance(value, dict):
        kind = value.get("kind")
        if isinstance(kind, str) and isinstance(value.get("apiVersion"), str):
            yield from _resource(sheet, value, kind, lines, at)
        else:
            yield from _mapping(sheet, value)


def _resource(sheet: Sheet, value: dict[str, Any], kind: str, lines: Sequence[str], at: Path) -> Iterator[Read]:
    """A Kubernetes resource, or a list of them; those of other kinds hold nothing."""
    if kind.endswith("List") and isinstance(value.get("items"), list):
        for index, item in enumerate(value["items"]):
            if isinstance(item, dict):
                yield from _document(sheet, item, lines, (*at, "items", index))
    elif kind == "ConfigMap":
        for inner in inner_sheets(sheet, value, at, lines):
            yield from _sheet(inner, lines)
    elif kind in RESOURCES:
        spec = value.get("spec")
        if isinstance(spec, dict):
            yield from read_groups(sheet, spec.get("groups"), (*at, "spec", "groups"), "prometheusrule")


def _mapping(sheet: Sheet, value: dict[str, Any]) -> Iterator[Read]:
    inner = value.get("data")
    if "groups" in value:
        namespace = text_of(value.get("namespace"))
        yield from read_groups(sheet, value["groups"], ("groups",), "mimir" if namespace else "prometheus", namespace)
    elif isinstance(inner, dict) and "groups" in inner:  # what Prometheus' own API answers
        yield from read_groups(sheet, inner["groups"], ("data", "groups"), "prometheus")
    elif is_terraform(value):
        yield from read_terraform(sheet, value)
    elif is_inventory(value, sheet.path):
        yield from read_inventory(sheet, value)
    elif isinstance(value.get("rules"), list) and "name" in value:  # one group, as Mimir's API takes it
        yield from read_group(sheet, value, (), "mimir")
    elif value and all(_are_groups(each) for each in value.values()):
        for namespace, groups in value.items():
            yield from read_groups(sheet, groups, (namespace,), "mimir", namespace)
    else:
        for at, groups in _nested(value):
            yield from read_groups(sheet, groups, at, "prometheus")


def _nested(value: dict[str, Any], at: Path = ()) -> Iterator[tuple[Path, list[Any]]]:
    """The groups within the values of a chart, or within what a program wrote for several of its parts."""
    for key, inner in value.items():
        if key == "groups" and _are_groups(inner):
            yield (*at, key), inner
        elif isinstance(inner, dict) and len(at) < _DEEP:
            yield from _nested(inner, (*at, str(key)))


def _listed(sheet: Sheet, value: list[Any]) -> Iterator[Read]:
    """A list: of groups, or of the rules that Grafana's API exports."""
    if _are_groups(value):
        yield from read_groups(sheet, value, (), "prometheus")
    for index, rule in enumerate(value):
        if isinstance(rule, dict) and is_grafana_rule(rule):
            yield from read_rule(sheet, rule, (index,), "grafana", "", "")


def _are_groups(value: Any) -> bool:  # Any: YAML
    return (
        isinstance(value, list)
        and bool(value)
        and len(mappings(value)) == len(value)
        and all(isinstance(each.get("rules"), list) for each in mappings(value))
    )


def _is_foreign(value: Any) -> bool:  # Any: YAML
    """Whether a document is a unit test of rules, an Alertmanager configuration or a dashboard."""
    return isinstance(value, dict) and bool({"rule_files", "tests", "receivers", "panels"} & set(value))
