"""CT010 codeowners-mismatch."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Location, Span
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.codeowners import owners_of


def check(service: Service, world: World) -> Iterator[Problem]:
    """Compare a manifest's team with those to whom CODEOWNERS gives its folder."""
    codeowners, team = world.catalog.codeowners, world.catalog.team_of(service)
    if not codeowners.path or team is None or not team.codeowners or not service.folder:
        return
    owners, line = owners_of(codeowners, f"{service.folder}/file")  # a file that no pattern has by its name
    if {owner.casefold() for owner in owners} & _handles(team):
        return
    given = f"to {', '.join(owners)}" if owners else "to no one"
    place = Location(codeowners.path, Span(line, 1, line, 1))
    yield Problem(
        f"{codeowners.path} gives {service.folder}/ {given}, not to team {team.id} ({', '.join(team.codeowners)})",
        service.span("team" if service.team else "owner"),
        help=f"mend the line in {codeowners.path}, or the team here",
        related=((place, "the line that decides"),) if line else (),
    )


def _handles(team: Team) -> set[str]:
    """What stands for a team in CODEOWNERS: its handles, and each of its members by name."""
    return {handle.casefold() for handle in team.codeowners} | {f"@{member}".casefold() for member in team.members}


_TEAMS = "teams:\n  API: {codeowners: '@acme/api', members: [jtsimmons]}\n  WEB: {codeowners: ['@acme/web', '@acme/shop']}\n  OPS:\n"

RULE = Rule(
    code="CT010",
    name="codeowners-mismatch",
    sentence="CODEOWNERS gives a service's folder to the team that its manifest names.",
    reason=(
        "Reviews go to those in CODEOWNERS, pages to those in the manifest. Where the two differ, one of them was "
        "forgotten when the service moved. Judged only for teams that name their `codeowners` handles, or Backstage "
        "groups with github.com/team-slug; a member of the team stands for it."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "a folder that is given to others, and one that is given to no one",
            {
                "CODEOWNERS": "/services/cart/ @acme/api\n",
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nteam: WEB\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: API\n",
            },
            findings=(
                "services/cart/service.yaml:2:7: CODEOWNERS gives services/cart/ to @acme/api, not to team WEB (@acme/web, @acme/shop)",
                "services/pay/service.yaml:2:8: CODEOWNERS gives services/pay/ to no one, not to team API (@acme/api)",
            ),
        ),
        Example(
            "the last line that matches decides",
            {
                ".github/CODEOWNERS": "/services/cart/ @acme/web\n* @acme/api\n",
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nteam: WEB\n",
            },
            findings=(
                "services/cart/service.yaml:2:7: .github/CODEOWNERS gives services/cart/ to @acme/api, not to team WEB (@acme/web, @acme/shop)",
            ),
        ),
        Example(
            "one of several owners, a handle in other letters, a member, a line for the manifests alone",
            {
                "CODEOWNERS": (
                    "* @acme/platform\n/services/cart/ @acme/platform @Acme/Shop\n/services/pay @jtsimmons # for now\n"
                    "service.yaml @acme/platform\n"
                ),
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nteam: WEB\n",
                "services/pay/service.yaml": "service: SVC-PAY\nteam: API\n",
            },
        ),
        Example(
            "a team without handles",
            {
                "CODEOWNERS": "* @acme/platform\n",
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nteam: OPS\n",
            },
        ),
        Example(
            "no CODEOWNERS at all",
            {"services/teams.yaml": _TEAMS, "services/cart/service.yaml": "service: SVC-CART\nteam: WEB\n"},
        ),
    ),
)
