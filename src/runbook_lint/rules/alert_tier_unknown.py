"""AL006 alert-tier-unknown."""

from collections.abc import Iterator, Mapping

from runbook_lint.model.alert import Alert
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.tiers import PLAN_TIERS, alert_tier

_MAP = "map it to page, ticket or fyi in [alerts] tiers"


def check(world: World) -> Iterator[Problem]:
    """Report plans whose tier is none, and severities that the map does not know: a slip each time, others once."""
    for document in world.documents.values():
        if document.kind is Kind.PLAN:
            yield from _plan(document, world.settings)
    for severity, alerts in _unknown(world).items():
        hint = did_you_mean(severity, world.settings.alerts.tiers)
        count = f" ({len(alerts):,} alerts)" if len(alerts) > 1 and not hint else ""
        for alert in alerts if hint else alerts[:1]:
            place = alert.severity_location
            yield Problem(f"severity {severity} stands for no tier{count}", place.span, place.path, hint or _MAP)


def _plan(document: Document, settings: Settings) -> Iterator[Problem]:
    data = document.front_matter.data if document.front_matter else None
    for key in settings.keys["tier"] if data else ():
        value = data.get(key) if data else None
        if data and value is not None and str(value).casefold() not in PLAN_TIERS:
            hint = did_you_mean(str(value), PLAN_TIERS) or f"write one of {', '.join(PLAN_TIERS)}"
            yield Problem(f"tier {value} is none that an alert has", data.span(key), document.path, hint)


def _unknown(world: World) -> Mapping[str, list[Alert]]:
    found: dict[str, list[Alert]] = {}
    for alert in world.alerts:
        if alert.severity.strip() and "{{" not in alert.severity and not alert_tier(alert, world.settings):
            found.setdefault(alert.severity.strip(), []).append(alert)
    return found


def _rules(*severities: str) -> str:
    rules = "".join(
        f"      - alert: Cart{number}\n        expr: up == 0\n        labels: {{severity: {severity}}}\n"
        for number, severity in enumerate(severities, 1)
    )
    return f"groups:\n  - name: cart\n    rules:\n{rules}"


RULES = "services/cart/alerts/cart.rules.yaml"

RULE = Rule(
    code="AL006",
    name="alert-tier-unknown",
    sentence="An alert's severity says what it asks of people.",
    reason=(
        "An alert wakes someone (page), waits for working hours (ticket) or informs (fyi); its severity says which, by "
        "the map in `[alerts] tiers`. A severity that is not in the map is a slip, or a word that only its author knows. "
        "A slip is reported at each alert, any other word once, with the number of alerts that bear it. Templated "
        "severities are not judged."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "a slip, a severity that is not in the map, and a plan with a service's tier",
            {
                RULES: _rules("critcal", "s2", "s2"),
                "services/cart/alerts/Cart1.md": "---\ntier: 1\n---\n# Cart1\n",
            },
            findings=(
                "services/cart/alerts/Cart1.md:2:7: tier 1 is none that an alert has",
                "services/cart/alerts/cart.rules.yaml:6:28: severity critcal stands for no tier",
                "services/cart/alerts/cart.rules.yaml:9:28: severity s2 stands for no tier (2 alerts)",
            ),
        ),
        Example(
            "severities of the map, templated, or none",
            {
                RULES: _rules("critical", "Warning", "page", "''", "'{{ $labels.severity }}'"),
                "services/cart/alerts/Cart1.md": "---\ntier: page\n---\n# Cart1\n",
            },
        ),
        Example(
            "a map of one's own",
            {RULES: _rules("s1", "s2")},
            config='[alerts.tiers]\ns1 = "page"\ns2 = "ticket"\n',
        ),
    ),
)
