"""AL004 plan-without-alert."""

from collections.abc import Iterator

from runbook_lint.model.document import Document
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import PAGE, Span
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.suggest import nearest
from runbook_lint.model.world import World
from runbook_lint.parse.alert_links import annotation_place
from runbook_lint.parse.alert_pages import alert_pages, alerts_of, find_alerts, plan_alert_names
from runbook_lint.parse.pages import is_front_page, is_signpost


def check(world: World) -> Iterator[Problem]:
    """Report the plans whose alert no rule file has, and the alerts that lead to such a plan."""
    if not world.alerts:
        return
    templated = {path for page in alert_pages(world) for path in page.matches}
    for path, document in world.documents.items():
        names = plan_alert_names(document, world.settings)
        if not names or is_signpost(document) or is_front_page(path) or path in templated:
            continue
        lost = [name for name in names if not find_alerts(world, name) and not _elsewhere(world, name)]
        said = document.front_matter is not None and any(map(document.front_matter.data.get, world.settings.keys["alert"]))
        shared = len({alert.name for alert in alerts_of(world, path)}) > 1 and not said
        if not shared:
            for name in lost:
                yield from _both_ends(world, document, name)


def _both_ends(world: World, document: Document, name: str) -> Iterator[Problem]:
    """The plan's finding, and one at each rule that leads to it, for either may be the one that was changed."""
    leading = alerts_of(world, document.path)
    near = leading[0].name if leading else nearest(name, {alert.name for alert in world.alerts})
    ask = "was it renamed to" if leading else "did you mean"
    step = f"{ask} {near}? rename the page, or say `alert: {near}` in its front matter" if near else ""
    place = tuple((annotation_place(alert), f"{alert.name} leads here") for alert in leading)
    yield Problem(
        f"no rule file has the alert {name}",
        _name_span(world, document),
        path=document.path,
        help=step or "remove the page, or name its alert by `alert` in its front matter",
        related=place,
    )
    for alert in leading:
        where = alert.location
        message = f"alert {alert.name} leads to the plan of {name}, which no rule file has"
        yield Problem(message, where.span, path=where.path, help=f"rename one of them: {document.path} or the alert")


def _name_span(world: World, document: Document) -> Span:
    """Where a page names its alert: the front matter's key, else its title, else the top."""
    data = document.front_matter.data if document.front_matter else None
    for key in world.settings.keys["alert"] if data else ():
        if data and data.get(key):
            return data.span(key)
    return document.headings[0].span if document.headings else PAGE


def _elsewhere(world: World, name: str) -> bool:
    """Whether an import has the alert, or a file that could not be read whole speaks of it."""
    if any(name in inventory.alerts for inventory in world.imports.values()):
        return True
    broken = (file for file in world.alert_files.values() if file.problems)
    return any(name in line for file in broken for line in file.lines)


_RULES = "services/cart/alerts/cart.rules.yaml"


def _rules(*names: str, link: str = "") -> str:
    more = f"        annotations:\n          runbook_url: {link}\n" if link else ""
    alerts = (f"      - alert: {name}\n        expr: up == 0\n{more}" for name in names)
    return "groups:\n  - name: cart\n    rules:\n" + "".join(alerts)


RULE = Rule(
    code="AL004",
    name="plan-without-alert",
    sentence="A plan is for an alert that some rule file has.",
    reason=(
        "An alert that was renamed loses its plan, and a plan whose alert is gone is kept true for nothing. A plan's "
        "alert is its front matter's `alert`, else its file's name. Where the renamed alert still leads to the plan, "
        "both ends are named. Nothing is said where no alert was read, of pages that several alerts share, and of "
        "alerts that a file which could not be read speaks of."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "an alert that is gone, and one that was renamed",
            {
                _RULES: _rules("CartVerySlow", link="services/cart/alerts/CartSlow.md"),
                "services/cart/alerts/CartSlow.md": "# Cart is slow\n",
                "services/cart/alerts/empty.md": "---\nalert: CartEmpty\n---\n# Empty carts\n",
            },
            findings=(
                "services/cart/alerts/CartSlow.md:1:1: no rule file has the alert CartSlow",
                f"{_RULES}:4:16: alert CartVerySlow leads to the plan of CartSlow, which no rule file has",
                "services/cart/alerts/empty.md:2:8: no rule file has the alert CartEmpty",
            ),
        ),
        Example(
            "named after its alert, by front matter, shared by several",
            {
                _RULES: _rules("CartSlow", "CartEmpty"),
                "services/cart/alerts/more.rules.yaml": _rules(
                    "CartFullWarning", "CartFullCritical", link="services/cart/alerts/CartFull.md"
                ),
                "services/cart/alerts/CartSlow.md": "# CartSlow\n",
                "services/cart/alerts/empty.md": "---\nalert: CartEmpty\n---\n# Empty carts\n",
                "services/cart/alerts/CartFull.md": "# CartFull\n",
                "services/cart/alerts/README.md": "# Plans\n",
            },
        ),
        Example("no alerts are read at all", {"services/cart/alerts/CartSlow.md": "# CartSlow\n"}),
    ),
)
