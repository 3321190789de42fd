"""The first page: search, and what needs somebody; as long for three thousand services as for thirty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.site import SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.site.depends import TIERS, known_services
from runbook_lint.parse.site.scenarios import scenario_lines
from runbook_lint.parse.site.services import called, open_actions, overdue, public_rows, stray_runbooks
from runbook_lint.render.site.postmortems import severity
from runbook_lint.render.site.service_lines import Line, lines, needs_somebody
from runbook_lint.render.site.view import View

ALL = 40
"""Services up to this number are all listed; of more, tier 1 and what needs somebody."""
_LATE, _SCENARIOS, _INCIDENTS = 10, 20, 5


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of everything."""

    services: int
    runbooks: int
    alerts: int
    postmortems: int
    actions: int
    late: int
    overdue: int
    scenarios: int


@dataclass(frozen=True, slots=True)
class TierLine:
    """A tier of services: how many, how many of them with an overdue review, their open actions, the lowest level."""

    tier: int
    services: int
    overdue: int
    actions: int
    level: int | str


def home_pages(view: View) -> Iterator[SiteFile]:
    """The home page."""
    world = view.world
    found = lines(view, known_services(world))
    chosen, words = choose(found, world)
    strays = stray_runbooks(world)
    late = [row for row in open_actions(world) if row.late]
    scenarios, incidents = scenario_lines(world), public_rows(world)
    counts = Counts(
        len(found), len(strays), len(view.places.alerts), len(incidents), len(open_actions(world)), len(late),
        len(overdue(world)), len(scenarios),
    )  # fmt: skip
    yield view.page(
        "index.md",
        "home.md.j2",
        world.settings.site.name or "Runbooks",
        counts=counts,
        doors=list(_doors(counts)),
        lines=chosen,
        chosen=words,
        tiers=_tiers(found, world),
        runbooks=() if found else strays[:ALL],
        late_reviews=sorted(overdue(world), key=lambda duty: duty.tier or 9)[:_LATE],
        late_actions=late[:_LATE],
        scenarios=scenarios[:_SCENARIOS],
        incidents=incidents[:_INCIDENTS],
        severity=severity,
        called=called,
    )


def _doors(counts: Counts) -> Iterator[tuple[int, str, str]]:
    """What the home page leads to, with how much of it there is: what is not there is left out, but for good news."""
    first = (counts.services, "service") if counts.services else (counts.runbooks, "runbook")
    doors = [(*first, "services"), (counts.alerts, "alert", "alerts")]
    doors += [(counts.postmortems, "postmortem", "postmortems")]
    doors += [(counts.actions, "open action", "actions")] if counts.postmortems else []
    yield from ((count, noun, page) for count, noun, page in doors if count or page == "actions")
    yield counts.overdue, "overdue review", "freshness"


def choose(found: Sequence[Line], world: World) -> tuple[Sequence[Line], str]:
    """The services that the home page names, and which these are."""
    if len(found) <= ALL:
        return found, ""
    first = [line for line in found if line.tier == 1]
    if 0 < len(first) <= ALL:
        return first, "These are the services of tier 1."
    ill = [line for line in first or found if needs_somebody(line, world)]
    kind = "services of tier 1 that need" if first else "services that need"
    some = f"{len(ill):,} {kind} somebody" if len(ill) <= ALL else f"the first {ALL} of {len(ill):,} {kind} somebody"
    return ill[:ALL], f"These are {some}: a review or an action is overdue, or it is on level 0."


def _tiers(found: Sequence[Line], world: World) -> list[TierLine]:
    groups = [(tier, [line for line in found if (line.tier or 0) == tier]) for tier in TIERS]
    return [_tier(tier, group, world) for tier, group in groups if group]


def _tier(tier: int, group: Sequence[Line], world: World) -> TierLine:
    late = sum(line.fresh.overdue(world.today) for line in group)
    levels = [line.level for line in group if line.level is not None]
    return TierLine(tier, len(group), late, sum(line.actions for line in group), min(levels, default="-"))
