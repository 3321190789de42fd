"""CT003 owner-unknown."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Catalog, Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World


def check(service: Service, world: World) -> Iterator[Problem]:
    """Judge a manifest's owner against the teams and people that are known."""
    owner, catalog = service.owner, world.catalog
    if not owner or owner in catalog.teams:
        return
    person = catalog.people.get(owner)
    if person is not None:
        if person.former:
            yield Problem(f"owner {owner} has left", service.span("owner"), help="name the team or person who took over")
        return
    known = _known(owner, catalog)
    near = did_you_mean(owner, known)
    if known and (catalog.complete or near):
        yield Problem(f"owner {owner} is no known team or person", service.span("owner"), help=near)


def _known(owner: str, catalog: Catalog) -> list[str]:
    """The names that an owner of this shape is judged against; none where the catalogue lists none."""
    team_like = owner[:1].isupper() or owner.startswith("group:")
    return list(catalog.teams) if team_like else [*catalog.people, *(catalog.teams if catalog.people else ())]


RULE = Rule(
    code="CT003",
    name="owner-unknown",
    sentence="A service's owner is a team or a person who is still here.",
    reason=(
        "At 3AM the owner is who gets called. A name that nobody answers to costs the minutes that matter. "
        "Judged only where the catalogue lists teams or people to compare with."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "an owner who is not in teams.yaml, and one who left",
            {
                "services/teams.yaml": "teams:\n  API:\npeople:\n  jtsimmons: {}\n  mkowalski: {former: true}\n",
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimons\n",
                "services/search/service.yaml": "service: SVC-SEARCH\nowner: mkowalski\n",
            },
            findings=(
                "services/cart/service.yaml:2:8: owner jtsimons is no known team or person",
                "services/search/service.yaml:2:8: owner mkowalski has left",
            ),
        ),
        Example(
            "an owner who is listed",
            {
                "services/teams.yaml": "teams:\n  API:\npeople:\n  jtsimmons: {}\n",
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
            },
        ),
    ),
)
