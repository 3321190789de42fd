"""Groups of rules, as Prometheus, Mimir, Cortex, Loki, Thanos and Grafana write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runbook_lint.model.document import DataProblem
from runbook_lint.parse.alert_sources.facts import Facts, Path, Read, Sheet, alert_of, kind_of, text_map, text_of
from runbook_lint.parse.alert_sources.grafana import grafana_alert, is_grafana_rule


def read_groups(sheet: Sheet, groups: Any, at: Path, source: str, namespace: str = "") -> Iterator[Read]:  # Any: YAML
    """The alerts of a list of groups; an empty list is right."""
    if groups is None:
        return
    if not isinstance(groups, list):
        yield DataProblem(f"the groups are {kind_of(groups)}, not a list", sheet.data.span(*at))
        return
    for index, group in enumerate(groups):
        yield from read_group(sheet, group, (*at, index), source, namespace)


def read_group(sheet: Sheet, group: Any, at: Path, source: str, namespace: str = "") -> Iterator[Read]:  # Any: YAML
    """The alerts of one group."""
    if not isinstance(group, dict):
        yield DataProblem(f"a group is {kind_of(group)}, not a mapping", sheet.data.span(*at))
        return
    rules = group.get("rules")
    name = text_of(group.get("name"))
    folder = namespace or text_of(group.get("folder"))
    if isinstance(rules, list):
        for index, rule in enumerate(rules):
            yield from read_rule(sheet, rule, (*at, "rules", index), source, name, folder)
    elif rules is not None:
        yield DataProblem(f"the rules are {kind_of(rules)}, not a list", sheet.data.span(*at, "rules"))


def read_rule(sheet: Sheet, rule: Any, at: Path, source: str, group: str, namespace: str) -> Iterator[Read]:  # Any
    """One rule: an alert, what is wrong with it, or nothing where it records."""
    if not isinstance(rule, dict):
        yield DataProblem(f"a rule is {kind_of(rule)}, not a mapping", sheet.data.span(*at))
    elif "record" in rule or rule.get("type") == "recording":
        return
    elif is_grafana_rule(rule):
        yield from grafana_alert(sheet, rule, at, group, namespace)
    elif rule.get("type") == "alerting":
        yield from _prometheus(sheet, rule, at, source, group, namespace, ("name", "query", "duration"))
    elif "alert" in rule:
        yield from _prometheus(sheet, rule, at, source, group, namespace, ("alert", "expr", "for"))
    else:
        yield DataProblem('a rule has neither "alert" nor "record"', sheet.data.span(*at))


def _prometheus(
    sheet: Sheet, rule: dict[str, Any], at: Path, source: str, group: str, namespace: str, keys: tuple[str, str, str]
) -> Iterator[Read]:
    """A rule as files write it (alert, expr, for), or as Prometheus' own API tells it (name, query, duration)."""
    name_key, expr_key, hold_key = keys
    name, expr = text_of(rule.get(name_key)).strip(), text_of(rule.get(expr_key))
    if not name:
        yield DataProblem("an alert has no name", sheet.data.span(*at, name_key))
        return
    if not expr.strip():
        yield DataProblem(f"alert {name} has no expression", sheet.data.span(*at, name_key))
    for table in ("labels", "annotations"):
        yield from _odd(sheet, rule.get(table), (*at, table), name)
    facts = Facts(
        name,
        at,
        (name_key,),
        group=group,
        expr=expr,
        hold=text_of(rule.get(hold_key)),
        labels=text_map(rule.get("labels")),
        annotations=text_map(rule.get("annotations")),
        namespace=namespace,
        source=source,
    )
    yield alert_of(sheet, facts)


def _odd(sheet: Sheet, table: Any, at: Path, name: str) -> Iterator[DataProblem]:  # Any: YAML
    if table is not None and not isinstance(table, dict):
        yield DataProblem(f"the {at[-1]} of alert {name} are {kind_of(table)}, not a mapping", sheet.data.span(*at))
    for key, value in (table if isinstance(table, dict) else {}).items():
        if isinstance(value, (dict, list)):
            message = f'"{key}" in the {at[-1]} of alert {name} is {kind_of(value)}, not text'
            yield DataProblem(message, sheet.data.span(*at, key))
