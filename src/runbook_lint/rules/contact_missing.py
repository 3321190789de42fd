"""CT009 contact-missing."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.contacts import can_be_paged
from runbook_lint.parse.neighbours import neighbours


def check(service: Service, world: World) -> Iterator[Problem]:
    """Report a tier 1 or 2 service that nobody can be paged for."""
    team = world.catalog.team_of(service)
    if service.tier not in (1, 2) or (team is None and _listed_elsewhere(service, world)):
        return
    if not can_be_paged(service, world):
        yield Problem(
            f"tier {service.tier} service {service.id} has neither a rota nor an escalation",
            service.span("tier") if service.source == "native" else service.span("service"),
            help=_help(service, team.id if team else ""),
        )


def _listed_elsewhere(service: Service, world: World) -> bool:
    """Whether the team, and so its rota, may be known to a list that is not here, or is another rule's finding."""
    catalog = world.catalog
    named, teams = bool(service.team or service.owner), catalog.teams or neighbours(world).teams
    return named and (bool(teams) or not catalog.complete or service.source != "native" or _teams_broken(world))


def _teams_broken(world: World) -> bool:
    return any(file.role == "teams" and file.problems for file in world.data_files.values())


def _help(service: Service, team: str) -> str:
    if service.source != "native":
        return "annotate it, or its group, with its on-call service, such as pagerduty.com/service-id"
    own = "set `rota` or `escalation` under `contacts`"
    return f"{own}, or `rota` of team {team} in teams.yaml" if team else own


_TEAMS = "teams:\n  API: {rota: 'https://rota.example/api'}\n  WEB: {chat: '#web'}\n"
_PAY = "services/pay/service.yaml"

RULE = Rule(
    code="CT009",
    name="contact-missing",
    sentence="A tier 1 or 2 service says whom to page: its own rota or escalation, or its team's rota.",
    reason=(
        "A chat channel is asleep at 3AM. What wakes people needs someone to wake. A rota is a reference, a URL or an "
        "id, and one at the team serves all its services."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "no rota anywhere",
            {
                "services/teams.yaml": _TEAMS,
                _PAY: "service: SVC-PAY\nteam: WEB\ntier: 1\ncontacts:\n  chat: '#pay'\n  escalation: []\n",
                "services/cart/service.yaml": "service: SVC-CART\nowner: WEB\ntier: 2\n",
            },
            findings=(
                "services/cart/service.yaml:3:7: tier 2 service SVC-CART has neither a rota nor an escalation",
                f"{_PAY}:3:7: tier 1 service SVC-PAY has neither a rota nor an escalation",
            ),
        ),
        Example(
            "no teams are listed at all",
            {_PAY: "service: SVC-PAY\nteam: WEB\ntier: 1\n"},
            findings=(f"{_PAY}:3:7: tier 1 service SVC-PAY has neither a rota nor an escalation",),
        ),
        Example(
            "its own, its team's, or not needed",
            {
                "services/teams.yaml": _TEAMS,
                _PAY: "service: SVC-PAY\nteam: API\ntier: 1\n",
                "services/cart/service.yaml": "service: SVC-CART\nteam: WEB\ntier: 1\ncontacts: {escalation: [API]}\n",
                "services/mail/service.yaml": "service: SVC-MAIL\nteam: WEB\ntier: 2\ncontacts: {rota: PXYZ12}\n",
                "services/docs/service.yaml": "service: SVC-DOCS\nteam: WEB\ntier: 3\n",
                "services/lab/service.yaml": "service: SVC-LAB\nteam: WEB\n",
            },
        ),
        Example(
            "a team that is unknown is another rule's finding",
            {"services/teams.yaml": _TEAMS, _PAY: "service: SVC-PAY\nteam: GONE\ntier: 1\n"},
        ),
        Example(
            "a Backstage component that names its on-call service under a manifest",
            {
                _PAY: "service: SVC-PAY\nteam: WEB\ntier: 1\n",
                "services/pay/catalog-info.yaml": (
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: pay\n  annotations:\n"
                    "    pagerduty.com/service-id: PXYZ12\nspec:\n  owner: web\n"
                ),
            },
        ),
    ),
)
