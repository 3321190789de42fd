"""Alerts, whatever they are written in: what is read, where it stands, and what could not be read."""

import json
import os
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from runbook_lint.model.settings import Alerts, Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.alert_sources.terraform import message_runbook
from runbook_lint.parse.alert_sources.visible import has_traces, may_hold_alerts, visible_form
from runbook_lint.parse.alerts import read_alerts
from runbook_lint.parse.config import read_config
from runbook_lint.parse.json_reader import read_json
from runbook_lint.parse.schema import load_schema
from runbook_lint.parse.text import Text, split_lines
from runbook_lint.parse.tiers import alert_tier
from runbook_lint.parse.unread import unread_alert_files
from runbook_lint.parse.world import build_world

DATA = Path(__file__).parent / "data" / "alerts"
DOCS = "https://runbook-lint.github.io/runbook-lint/alerts/"


def read(text, path="x.rules.yaml", alerts=None):
    return read_alerts(path, Text(split_lines(text)), Settings(alerts=alerts or Alerts()))


def words(text, location):
    """What stands at a place, of its first line."""
    line, span = split_lines(text)[location.span.line - 1], location.span
    return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]


def world(contents, config="", authored=None, ignored=(), paths=()):
    files = {path: text.encode() for path, text in contents.items()}
    sources = {path: text.encode() for path, text in (authored or {}).items()}
    tree = Tree(
        files, frozenset({*files, *sources, *paths}) - set(ignored), ignored=frozenset(ignored), authored=sources
    )
    return build_world(tree, read_config(config, (), "runbook-lint.toml"), date(2026, 9, 1))


PROMETHEUS = """\
groups:
- name: pier
  rules:
  - record: pier:load
    expr: sum(load)
  - alert: PierFull   # the fourth
    expr: pier:load > 400
    for: 5m
    labels: {severity: page, berth: 4}
    annotations:
      summary: "{{ $labels.pier }} is full"
      runbook_url: "docs/PierFull.md"
"""
RESOURCE = """\
apiVersion: v1
kind: Service
metadata: {name: pier}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec:
  groups:
    - name: pier
      rules:
        - {alert: PierFull, expr: up == 0, annotations: {runbook: docs/PierFull.md}}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
  - apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    spec:
      groups:
        - name: quay
          rules:
            - alert: QuayFull
              expr: up == 0
"""
GRAFANA = """\
apiVersion: 1
groups:
  - orgId: 1
    name: pier
    folder: Harbour
    interval: 60s
    rules:
      - uid: pier-full
        title: Pier is full
        condition: C
        data:
          - refId: A
            datasourceUid: mimir
            model: {expr: pier_load > 400, refId: A}
          - refId: C
            datasourceUid: __expr__
            model: {type: threshold, expression: A}
        dashboardUid: piers
        panelId: 12
        for: 5m
        labels: {severity: warning}
        annotations:
          runbook_url: docs/PierFull.md
      - uid: pier-load
        title: Pier load
        record: {metric: pier_load, from: A}
        data: []
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROMETHEUS, [("prometheus", "", "pier", "PierFull", "pier:load > 400", "5m", "page", "docs/PierFull.md")]),
        (
            RESOURCE,
            [
                ("prometheusrule", "", "pier", "PierFull", "up == 0", "", "", "docs/PierFull.md"),
                ("prometheusrule", "", "quay", "QuayFull", "up == 0", "", "", ""),
            ],
        ),
        (
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  pier.rules: |\n\n    groups:\n    - name: pier\n      rules:\n      - alert: PierFull\n        expr: 1\n        labels: {severity: page}\n",
            [("prometheus", "", "pier", "PierFull", "1", "", "page", "")],
        ),
        (
            "namespace: harbour\ngroups:\n- name: pier\n  rules:\n  - alert: PierFull\n    expr: 1\n",
            [("mimir", "harbour", "pier", "PierFull", "1", "", "", "")],
        ),
        (
            "harbour:\n- name: pier\n  rules:\n  - alert: PierFull\n    expr: 1\nsea:\n- name: tide\n  rules:\n  - alert: TideHigh\n    expr: 1\n",
            [
                ("mimir", "harbour", "pier", "PierFull", "1", "", "", ""),
                ("mimir", "sea", "tide", "TideHigh", "1", "", "", ""),
            ],
        ),
        ("name: pier\nrules:\n- alert: PierFull\n  expr: 1\n", [("mimir", "", "pier", "PierFull", "1", "", "", "")]),
        (
            GRAFANA,
            [("grafana", "Harbour", "pier", "Pier is full", "pier_load > 400", "5m", "warning", "docs/PierFull.md")],
        ),
        (
            '[{"uid": "a", "title": "Pier is full", "ruleGroup": "pier", "folderUID": "h", "condition": "A", "data": [], "for": "1m"}]',
            [("grafana", "h", "pier", "Pier is full", "", "1m", "", "")],
        ),
        (
            '{"Harbour": [{"name": "pier", "rules": [{"for": "1m", "labels": {"severity": "s1"}, "grafana_alert": {"title": "Pier is full", "data": [], "condition": "A"}}]}]}',
            [("grafana", "Harbour", "pier", "Pier is full", "", "1m", "s1", "")],
        ),
        (
            '{"status": "success", "data": {"groups": [{"name": "pier", "file": "/etc/a.yml", "rules": [{"type": "recording", "name": "a", "query": "b"}, {"type": "alerting", "name": "PierFull", "query": "up == 0", "duration": 300, "labels": {"severity": "page"}, "alerts": []}]}]}}',
            [("prometheus", "", "pier", "PierFull", "up == 0", "300", "page", "")],
        ),
        (
            '{"version": 1, "alerts": [{"name": "PierFull", "group": "pier", "expression": "x", "severity": "page", "runbook": "docs/PierFull.md"}]}',
            [("inventory", "", "pier", "PierFull", "x", "", "page", "docs/PierFull.md")],
        ),
    ],
    ids=lambda value: value[0][0] if isinstance(value, list) else "",
)
def test_every_form(text, expected):
    alerts, file = read(text)
    assert [(a.source, a.namespace, a.group, a.name, a.expr, a.hold, a.severity, a.runbook) for a in alerts] == expected
    assert (file.alerts, file.problems, file.source) == (len(expected), (), expected[0][0])
    for alert in alerts:
        assert words(text, alert.location).strip('"') == alert.name
        assert not alert.runbook or words(text, alert.runbook_location).strip('"') == alert.runbook
        assert not alert.severity or words(text, alert.severity_location).strip('"') == alert.severity


def test_groups_within_other_values():
    text = """additionalPrometheusRulesMap:
  gates:
    groups:
      - name: gates
        rules:
          - alert: GateStuck
            expr: up == 0
