"""FR006 review-date-future."""

from collections.abc import Iterator
from datetime import date

from runbook_lint.model.dates import in_days
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.review import reviews

AHEAD = 1
"""Days that a local date may be ahead of today in UTC: mornings east of Greenwich."""


def check(world: World, today: date) -> Iterator[Problem]:
    """Judge every review date by today's."""
    for review in reviews(world):
        ahead = (review.last_reviewed - today).days if review.last_reviewed else 0
        if ahead > AHEAD:
            message = f"review date {review.last_reviewed} is {in_days(ahead)} from now"
            help = "give the day of the last review; `review_in` says when the next one is due"
            yield Problem(message, review.span, path=review.path, help=help)


RULE = Rule(
    code="FR006",
    name="review-date-future",
    sentence="A review date is the day of a review that took place, not of the next one.",
    reason=(
        "A date in the future is a slip of the year, or the day of the next review in the wrong key. Either way the page "
        "looks fresh long after it stopped being so. Tomorrow is let pass: east of Greenwich the day begins earlier."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "a year too late, in a page and in a manifest",
            {
                "runbooks/restore.md": "---\nlast_reviewed: 2027-08-01\n---\n# Restore\n",
                "services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\nlast_reviewed: 2026-09-03\n",
            },
            findings=(
                "runbooks/restore.md:2:16: review date 2027-08-01 is 334 days from now",
                "services/cart/service.yaml:3:16: review date 2026-09-03 is 2 days from now",
            ),
        ),
        Example(
            "today, and tomorrow where it is already tomorrow",
            {
                "runbooks/restore.md": "---\nlast_reviewed: 2026-09-01\n---\n# Restore\n",
                "runbooks/fail-over.md": "---\nlast_reviewed: 2026-09-02\n---\n# Fail over\n",
            },
        ),
    ),
)
