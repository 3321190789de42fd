"""CT008 runbook-missing."""

from collections.abc import Iterable, Iterator

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.manifest import mapping
from runbook_lint.parse.runbooks import services_with_runbook


def check(world: World) -> Iterator[Problem]:
    """Report the services that have no runbook: none in their folder, none that names them, none that they link."""
    has = services_with_runbook(world)
    usual = _usual(world.catalog.services, has)
    seen: set[str] = set()
    for service in world.catalog.services:
        if service.id in has or service.id in seen or not service.valid or not _needs_one(service, usual):
            continue
        seen.add(service.id)
        tier = f"tier {service.tier} " if service.tier else ""
        where = f"{service.folder}/runbook.md" if service.folder else "runbook.md"
        yield Problem(
            f"{tier}service {service.id} has no runbook",
            service.span("service"),
            path=service.path,
            help=f"write {where}, name the service in a runbook's front matter, or link one under `links: runbook:`",
            severity=Severity.ERROR if service.tier == 1 else None,
        )


def _needs_one(service: Service, usual: bool) -> bool:
    """A manifest of ours does; a Backstage component where it says a tier, or is a live one where most have theirs."""
    if service.source == "native":
        return service.lifecycle != "experimental"
    return bool(service.folder) and (service.tier is not None or (usual and _is_live(service)))


def _is_live(service: Service) -> bool:
    kind = mapping(service.data.get("spec")).get("type")
    return service.source != "native" and kind == "service" and service.lifecycle == "production"


def _usual(services: Iterable[Service], has: frozenset[str]) -> bool:
    """Whether at least half of the repository's live Backstage services have a runbook here."""
    live = {service.id for service in services if service.folder and _is_live(service)}
    return bool(live) and 2 * len(live & has) >= len(live)


def _component(name: str, spec: str, metadata: str = "") -> str:
    head = f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n{metadata}"
    return f"{head}spec:\n  owner: web\n{spec}"


RULE = Rule(
    code="CT008",
    name="runbook-missing",
    sentence="A service has a runbook.",
    reason=(
        "The first page someone opens at 3AM must exist. A service has a runbook if one stands in its folder or below, "
        "if one names the service in its front matter, or if its manifest links one. Experimental services are let off. "
        "A Backstage component is judged where it says a tier, or where it is a production service and at least half "
        "of the repository's are seen to have a runbook; one at the root is not, and one with TechDocs is taken to have "
        "its runbook there. An error for tier 1."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "services without a runbook",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "services/cart/README.md": "# Cart\n",
                "services/pay/service.yaml": "tier: 1\nservice: SVC-PAY\nowner: jtsimmons\n",
                "services/pay/alerts/PayDown.md": "# PayDown\n",
            },
            findings=(
                "services/cart/service.yaml:1:10: service SVC-CART has no runbook",
                "services/pay/service.yaml:2:10: error: tier 1 service SVC-PAY has no runbook",
            ),
        ),
        Example(
            "Backstage components: one with a tier, and a live service where the other has a runbook",
            {
                "mail/catalog-info.yaml": _component("mail", "  type: service\n  lifecycle: production\n"),
                "mail/docs/runbook.md": "# Mail\n",
                "cart/catalog-info.yaml": _component("cart", "  type: service\n  lifecycle: production\n"),
                "pay/catalog-info.yaml": _component("pay", "  type: website\n", "  labels:\n    tier: '2'\n"),
                "kit/catalog-info.yaml": _component("kit", "  type: library\n  lifecycle: production\n"),
                "new/catalog-info.yaml": _component("new", "  type: service\n  lifecycle: experimental\n"),
            },
            findings=(
                "cart/catalog-info.yaml:4:9: service component:default/cart has no runbook",
                "pay/catalog-info.yaml:4:9: tier 2 service component:default/pay has no runbook",
            ),
        ),
        Example(
            "in the folder, by front matter, by a link, under another name",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "services/cart/runbooks/checkout/slow.md": "# Slow\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: jtsimmons\n",
                "runbooks/money.md": "---\nservice: [SVC-PAY, SVC-BANK]\n---\n# Money\n",
                "services/bank/service.yaml": "service: SVC-BANK\nowner: jtsimmons\n",
                "services/mail/service.yaml": "service: SVC-MAIL\nowner: jtsimmons\nlinks:\n  runbook: https://wiki.example/mail\n",
                "services/stock/service.yaml": "service: SVC-STOCK\nowner: jtsimmons\n",
                "services/stock/docs/RUNBOOK.md": "# Stock\n",
                "services/idea/service.yaml": "service: SVC-IDEA\nowner: jtsimmons\nlifecycle: experimental\n",
                "services/broken/service.yaml": "service: SVC-BROKEN\nownr: jtsimmons\n",
            },
        ),
        Example(
            "Backstage repositories that keep their runbooks elsewhere, or have one component, at the root",
            {
                "catalog-info.yaml": _component("cart", "  type: service\n  lifecycle: production\n", "  labels: {tier: '1'}\n"),
                "pay/catalog-info.yaml": _component("pay", "  type: service\n  lifecycle: production\n"),
            },
        ),
        Example(
            "TechDocs, and a link to a runbook",
            {
                "runbooks/restore.md": "# Restore a backup\n",
                "cart/catalog-info.yaml": _component(
                    "cart",
                    "  type: service\n  lifecycle: production\n",
                    "  annotations:\n    backstage.io/techdocs-ref: dir:.\n",
                ),
                "pay/catalog-info.yaml": _component(
                    "pay",
                    "  type: service\n  lifecycle: production\n",
                    "  links:\n    - url: https://wiki.example/pay\n      title: When it breaks\n      type: runbook\n",
                ),
            },
        ),
    ),
)
