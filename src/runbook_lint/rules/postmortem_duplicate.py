"""PM004 postmortem-duplicate."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Location
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import judged_postmortems

_NUMBERED = regex(r"[1-9]")  # `TBD` and `INC-0000` are there to be filled


def check(world: World) -> Iterator[Problem]:
    """Report every postmortem of an incident after the first, in path order."""
    first: dict[str, Postmortem] = {}
    for postmortem in judged_postmortems(world):
        if "incident" not in postmortem.spans or not _NUMBERED.search(postmortem.incident):
            continue
        before = first.setdefault(postmortem.incident.casefold(), postmortem)
        if before is not postmortem:
            yield Problem(
                f"{postmortem.incident} already has a postmortem in {before.path}",
                postmortem.spans["incident"],
                path=postmortem.path,
                help="give one of them the next free id, in its file's name and title too, or make one page of the two",
                related=((Location(before.path, before.spans["incident"]), "first one here"),),
            )


def _page(incident: str, title: str) -> str:
    return f"---\nincident: {incident}\nstatus: draft\n---\n# {incident}: {title}\n"


RULE = Rule(
    code="PM004",
    name="postmortem-duplicate",
    sentence="An incident has one postmortem.",
    reason=(
        "Two people who take the next free number on two branches both have it once the branches are merged, and git sees "
        "no conflict. After that an action `A2` of this number is either of two. Ids are compared without case; one that "
        "has no number yet is none, and neither is the id in a form to copy."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "two branches, one number",
            {
                "postmortems/2026/INC-1204-empty-carts.md": _page("INC-1204", "Empty carts"),
                "postmortems/2026/INC-1204-slow-search.md": _page("inc-1204", "Slow search"),
                "postmortems/2026/INC-1205-late-mail.md": _page("INC-1205", "Late mail"),
            },
            findings=(
                "postmortems/2026/INC-1204-slow-search.md:2:11: "
                "inc-1204 already has a postmortem in postmortems/2026/INC-1204-empty-carts.md",
            ),
        ),
        Example(
            "numbers that are still to come, and a form",
            {
                "postmortems/2026/empty-carts.md": _page("INC-0000", "Empty carts"),
                "postmortems/2026/slow-search.md": _page("INC-0000", "Slow search"),
                "postmortems/2026/INC-1204-late-mail.md": _page("INC-1204", "Late mail"),
                "postmortems/2026/template.md": _page("INC-1204", "What broke"),
                "postmortems/2026/README.md": "---\nincident: INC-1204\n---\n# Postmortems\n",
            },
        ),
    ),
)
