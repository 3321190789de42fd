"""CT006 dependency-cycle."""

from collections.abc import Iterator, Mapping

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Location
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.graph import cycles


def check(world: World) -> Iterator[Problem]:
    """Report each cycle of dependencies once, at its first manifest in path order."""
    services = {service.id: service for service in reversed(world.catalog.services) if service.valid}
    edges = {service.id: _needs(service, services, world) for service in sorted(services.values(), key=_path)}
    for cycle in cycles({id: list(needs) for id, needs in edges.items()}):
        steps = [(services[id], edges[id][after]) for id, after in zip(cycle, [*cycle[1:], cycle[0]], strict=True)]
        first, index = steps[0]
        related = [(Location(each.path, each.span("depends_on", at)), "and so on, from here") for each, at in steps[1:]]
        yield Problem(
            _message(cycle),
            first.span("depends_on", index),
            path=first.path,
            help="drop the dependency that the others can start without",
            related=tuple(related),
        )


def _path(service: Service) -> tuple[str, str]:
    return service.path, service.id


def _needs(service: Service, services: Mapping[str, Service], world: World) -> dict[str, int]:
    """The services that one depends on, each with its first place in the list."""
    needs: dict[str, int] = {}
    for index, name in enumerate(service.depends_on):
        found = world.catalog.service(name) if name else None
        if found and found.id in services:
            needs.setdefault(found.id, index)
    return needs


def _message(cycle: tuple[str, ...]) -> str:
    if len(cycle) == 1:
        return f"{cycle[0]} depends on itself"
    return f"dependencies in a circle: {' → '.join([*cycle, cycle[0]])}"


RULE = Rule(
    code="CT006",
    name="dependency-cycle",
    sentence="No service depends on itself, not even by way of others.",
    reason=(
        "Services that need each other cannot be started again one after the other when all are down. "
        "Each circle is reported once, and its steps are named."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "a circle of three, and one of one",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\ndepends_on: [SVC-MAIL, SVC-PAY]\n",
                "services/mail/service.yaml": "service: SVC-MAIL\nowner: jtsimmons\ndepends_on: [SVC-MAIL]\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: jtsimmons\ndepends_on: [SVC-STOCK]\n",
                "services/stock/service.yaml": "service: SVC-STOCK\nowner: jtsimmons\ndepends_on:\n  - SVC-CART\n",
            },
            findings=(
                "services/cart/service.yaml:3:24: dependencies in a circle: SVC-CART → SVC-PAY → SVC-STOCK → SVC-CART",
                "services/mail/service.yaml:3:14: SVC-MAIL depends on itself",
            ),
        ),
        Example(
            "two circles that share a service",
            {
                "services/a/service.yaml": "service: SVC-A\nowner: jtsimmons\ndepends_on: [SVC-B]\n",
                "services/b/service.yaml": "service: SVC-B\nowner: jtsimmons\ndepends_on: [SVC-A, SVC-C]\n",
                "services/c/service.yaml": "service: SVC-C\nowner: jtsimmons\ndepends_on: [SVC-B]\n",
            },
            findings=(
                "services/a/service.yaml:3:14: dependencies in a circle: SVC-A → SVC-B → SVC-A",
                "services/b/service.yaml:3:21: dependencies in a circle: SVC-B → SVC-C → SVC-B",
            ),
        ),
        Example(
            "two ways to one service are no circle",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\ndepends_on: [SVC-PAY, SVC-STOCK]\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: jtsimmons\ndepends_on: [SVC-STOCK]\n",
                "services/stock/service.yaml": "service: SVC-STOCK\nowner: jtsimmons\n",
            },
        ),
    ),
)
