"""Annotations written into rule files: additions and nothing else, whatever the file looks like."""

import io
from pathlib import Path

import pytest
import ruamel.yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runbook_lint.lint.prove import fixed_tree
from runbook_lint.model.finding import Fix
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.alerts import read_alerts
from runbook_lint.parse.rule_file_writer import add_annotations
from runbook_lint.parse.text import decode

PATH = "services/cart/alerts/cart.rules.yaml"
URL = {"runbook_url": "https://x.example/cart#top"}
SHARED = "more than this rule would change (it shares a part with others, or is written in an unusual way)"


def annotated(raw: bytes, entries=URL):
    """The file after its alerts got the annotations, and why some did not."""
    text = decode(raw)
    alerts, _ = read_alerts(PATH, text, Settings())
    written = add_annotations(PATH, text, {alert.span: entries for alert in alerts})
    return fixed_tree(Tree({PATH: raw}), Fix(written.edits)).contents[PATH], list(written.refused.values())


def rules(text: str) -> str:
    return "groups:\n- name: g\n  rules:\n" + text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "  - alert: A\n    expr: up\n",
            "  - alert: A\n    expr: up\n    annotations:\n      runbook_url: https://x.example/cart#top\n",
            id="no annotations",
        ),
        pytest.param(
            "  - alert: A\n    expr: up",
            "  - alert: A\n    expr: up\n    annotations:\n      runbook_url: https://x.example/cart#top",
            id="no line end at the end",
        ),
        pytest.param(
            "  - alert: A\n    labels:\n        a: b\n    expr: up # why\n\n  # about B\n",
            "  - alert: A\n    labels:\n        a: b\n    expr: up # why\n    annotations:\n        runbook_url: https://x.example/cart#top\n\n  # about B\n",
            id="the indentation of the labels, comments where they were",
        ),
        pytest.param(
            "  -   alert: A\n      expr: |+\n        up\n\n",
            "  -   alert: A\n      annotations:\n        runbook_url: https://x.example/cart#top\n      expr: |+\n        up\n\n",
            id="a block of text at the end keeps its blank lines",
        ),
        pytest.param(
            "  - alert: A\n    annotations:\n      # what\n      summary: a\n        b # c\n      # end\n    expr: up\n",
            "  - alert: A\n    annotations:\n      # what\n      summary: a\n        b # c\n      runbook_url: https://x.example/cart#top\n      # end\n    expr: up\n",
            id="behind the last annotation",
        ),
        pytest.param(
            "  - alert: A\n    annotations: # none\n    expr: up\n",
            "  - alert: A\n    annotations: # none\n      runbook_url: https://x.example/cart#top\n    expr: up\n",
            id="empty annotations",
        ),
        pytest.param(
            "  - alert: A\n    annotations: {}\n    expr: up\n",
            '  - alert: A\n    annotations: {runbook_url: "https://x.example/cart#top"}\n    expr: up\n',
            id="empty braces",
        ),
        pytest.param(
            "  - {alert: A, expr: up}\n  - {alert: B, expr: up, annotations: {a: b,\n      c: d}}\n",
            '  - {alert: A, annotations: {runbook_url: "https://x.example/cart#top"}, expr: up}\n'
            '  - {alert: B, expr: up, annotations: {runbook_url: "https://x.example/cart#top", a: b,\n      c: d}}\n',
            id="rules in braces",
        ),
        pytest.param(
            "  - &a\n    alert: A\n    expr: up\n    annotations: &b\n      a: b\n",
            "  - &a\n    alert: A\n    expr: up\n    annotations: &b\n      a: b\n      runbook_url: https://x.example/cart#top\n",
            id="anchors that nobody uses",
        ),
        pytest.param(
            "  - alert: A\n    annotations:\n      <<: &d {a: b}\n    expr: up\n",
            "  - alert: A\n    annotations:\n      <<: &d {a: b}\n      runbook_url: https://x.example/cart#top\n    expr: up\n",
            id="a merge",
        ),
        pytest.param(
            "  - alert: A\n    annotations:\n      runbook_url: ''\n    expr: up\n",
            "  - alert: A\n    annotations:\n      runbook_url: ''\n    expr: up\n",
            id="what is there stays",
        ),
    ],
)
def test_what_is_added_and_where(before, after):
    for ending in ("\n", "\r\n"):
        for bom in (b"", b"\xef\xbb\xbf"):
            raw = bom + rules(before).replace("\n", ending).encode()
            expected = bom + rules(after).replace("\n", ending).encode()
            assert annotated(raw) == (expected, [])
            assert annotated(expected) == (expected, [])


def test_json_stays_json():
    before = b'{"groups": [{"name": "g", "rules": [{"alert": "A", "expr": "up"}, {"alert": "B", "expr": "up", "annotations": {}}]}]}'
    after = (
        b'{"groups": [{"name": "g", "rules": [{"alert": "A", "annotations": {"runbook_url": "https://x.example/cart#top"}, "expr": "up"},'
        b' {"alert": "B", "expr": "up", "annotations": {"runbook_url": "https://x.example/cart#top"}}]}]}'
    )
    assert annotated(before) == (after, [])


