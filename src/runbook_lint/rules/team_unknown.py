"""CT004 team-unknown."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.known import unknown
from runbook_lint.parse.neighbours import neighbours


def check(service: Service, world: World) -> Iterator[Problem]:
    """Judge a manifest's team against those that are known; a Backstage component names only an owner."""
    team, others = service.team, neighbours(world)
    if not team or service.source != "native" or world.catalog.team(team) or others.team(team):
        return
    help = unknown(team, world.catalog.teams, world, elsewhere=others.teams)
    if help is not None:
        yield Problem(f"team {team} is no known team", service.span("team"), help=help)


RULE = Rule(
    code="CT004",
    name="team-unknown",
    sentence="A service's team is one that is known.",
    reason=(
        "The team gives a service its chat, its rota and its place in every report. Teams are renamed and merged; "
        "manifests stay behind. Judged only where teams are known, from teams.yaml or from Backstage groups. With "
        "`complete = false` under `[catalog]`, only a near miss of a known team is reported. The teams of imported "
        "catalogues are known."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a team that is not in teams.yaml",
            {
                "services/teams.yaml": "teams:\n  PLATFORM:\n",
                "services/cart/service.yaml": "service: SVC-CART\nteam: PLATFROM\n",
                "services/pay/service.yaml": "service: SVC-PAY\nteam: WEB\n",
            },
            findings=(
                "services/cart/service.yaml:2:7: team PLATFROM is no known team",
                "services/pay/service.yaml:2:7: team WEB is no known team",
            ),
        ),
        Example(
            "only the near miss, where the catalogue is not complete",
            {
                "services/teams.yaml": "teams:\n  PLATFORM:\n",
                "services/cart/service.yaml": "service: SVC-CART\nteam: PLATFROM\n",
                "services/pay/service.yaml": "service: SVC-PAY\nteam: WEB\n",
            },
            findings=("services/cart/service.yaml:2:7: team PLATFROM is no known team",),
            config="[catalog]\ncomplete = false\n",
        ),
        Example(
            "a team of teams.yaml, and a Backstage group",
            {
                "services/teams.yaml": "teams:\n  API:\n",
                "groups/catalog-info.yaml": (
                    "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: web\nspec:\n  type: team\n"
                ),
                "services/cart/service.yaml": "service: SVC-CART\nteam: API\n",
                "services/pay/service.yaml": "service: SVC-PAY\nteam: WEB\n",
            },
        ),
        Example("no teams are known", {"services/cart/service.yaml": "service: SVC-CART\nteam: API\n"}),
    ),
)
