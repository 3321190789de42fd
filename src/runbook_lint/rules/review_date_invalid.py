"""FR005 review-date-invalid."""

from collections.abc import Iterator

from runbook_lint.model.finding import Edit, Fix, Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.entries import Entry
from runbook_lint.parse.loose_date import loose_date
from runbook_lint.parse.review import is_unreadable_date, is_unreadable_interval, reviews
from runbook_lint.parse.scalars import scalar_at


def check(world: World) -> Iterator[Problem]:
    """Judge the dates and intervals of pages, and those of manifests that their schema lets through."""
    for review in reviews(world):
        if is_unreadable_date(review):
            lines = world.documents[review.path].lines if review.path in world.documents else ()
            yield _date_problem(review.path, review.written, lines)
        if is_unreadable_interval(review):
            help = "write a number and a unit, such as 90 days or 6 months"
            yield Problem(_message(review.interval, "duration"), review.interval.span, path=review.path, help=help)


def _message(entry: Entry, wanted: str) -> str:
    given = f'"{entry.text}"' if entry.scalar else "a list or mapping"
    return f"{entry.key} is {given}, not a {wanted}"


def _date_problem(path: str, entry: Entry, lines: tuple[str, ...]) -> Problem:
    day = loose_date(entry.text)
    scalar = scalar_at(lines, entry.span)
    fix = Fix((Edit(path, scalar.span, scalar.written_day(str(day))),)) if day and scalar else None
    help = f"write {day}" if day else "write year-month-day, such as 2026-08-01"
    return Problem(_message(entry, "date"), entry.span, path=path, help=help, fix=fix)


RULE = Rule(
    code="FR005",
    name="review-date-invalid",
    sentence="A review date is an ISO date, and an interval a duration.",
    reason=(
        "A date that cannot be read never falls due: the page looks reviewed and is forgotten. A date that can mean only "
        "one day (`2026/08/01`, `1 August 2026`) is rewritten by the fix; `01/08/2026` is January to some readers and "
        "August to others, so it is left to you."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    fixable=True,
    examples=(
        Example(
            "dates in other notations that can mean only one day",
            {
                "runbooks/a.md": "---\nlast_reviewed: 2026/08/01 # by the whole team\n---\n# A\n",
                "runbooks/b.md": '---\nlast_reviewed: "1 August 2026"\nreview_in: 90d\n---\n# B\n',
                "runbooks/c.md": "+++\nlast_reviewed = '2026-8-1'\n+++\n# C\n",
            },
            findings=(
                'runbooks/a.md:2:16: last_reviewed is "2026/08/01", not a date',
                'runbooks/b.md:2:16: last_reviewed is "1 August 2026", not a date',
                'runbooks/c.md:2:17: last_reviewed is "2026-8-1", not a date',
            ),
            fixed={
                "runbooks/a.md": "---\nlast_reviewed: 2026-08-01 # by the whole team\n---\n# A\n",
                "runbooks/b.md": '---\nlast_reviewed: "2026-08-01"\nreview_in: 90d\n---\n# B\n',
                "runbooks/c.md": "+++\nlast_reviewed = '2026-08-01'\n+++\n# C\n",
            },
        ),
        Example(
            "no day of any calendar, a day that may be two, and an interval without a unit",
            {
                "runbooks/a.md": "---\nlast_reviewed: 2026-02-30\n---\n# A\n",
                "runbooks/b.md": "---\nlast_reviewed: 01/08/2026\nreview_in: 6\n---\n# B\n",
                "runbooks/c.md": "---\nlast_reviewed: soon\n---\n# C\n",
                "services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\nlast_reviewed: 2026-02-30\n",
            },
            findings=(
                'runbooks/a.md:2:16: last_reviewed is "2026-02-30", not a date',
                'runbooks/b.md:2:16: last_reviewed is "01/08/2026", not a date',
                'runbooks/b.md:3:12: review_in is "6", not a duration',
                'runbooks/c.md:2:16: last_reviewed is "soon", not a date',
                'services/cart/service.yaml:3:16: last_reviewed is "2026-02-30", not a date',
            ),
        ),
        Example(
            "a date, a time, a date that a template fills in, a key that says who, and an unfilled form",
            {
                "runbooks/a.md": "---\nlast_reviewed: 2026-08-01\nreview_in: 6 months\n---\n# A\n",
                "runbooks/b.md": "---\nlast_reviewed: 2026-08-01T09:00:00+02:00\n---\n# B\n",
                "runbooks/c.md": "---\nlast_reviewed: {{ today }}\nreview_in: <%= interval %>\n---\n# C\n",
                "docs/d.md": "---\nreviewed: true\n---\n# D\n",
                "runbooks/template.md": "---\nlast_reviewed: YYYY-MM-DD\n---\n# Name of the runbook\n",
            },
        ),
    ),
)
