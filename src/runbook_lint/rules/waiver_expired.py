"""WV002 waiver-expired."""

from collections.abc import Iterator, Sequence
from datetime import date

from runbook_lint.model.dates import in_days
from runbook_lint.model.finding import Edit, Fix, Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.loose_date import loose_date
from runbook_lint.parse.waiver_edits import until_span
from runbook_lint.parse.waivers import Waiver, WaiverUse


def check(world: World, waivers: Sequence[WaiverUse], today: date) -> Iterator[Problem]:
    """Judge the dates of waivers: past, or not to be read and so never past."""
    for use in waivers:
        waiver, until = use.waiver, use.waiver.until
        span = until_span(waiver, world.lines(waiver.path))
        if until and use.expired:
            message = f"waiver expired on {until}, {in_days((today - until).days)} ago"
            help = "it waives nothing now: mend what it hid, or give it a new date and a reason"
            yield Problem(message, span, waiver.path, help)
        elif waiver.bad_until:
            yield _unreadable(waiver, loose_date(waiver.bad_until), Edit(waiver.path, span, ""))


def _unreadable(waiver: Waiver, day: date | None, edit: Edit) -> Problem:
    fix = Fix((Edit(edit.path, edit.span, str(day)),)) if day else None
    help = f"write until={day}" if day else "write until=year-month-day, such as until=2027-01-31"
    message = f'until is "{waiver.bad_until}", not a date: the waiver never expires'
    return Problem(message, edit.span, waiver.path, help, fix=fix)


RULE = Rule(
    code="WV002",
    name="waiver-expired",
    sentence="A waiver's date is not past.",
    reason=(
        "`until` is a promise to look again. From the day after, the waiver waives nothing, and the findings it hid are "
        "back. A date that cannot be read is told of as well, because such a waiver would hold for ever."
    ),
    severity=Severity.WARNING,
    default=True,
    with_time=True,
    check=check,
    fixable=True,
    examples=(
        Example(
            "a date that is past",
            {
                "runbooks/restore.md": (
                    "# Restore\n\n<!-- runbook-lint: ignore[broken-link] page moves in May until=2026-05-31 -->\nText\n"
                ),
            },
            findings=("runbooks/restore.md:3:64: waiver expired on 2026-05-31, 93 days ago",),
        ),
        Example(
            "dates that are none, one of which can mean only one day",
            {
                "runbooks/restore.md": (
                    "# Restore\n\n<!-- runbook-lint: ignore[broken-link] page moves until=2027/5/31 -->\nText\n\n"
                    "<!-- runbook-lint: ignore[broken-link] page moves until=summer -->\nText\n"
                ),
            },
            findings=(
                'runbooks/restore.md:3:57: until is "2027/5/31", not a date: the waiver never expires',
                'runbooks/restore.md:6:57: until is "summer", not a date: the waiver never expires',
            ),
            fixed={
                "runbooks/restore.md": (
                    "# Restore\n\n<!-- runbook-lint: ignore[broken-link] page moves until=2027-05-31 -->\nText\n\n"
                    "<!-- runbook-lint: ignore[broken-link] page moves until=summer -->\nText\n"
                ),
            },
        ),
        Example(
            "the last day of a waiver, and a waiver without a date",
            {
                "runbooks/restore.md": (
                    "# Restore\n\n<!-- runbook-lint: ignore[broken-link] page moves until=2026-09-01 -->\nText\n\n"
                    "<!-- runbook-lint: ignore[broken-link] the page is made by the build -->\nText\n"
                ),
            },
        ),
    ),
)