def test_a_prometheusrule_behind_another_document():
    head = "kind: A\n---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    rules:\n"
    before = f"{head}    - alert: A\n      expr: up\n---\nkind: B\n"
    after = f"{head}    - alert: A\n      expr: up\n      annotations:\n        runbook_url: https://x.example/cart#top\n---\nkind: B\n"
    assert annotated(before.encode()) == (after.encode(), [])


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("  - alert: A\n    expr: up\n    annotations: &c\n      a: b\n  - alert: B\n    expr: up\n    annotations: *c\n", [SHARED, SHARED]),
        ("  - &r\n    alert: A\n    expr: up\n  - *r\n", [SHARED]),
        ("  - &r\n    alert: A\n    expr: up\n    annotations: {a: b}\n  - <<: *r\n    alert: B\n", [SHARED]),
        ("  - ? alert\n    : A\n    expr: |\n      up\n", [SHARED]),
        ("  - alert: A\n    expr: up\n    annotations: ~\n", ["its annotations are `~`; take that out first"]),
        ("  - alert: A\n    expr: up\n    annotations: none\n", ["its annotations are no mapping"]),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_changes(text, refused):
    raw = rules(text).encode()
    after, reasons = annotated(raw)
    assert (after, sorted(set(reasons))) == (raw, sorted(set(refused)))


def test_one_that_cannot_be_written_leaves_the_others():
    text = "  - alert: A\n    expr: up\n  - alert: B\n    expr: up\n    annotations: &c {a: b}\n  - alert: C\n    expr: up\n    annotations: *c\n"
    after, reasons = annotated(rules(text).encode())
    assert after.decode() == rules(text).replace(
        "  - alert: B", "    annotations:\n      runbook_url: https://x.example/cart#top\n  - alert: B", 1
    )
    assert reasons == [SHARED, SHARED]


@pytest.mark.parametrize(
    "value",
    ["no", "012", "a: b # c", "it's", '"x"', "{{ $labels.x }}", '{{ "{{" }}', "- x", "%", "@a", "é\U0001f525", "https://x:", "2026-01-01", ""],
)
def test_any_value_is_read_back(value):
    for text in ("  - alert: A\n    expr: up\n", "  - {alert: A, expr: up}\n"):
        after, _ = annotated(rules(text).encode(), {"impact": value})
        for version in ("1.1", "1.2"):
            reader = ruamel.yaml.YAML(typ="safe", pure=True)
            reader.version = version
            assert reader.load(after)["groups"][0]["rules"][0]["annotations"] == {"impact": value}


_WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\x85\xa0"), min_size=1, max_size=30)
_TABLES = st.dictionaries(st.sampled_from(["summary", "impact", "a b", "x"]), _WORDS | st.just("a\nb\n") | st.just("a\n\n"), max_size=3)


@st.composite
def rule_files(draw):
    """A rule file as an emitter may write it: block or flow, indented so or so, with comments, CR LF, a BOM."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        rule = {"alert": f"A{number}", "expr": draw(_WORDS)}
        if draw(st.booleans()):
            rule["annotations"] = draw(_TABLES)
        if draw(st.booleans()):
            rule["labels"] = draw(_TABLES)
        order = draw(st.permutations(list(rule)))
        made.append({key: rule[key] for key in order})
    emitter = ruamel.yaml.YAML()
    emitter.default_flow_style = draw(st.sampled_from([False, None, True]))
    emitter.width = draw(st.sampled_from([20, 80, 4096]))
    emitter.indent(mapping=draw(st.sampled_from([2, 4])), sequence=4, offset=draw(st.sampled_from([0, 2])))
    emitter.default_style = draw(st.sampled_from([None, "'", '"', "|"]))
    stream = io.StringIO()
    emitter.dump({"groups": [{"name": "g", "rules": made}]}, stream)
    text = draw(st.sampled_from(["", "# top\n", "---\n"])) + stream.getvalue() + draw(st.sampled_from(["", "# end\n", "...\n"]))
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_files(), _WORDS)
def test_any_file_gets_additions_or_a_reason(raw, impact):
    before, _ = read_alerts(PATH, decode(raw), Settings())
    wanted = {"zz_url": "https://x.example/a", "zz_impact": impact}
    after, refused = annotated(raw, wanted)
    assert _is_subsequence(raw, after)
    found, _ = read_alerts(PATH, decode(after), Settings())
    assert [(alert.name, alert.expr, alert.labels) for alert in found] == [(alert.name, alert.expr, alert.labels) for alert in before]
    for old, new in zip(before, found, strict=True):
        assert {**old.annotations, **wanted} == new.annotations or refused
    assert annotated(after, wanted)[0] == after


def _is_subsequence(part: bytes, whole: bytes) -> bool:
    rest = iter(whole)
    return all(byte in rest for byte in part)


@pytest.mark.parametrize("folder", ["gitlab-runbooks/mimir-rules/gitlab-gprd/patroni", "thanos-mixin/examples/alerts"])
def test_real_rule_files(corpora: Path, folder):
    total = 0
    for place in sorted((corpora / folder).rglob("*.y*ml")):
        raw = place.read_bytes()
        alerts, _ = read_alerts(PATH, decode(raw), Settings())
        if alerts:
            after, refused = annotated(raw, {"zz": "https://x.example/a"})
            found, _ = read_alerts(PATH, decode(after), Settings())
            assert refused == []
            assert [{**alert.annotations, "zz": "https://x.example/a"} for alert in alerts] == [alert.annotations for alert in found]
            assert _is_subsequence(raw, after)
            total += len(alerts)
    assert total > 10
