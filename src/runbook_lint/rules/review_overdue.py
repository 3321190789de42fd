"""FR001 review-overdue."""

from collections.abc import Iterator
from datetime import date

from runbook_lint.model.dates import in_days
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.review import reviews


def check(world: World, today: date) -> Iterator[Problem]:
    """Judge every page and manifest that carries a review date."""
    for review in reviews(world):
        late = review.days_overdue(today)
        if late > 0:
            message = f"review was due on {review.due}, {in_days(late)} ago"
            help = f"read it through, mend what is no longer so, then `runbook-lint reviewed {review.path}`"
            yield Problem(message, review.span, path=review.path, help=help)


RULE = Rule(
    code="FR001",
    name="review-overdue",
    sentence="A page or manifest that carries a review date is read again before the review runs out.",
    reason=(
        "A runbook that was right two years ago is followed all the same. A review is due at `last_reviewed` plus "
        "`review_in`; without `review_in` the tier of the page's service decides, by default 90 days for tier 1, 180 for "
        "tier 2 and a year for the rest. A postmortem, and a general document that only says `reviewed`, is judged where "
        "it says `review_in` itself: they are reviewed once."
    ),
    severity=Severity.WARNING,
    default=True,
    with_time=True,
    check=check,
    examples=(
        Example(
            "a page whose own interval has passed",
            {
                "runbooks/restore.md": (
                    "---\ntitle: Restore a backup\nlast_reviewed: 2025-11-01\nreview_in: 6 months\n---\n# Restore a backup\n"
                )
            },
            findings=("runbooks/restore.md:3:16: review was due on 2026-05-01, 112 days ago",),
            today="2026-08-21",
        ),
        Example(
            "a manifest and a page of a tier 1 service, which are due after 90 days",
            {
                "services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\ntier: 1\nlast_reviewed: '2026-06-02'\n",
                "services/cart/runbook.md": "---\nlast_reviewed_on: 2026-06-01T09:30:00Z\n---\n# Cart\n",
            },
            findings=(
                "services/cart/runbook.md:2:19: review was due on 2026-08-30, 2 days ago",
                "services/cart/service.yaml:4:16: review was due on 2026-08-31, 1 day ago",
            ),
        ),
        Example(
            "on the day it is due it is not yet overdue",
            {"runbooks/restore.md": "---\nlast_reviewed: 2026-06-03\nreview_in: 90 days\n---\n# Restore\n"},
        ),
        Example(
            "a page without a date, one whose date a template fills in, and a postmortem, which is reviewed once",
            {
                "runbooks/plain.md": "# Plain\n",
                "runbooks/templated.md": "---\nlast_reviewed: <%= updated %>\n---\n# Templated\n",
                "postmortems/2024/INC-1-full-disk.md": "---\nreviewed: 2024-02-01\n---\n# Full disk\n",
            },
        ),
    ),
)
