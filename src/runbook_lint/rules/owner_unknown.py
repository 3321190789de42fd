"""CT003 owner-unknown."""

import re
from collections.abc import Iterator

from runbook_lint.model.catalog import Catalog, Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.refs import is_ref
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Ids
from runbook_lint.model.world import World
from runbook_lint.parse.known import unknown
from runbook_lint.parse.neighbours import neighbours


def check(service: Service, world: World) -> Iterator[Problem]:
    """Judge a manifest's owner against the teams and people that are known."""
    owner, catalog, others = service.owner, world.catalog, neighbours(world)
    if not owner or catalog.team(owner):
        return
    person = catalog.person(owner)
    if person is not None:
        if person.former:
            yield Problem(f"owner {owner} has left", service.span("owner"), help="name the team or person who took over")
        return
    if others.team(owner) or others.person(owner):
        return
    ids = world.settings.ids
    help = unknown(owner, _known(owner, catalog, ids), world, elsewhere=_known(owner, others, ids))
    if help is not None:
        yield Problem(f"owner {owner} is no known team or person", service.span("owner"), help=help)


def _known(owner: str, catalog: Catalog, ids: Ids) -> list[str]:
    """The names that an owner of this shape is judged against; none where the catalogue lists none of its kind."""
    teams, people = list(catalog.teams), list(catalog.people)
    if is_ref(owner):
        return [name for name in (people if owner.startswith("user:") else teams) if is_ref(name)]
    if re.fullmatch(ids.person, owner):
        return [*people, *teams] if people else []
    return teams


_COMPONENT = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: cart\nspec:\n  owner: {}\n"
_GROUP = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: {}\nspec:\n  type: team\n  children: []\n"
_TEAMS = "teams:\n  API:\npeople:\n  jtsimmons: {}\n  mkowalski: {former: true}\n"

RULE = Rule(
    code="CT003",
    name="owner-unknown",
    sentence="A service's owner is a team or a person who is still here.",
    reason=(
        "At 3AM the owner is who gets called. A name that nobody answers to costs the minutes that matter. "
        "Judged only where the catalogue lists teams or people to compare with: a person only where it lists people, "
        "a Backstage group only where it holds Group entities. With `complete = false` under `[catalog]`, only a near "
        "miss of a known name is reported. The teams and people of imported catalogues are known."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "an owner who is not in teams.yaml, and one who left",
            {
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimons\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: WEB\n",
                "services/search/service.yaml": "service: SVC-SEARCH\nowner: mkowalski\n",
            },
            findings=(
                "services/cart/service.yaml:2:8: owner jtsimons is no known team or person",
                "services/pay/service.yaml:2:8: owner WEB is no known team or person",
                "services/search/service.yaml:2:8: owner mkowalski has left",
            ),
        ),
        Example(
            "a Backstage owner without its group",
            {"catalog-info.yaml": _COMPONENT.format("shop"), "teams/catalog-info.yaml": _GROUP.format("web")},
            findings=("catalog-info.yaml:6:10: owner group:default/shop is no known team or person",),
        ),
        Example(
            "a slip of the finger, where the catalogue is not complete",
            {
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimons\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: anovak\n",
            },
            findings=("services/cart/service.yaml:2:8: owner jtsimons is no known team or person",),
            config="[catalog]\ncomplete = false\n",
        ),
        Example(
            "owners who are listed, in either notation",
            {
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: group:api\n",
                "catalog-info.yaml": _COMPONENT.format("user:jtsimmons"),
            },
        ),
        Example(
            "nobody is listed, or no one of this kind",
            {
                "services/teams.yaml": "teams:\n  API:\n",
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "catalog-info.yaml": _COMPONENT.format("shop"),
            },
        ),
        Example(
            "a broken teams.yaml is one finding of another rule",
            {
                "services/teams.yaml": "teams: [API, WEB]\npeople:\n  jtsimmons: {}\n",
                "teams/catalog-info.yaml": _GROUP.format("ops"),
                "services/cart/service.yaml": "service: SVC-CART\nowner: WEB\n",
            },
        ),
    ),
)
