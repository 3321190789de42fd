"""AL008 alert-owner-missing."""

from collections.abc import Iterator

from runbook_lint.model.alert import Alert
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import alert_service, alert_team


def check(world: World) -> Iterator[Problem]:
    """Report the alerts that neither a label nor their folder gives to a service or a team."""
    known = bool(world.catalog.services or world.catalog.teams)
    for alert in world.alerts:
        labelled = any(_labels(world, alert))
        owned = alert_service(world, alert) or alert_team(world, alert)
        if not owned and not (labelled and (not known or not world.catalog.complete)):
            place = alert.location
            message = f"alert {alert.name} belongs to no service and no team" + (" of the catalogue" if labelled else "")
            yield Problem(message, place.span, path=place.path, help=_help(world))


def _labels(world: World, alert: Alert) -> Iterator[str]:
    keys = (*world.settings.alerts.service_labels, *world.settings.alerts.team_labels)
    return (values[key] for key in keys for values in (alert.labels, alert.annotations) if values.get(key))


def _help(world: World) -> str:
    given = world.settings.alerts
    names = [*given.service_labels[:1], *given.team_labels[:1]]
    return f"label it with {' or '.join(f'`{name}`' for name in names)}, or keep its rule in a service's folder"


def _rules(*labels: str) -> str:
    alerts = (
        f"      - alert: Cart{number}\n        expr: up == 0\n        labels: {{{given}}}\n"
        for number, given in enumerate(labels, 1)
    )
    return "groups:\n  - name: cart\n    rules:\n" + "".join(alerts)


_CONFIG = '[layout]\nalert_rules = "**/*.rules.yaml"\n'
_CART = {"services/cart/service.yaml": "service: SVC-CART\nteam: API\n"}

RULE = Rule(
    code="AL008",
    name="alert-owner-missing",
    sentence="An alert belongs to a service or a team.",
    reason=(
        "An alert without an owner is everybody's at 3AM and nobody's on Monday. The labels in `[alerts] "
        "service_labels` and `team_labels` say whose it is, else the folder of the service that its rule stands in. In "
        "an incomplete catalogue a label is taken on trust."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "no label, and one that nobody knows",
            {"rules/shop.rules.yaml": _rules("severity: page", "service: cartt"), **_CART},
            findings=(
                "rules/shop.rules.yaml:4:16: alert Cart1 belongs to no service and no team",
                "rules/shop.rules.yaml:7:16: alert Cart2 belongs to no service and no team of the catalogue",
            ),
            config=_CONFIG,
        ),
        Example(
            "a label with the id, the slug or the team, and the service's own folder",
            {
                "rules/shop.rules.yaml": _rules("service: SVC-CART", "service: cart", "team: API"),
                "services/cart/alerts/cart.rules.yaml": _rules("severity: page"),
                "services/teams.yaml": "teams:\n  API: {name: API}\n",
                **_CART,
            },
            config=_CONFIG,
        ),
        Example(
            "labels without a catalogue to look them up in",
            {"rules/shop.rules.yaml": _rules("service: cart", "team: web")},
            config=_CONFIG,
        ),
    ),
)