serverFiles:
  alerting_rules.yml:
    groups:
      - name: jetty
        rules: [{alert: JettyDown, expr: up == 0}]
  other: {groups: [a, b]}
"""
    alerts, file = read(text, "values.yaml")
    assert [(alert.name, alert.group, alert.location.span.line) for alert in alerts] == [
        ("GateStuck", "gates", 6),
        ("JettyDown", "jetty", 12),
    ]
    assert file.problems == ()


def test_the_exact_places_of_a_rule():
    (alert,), _ = read(PROMETHEUS)
    assert (alert.location.span.line, alert.location.span.column, alert.location.span.end_column) == (6, 12, 20)
    assert words(PROMETHEUS, alert.runbook_location) == '"docs/PierFull.md"'
    assert (alert.span.line, alert.span.end_line) == (6, 12)
    assert alert.labels == {"severity": "page", "berth": "4"}
    assert alert.identity == ("x.rules.yaml", "pier", "PierFull", (("berth", "4"), ("severity", "page")))


def test_grafanas_panel_is_an_annotation():
    (alert,), _ = read(GRAFANA)
    assert alert.annotations == {"__dashboardUid__": "piers", "__panelId__": "12", "runbook_url": "docs/PierFull.md"}


def rule(body):
    return "groups:\n- name: pier\n  rules:\n  - alert: PierFull\n    expr: up == 0\n" + body


@pytest.mark.parametrize(
    ("body", "key", "runbook", "place"),
    [
        ("    annotations: {runbook: b.md, runbook_url: a.md}\n", "runbook_url", "a.md", "a.md"),
        ("    labels: {runbook_url: a.md}\n    annotations: {runbook: b.md}\n", "runbook", "b.md", "b.md"),
        ("    labels: {runbook: a.md}\n", "runbook", "a.md", "a.md"),
        ("    annotations: {runbook_url: '', runbook: b.md}\n", "runbook", "b.md", "b.md"),
        ("    annotations: {runbook_url: ''}\n", "runbook_url", "", "''"),
        ("    annotations:\n      runbook_url:\n", "runbook_url", "", ""),
        ("    annotations:\n      runbook_url: |\n        a.md\n", "runbook_url", "a.md", "|"),
        ("    annotations:\n      runbook_url: >-\n        a.md\n", "runbook_url", "a.md", ">-"),
        ("    annotations:\n      'runbook_url' : 'a.md' # here\n", "runbook_url", "a.md", "'a.md'"),
        ("    annotations: &a {runbook_url: a.md}\n", "runbook_url", "a.md", "a.md"),
        ("    annotations:\n      runbook_url: 2026-08-01\n", "runbook_url", "2026-08-01", "2026-08-01"),
        ("    labels: {runbook_link: a.md}\n", "", "", None),
    ],
)
def test_which_annotation_leads_to_the_page(body, key, runbook, place):
    text = rule(body)
    (alert,), file = read(text)
    assert (alert.runbook_key, alert.runbook, file.problems) == (key, runbook, ())
    assert alert.runbook_location.path == ("" if place is None else "x.rules.yaml")
    assert place is None or words(text, alert.runbook_location) == place


def test_the_places_behind_anchors_aliases_and_merge_keys():
    text = (
        "x-base: &base\n  labels: &labels\n    severity: page\n  annotations: {runbook_url: a.md}\n"
        "groups:\n- name: pier\n  rules:\n  - <<: *base\n    alert: PierFull\n    expr: up == 0\n"
        "  - alert: PierShut\n    expr: up == 1\n    labels:\n      <<: *labels\n      team: web\n    annotations: *none\n"
    ).replace("*none", "{runbook_url: &page b.md, summary: *page}")
    (full, shut), _ = read(text)
    assert (words(text, full.severity_location), words(text, full.runbook_location)) == ("page", "a.md")
    assert (shut.severity, shut.severity_location.span.line, shut.labels["team"]) == ("page", 3, "web")
    assert (words(text, shut.runbook_location), shut.annotations["summary"]) == ("&page b.md", "b.md")


@pytest.mark.parametrize(
    ("value", "text"), [("4", "4"), ("1.50", "1.5"), ("true", "true"), ("~", ""), ("2026-08-01", "2026-08-01")]
)
def test_labels_are_text(value, text):
    (alert,), _ = read(rule(f"    labels: {{severity: {value}}}\n"))
    assert alert.severity == text


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("groups: alert\n", ["1:9 the groups are text, not a list"]),
        ("groups:\n- alert\n", ["2:3 a group is text, not a mapping"]),
        ("groups:\n- name: a\n  rules:\n    alert: A\n", ["4:5 the rules are a mapping, not a list"]),
        ("groups:\n- name: a\n  rules:\n  - alert\n", ["4:5 a rule is text, not a mapping"]),
        ("groups:\n- rules:\n  - expr: alert\n", ['3:5 a rule has neither "alert" nor "record"']),
        ("groups:\n- rules:\n  - alert: ''\n    expr: a\n", ["3:12 an alert has no name"]),
        ("groups:\n- rules:\n  - alert: A\n    expr:\n", ["3:12 alert A has no expression"]),
        (rule("    labels: [a]\n"), ["6:13 the labels of alert PierFull are a list, not a mapping"]),
        (
            rule("    annotations: {summary: [a]}\n"),
            ['6:28 "summary" in the annotations of alert PierFull is a list, not text'],
        ),
        ("groups:\n- rules:\n  - title: ''\n    condition: A\n", ["3:12 an alert has no title"]),
        ("groups:\n- rules:\n  - alert: A: b\n    expr: a\n", ["3:13 not valid YAML: mapping values are not allowed here"]),
        ("groups: []\ngroups: [alert]\n", ['2:1 the key "groups" appears twice, first on line 1']),
        ("{{- if .Values.on }}\ngroups:\n- rules:\n  - alert: A\n    expr: a\n{{- end }}\n", ["1:1 holds alerts in a Helm template"]),
        ("groups:\n- rules:\n  - alert: {{ .Values.name }}\n    expr: a\n", ["3:12 holds alerts in a Helm template"]),
        ("groups:\n- rules:\n  {% for a in b %}\n  - alert: A\n    expr: a\n  {% endfor %}\n", ["3:3 holds alerts in a Jinja template"]),
        (
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yml: |\n    groups:\n    - rules:\n      - alert: A\n        expr: [\n",
            ["8:16 not valid YAML: expected the node content, but found '<stream end>'"],
        ),
        (
            "a: 1\na: alert\n---\ngroups:\n- rules:\n  - alert: A\n    expr: a\n  - alert: ''\n---\na: {alert: a,\n",
            ["8:12 an alert has no name"],
        ),
        (
            "---\ngroups:\n- rules:\n  - alert: A\n    expr: a\n---\ngroups:\n- rules:\n  - alert: B\n    expr: a: b\n",
            ["10:12 not valid YAML: mapping values are not allowed here"],
        ),
        ("spec:\n  alerting:\n  - alert: A\n    expr: a\n", ["3:5 holds alerts in a form that is not known"]),
        (
            "{{- if and (.Values.a) (.Values.b) -}}\nkind: PrometheusRule\nspec: {}\n",
            ["2:1 holds alerts in a Helm template"],
        ),
        ("alert: &a [*a]\n", ["1:8 an alias contains itself"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text, problems):
    _, file = read(text)
    assert [f"{each.span.line}:{each.span.column} {each.message}" for each in file.problems] == problems


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("a.jsonnet", "{\n  groups: [{ rules: [\n    {\n      alert: 'A',\n      expr: 'a',\n    },\n  ] }],\n}\n", "4:7 holds alerts in jsonnet"),
        ("a.tf", 'locals {}\nresource "datadog_monitor" "a" {\n}\n', "2:1 holds alerts in Terraform"),
        ("a.tf", 'resource "aws_cloudwatch_metric_alarm" "a" {\n}\n', "1:1 holds alerts in Terraform"),
        ("a.json", '{"groups": [{"rules": [{"alert": "A",}]}]}', "1:37 not valid JSON: illegal trailing comma before end of object"),
        ("a.json", '{"version": 2, "alerts": [{"name": "A"}]}', '1:13 "version" is 2, not one of 1'),
        ("alerts.json", '{"alerts": [{"name": "A"}]}', '1:1 the key "version" is missing'),
        ("a.json", '{"version": 1, "alerts": [{"name": "A", "source": {"path": "a", "lien": 1}}]}', '1:65 unknown key "lien"'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_by_name(path, text, problem):
    _, file = read(text, path)
    if "trailing comma" in problem and sys.version_info < (3, 13):
        problem = "1:38 not valid JSON: expecting property name enclosed in double quotes"
    assert [f"{each.span.line}:{each.span.column} {each.message}" for each in file.problems] == [problem]


def test_every_unread_form_says_what_to_do_where():
    pages = set(re.findall(r"^## (.+)$", (ROOT / "docs/alerts.md").read_text(), re.MULTILINE))
    anchors = {title.lower().replace(" ", "-").replace(",", "") for title in pages}
    texts = {
        "a.jsonnet": "alert: 'A',\nexpr: 'a'\n",
        "a.tf": 'resource "datadog_monitor" "a" {\n',
        "alarm.tf": 'resource "aws_cloudwatch_metric_alarm" "a" {\n',
        "helm.yaml": "{{- if a }}\n- alert: A\n  expr: a\n",
        "jinja.yaml": "{% if a %}\n- alert: A\n  expr: a\n",
        "other.yaml": "a:\n- alert: A\n  expr: a\n",
    }
    for path, text in texts.items():
        (problem,) = read(text, path)[1].problems
        assert problem.help.split(f"{DOCS}#")[1] in anchors


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("only records", "groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: sum(alerts)\n"),
        ("empty", ""),
        ("no groups", "groups:\n"),
        ("a group without rules", "groups:\n- name: alerts\n"),
        ("unit tests", "rule_files: [a.yml]\ntests:\n- alert_rule_test:\n  - alertname: A\n    eval_time: 1m\n"),
        ("Alertmanager", "route: {receiver: web}\nreceivers:\n- name: web\n  webhook_configs: [{url: https://alert.example}]\n"),
        ("Grafana's contact points", "apiVersion: 1\ncontactPoints:\n- name: alert\n"),
        ("a dashboard", '{"panels": [{"title": "a", "alert": {"conditions": []}}]}'),
        ("another resource", "apiVersion: apps/v1\nkind: Deployment\nspec: {alert: a}\n"),
        ("a definition", "apiVersion: v1\nkind: CustomResourceDefinition\nspec:\n  names:\n    kind: PrometheusRule\n  alert: a\n"),
        ("a kustomization", "resources: [alerts.yaml]\n"),
        ("no alert in Terraform", '{"format_version": "1.0", "values": {"root_module": {"outputs": "alert"}}}'),
    ],
)  # fmt: skip
def test_what_holds_no_alerts_is_silent(title, text):
    alerts, file = read(text)
    assert (alerts, file.problems) == ((), ())


@given(st.text(st.sampled_from(list("alertgoupsxn:-{}[]'\"&*|>#!%\n\t @,.1")), max_size=120))
@settings(max_examples=300, deadline=None)
def test_no_text_stops_it(text):
    for path in ("a.yaml", "a.json", "alerts.json", "a.jsonnet", "a.tf"):
        read(f"{text}\ngroups: [alert]\n", path)
        read(f"alert: {text}", path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                re.findall(
                    r"\w+",
                    "alert alerts apiVersion kind items spec groups rules name expr labels annotations title data condition "
                    "version source path line namespace values root_module resources child_modules type mode record "
                    "format_version tags message grafana_alert model",
                )
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(VALUES, st.sampled_from(["PrometheusRule", "ConfigMap", "List", ""]))
@settings(max_examples=400, deadline=None)
def test_no_shape_stops_it(value, kind):
    for wrapped in (
        {"groups": value},
        {"apiVersion": "v1", "kind": kind, "spec": value, "items": value, "data": value},
        {"groups": [{"rules": [value, {"alert": value, "expr": value, "labels": value, "annotations": value}]}]},
        {"version": 1, "alerts": value},
        {"version": 1, "alerts": [value, {"name": "A", "source": value, "labels": value}]},
        {"format_version": "1", "values": value},
        {
            "format_version": "1",
            "values": {"root_module": {"resources": [{"type": "datadog_monitor", "values": value}]}},
        },
        {"a": value},
        [value],
    ):
        alerts, file = read(json.dumps({"x": "alert"} | wrapped if isinstance(wrapped, dict) else wrapped), "a.json")
        assert file.alerts == len(alerts)


@given(VALUES, st.sampled_from([None, "\t", 2]), st.booleans())
def test_json_has_the_places_of_all_its_values(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    data = read_json(text)
    assert data.value == value
    lines = text.split("\n")

    def check(part, path):
        span = data.spans[path]
        shown = "\n".join(lines)[
            _offset(lines, span.line, span.column) : _offset(lines, span.end_line, span.end_column)
        ]
        assert json.loads(shown) == part
        for key, item in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
            check(item, (*path, key))
            assert not isinstance(part, dict) or (*path, key) in data.key_spans

    check(value, ())


def _offset(lines, line, column):
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


@pytest.mark.parametrize(
    ("message", "runbook"),
    [
        ("Errors. [Runbook](docs/a.md) @web", "docs/a.md"),
        ("[our playbook](<https://wiki.example/a b>)", "https://wiki.example/a"),
        ("Runbook: https://wiki.example/a.", "https://wiki.example/a"),
        ("**Runbook**: docs/a.md\n@web", "docs/a.md"),
        ("Run book: <https://wiki.example/a>", "https://wiki.example/a"),
        ("runbook_url = docs/a.md", "docs/a.md"),
        ("[Dashboard](https://dash.example) and no more", ""),
        ("Write a runbook for this.", ""),
        ("Runbook: ask the web team", ""),
        ("Runbook: see\nRunbook: docs/a.md", "docs/a.md"),
        ("", ""),
    ],
)
def test_the_runbook_in_a_monitors_message(message, runbook):
    assert message_runbook(message) == runbook


@pytest.mark.parametrize(
    ("severity", "tiers", "tier"),
    [
        ("critical", None, "page"),
        ("CRITICAL ", None, "page"),
        ("info", None, "fyi"),
        ("", None, ""),
        ("s1", None, ""),
        ("s1", {"S1": "page"}, "page"),
    ],
)
def test_what_a_severity_asks(severity, tiers, tier):
    (alert,), _ = read(rule(f"    labels: {{severity: '{severity}'}}\n"))
    assert alert_tier(alert, Settings(alerts=Alerts(tiers=tiers) if tiers else Alerts())) == tier


# --- recipes: what is written in something else


RENDERED = '[layout]\nalert_rules = ["build/alerts/**"]\n'


def test_helm_findings_stand_in_the_template():
    template, path = (
        (DATA / "helm/charts/jetty/templates/alerts.yaml").read_text(),
        "charts/jetty/templates/alerts.yaml",
    )
    rendered = (DATA / "helm/rendered.yaml").read_text()
    judged = world({"build/alerts/jetty.yaml": rendered}, RENDERED, {path: template}, ["build/alerts/jetty.yaml"])
    queue, down = judged.alerts
    assert [alert.location.path for alert in judged.alerts] == [path, path]
    assert (words(template, queue.location), words(template, down.location)) == ("JettyQueueLong", "JettyDown")
    assert words(template, queue.runbook_location) == "{{ .Values.alerts.runbooks }}/JettyQueueLong.md"
    assert words(template, queue.severity_location) == "{{ .Values.alerts.severity }}"
    assert words(template, down.runbook_location) == "docs/alerts/JettyDown.md"
    assert queue.runbook == "docs/alerts/JettyQueueLong.md"
    assert unread_alert_files(judged) == ()
    assert "build/alerts/jetty.yaml" not in judged.files


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (["charts/jetty/templates/alerts.yaml"], "charts/jetty/templates/alerts.yaml"),
        (["deploy/chart/templates/alerts.yaml"], "deploy/chart/templates/alerts.yaml"),
        (["a/templates/alerts.yaml", "b/templates/alerts.yaml"], "jetty.yaml"),
        (["a/templates/alerts.yaml", "b/jetty/templates/alerts.yaml"], "b/jetty/templates/alerts.yaml"),
        (["templates/alerts.yaml"], "templates/alerts.yaml"),
        ([], "jetty.yaml"),
    ],
)
def test_which_template_helm_means(files, found):
    rendered = {"jetty.yaml": (DATA / "helm/rendered.yaml").read_text()}
    judged = world(rendered, '[layout]\nalert_rules = "jetty.yaml"\n', paths=files)
    assert {alert.location.path for alert in judged.alerts} == {found}


def test_jsonnet_really_rendered():
    if not os.environ.get("CI"):
        pytest.importorskip("_jsonnet", reason="jsonnet is not installed beside this Python")
    import _jsonnet

    rendered = _jsonnet.evaluate_file(str(DATA / "jsonnet/mixin/alerts.jsonnet"))
    source, path = (DATA / "jsonnet/mixin/alerts.libsonnet").read_text(), "mixin/alerts.libsonnet"
    judged = world({"build/alerts/m.json": rendered}, RENDERED, {path: source}, ["build/alerts/m.json"])
    (alert,) = judged.alerts
    assert (alert.name, alert.severity, alert.hold) == ("TideGaugeSilent", "critical", "15m")
    assert alert.runbook == "docs/alerts/TideGaugeSilent.md"
    assert (alert.location.path, words(source, alert.location)) == (path, "TideGaugeSilent")
    assert words(source, alert.runbook_location) == "'%s/TideGaugeSilent.md' % $._config.runbooks"
    assert unread_alert_files(judged) == ()
    assert unread_alert_files(world({}, authored={path: source})) == (path,)


def test_terraform_findings_stand_in_the_resource():
    source, shown = (DATA / "terraform/monitors.tf").read_text(), (DATA / "terraform/show.json").read_text()
    judged = world({"build/alerts/tf.json": shown}, RENDERED, {"infra/monitors.tf": source}, ["build/alerts/tf.json"])
    monitor, printer = judged.alerts
    assert (monitor.name, monitor.severity, monitor.runbook) == (
        "Bookings answer with errors",
        "critical",
        "docs/alerts/bookings-errors.md",
    )
    assert monitor.labels == {"service": "SVC-BOOKINGS", "team": "WEB", "severity": "critical"}
    assert words(source, monitor.location) == 'resource "datadog_monitor" "bookings_errors"'
    assert words(source, monitor.runbook_location) == "docs/alerts/bookings-errors.md"
    assert (printer.name, printer.group, printer.namespace) == ("TicketPrinterOffline", "tickets", "sales")
    assert (printer.expr, printer.hold) == ("ticket_printer_up == 0", "5m")
    assert words(source, printer.location) == 'resource "grafana_rule_group" "tickets"'
    assert words(source, printer.runbook_location) == "docs/alerts/TicketPrinterOffline.md"
    assert unread_alert_files(judged) == ()


def test_the_inventory_in_the_docs_is_right_and_leads_to_its_source():
    text = re.search(r"```json\n(.*?)```", (ROOT / "docs/alerts.md").read_text(), re.DOTALL)[1]
    Draft202012Validator(load_schema("alerts")).validate(json.loads(text))
    source = "#\n" * 11 + "alarm(name='BookingsQueueOld')\n"
    judged = world({"alerts.json": text}, paths=["infra/alarms.py"])
    (alert,) = judged.alerts
    assert (alert.location.path, alert.location.span.line, alert.severity) == ("infra/alarms.py", 12, "critical")
    judged = world({"alerts.json": text}, authored={"infra/alarms.py": source})
    assert judged.alerts[0].location.path == "infra/alarms.py"


@pytest.mark.parametrize("path", ["../secret.py", "/etc/passwd", "infra/gone.py", "https://wiki.example/a", ""])
def test_a_source_outside_the_repository_is_not_believed(path):
    text = json.dumps({"version": 1, "alerts": [{"name": "A", "source": {"path": path, "line": 3}}]})
    assert world({"alerts.json": text}).alerts[0].location.path == "alerts.json"


# --- what is not read


YAML = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: a\n"


@pytest.mark.parametrize(
    ("path", "text", "form"),
    [
        ("prometheus/a.yml", YAML, "data"),
        ("deploy/checkout.yaml", YAML, "data"),
        ("k8s/checkout.yaml", "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n", "data"),
        ("k8s/monitoring.yaml", "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n", "data"),
        ("charts/a/templates/a.yaml", "kind: PrometheusRule\nname: {{ .Release.Name }}\n", "helm"),
        ("roles/prometheus/a.yml.j2", "{% raw %}\n" + YAML, "jinja"),
        ("a.libsonnet", "{\n  alert: 'A',\n  expr: 'a',\n}\n", "jsonnet"),
        ("a.tf", 'resource "grafana_rule_group" "a" {\n', "terraform"),
        ("a.tf", 'resource "newrelic_nrql_alert_condition" "a" {\n', "cloud"),
        ("grafana/alerts.yaml", "apiVersion: 1\ngroups:\n- rules:\n  - title: A\n    condition: A\n", "data"),
        ("a.tf", 'resource "aws_instance" "a" {\n', None),
        ("a.jsonnet", "{ alertmanager: 1 }\n", None),
        ("charts/crds/rules.yaml", "kind: CustomResourceDefinition\nnames:\n  kind: PrometheusRule\n", None),
        ("prometheus/tests.yml", "tests:\n- alert_rule_test:\n  - alertname: A\n", None),
        ("prometheus/values.yaml", "alert: true\n", None),
    ],
)
def test_what_visibly_holds_alerts(path, text, form):
    assert may_hold_alerts(path)
    assert has_traces(text.encode()) or form is None
    found = visible_form(path, text)
    assert (found[0] if found else None) == form


@pytest.mark.parametrize(
    "path",
    [
        "vendor/mixin/a.libsonnet",
        "prometheus/tests/a.yml",
        "testdata/rules.yml",
        "src/a.json",
        "docs/alerts.md",
        "a.py",
    ],
)
def test_what_is_not_even_looked_at(path):
    assert not may_hold_alerts(path)


def test_unread_files_are_counted_in_every_summary(repo):
    repo.write(
        {
            "runbooks/a.md": "# A\n\n## Symptoms\n\nA.\n\n## Checks\n\nB.\n\n## Fixes\n\nC.\n",
            "prometheus/a.yml": YAML,
            "mixin/a.libsonnet": "{\n  alert: 'B',\n  expr: 'b',\n}\n",
            "services/a/alerts/a.rules.yaml": "{{- if .Values.on }}\n" + YAML,
            "services/b/alerts/b.rules.yaml": YAML.encode("utf-16"),
            "runbook-lint.toml": "",
        }
    )
    line = (
        "4 files that hold alerts were not read: mixin/a.libsonnet, prometheus/a.yml, services/a/alerts/a.rules.yaml … "
        f"(see {DOCS})"
    )
    assert repo.run("check", "--select", "CT001").out.splitlines()[-1] == line
    report = json.loads(repo.run("check", "--format", "json").out)
    assert report["summary"]["alert_files_unread"] == 4
    assert report["summary"]["alerts"] == 0
    Draft202012Validator(load_schema("findings")).validate(report)
    assert repo.run("check", "-q", "--select", "CT001").out == ""
    done = repo.run("check", "--config", 'exclude=["*.libsonnet", "services/"]', "--select", "CT001")
    assert done.out.splitlines()[-1] == f"1 file that holds alerts was not read: prometheus/a.yml (see {DOCS})"


def test_coverage_names_the_files_that_could_not_be_read(repo):
    repo.write(
        {"services/a/alerts/a.rules.yaml": YAML.encode("utf-16"), "prometheus/a.yml": YAML, "runbook-lint.toml": ""}
    )
    lines = repo.run("coverage").out.splitlines()
    assert "prometheus/a.yml: holds alerts in a file that [layout] alert_rules does not name" in lines
    assert "services/a/alerts/a.rules.yaml: the file is UTF-16, not UTF-8" in lines


# --- on disk


def test_a_rendered_chart_is_judged_in_its_template(repo):
    template = "charts/jetty/templates/alerts.yaml"
    repo.write(
        {
            template: (DATA / "helm/charts/jetty/templates/alerts.yaml").read_text(),
            "build/alerts/jetty.yaml": (DATA / "helm/rendered.yaml").read_text(),
            "docs/alerts/JettyQueueLong.md": "# JettyQueueLong\n",
            ".gitignore": "build/\n",
            "runbook-lint.toml": RENDERED,
        }
    ).git("init", "-q")
    found = f"{template}:21:26: AL002 alert JettyDown leads to docs/alerts/JettyDown.md, which is not there\n"
    arguments = ("--select", "AL002", "--format", "concise", "-q")
    assert repo.run("check", *arguments).out == found
    assert repo.run("check", template, *arguments).out == found
    assert repo.run("check", "charts", *arguments).out == found
    assert repo.run("check", "docs", *arguments).out == ""
    waived = (
        (repo.root / template)
        .read_text()
        .replace(
            "        - alert: JettyDown", "        # runbook-lint: ignore[AL002] in review\n        - alert: JettyDown"
        )
    )
    repo.write({template: waived})
    assert repo.run("check", "--select", "AL002,WV", "--format", "concise", "-q").out == ""


def test_the_summary_counts_alerts(repo):
    repo.write({"services/a/alerts/a.rules.yaml": YAML, "runbook-lint.toml": ""})
    assert repo.run("check", "--select", "AL009").out == "No findings in 0 documents, 0 services and 1 alert\n"


IGNORED = {
    ".gitignore": "build/\n*.rules.yaml\n",
    "build/alerts/a.yaml": YAML + "  - alert:\n",
    "services/a/alerts/a.rules.yaml": YAML + "  - alert:\n",
    "runbooks/a.md": "# A\n",
}


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("build/alerts/*.yaml", ["build/alerts/a.yaml"]),
        ("build/**", ["build/alerts/a.yaml"]),
        ("build/alerts/a.yaml", ["build/alerts/a.yaml"]),
        ("build/", ["build/alerts/a.yaml"]),
        ("**/*.yaml", []),
        ("build/*/a.yaml", []),
        ("services/*/alerts/*.yaml", []),
        ("services/a/alerts/*.yaml", ["services/a/alerts/a.rules.yaml"]),
        ("../build/**", []),
    ],
)
def test_ignored_files_are_read_where_their_folder_is_named(repo, rules, found):
    repo.write(IGNORED).write({"runbook-lint.toml": f'[layout]\nalert_rules = "{rules}"\n'}).git("init", "-q")
    findings = json.loads(repo.run("check", "--select", "AL009", "--format", "json").out)["findings"]
    assert [finding["path"] for finding in findings] == found
    shown = repo.run("check", "--show-files").out.splitlines()
    assert [path for path in shown if path.endswith(".yaml")] == found


def test_rule_files_are_judged_though_git_says_generated(repo):
    repo.write({"a/b.yaml": YAML + "  - alert:\n", ".gitattributes": "a/** linguist-generated=true\n"})
    repo.write({"runbook-lint.toml": '[layout]\nalert_rules = "a/*.yaml"\n'}).git("init", "-q")
    assert repo.run("check", "--select", "AL009", "--format", "concise", "-q").out == (
        "a/b.yaml:6:11: AL009 an alert has no name\n"
    )


def test_waivers_paths_and_per_file_ignores_hold_in_rule_files(repo):
    bad = "groups:\n- name: a\n  rules:\n  # runbook-lint: ignore[alert-rule-invalid] still being written\n  - alert:\n"
    repo.write(
        {"a/a.yaml": bad, "a/b.yaml": bad.replace("invalid]", "invalid, AL006]"), "a/c.yaml": YAML + "  - alert:\n"}
    )
    repo.write({"runbook-lint.toml": '[layout]\nalert_rules = "a/*.yaml"\n'})
    done = repo.run("check", "--select", "AL009", "--format", "concise")
    assert done.out == (
        "a/c.yaml:6:11: AL009 an alert has no name\n1 error in 0 documents, 0 services and 1 alert (2 waived)\n"
        f"2 files that hold alerts were not read: a/a.yaml, a/b.yaml (see {DOCS})\n"
    )
    assert "AL009" not in repo.run("check", "a/a.yaml", "--select", "AL009").out
    assert "a/c.yaml:6:11" in repo.run("check", "a/c.yaml", "--select", "AL009").out
    ignored = repo.run("check", "--select", "AL009", "--config", 'per-file-ignores={"a/c.yaml" = ["AL"]}')
    assert "AL009" not in ignored.out


def test_standard_input_as_a_rule_file(repo):
    repo.write({"runbook-lint.toml": "", "services/a/alerts/a.rules.yaml": YAML})
    arguments = ("--stdin-filename", "services/a/alerts/a.rules.yaml", "--select", "AL009", "-q", "--format", "concise")
    done = repo.run("check", *arguments, given=b"groups: alert\n")
    assert done.out == "services/a/alerts/a.rules.yaml:1:9: AL009 the groups are text, not a list\n"


def test_a_secret_in_a_rule_file_leaves_in_no_finding(repo):
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    repo.write({"runbook-lint.toml": "", "services/a/alerts/a.rules.yaml": f"groups:\n- rules:\n  - alert: {token}\n"})
    for form in ("full", "json", "concise"):
        assert token not in repo.run("check", "--select", "AL", "--format", form).out


def test_the_alerts_of_real_repositories(corpora):
    for name, count, pattern in (
        ("thanos-mixin", 48, "examples/alerts/*.yaml"),
        ("gitlab-runbooks", 2327, "mimir-rules/**/*.yml"),
    ):
        alerts = unread = 0
        for place in sorted((corpora / name).glob(pattern)):
            text = Text(split_lines(place.read_text(encoding="utf-8")))
            found, file = read_alerts(place.name, text, Settings())
            alerts, unread = alerts + len(found), unread + bool(file.problems)
            plain = [line for line in text.lines if re.match(r"\s*(- )?alert:", line)]
            assert len(found) == len(plain)
        assert (alerts, unread) == (count, 0)
