"""PM007 action-owner-missing."""

import re
from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import Action
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.known import unknown
from runbook_lint.parse.neighbours import neighbours
from runbook_lint.parse.postmortem_pages import judged_postmortems
from runbook_lint.parse.tracking.duties import called, is_open, owing, place_of

_SEVERAL = regex(r"\s*(?:[,;/&+]|\band\b)\s*")
_HELP = "name the person or team who will see it done, or link its ticket"


def check(world: World) -> Iterator[Problem]:
    """Judge who owns the open actions: somebody, and somebody who is still here."""
    for postmortem, action in owing(world, "owner"):
        place = place_of(action, "owner")
        yield Problem(f"{called(action)} has no owner", place, path=postmortem.path, help=_HELP)
    for postmortem in judged_postmortems(world):
        for action in filter(is_open, postmortem.actions):
            for message, help in _strangers(action, world):
                yield Problem(message, place_of(action, "owner"), path=postmortem.path, help=help)


def _strangers(action: Action, world: World) -> Iterator[tuple[str, str]]:
    """Owners who have left, and those that are a slip of the finger from somebody."""
    catalog, others = world.catalog, neighbours(world)
    for name in filter(None, (part.strip("@ ") for part in _SEVERAL.split(action.owner))):
        person = catalog.person(name)
        if person is not None and person.former:
            yield f"{name}, who owns {_this(action)}, has left", "name who took over"
        if person or catalog.team(name) or others.person(name) or others.team(name):
            continue
        known = [*catalog.people, *catalog.teams]
        help = unknown(name, known, world, whole=False) if _is_id(name, world) else None
        if help:
            yield f"{name}, who owns {_this(action)}, is no known person or team", help


def _this(action: Action) -> str:
    return called(action) if action.numbered else "this action"


def _is_id(name: str, world: World) -> bool:
    """Whether a name is written as an id: a first name in words may be anybody's."""
    ids = world.settings.ids
    return any(re.fullmatch(pattern, name) for pattern in (ids.person, ids.team))


_HEAD = "---\nincident: INC-7\nstatus: reviewed\n---\n# INC-7: Full disk\n\n## Action items\n\n"
_TABLE = "| ID | Action | Owner | Due | State | Ticket |\n|---|---|---|---|---|---|\n"
_PATH = "postmortems/2026/INC-7-full-disk.md"
_TEAMS = {"services/teams.yaml": "teams:\n  SHOP:\npeople:\n  jtsimmons: {}\n  mkowalski: {former: true}\n"}

RULE = Rule(
    code="PM007",
    name="action-owner-missing",
    sentence="An action that is still open has an owner who is still here.",
    reason=(
        "What everybody owns, nobody does. An owner is asked for where the page has a column for one, where half of "
        "its actions or half of the repository's postmortems name one, and where its front matter gives `incident` "
        "and `status`: a list that never named owners was agreed on as it is. Not asked for: actions that are "
        "finished, that have a ticket or a state that we cannot read, what is marked as a gap (placeholder-left "
        "tells), proposals that nobody has reviewed; drafts, closed pages, and pages of more than a year ago on which "
        "no state is kept. An owner is called unknown where the name is a slip of the finger from a person or team of "
        "the catalogue."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "a gap in the column, one that somebody meant to fill, and a list in a reviewed page",
            {
                _PATH: _HEAD + _TABLE + "| A1 | Rotate the logs |  | 2026-10-01 | accepted | |\n"
                "| A2 | Page at 80 % | ? | 2026-10-01 | accepted | |\n",
                "postmortems/2026/INC-8-slow-cart.md": _HEAD.replace("INC-7", "INC-8") + "- Add an index (due: 2026-10-01)\n",
            },
            findings=(
                f"{_PATH}:11:25: action A1 has no owner",
                f"{_PATH}:12:23: action A2 has no owner",
                "postmortems/2026/INC-8-slow-cart.md:9:3: action has no owner",
            ),
        ),
        Example(
            "a slip of the finger, and somebody who left",
            {
                _PATH: _HEAD + _TABLE + "| A1 | Rotate the logs | jtsimons | 2026-10-01 | accepted | |\n"
                "| A2 | Page at 80 % | mkowalski | 2026-10-01 | accepted | |\n",
                **_TEAMS,
            },
            findings=(
                f"{_PATH}:11:26: jtsimons, who owns action A1, is no known person or team",
                f"{_PATH}:12:23: mkowalski, who owns action A2, has left",
            ),
        ),
        Example(
            "owners of all kinds, tickets, finished ones and a proposal",
            {
                _PATH: _HEAD.replace("reviewed", "in-review") + _TABLE + "| A1 | Rotate the logs | jtsimmons | | accepted | |\n"
                "| A2 | Page at 80 % | SHOP, Ada | | accepted | |\n"
                "| A3 | Split the volume | | | accepted | [SHOP-12](https://tickets.example.org/SHOP-12) |\n"
                "| A4 | Free some space | | | done | |\n| A5 | Buy a disk | | | proposed | |\n"
                "| A6 | Ask the vendor | | | see the contract | |\n",
                **_TEAMS,
            },
        ),
        Example(
            "a list in a repository that never named owners, a draft, and a page that is closed",
            {
                "postmortems/2026/disk.md": "# Full disk\n\n## Action items\n\n- Rotate the logs\n- Page at 80 %\n",
                "postmortems/2026/cart.md": "# Slow cart\n\n## Action items\n\n- Add an index\n",
                _PATH: _HEAD.replace("reviewed", "draft") + _TABLE + "| A1 | Rotate the logs | TODO | | accepted | |\n",
                "postmortems/2026/INC-8-slow-cart.md": _HEAD.replace("INC-7", "INC-8").replace("reviewed", "closed") + "- Add an index\n",
            },
        ),
        Example(
            "a page of two years ago that keeps no states",
            {
                "postmortems/2024/disk.md": (
                    "# 2024-03-01: Full disk\n\n## Action items\n\n| Action | Owner |\n|---|---|\n| Rotate the logs | |\n"
                )
            },
        ),
    ),
)  # fmt: skip
