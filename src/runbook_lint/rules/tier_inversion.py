"""CT007 tier-inversion."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Location
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.neighbours import neighbours


def check(service: Service, world: World) -> Iterator[Problem]:
    """Report the dependencies of a service that matter less than it does, by their own manifests."""
    for index, name in enumerate(service.depends_on):
        needed = (world.catalog.service(name) or neighbours(world).service(name)) if name else None
        if not needed or not needed.valid or service.tier is None or needed.tier is None:
            continue
        if needed.tier > service.tier:
            yield Problem(
                f"a tier {service.tier} service depends on {name}, which is tier {needed.tier}",
                service.span("depends_on", index),
                help=f"raise {name} to tier {service.tier}, or do without it when it fails and waive this here",
                related=((Location(needed.path, needed.span("tier")), "its tier"),) if needed.path else (),
            )


RULE = Rule(
    code="CT007",
    name="tier-inversion",
    sentence="A service depends on none of a lower tier.",
    reason=(
        "A service is no more reliable than what it needs. If nobody is woken for the one below, the one above waits "
        "for the morning too. Where a service copes without its dependency, a waiver says so."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "checkout wakes people, the search index does not",
            {
                "services/checkout/service.yaml": "service: SVC-CHECKOUT\nowner: jtsimmons\ntier: 1\ndepends_on: [SVC-SEARCH]\n",
                "services/search/service.yaml": "service: SVC-SEARCH\nowner: jtsimmons\ntier: 3\n",
            },
            findings=("services/checkout/service.yaml:4:14: a tier 1 service depends on SVC-SEARCH, which is tier 3",),
        ),
        Example(
            "downhill, level, and where a tier is not said",
            {
                "services/reports/service.yaml": "service: SVC-REPORTS\nowner: jtsimmons\ntier: 3\ndepends_on: [SVC-CHECKOUT]\n",
                "services/checkout/service.yaml": (
                    "service: SVC-CHECKOUT\nowner: jtsimmons\ntier: 1\ndepends_on: [SVC-PAY, SVC-MAIL]\n"
                ),
                "services/pay/service.yaml": "service: SVC-PAY\nowner: jtsimmons\ntier: 1\n",
                "services/mail/service.yaml": "service: SVC-MAIL\nowner: jtsimmons\n",
            },
        ),
    ),
)
