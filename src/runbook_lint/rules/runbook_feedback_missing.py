"""PM014 runbook-feedback-missing."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import PAGE
from runbook_lint.model.postmortem import Postmortem, RunbookUse
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import plans_by_alert
from runbook_lint.parse.postmortem_pages import judged_postmortems

_FINISHED = ("reviewed", "closed")


def check(world: World) -> Iterator[Problem]:
    """Ask every incident that was reviewed which pages were used, whether they helped, and what changed."""
    for postmortem in judged_postmortems(world):
        if postmortem.status.casefold() not in _FINISHED:
            continue
        if not postmortem.runbooks:
            yield from _unnamed(postmortem, world)
        for use in postmortem.runbooks:
            missing = _missing(use)
            if missing:
                yield Problem(missing[0], use.span, path=postmortem.path, help=missing[1])


def _unnamed(postmortem: Postmortem, world: World) -> Iterator[Problem]:
    """No page is named; an empty list says that none was used, unless the incident's alerts have pages."""
    plans = [path for alert in postmortem.alerts for path in plans_by_alert(world).get(alert, ())]
    if plans or "runbooks" not in postmortem.spans:
        span = postmortem.spans.get("runbooks", postmortem.spans.get("status", PAGE))
        list_ = ", ".join(dict.fromkeys(plans)) or "each page that was opened, or `runbooks: []` where there was none"
        help = f"list {list_}: path, used, adequate, change"
        yield Problem("no runbook is named: which was used, and did it help?", span, path=postmortem.path, help=help)


def _missing(use: RunbookUse) -> tuple[str, str] | None:
    """What an item leaves open, and the next step."""
    name = use.path or "a runbook"
    if use.used is None:
        return f"{name}: it is not said whether it was used", "add `used: true` or `used: false`"
    if use.adequate is None and use.used:
        return f"{name}: it is not said whether it helped", "add `adequate: true` or `adequate: false`"
    if use.adequate is False and not use.change:
        return f"{name}: it was not adequate, and no change is named", "add `change:` with what was changed, or why nothing was"
    return None


_PATH = "postmortems/2026/INC-1204-empty-carts.md"


def _page(*lines: str, status: str = "reviewed") -> str:
    head = ["incident: INC-1204", f"status: {status}", *lines]
    return "---\n" + "\n".join(head) + "\n---\n# INC-1204: Empty carts\n"


_USE = "  - path: services/cart/runbook.md"

RULE = Rule(
    code="PM014",
    name="runbook-feedback-missing",
    sentence="A postmortem says which pages were used, whether they helped, and what change followed.",
    reason=(
        "This closes the loop: the page that failed somebody in the night is mended because the review asked for it. "
        "Judged once a postmortem is reviewed or closed. `runbooks: []` says that no page was used; where an alert of the "
        "incident has a page, that page belongs there, with `used: false` if need be."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "nothing said, though the alert has a page",
            {
                _PATH: _page("alerts: [CartSlow]", "runbooks: []"),
                "postmortems/2026/INC-1205-late-mail.md": _page(),
                "services/cart/alerts/CartSlow.md": "# CartSlow\n",
                "services/cart/alerts/cart.rules.yaml": (
                    "groups:\n  - name: cart\n    rules:\n      - alert: CartSlow\n        expr: up == 0\n"
                ),
            },
            findings=(
                f"{_PATH}:5:11: no runbook is named: which was used, and did it help?",
                "postmortems/2026/INC-1205-late-mail.md:3:9: no runbook is named: which was used, and did it help?",
            ),
        ),
        Example(
            "half an answer",
            {
                _PATH: _page(
                    "runbooks:", _USE, _USE, "    used: true", _USE, "    used: true", "    adequate: false"
                )
            },
            findings=(
                f"{_PATH}:5:11: services/cart/runbook.md: it is not said whether it was used",
                f"{_PATH}:6:11: services/cart/runbook.md: it is not said whether it helped",
                f"{_PATH}:8:11: services/cart/runbook.md: it was not adequate, and no change is named",
            ),
        ),
        Example(
            "whole answers: it failed and was changed, it held, it was not opened",
            {
                _PATH: _page(
                    "runbooks:", _USE, "    used: true", "    adequate: false", "    change: The order of the steps",
                    _USE, "    used: true", "    adequate: true", _USE, "    used: false",
                )
            },
        ),
        Example(
            "no page was used, a draft, and a page without front matter",
            {
                _PATH: _page("runbooks: []"),
                "postmortems/2026/INC-1205-late-mail.md": _page(status="draft"),
                "postmortems/2026/INC-1206-slow-search.md": "# INC-1206: Slow search\n",
            },
        ),
    ),
)  # fmt: skip
