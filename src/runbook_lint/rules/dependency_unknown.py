"""CT005 dependency-unknown."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Catalog, Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.refs import full_ref, is_ref
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.known import unknown
from runbook_lint.parse.neighbours import neighbours


def check(service: Service, world: World) -> Iterator[Problem]:
    """Judge the services that a manifest depends on; a Backstage resource, system or API is none."""
    others = neighbours(world)
    for index, name in enumerate(service.depends_on):
        ref = is_ref(name)
        if not name or (ref and not full_ref(name, "component").startswith("component:")):
            continue
        if world.catalog.service(name) is None and others.service(name) is None:
            whole = not ref or _is_organisation(world.catalog)
            help = unknown(name, _known(world.catalog, ref), world, whole, _known(others, ref))
            if help is not None:
                yield Problem(f"dependency {name} is no known service", service.span("depends_on", index), help=help)


def _known(catalog: Catalog, ref: bool) -> list[str]:
    """The names that one of this notation is judged against."""
    hidden = [*(component.id for _, component in catalog.overlaid), *catalog.aliases] if ref else []
    return [*(service.id for service in catalog.services if is_ref(service.id) == ref), *hidden]


def _is_organisation(catalog: Catalog) -> bool:
    """Whether this is where an organisation keeps its Backstage catalogue: its groups are here as well."""
    return any(is_ref(team) for team in catalog.teams)


def _component(name: str, *needs: str) -> str:
    head = f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  owner: web\n"
    return head + "".join(["  dependsOn:\n", *(f"    - {need}\n" for need in needs)] if needs else [])


RULE = Rule(
    code="CT005",
    name="dependency-unknown",
    sentence="What a service depends on is a service that is known.",
    reason=(
        "In an incident the dependencies are where to look next. One that leads nowhere was renamed, retired or "
        "mistyped. Of Backstage's refs only components are judged; their catalogue is the sum of many repositories, so "
        "that a component may well be described in another one. Where the repository holds no Group entities, and with "
        "`complete = false` under `[catalog]`, only a near miss of a known service is reported. The services of imported "
        "catalogues are known."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a dependency that no manifest defines",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\ndepends_on:\n  - SVC-PAYMENTS\n  - SVC-PAYMENT\n",
                "services/payments/service.yaml": "service: SVC-PAYMENTS\nowner: jtsimmons\n",
            },
            findings=("services/cart/service.yaml:5:5: dependency SVC-PAYMENT is no known service",),
        ),
        Example(
            "a Backstage component that the catalogue lacks",
            {
                "cart/catalog-info.yaml": _component("cart", "component:payments", "component:gone", "resource:cart-db"),
                "payments/catalog-info.yaml": _component("payments"),
                "org/catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: web}\nspec: {type: team}\n",
            },
            findings=("cart/catalog-info.yaml:9:7: dependency component:default/gone is no known service",),
        ),
        Example(
            "only the near miss, where the catalogue is not complete",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\ndepends_on: [SVC-PAYMENT, SVC-SEARCH]\n",
                "services/payments/service.yaml": "service: SVC-PAYMENTS\nowner: jtsimmons\n",
            },
            findings=("services/cart/service.yaml:3:14: dependency SVC-PAYMENT is no known service",),
            config="[catalog]\ncomplete = false\n",
        ),
        Example(
            "services that are known, by id or by ref, also where their manifest is broken",
            {
                "services/cart/service.yaml": (
                    "service: SVC-CART\nowner: jtsimmons\ndepends_on: [SVC-PAYMENTS, 'component:search', SVC-MAIL, SVC-FEED]\n"
                ),
                "services/payments/service.yaml": "service: SVC-PAYMENTS\nowner: jtsimmons\n",
                "services/search/service.yaml": "service: SVC-SEARCH\nowner: jtsimmons\n",
                "services/search/catalog-info.yaml": _component("search"),
                "services/mail/service.yaml": "service: SVC-MAIL\nownr: jtsimmons\n",
                "services/feed/service.yaml": "service: SVC-FEED\n  owner: jtsimmons\n",
            },
        ),
        Example(
            "Backstage components whose neighbours live in other repositories",
            {"cart/catalog-info.yaml": _component("cart", "component:payments"), "mail/catalog-info.yaml": _component("mail")},
        ),
    ),
)  # fmt: skip
