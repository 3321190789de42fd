"""WV003 waiver-unexplained."""

from collections.abc import Iterator, Sequence

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.parse.waivers import WaiverUse


def check(waivers: Sequence[WaiverUse]) -> Iterator[Problem]:
    """Judge whether a waiver says why; one that waives no rule is waiver-unused's to tell of."""
    for use in waivers:
        waiver = use.waiver
        if waiver.rules and not waiver.reason:
            message = f"waiver of {' and '.join(waiver.rules)} gives no reason"
            yield Problem(message, waiver.span, waiver.path, help="say behind the bracket why it is right here")


RULE = Rule(
    code="WV003",
    name="waiver-unexplained",
    sentence="A waiver says why.",
    reason=(
        "The next person must decide whether the exception still holds. Without its reason they can only guess, and "
        "leave it. A date alone is no reason."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "no reason, and only a date",
            {
                "runbooks/restore.md": "# Restore\n\n<!-- runbook-lint: ignore[broken-link] -->\nText\n",
                "services/cart/service.yaml": (
                    "service: SVC-CART\nowner: jo # runbook-lint: ignore[owner-unknown, LK001] until=2027-01-31\n"
                ),
            },
            findings=(
                "runbooks/restore.md:3:1: waiver of broken-link gives no reason",
                "services/cart/service.yaml:2:11: waiver of owner-unknown and LK001 gives no reason",
            ),
        ),
        Example(
            "a reason",
            {
                "runbooks/restore.md": (
                    "# Restore\n\n<!-- runbook-lint: ignore[broken-link] the page is made by the build -->\nText\n"
                ),
            },
        ),
    ),
)
