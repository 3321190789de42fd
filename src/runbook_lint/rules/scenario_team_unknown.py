"""CT014 scenario-team-unknown."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.known import unknown
from runbook_lint.parse.neighbours import neighbours


def check(world: World) -> Iterator[Problem]:
    """Judge the teams that scenarios name against those that are known."""
    catalog, others = world.catalog, neighbours(world)
    for scenario in catalog.scenarios.values():
        for key, team in (("primary", scenario.primary), ("secondary", scenario.secondary)):
            if not team or catalog.team(team) or others.team(team):
                continue
            help = unknown(team, catalog.teams, world, elsewhere=others.teams)
            if help is not None:
                span = scenario.spans.get(key, scenario.location.span)
                message = f"{key} team {team} of scenario {scenario.id} is no known team"
                yield Problem(message, span, path=scenario.location.path, help=help)


_TEAMS = "services/teams.yaml"

RULE = Rule(
    code="CT014",
    name="scenario-team-unknown",
    sentence="The teams that a scenario names are known.",
    reason=(
        "A scenario is looked up when several services are down at once. A team that was renamed since is found out at "
        "the worst moment. Judged only where teams are known. With `complete = false` under `[catalog]`, only a near "
        "miss of a known team is reported. The teams of imported catalogues are known."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a primary and a secondary team that nobody knows",
            {
                _TEAMS: (
                    "teams:\n  API:\n  PLATFORM:\nscenarios:\n  card-data-exposed:\n    primary: PLATFROM\n    secondary: SECURITY\n"
                    "  provider-down: {primary: API, secondary: WEB}\n"
                )
            },
            findings=(
                f"{_TEAMS}:6:14: primary team PLATFROM of scenario card-data-exposed is no known team",
                f"{_TEAMS}:7:16: secondary team SECURITY of scenario card-data-exposed is no known team",
                f"{_TEAMS}:8:44: secondary team WEB of scenario provider-down is no known team",
            ),
        ),
        Example(
            "only the near miss, where the catalogue is not complete",
            {_TEAMS: "teams:\n  PLATFORM:\nscenarios:\n  card-data-exposed:\n    primary: PLATFROM\n    secondary: SECURITY\n"},
            findings=(f"{_TEAMS}:5:14: primary team PLATFROM of scenario card-data-exposed is no known team",),
            config="[catalog]\ncomplete = false\n",
        ),
        Example(
            "teams that are known",
            {_TEAMS: "teams:\n  API:\n  WEB:\nscenarios:\n  provider-down: {primary: API, secondary: WEB}\n"},
        ),
        Example("no teams are known", {_TEAMS: "scenarios:\n  provider-down: {primary: API}\n"}),
    ),
)
