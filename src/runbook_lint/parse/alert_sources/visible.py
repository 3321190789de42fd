"""Files that visibly hold alerts: told by name and a search, for what is not read, or cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.file import DataProblem
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.rule import SITE

if TYPE_CHECKING:
    from runbook_lint.model.document import Data

DOCS = f"{SITE}/alerts/"
_FORMS = {
    "jsonnet": ("jsonnet", "render it and name the rendered files in [layout] alert_rules", "jsonnet"),
    "terraform": ("Terraform", "name what `terraform show -json` prints in [layout] alert_rules", "terraform"),
    "cloud": ("Terraform", "bring them in by an inventory", "anything-else"),
    "helm": ("a Helm template", "render it and name the rendered files in [layout] alert_rules", "helm"),
    "jinja": ("a Jinja template", "render it and name the rendered files in [layout] alert_rules", "anything-else"),
    "erb": ("an ERB template", "render it and name the rendered files in [layout] alert_rules", "anything-else"),
    "other": ("a form that is not known", "bring them in by an inventory", "anything-else"),
    "data": ("a file that [layout] alert_rules does not name", "name it there", "which-files"),
}
_SUFFIXES = {".jsonnet": "jsonnet", ".libsonnet": "jsonnet", ".tf": "terraform", ".tofu": "terraform"}
_YAML_SUFFIXES = (".yaml", ".yml")
_OTHER_SUFFIXES = (".json", ".tpl", ".j2", ".tmpl", ".gotmpl", ".erb")
_LIKELY = regex(
    r"alert|rule|prom|monitor|observab|grafana|mixin|mimir|cortex|loki|thanos|templates/", re.IGNORECASE
)
_ELSEWHERE = regex(
    r"(?:^|/)(?:vendor|node_modules|third_party|tests?|test-?data|fixtures|__tests__)(?:/|$)|_test\."
)

_TRACES = (b"alert", b"resource", b"PrometheusRule", b"VMRule", b"condition", b"ruleGroup")
_KEY = regex(r"""^[ \t]*(?:-[ \t]+)?(?:\{[ \t]*)?["']?alert["']?[ \t]*:{1,3}[ \t]*[^\s#:]""", re.MULTILINE)
_EXPRESSION = regex(r"""^[ \t]*(?:-[ \t]+)?["']?expr["']?[ \t]*:""", re.MULTILINE)
_RESOURCE = regex(r"^(?:-[ \t]+|[ \t]*)kind:[ \t]*[\"']?(?:PrometheusRule|VMRule)\b", re.MULTILINE)
_GRAFANA = regex(r"""["']?(?:ruleGroup|condition)["']?\s*:""")
_TERRAFORM = regex(
    r'^[ \t]*resource[ \t]+"(?:(?P<read>datadog_monitor|grafana_rule_group|mimir_rule_group_alerting)'
    r"|aws_cloudwatch_metric_alarm|google_monitoring_alert_policy|azurerm_monitor_(?:metric_alert|scheduled_query_rules_alert(?:_v2)?)"
    r'|newrelic_nrql_alert_condition)"',
    re.MULTILINE,
)
_HELM = regex(
    r"\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:include|template|define|toYaml|tpl)\b)"
    r"|^[ \t]*\{\{-",
    re.MULTILINE,
)


def may_hold_alerts(path: str) -> bool:
    """Whether a file's name makes it worth a look: vendored code and tests' data are not.

    Alerts stand in YAML of any name; JSON and templates are looked at where their path speaks of alerts.
    """
    suffix = _suffix(path)
    usual = suffix in _SUFFIXES or suffix in _YAML_SUFFIXES
    return (usual or (suffix in _OTHER_SUFFIXES and bool(_LIKELY.search(path)))) and not _ELSEWHERE.search(path)


def has_traces(data: bytes) -> bool:
    """Whether a file's bytes can hold alerts in a form that `visible_form` knows; quick."""
    return any(word in data for word in _TRACES)


def _suffix(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return name[name.rfind(".") :].lower() if "." in name else ""


def visible_form(path: str, text: str) -> tuple[str, int] | None:
    """The form in which a text visibly holds alerts and the offset where they begin; None where it holds none."""
    form = _SUFFIXES.get(_suffix(path), "data")
    if form == "terraform":
        match = _TERRAFORM.search(text)
        return (form if match["read"] else "cloud", match.start()) if match else None
    match = _alerts(text)
    if match is None:
        return None
    if form == "data":
        form, at = template_form(text) or ("data", 0)
        return form, at or match.start()
    return form, match.start()


def _alerts(text: str) -> re.Match[str] | None:
    if "CustomResourceDefinition" in text:
        return None
    key = _KEY.search(text)
    if key and _EXPRESSION.search(text):
        return key
    grafana = re.search(r"^apiVersion: *1\b", text, re.MULTILINE) and "groups:" in text and _GRAFANA.search(text)
    return _RESOURCE.search(text) or (grafana or None)


def template_form(text: str) -> tuple[str, int] | None:
    """What a text that should be YAML is a template of, and where that shows."""
    for form, pattern in (("helm", _HELM), ("jinja", re.compile(r"\{%")), ("erb", re.compile(r"<%"))):
        match = pattern.search(text)
        if match:
            return form, match.start()
    return None


def template_problem(path: str, text: str, parts: Sequence[Data]) -> Iterator[DataProblem]:
    """Why a file that the layout names is to be rendered first, if it is one of those."""
    if _suffix(path) in _SUFFIXES:
        visible = visible_form(path, text)
    else:
        visible = template_form(text) if any(data.problem for data in parts) or odd_keys(parts) else None
    if visible:
        yield form_problem(*visible, text)


def odd_keys(parts: Sequence[Data]) -> bool:
    """Whether a bare `{{ name }}` was read: to YAML it is a mapping for a key."""
    return any(str(path[-1]).startswith("?") for data in parts for path in data.key_spans)


def unknown_form(path: str, text: str) -> Iterator[DataProblem]:
    """Why a file of the layout that visibly holds alerts gave none, though it is well-formed."""
    visible = visible_form(path, text)
    if visible:
        yield form_problem("other" if visible[0] == "data" else visible[0], visible[1], text)


def form_problem(form: str, offset: int, text: str) -> DataProblem:
    """Why alerts that visibly stand in a form were not read, and what to do."""
    what, step, anchor = _FORMS[form]
    line, column = text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
    blank = len(text[offset:]) - len(text[offset:].lstrip(" \t-"))
    column += blank if "\n" not in text[offset : offset + blank] else 0
    return DataProblem(f"holds alerts in {what}", Span(line, column, line, column), f"{step}: {DOCS}#{anchor}")
