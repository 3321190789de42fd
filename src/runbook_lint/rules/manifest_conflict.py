"""CT012 manifest-conflict."""

from collections.abc import Iterator
from posixpath import basename

from runbook_lint.model.catalog import Catalog, Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Location
from runbook_lint.model.refs import short_name
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World


def check(world: World) -> Iterator[Problem]:
    """Compare every manifest with the Backstage component that it overlays, key by key."""
    yield from _teams(world.catalog)
    for native, component in world.catalog.overlaid:
        if not native.valid:
            continue
        for key, theirs, message in _conflicts(native, component, world.catalog):
            yield Problem(
                f"{message} in {basename(component.path)}",
                native.span(key),
                path=native.path,
                help="mend the one that is out of date; a key that the manifest leaves out cannot differ",
                related=((Location(component.path, component.span(theirs)), "the other source"),),
            )


def _teams(catalog: Catalog) -> Iterator[Problem]:
    for first, later in catalog.redefined:
        keys = [key for key in ("name", "chat", "rota", "members", "codeowners") if getattr(first, key) != getattr(later, key)]
        if keys:
            yield Problem(
                f"{' and '.join(keys)} of team {later.id} differ from {first.location.path}, which holds",
                later.location.span,
                path=later.location.path,
                help="keep one of the two",
                related=((first.location, "the first definition"),),
            )


def _conflicts(native: Service, component: Service, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Our key, the component's key, and how they differ."""
    key = _owner_key(native, component, catalog)
    mine = {"team": native.team, "owner": native.owner}.get(key, "")
    if mine and component.owner and not _names(mine, catalog) & _names(component.owner, catalog):
        yield key, "owner", f"{key} is {mine} here, and {component.owner}"
    if native.lifecycle and component.lifecycle and native.lifecycle.casefold() != component.lifecycle.casefold():
        yield "lifecycle", "lifecycle", f"lifecycle is {native.lifecycle} here, and {component.lifecycle}"
    if native.tier and component.tier and native.tier != component.tier:
        yield "tier", "service", f"tier is {native.tier} here, and {component.tier}"
    ours, needs = _needs(native, catalog), _needs(component, catalog)
    if ours and needs and ours != needs:
        here, there = sorted(ours - needs), sorted(needs - ours)
        differ = [f"{', '.join(names)} only {where}" for names, where in ((here, "here"), (there, "there")) if names]
        yield "depends_on", "depends_on", f"depends_on differs ({'; '.join(differ)}) from that"


def _owner_key(native: Service, component: Service, catalog: Catalog) -> str:
    """Which of our keys answers the component's one owner: a group is a team, a user an owner; empty for none."""
    if component.owner.startswith("user:"):
        return "owner" if not catalog.team(native.owner) else ""
    return "team" if native.team else "owner" if catalog.team(native.owner) else ""


def _names(name: str, catalog: Catalog) -> set[str]:
    """What a team or person is called: its short name, and a team's name and handles."""
    team = catalog.team(name)
    names = {short_name(name)} | ({team.name.casefold(), team.name.casefold().replace(" ", "-")} if team else set())
    return (names | {short_name(handle) for handle in team.codeowners} if team else names) - {""}


def _needs(service: Service, catalog: Catalog) -> set[str]:
    """The services that one depends on, by the ids that the catalogue knows them by."""
    found = [(name, catalog.service(name)) for name in service.depends_on if name]
    names = [known.id if known else name for name, known in found]
    return {name for name in names if ":" not in name or name.startswith("component:")}


_CART = "services/cart/service.yaml"
_TEAMS = "teams:\n  API: {name: Booking API, codeowners: '@acme/bookings'}\n  WEB:\npeople:\n  jtsimmons: {}\n"


def _component(spec: str) -> str:
    return f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: cart\nspec:\n{spec}"


RULE = Rule(
    code="CT012",
    name="manifest-conflict",
    sentence="A manifest and the Backstage component under it agree.",
    reason=(
        "The manifest is an overlay on what the catalogue already says, not a second opinion. Where both name a team, a "
        "lifecycle, a tier or dependencies, and differ, one of them is out of date, and nobody knows which. Names are "
        "compared by their last part, without case."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "two files that define one team",
            {
                "services/teams.yaml": "teams:\n  API: {codeowners: '@acme/api'}\n",
                "services/teams.yml": "teams:\n  API: {codeowners: '@acme/bookings'}\n  WEB:\n",
            },
            ("services/teams.yml:2:3: codeowners of team API differ from services/teams.yaml, which holds",),
        ),
        Example(
            "another team, another lifecycle, other dependencies",
            {
                "services/teams.yaml": _TEAMS,
                _CART: "service: SVC-CART\nteam: WEB\nowner: jtsimmons\nlifecycle: production\ndepends_on: [SVC-PAY, SVC-MAIL]\n",
                "services/cart/catalog-info.yaml": _component(
                    "  owner: bookings\n  lifecycle: deprecated\n  dependsOn: ['component:pay', 'component:stock', 'resource:cart-db']\n"
                ),
                "services/pay/service.yaml": "service: SVC-PAY\nowner: jtsimmons\n",
                "services/mail/service.yaml": "service: SVC-MAIL\nowner: jtsimmons\n",
                "services/stock/service.yaml": "service: SVC-STOCK\nowner: jtsimmons\n",
            },
            findings=(
                f"{_CART}:2:7: team is WEB here, and group:default/bookings in catalog-info.yaml",
                f"{_CART}:4:12: lifecycle is production here, and deprecated in catalog-info.yaml",
                f"{_CART}:5:13: depends_on differs (SVC-MAIL only here; SVC-STOCK only there) from that in catalog-info.yaml",
            ),
        ),
        Example(
            "another person",
            {
                _CART: "service: SVC-CART\nteam: WEB\nowner: jtsimmons\n",
                "services/cart/catalog-info.yaml": _component("  owner: user:mkowalski\n"),
            },
            findings=(f"{_CART}:3:8: owner is jtsimmons here, and user:default/mkowalski in catalog-info.yaml",),
        ),
        Example(
            "the same in two notations, and keys that only one of them has",
            {
                "services/teams.yaml": _TEAMS,
                _CART: "service: SVC-CART\nteam: API\nowner: jtsimmons\ntier: 1\ndepends_on: [SVC-PAY]\n",
                "services/cart/catalog-info.yaml": _component(
                    "  owner: group:bookings\n  lifecycle: production\n  dependsOn: ['component:default/pay']\n"
                ),
                "services/pay/service.yaml": "service: SVC-PAY\nowner: WEB\n",
                "services/pay/catalog-info.yaml": _component("  owner: group:default/web\n").replace("cart", "pay"),
                "services/mail/service.yaml": "service: SVC-MAIL\nowner: jtsimmons\n",
                "services/mail/catalog-info.yaml": _component("  owner: web\n").replace("cart", "mail"),
            },
        ),
    ),
)
