"""AL002 alert-runbook-unresolved."""

from collections.abc import Iterator

from runbook_lint.model.alert import Alert
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.alert_links import annotation_fix, annotation_place, nearest_section
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_pages


def check(world: World) -> Iterator[Problem]:
    """Report the annotations that lead to a page or a section that is not there."""
    for page in alert_pages(world):
        found = page.resolution
        if page.state is AlertState.UNRESOLVED and found is not None:
            place = annotation_place(page.alert)
            yield Problem(
                f"alert {page.alert.name} leads to {_fault(page.alert, found)}",
                place.span,
                path=place.path,
                help=_help(world, page, found),
                fix=annotation_fix(world, page.alert, found.mended) if found.certain and found.mended else None,
            )


def _fault(alert: Alert, found: Resolution) -> str:
    path = (found.path or alert.runbook) + (f" in {found.catalog}" if found.catalog else "")
    match found.state:
        case State.NO_ANCHOR:
            return f"#{found.anchor}, which {path} does not have"
        case State.OTHER_CASE:
            return f"{path}, which is spelt {found.nearest}" if found.nearest else f"{path}, spelt in another case"
        case State.OUTSIDE:
            return f"{path}, outside the repository"
        case State.NO_FILE:
            return f"{path}, {found.reason or 'which is not there'}"
        case _:
            return f"{alert.runbook}, {found.reason or 'which is no link'}"


def _help(world: World, page: AlertPage, found: Resolution) -> str:
    if found.state is State.NO_ANCHOR:
        near = nearest_section(world, page.alert, found)
        return f"did you mean #{near}?" if near else "no such section: write it, or lead to the page alone"
    near = found.mended if found.certain else found.nearest
    if near:
        return f"did you mean {near}?"
    return f"{page.path} is named after the alert" if page.path else "write the page, or lead to one that is there"


def _rules(*links: str) -> str:
    alerts = (
        f"      - alert: Cart{number}\n        expr: up == 0\n        annotations:\n          runbook_url: {link}\n"
        for number, link in enumerate(links, 1)
    )
    return "groups:\n  - name: cart\n    rules:\n" + "".join(alerts)


_RULES = "services/cart/alerts/cart.rules.yaml"
_PAGE = "# Cart\n\n## Known fixes\n\nRestart it.\n"

RULE = Rule(
    code="AL002",
    name="alert-runbook-unresolved",
    sentence="The page and the section that an alert leads to are there.",
    reason=(
        "A link that leads nowhere is found at 3AM. Pages are moved and headings renamed on quiet afternoons, and "
        "nothing else tells the rule file. Judged are paths from the root or beside the rule file, URLs of this "
        "repository and of its site, and pages of imported repositories; a templated link only if no page can match."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    fixable=True,
    examples=(
        Example(
            "a page that is not there, a heading that was renamed, another case, a template that fits no page",
            {
                _RULES: _rules(
                    "services/cart/alerts/Gone.md",
                    "services/cart/runbook.md#fixes-known",
                    "'services/cart/Runbook.md'",
                    "'services/cart/{{ $labels.shop }}/runbook.md'",
                ),
                "services/cart/runbook.md": _PAGE,
            },
            findings=(
                f"{_RULES}:7:24: alert Cart1 leads to services/cart/alerts/Gone.md, which is not there",
                f"{_RULES}:11:24: alert Cart2 leads to #fixes-known, which services/cart/runbook.md does not have",
                f"{_RULES}:15:24: alert Cart3 leads to services/cart/Runbook.md, which is spelt services/cart/runbook.md",
                f"{_RULES}:19:24: alert Cart4 leads to services/cart/*/runbook.md, no page can match",
            ),
            fixed={
                _RULES: _rules(
                    "services/cart/alerts/Gone.md",
                    "services/cart/runbook.md#fixes-known",
                    "'services/cart/runbook.md'",
                    "'services/cart/{{ $labels.shop }}/runbook.md'",
                )
            },
        ),
        Example(
            "the repository by its address",
            {
                _RULES: _rules("https://git.example/shop/ops/blob/main/services/cart/gone.md"),
                "services/cart/runbook.md": _PAGE,
            },
            findings=(f"{_RULES}:7:24: alert Cart1 leads to services/cart/gone.md, which is not there",),
            config='[links]\nrepository = "https://git.example/shop/ops"\nbranch = "main"\n',
        ),
        Example(
            "from the root, beside the rule file, a heading, a template that some page fits, other people's pages",
            {
                _RULES: _rules(
                    "services/cart/runbook.md",
                    "./services/cart/runbook.md#known-fixes",
                    "/services/cart/runbook.md",
                    "../runbook.md",
                    "'services/{{ $labels.service }}/runbook.md'",
                    "'services/cart/runbook.md#{{ $labels.part }}'",
                    "https://wiki.example/cart#nowhere",
                    "wiki/Cart",
                    "restart the cart, then look at page 3/4",
                ),
                "services/cart/runbook.md": _PAGE,
            },
        ),
    ),
)
