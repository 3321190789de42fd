"""AL009 alert-rule-invalid."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World


def check(world: World) -> Iterator[Problem]:
    """Tell why alerts of the layout's rule files could not be read."""
    for path, file in world.alert_files.items():
        for problem in () if file.outside else file.problems:
            yield Problem(problem.message, problem.span, path=path, help=problem.help)


RULES = "services/cart/alerts/cart.rules.yaml"
HELM = """\
{{- if .Values.alerts.enabled }}
groups:
  - name: cart
    rules:
      - alert: CartDown
        expr: up{job="cart"} == 0
{{- end }}
"""

RULE = Rule(
    code="AL009",
    name="alert-rule-invalid",
    sentence="Files of alerts can be read.",
    reason=(
        "An alert that cannot be read cannot be led to its page, and its absence looks like order. Prometheus rule files, "
        "PrometheusRule resources, namespaces of Mimir, Grafana provisioning, `terraform show -json` and the inventory "
        "`alerts.json` are read, told apart by content; a template is rendered first, by its own tool. Whether an "
        "expression is right is for promtool and pint to say."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "an alert without a name, one without an expression, and rules that are no list",
            {
                RULES: "groups:\n  - name: cart\n    rules:\n      - alert:\n        expr: up == 0\n      - alert: CartSlow\n",
                "services/pay/alerts/pay.rules.yaml": "groups:\n  - name: pay\n    rules:\n      alert: PayDown\n      expr: up == 0\n",
            },
            findings=(
                "services/cart/alerts/cart.rules.yaml:4:15: an alert has no name",
                "services/cart/alerts/cart.rules.yaml:6:16: alert CartSlow has no expression",
                "services/pay/alerts/pay.rules.yaml:4:7: the rules are a mapping, not a list",
            ),
        ),
        Example(
            "a Helm template, and broken YAML",
            {
                RULES: HELM,
                "services/pay/alerts/pay.rules.yaml": 'groups:\n  - name: pay\n    rules:\n      - alert: "PayDown\n        expr: up == 0\n',
            },
            findings=(
                "services/cart/alerts/cart.rules.yaml:1:1: holds alerts in a Helm template",
                "services/pay/alerts/pay.rules.yaml:5:22: not valid YAML: found unexpected end of stream",
            ),
        ),
        Example(
            "an inventory with a slip",
            {"alerts.json": '{"version": 1, "alerts": [{"name": "CartDown", "serverity": "page"}]}\n'},
            findings=('alerts.json:1:48: unknown key "serverity"',),
        ),
        Example(
            "rules that only record, unit tests of rules, an expression that Prometheus refuses",
            {
                RULES: "groups:\n  - name: cart\n    rules:\n      - record: job:up:sum\n        expr: sum by (job) (up)\n",
                "services/cart/alerts/test.rules.yaml": "rule_files: [cart.rules.yaml]\ntests:\n  - alert_rule_test:\n      - alertname: CartDown\n        eval_time: 5m\n",
                "services/pay/alerts/pay.rules.yaml": "groups:\n  - name: pay\n    rules:\n      - alert: PayDown\n        expr: up ==\n        annotations:\n          summary: '{{ if $value }}{{ $labels.job }} is down{{ end }}'\n",
            },
        ),
    ),
)
