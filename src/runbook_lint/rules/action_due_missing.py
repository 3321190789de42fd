"""PM008 action-due-missing."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.tracking.duties import called, owing, place_of


def check(world: World) -> Iterator[Problem]:
    """Judge until when the open actions are to be done."""
    for postmortem, action in owing(world, "due"):
        help = "say until when, as 2026-08-01, or link its ticket"
        yield Problem(f"{called(action)} has no due date", place_of(action, "due"), path=postmortem.path, help=help)


_HEAD = "---\nincident: INC-7\nstatus: reviewed\n---\n# INC-7: Full disk\n\n## Action items\n\n"
_TABLE = "| ID | Action | Owner | Due | State | Ticket |\n|---|---|---|---|---|---|\n"
_PATH = "postmortems/2026/INC-7-full-disk.md"

RULE = Rule(
    code="PM008",
    name="action-due-missing",
    sentence="An action that is still open says until when.",
    reason=(
        "Without a date an action is never late, so nobody asks. A date is asked for where the page has a column for "
        "one, where half of its actions or half of the repository's postmortems give one, and where its front matter "
        "gives `incident` and `status`. Not asked for: actions that are finished, that have a ticket or a state that "
        "we cannot read, what is marked as a gap (placeholder-left tells), proposals that nobody has reviewed; "
        "drafts, closed pages, and pages of more than a year ago on which no state is kept. A date that cannot be "
        "read is postmortem-unread's."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "a gap in the column, and a list of which half has dates",
            {
                _PATH: _HEAD + _TABLE + "| A1 | Rotate the logs | ada |  | accepted | |\n"
                "| A2 | Page at 80 % | ada | n/a | in-progress | |\n",
                "postmortems/2026/cart.md": (
                    "# Slow cart\n\n## Action items\n\n- [ ] Add an index (due: 2026-10-01)\n- [ ] Drop the old table\n"
                ),
            },
            findings=(
                f"{_PATH}:11:31: action A1 has no due date",
                f"{_PATH}:12:29: action A2 has no due date",
                "postmortems/2026/cart.md:6:3: action has no due date",
            ),
        ),
        Example(
            "dates, also one that cannot be read, tickets, finished ones and a proposal",
            {
                _PATH: _HEAD.replace("reviewed", "in-review") + _TABLE + "| A1 | Rotate the logs | ada | 2026-10-01 | accepted | |\n"
                "| A2 | Page at 80 % | ada | soon | accepted | |\n"
                "| A3 | Split the volume | ada | | accepted | [SHOP-12](https://tickets.example.org/SHOP-12) |\n"
                "| A4 | Free some space | ada | | done | |\n| A5 | Buy a disk | ada | | proposed | |\n",
            },
        ),
        Example(
            "lists in a repository that never gave dates, a draft, and a page that is closed",
            {
                "postmortems/2026/disk.md": "# Full disk\n\n## Action items\n\n- Rotate the logs\n- Page at 80 %\n",
                "postmortems/2026/cart.md": "# Slow cart\n\n## Action items\n\n- Add an index\n",
                _PATH: _HEAD.replace("reviewed", "draft") + _TABLE + "| A1 | Rotate the logs | ada | TODO | accepted | |\n",
                "postmortems/2026/INC-8-slow-cart.md": _HEAD.replace("INC-7", "INC-8").replace("reviewed", "closed") + "- Add an index\n",
            },
        ),
    ),
)  # fmt: skip
