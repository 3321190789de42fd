"""PM015 postmortem-overdue."""

from collections.abc import Iterator
from datetime import date

from runbook_lint.model.dates import in_days
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import judged_postmortems
from runbook_lint.parse.tracking.postmortem_due import writing_due


def check(world: World, today: date, settings: Settings) -> Iterator[Problem]:
    """Compare every draft with the day on which it was to be written."""
    for postmortem in judged_postmortems(world):
        due = writing_due(postmortem, settings) if postmortem.draft else None
        if due and due < today:
            message = f"draft was due on {due}, {in_days((today - due).days)} ago"
            help = "hold the review, then set its status; what is still open there becomes an action"
            yield Problem(message, postmortem.spans["status"], path=postmortem.path, help=help)


def _page(severity: str, status: str = "draft") -> str:
    return (
        f"---\nincident: INC-1204\nseverity: {severity}\nstatus: {status}\n"
        "started: 2026-08-10T08:00:00Z\nresolved: 2026-08-11T09:30:00Z\n---\n# INC-1204: Empty carts\n"
    )


_PATH = "postmortems/2026/INC-1204-empty-carts.md"

RULE = Rule(
    code="PM015",
    name="postmortem-overdue",
    sentence="A postmortem is written while people remember.",
    reason=(
        "After a few weeks the timeline is guesswork and nobody is curious any more. The days run from `resolved`, or "
        "from the last time that the page has before it; how many there are is said by severity under "
        "`[postmortems.due]`: 15 for SEV-0 and SEV-1, 30 for SEV-2, 60 for the others. A page is a draft while its "
        "`status` says so."
    ),
    severity=Severity.WARNING,
    with_time=True,
    check=check,
    examples=(
        Example(
            "a draft of a bad day, three weeks later",
            {_PATH: _page("SEV-1")},
            findings=(f"{_PATH}:4:9: draft was due on 2026-08-26, 6 days ago",),
        ),
        Example(
            "a repository with days of its own",
            {_PATH: _page("SEV-4")},
            findings=(f"{_PATH}:4:9: draft was due on 2026-08-31, 1 day ago",),
            config='[postmortems.due]\nSEV-4 = "20 days"\n',
        ),
        Example("a draft that has time left", {_PATH: _page("SEV-2")}),
        Example("one whose review has been held", {_PATH: _page("SEV-1", "in-review")}),
        Example(
            "a draft that says no time, and the form that drafts are made of",
            {
                _PATH: "---\nincident: INC-1204\nstatus: draft\n---\n# Empty carts\n",
                "postmortems/templates/postmortem.md": _page("SEV-1"),
            },
        ),
    ),
)
