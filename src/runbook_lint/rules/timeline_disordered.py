"""PM006 timeline-disordered."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Location
from runbook_lint.model.postmortem import Moment, TimelineEntry
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import judged_postmortems

_WORD = regex(r"[^\W\d_]{3}")
_FEW = 3  # of so many steps at most one may lead back, or the rows have another order than time


def check(world: World) -> Iterator[Problem]:
    """Compare every row of a timeline with the one before it, table by table and list by list."""
    for postmortem in judged_postmortems(world):
        for _, rows in groupby(postmortem.timeline, key=lambda entry: entry.part):
            lines = world.documents[postmortem.path].lines
            steps = list(pairwise(row.moment for row in rows if row.moment.at and _opens(row, lines)))
            back = [(before, moment) for before, moment in steps if _is_back(before, moment)]
            for before, moment in back if len(back) * _FEW <= len(steps) else ():
                yield _problem(before, moment, postmortem.path)


def _opens(row: TimelineEntry, lines: Sequence[str]) -> bool:
    """Whether a row opens with its time; `Resolved 10:20` is one of several stamps, and these keep to a form."""
    place = row.moment.span
    before = lines[place.line - 1][: place.column - 1] if 0 < place.line <= len(lines) else ""
    return "|" in before or not _WORD.search(before)


def _is_back(before: Moment, moment: Moment) -> bool:
    """Whether a row is certainly earlier than the one before it: both say their day and offset, or neither does."""
    alike = (before.dated, before.zoned) == (moment.dated, moment.zoned)
    return alike and before.at is not None and moment.at is not None and moment.at < before.at


def _problem(before: Moment, moment: Moment, path: str) -> Problem:
    return Problem(
        f"{moment.text} stands after {before.text}",
        moment.span,
        path=path,
        help="move the row up, or mend its day or time",
        related=((Location(path, before.span), "this comes later"),),
    )


_PATH = "postmortems/2026/INC-1204-empty-carts.md"


def _page(*rows: str) -> str:
    table = "".join(f"| {row} | Somebody looks |\n" for row in rows)
    head = "---\nincident: INC-1204\nstarted: 2026-08-10T08:00:00Z\n---\n# INC-1204: Empty carts\n"
    return f"{head}\n## Timeline\n\n| Time (UTC) | What |\n|---|---|\n{table}"


RULE = Rule(
    code="PM006",
    name="timeline-disordered",
    sentence="A timeline runs forwards.",
    reason=(
        "A row out of place is most often a mistyped hour or a forgotten change of day, and then what seems to follow "
        "from what is wrong. Rows are compared with the one before in their own table or list, and only where both say "
        "day and offset alike, and only where they open with their time: stamps such as `Resolved 10:20` keep to a form. One that runs backwards throughout (newest first), or in which more than one step of "
        "three leads back, has an order of its own."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "an hour mistyped, a day forgotten",
            {
                _PATH: _page("2026-08-10 08:02", "2026-08-10 06:05", "2026-08-10 08:09", "2026-08-10 08:12"),
                "postmortems/2026/INC-1205-late-mail.md": _page(
                    "2026-08-10 23:50", "2026-08-10 23:58", "2026-08-10 00:07", "2026-08-11 00:20"
                ),
            },
            findings=(
                f"{_PATH}:12:3: 2026-08-10 06:05 stands after 2026-08-10 08:02",
                "postmortems/2026/INC-1205-late-mail.md:13:3: 2026-08-10 00:07 stands after 2026-08-10 23:58",
            ),
        ),
        Example(
            "in order, with equal times, over midnight, with a time that cannot be read",
            {_PATH: _page("2026-08-10 08:02", "2026-08-10 08:02", "later", "2026-08-11 00:10")},
        ),
        Example(
            "only the clock's time, over midnight",
            {_PATH: _page("22:50", "23:58", "00:07", "00:20")},
        ),
        Example(
            "stamps in the order of a form, which is not that of time, and a range",
            {
                _PATH: (
                    "# Empty carts\n\n## Timeline\n\n- Detected 2026-08-10 08:02\n- Repaired 2026-08-10 09:40\n"
                    "- Declared 2026-08-10 08:30\n- Resolved 2026-08-10 10:00\n"
                ),
                "postmortems/2026/INC-1205-late-mail.md": _page("2026-08-10 08:26-12:40", "2026-08-10 12:50"),
            },
        ),
        Example(
            "newest first",
            {_PATH: _page("2026-08-10 09:30", "2026-08-10 08:40", "2026-08-10 08:02")},
        ),
    ),
)
