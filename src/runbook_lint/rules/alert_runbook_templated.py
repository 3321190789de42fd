"""AL010 alert-runbook-templated."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.alert_links import annotation_place
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_pages


def check(world: World) -> Iterator[Problem]:
    """Report the alerts whose page is only known when they fire."""
    for page in alert_pages(world):
        if page.state is AlertState.TEMPLATED:
            place = annotation_place(page.alert)
            yield Problem(
                f"alert {page.alert.name} leads to {_where(page)}",
                place.span,
                path=place.path,
                help="write the page's path out, so that it can be checked before it is needed",
            )


def _where(page: AlertPage) -> str:
    count = len(page.matches)
    if not count:
        return "a page that is only known when it fires"
    return "a page only known when it fires; " + (f"{count} pages match" if count > 1 else f"{page.matches[0]} matches")


def _rules(*links: str) -> str:
    alerts = (
        f"      - alert: Cart{number}\n        expr: up == 0\n        annotations: {{runbook_url: '{link}'}}\n"
        for number, link in enumerate(links, 1)
    )
    return "groups:\n  - name: cart\n    rules:\n" + "".join(alerts)


_RULES = "services/cart/alerts/cart.rules.yaml"
_PAGES = {"services/cart/runbook.md": "# Cart\n", "services/pay/runbook.md": "# Pay\n"}

RULE = Rule(
    code="AL010",
    name="alert-runbook-templated",
    sentence="An alert's link to its page can be checked before the alert fires.",
    reason=(
        "A link that is put together from labels is right only where every value of the label has its page. Such a "
        "link is matched against the pages there are; for a value without a page it still leads nowhere."
    ),
    severity=Severity.INFO,
    check=check,
    examples=(
        Example(
            "pages that match, one that does, and a URL elsewhere",
            {
                _RULES: _rules(
                    "services/{{ $labels.service }}/runbook.md",
                    "services/{{ $labels.service }}ay/runbook.md",
                    "https://wiki.example/{{ $labels.service }}",
                ),
                **_PAGES,
            },
            findings=(
                f"{_RULES}:6:36: alert Cart1 leads to a page only known when it fires; 2 pages match",
                f"{_RULES}:9:36: alert Cart2 leads to a page only known when it fires; services/pay/runbook.md matches",
                f"{_RULES}:12:36: alert Cart3 leads to a page that is only known when it fires",
            ),
        ),
        Example("written out", {_RULES: _rules("services/cart/runbook.md"), **_PAGES}),
    ),
)
