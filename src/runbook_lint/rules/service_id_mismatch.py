"""CT011 service-id-mismatch."""

import re
from collections.abc import Iterator
from posixpath import basename, splitext

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings


def check(service: Service, settings: Settings) -> Iterator[Problem]:
    """Compare the id of a native manifest with the name of its folder, or of its file where that says more."""
    slugs = [slug for slug in (basename(service.folder), splitext(basename(service.path))[0]) if slug]
    if service.source != "native" or not service.folder:
        return
    id = _words(service.id.casefold().removeprefix(_prefix(settings.ids.service)))
    if id not in map(_words, slugs) and _words(service.id) not in map(_words, slugs):
        yield Problem(
            f"service {service.id} stands in the folder {slugs[0]}",
            service.span("service"),
            help="rename the folder or the id; whoever knows the one guesses the other",
        )


def _prefix(pattern: str) -> str:
    """What every id begins with, by its pattern: `svc-` of `SVC-[A-Z0-9-]+`."""
    match = re.match(r"[A-Za-z0-9]+[-_](?=[\[(\\.])", pattern)
    return match[0].casefold() if match else ""


def _words(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


RULE = Rule(
    code="CT011",
    name="service-id-mismatch",
    sentence="A service's folder is named after its id.",
    reason=(
        "Links, reports and people move between the id and the folder by guessing. The id without its fixed prefix, in "
        "small letters, is the folder's name: SVC-CHECKOUT stands in services/checkout. Backstage components are named "
        "by other habits and are not judged."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "a folder that kept its old name",
            {"services/basket/service.yaml": "service: SVC-CART\nowner: jtsimmons\n"},
            findings=("services/basket/service.yaml:1:10: service SVC-CART stands in the folder basket",),
        ),
        Example(
            "the same words, in whatever letters",
            {
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "services/bookings_db/service.yaml": "service: SVC-BOOKINGS-DB\nowner: jtsimmons\n",
                "services/svc-pay/service.yaml": "service: SVC-PAY\nowner: jtsimmons\n",
                "cart/catalog-info.yaml": (
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop-cart}\nspec: {owner: web}\n"
                ),
            },
        ),
        Example(
            "manifests that share a folder are named by their files",
            {"catalog/cart.yaml": "service: SVC-CART\nowner: jtsimmons\n"},
            config='[layout]\nservices = "catalog/*.yaml"\n',
        ),
    ),
)
