"""AL003 alert-runbook-self-link."""

from collections.abc import Iterator

from runbook_lint.model.alert import Alert
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.alert_links import annotation_place
from runbook_lint.parse.alert_pages import AlertPage, alert_pages

_ALERT_LISTS = regex(
    r"/(?:alerts|graph|rules|classic/alerts)/?(?:[?#]|\Z)"  # Prometheus
    r"|/#/(?:alerts|silences)\b"  # Alertmanager
    r"|/alerting/(?:list|groups|grafana|[^/]+/[^/]+/(?:view|edit))\b"  # Grafana
    r"|/monitors/\d+",  # Datadog
)
_RUN_TIME = regex(r"\A\{\{\s*\$?\.?(?:externalURL|ExternalURL|GeneratorURL|generatorURL)\b")


def check(world: World) -> Iterator[Problem]:
    """Report the alerts whose page is the alert itself: its rule file, its entry in a list, its own dashboard."""
    for page in alert_pages(world):
        what = _itself(page)
        if what:
            place = annotation_place(page.alert)
            help = "lead to the page that says what to do; a dashboard has an annotation of its own"
            yield Problem(f"alert {page.alert.name} leads to {what}", place.span, path=place.path, help=help)


def _itself(page: AlertPage) -> str:
    alert = page.alert
    found = page.resolution.path if page.resolution and not page.catalog else ""
    if found and found in (alert.file, alert.location.path):
        return "its own rule file"
    if _RUN_TIME.match(alert.runbook) or (":" in alert.runbook and _ALERT_LISTS.search(alert.runbook)):
        return "itself in the list of alerts"
    same = _same_annotation(alert)
    return f"what its annotation {same} leads to" if same else ""


def _same_annotation(alert: Alert) -> str:
    """Another annotation with the same URL, by its key, such as `dashboard_url`."""
    url = alert.runbook.strip()
    others = ((key, value.strip()) for key, value in alert.annotations.items() if key != alert.runbook_key)
    return next((key for key, value in others if "/" in url and value == url and "runbook" not in key.lower()), "")


def _rules(*annotations: str) -> str:
    alerts = (
        f"      - alert: Cart{number}\n        expr: up == 0\n        annotations: {{{given}}}\n"
        for number, given in enumerate(annotations, 1)
    )
    return "groups:\n  - name: cart\n    rules:\n" + "".join(alerts)


_RULES = "services/cart/alerts/cart.rules.yaml"
_D = "https://grafana.example/d/cart"

RULE = Rule(
    code="AL003",
    name="alert-runbook-self-link",
    sentence="An alert leads to a page that says what to do, not back to the alert.",
    reason=(
        "A link to the rule file, to the list of alerts or to the dashboard that the alert names already tells the "
        "responder what they have just read."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "the rule file, the list of alerts, the dashboard again",
            {
                _RULES: _rules(
                    f"runbook_url: {_RULES}",
                    "runbook_url: 'https://prometheus.example/alerts?search=Cart2'",
                    "runbook_url: '{{ $externalURL }}/alerts'",
                    f"dashboard_url: '{_D}', runbook_url: '{_D}'",
                )
            },
            findings=(
                f"{_RULES}:6:36: alert Cart1 leads to its own rule file",
                f"{_RULES}:9:36: alert Cart2 leads to itself in the list of alerts",
                f"{_RULES}:12:36: alert Cart3 leads to itself in the list of alerts",
                f"{_RULES}:15:85: alert Cart4 leads to what its annotation dashboard_url leads to",
            ),
        ),
        Example(
            "pages, one of them about alerts",
            {
                _RULES: _rules(
                    "runbook_url: services/cart/alerts/Cart1.md",
                    "runbook_url: 'https://wiki.example/alerts/Cart2'",
                    f"dashboard_url: '{_D}', runbook_url: 'https://wiki.example/cart'",
                ),
                "services/cart/alerts/Cart1.md": "# Cart1\n",
            },
        ),
    ),
)
