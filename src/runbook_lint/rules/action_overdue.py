"""PM009 action-overdue."""

from collections.abc import Iterator

from runbook_lint.model.dates import in_days
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import judged_postmortems
from runbook_lint.parse.tracking.duties import called, days_late, place_of


def check(world: World) -> Iterator[Problem]:
    """Compare the open actions of every postmortem with the day until which they are to be done."""
    for postmortem in judged_postmortems(world):
        for action in postmortem.actions:
            late = days_late(world, postmortem, action)
            if late:
                message = f"{called(action)} was due on {action.due}, {in_days(late)} ago"
                help = "set its state, with what shows that it is done; or agree on another day, and say why"
                yield Problem(message, place_of(action, "due"), path=postmortem.path, help=help)


_HEAD = "# INC-7: Full disk\n\n## Action items\n\n"
_TABLE = "| ID | Action | Owner | Due | State | Ticket |\n|---|---|---|---|---|---|\n"
_PATH = "postmortems/2026/INC-7-full-disk.md"

RULE = Rule(
    code="PM009",
    name="action-overdue",
    sentence="An action is finished by the day it is due, or the day is agreed on anew.",
    reason=(
        "The same incident comes back through the action that nobody finished. Judged where the page would say that an "
        "action is done: it has a column, boxes or a habit of states, or front matter with `incident` and `status`. An "
        "action with a ticket and no state here is the tracker's to tell, and so is one whose state cannot be read."
    ),
    severity=Severity.WARNING,
    default=True,
    with_time=True,
    check=check,
    examples=(
        Example(
            "an action in progress past its day, and a box that nobody ticked",
            {
                _PATH: _HEAD + _TABLE + "| A1 | Rotate the logs | ada | 2026-08-22 | in-progress | |\n",
                "postmortems/2026/cart.md": "# Slow cart\n\n## Action items\n\n- [ ] Add an index (owner: ada, due: 2026-08-31)\n",
            },
            findings=(
                f"{_PATH}:7:32: action A1 was due on 2026-08-22, 10 days ago",
                "postmortems/2026/cart.md:5:38: action was due on 2026-08-31, 1 day ago",
            ),
        ),
        Example(
            "due today, finished, with the tracker, of a state that we do not know",
            {
                _PATH: _HEAD + _TABLE + "| A1 | Rotate the logs | ada | 2026-09-01 | accepted | |\n"
                "| A2 | Page at 80 % | ada | 2026-08-01 | done | |\n| A3 | Buy a disk | ada | 2026-08-01 | declined | |\n"
                "| A4 | Split the volume | ada | 2026-08-01 | | [SHOP-12](https://tickets.example.org/SHOP-12) |\n"
                "| A5 | Ask the vendor | ada | 2026-08-01 | see the contract | |\n"
            },
        ),
        Example(
            "a table that has no place for a state",
            {
                "postmortems/2020/disk.md": (
                    "# Full disk\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| Rotate the logs | ada | 2020-03-01 |\n"
                )
            },
        ),
    ),
)  # fmt: skip
