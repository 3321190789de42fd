"""CT002 service-duplicate."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Location
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World


def check(world: World) -> Iterator[Problem]:
    """Report every definition of a service after the first, in path order."""
    first: dict[str, Service] = {}
    for service in world.catalog.services:
        before = first.setdefault(service.id, service)
        if before is not service and service.valid:
            span = before.span("service")
            place = before.path if before.path != service.path else f"line {span.line} of this file"
            yield Problem(
                f"service {service.id} is already defined in {place}",
                service.span("service"),
                path=service.path,
                help="give one of them another id, or drop it",
                related=((Location(before.path, span), "first defined here"),),
            )


RULE = Rule(
    code="CT002",
    name="service-duplicate",
    sentence="A service is defined once.",
    reason=(
        "Two manifests of one id name two owners, and whoever is called first is the wrong one. Most often a folder "
        "was copied and the id forgotten. A Backstage component beside a native manifest is no duplicate: the manifest "
        "is its overlay."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a copied folder",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "services/cart-v2/service.yaml": "owner: jtsimmons\nservice: SVC-CART\n",
                "services/pay/service.yaml": "service: SVC-CART\nowner: mkowalski\n",
            },
            findings=(
                "services/cart/service.yaml:1:10: service SVC-CART is already defined in services/cart-v2/service.yaml",
                "services/pay/service.yaml:1:10: service SVC-CART is already defined in services/cart-v2/service.yaml",
            ),
        ),
        Example(
            "two components of one name in one file",
            {
                "catalog-info.yaml": (
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: cart}\nspec: {owner: web}\n---\n"
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: cart}\nspec: {owner: web}\n"
                )
            },
            findings=("catalog-info.yaml:8:18: service component:default/cart is already defined in line 3 of this file",),
        ),
        Example(
            "a manifest over a Backstage component, and one name in two namespaces",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "services/cart/catalog-info.yaml": (
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: cart}\nspec: {owner: web}\n"
                ),
                "shop/catalog-info.yaml": (
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: cart, namespace: shop}\nspec: {owner: web}\n"
                ),
            },
        ),
    ),
)
