"""PM011 facilitator-took-part."""

import re
from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Location
from runbook_lint.model.postmortem import Postmortem, TimelineEntry
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import is_nobody, judged_postmortems, names_of_person


def check(world: World) -> Iterator[Problem]:
    """Look for the facilitator among those who acted."""
    for postmortem in judged_postmortems(world):
        if "facilitator" in postmortem.spans and not is_nobody(postmortem.facilitator):
            yield from _judged(postmortem, names_of_person(postmortem.facilitator, world), world)


def _judged(postmortem: Postmortem, names: frozenset[str], world: World) -> Iterator[Problem]:
    who, span, path = postmortem.facilitator, postmortem.spans["facilitator"], postmortem.path
    help = "let somebody lead the review who took no part"
    if postmortem.commander and names & names_of_person(postmortem.commander, world):
        yield Problem(f"facilitator {who} was the commander", span, path=path, help=help)
        return
    acted = next((entry for entry in postmortem.timeline if _is_one_of(names, entry)), None)
    if acted:
        place = ((Location(path, acted.moment.span), "in the timeline"),)
        yield Problem(f"facilitator {who} acted in the incident", span, path=path, help=help, related=place)


def _is_one_of(names: frozenset[str], entry: TimelineEntry) -> bool:
    """Whether the one who acted is one of these; several may stand together (`Jo Simmons, Obi Nwosu`)."""
    acting = {part.strip(" @*`").casefold() for part in re.split(r"[,;/&+]|\band\b", entry.who)}
    return bool(names & acting)


_PATH = "postmortems/2026/INC-1204-empty-carts.md"


def _page(commander: str, facilitator: str, who: str) -> str:
    return (
        f"---\nincident: INC-1204\ncommander: {commander}\nfacilitator: {facilitator}\n---\n# INC-1204: Empty carts\n\n"
        f"## Timeline\n\n| Time (UTC) | Who | What |\n|---|---|---|\n| 2026-08-10 08:02 | {who} | Rolls back |\n"
    )


_TEAMS = {"services/teams.yaml": "teams:\n  API:\npeople:\n  akorhonen: {name: Aino Korhonen}\n  jtsimmons: {name: Jo Simmons}\n"}

RULE = Rule(
    code="PM011",
    name="facilitator-took-part",
    sentence="A review is led by somebody who took no part in the incident.",
    reason=(
        "Who decided in the incident defends those decisions in the review, and the others feel it. Where no one else is "
        "there, waive it with a word of why. Looked for are the commander and who acted in the timeline, by id or by the "
        "name that the catalogue gives; people who only write up or attend are welcome."
    ),
    severity=Severity.INFO,
    check=check,
    examples=(
        Example(
            "the commander leads the review",
            {_PATH: _page("akorhonen", "akorhonen", "API on call")},
            findings=(f"{_PATH}:4:14: facilitator akorhonen was the commander",),
        ),
        Example(
            "one who acted leads it, by another of their names",
            {**_TEAMS, _PATH: _page("akorhonen", "jtsimmons", "Jo Simmons")},
            findings=(f"{_PATH}:4:14: facilitator jtsimmons acted in the incident",),
        ),
        Example("nobody yet", {_PATH: _page("TBD", "TBD", "TBD")}),
        Example(
            "somebody else leads it, and one who is named did not act",
            {
                **_TEAMS,
                _PATH: _page("akorhonen", "jtsimmons", "API on call").replace("Rolls back", "Rolls back what jtsimmons built"),
            },
        ),
    ),
)
