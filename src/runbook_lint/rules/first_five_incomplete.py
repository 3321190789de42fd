"""AL011 first-five-incomplete."""

from collections.abc import Iterable, Iterator

from runbook_lint.model.document import Document
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.world import World
from runbook_lint.parse.alert_links import annotation_place
from runbook_lint.parse.alert_pages import alerts_of
from runbook_lint.parse.answers import CONCEPT_OF, LABELS, QUESTIONS
from runbook_lint.parse.pages import page_service
from runbook_lint.parse.plans import agreed, imported_missing, imported_pages, is_plan, open_questions, plan_concepts


@dataclass(frozen=True)
class Options:
    """Which plans are judged."""

    everywhere: bool = option(False, "Judge also plans that no alert is known to lead to and that are no service's.")
    agreed: int = option(
        50, "How many of a hundred of these plans must answer a question before the others are reported; 0 reports all."
    )


def check(world: World, options: Options) -> Iterator[Problem]:
    """Report the plans that leave one of the five questions open."""
    used = {path: page for path, page in world.documents.items() if is_plan(page) and _is_used(world, page, options)}
    lacking = {path: _missing(world, page) for path, page in used.items()}
    judged = agreed(lacking, options.agreed)
    for path, names in lacking.items():
        missing = tuple(name for name in names if name in judged)
        if missing:
            yield Problem(f"does not say {_listed(missing)}", path=path, help=_help(missing))
    for page, found in imported_pages(world):
        missing = imported_missing(world, page, found)
        if missing:
            place = annotation_place(page.alert)
            message = f"{page.path} in {page.catalog} does not say {_listed(missing)}"
            yield Problem(message, place.span, path=place.path, help="ask its owners for it, then run runbook-lint sync")


def _is_used(world: World, document: Document, options: Options) -> bool:
    return options.everywhere or bool(alerts_of(world, document.path) or page_service(document, world.settings, world.catalog))


def _missing(world: World, document: Document) -> tuple[str, ...]:
    """The open questions; one that a heading names among other words is not open, whatever stands under it."""
    given = plan_concepts(world, document)
    concepts = CONCEPT_OF[document.kind]
    return tuple(name for name in open_questions(world, document) if concepts[name] not in given)


def _listed(missing: Iterable[str]) -> str:
    names = [QUESTIONS[name] for name in missing]
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _help(missing: tuple[str, ...]) -> str:
    lead = f'add a lead such as "- **{LABELS[missing[0]]}**: …"'
    if missing == ("impact",):
        return f"{lead}, or an `impact` annotation to the alert"
    return f"{lead}, or give the service or its team a rota" if missing == ("call",) else lead


_PLAN = """\
# CartSlow

- **What broke**: half of the carts take ten seconds
- **Impact**: one in ten gives up
- **Verify**: the row "latency" of the dashboard
- **Try first**: restart the cart
- **Call**: API on call
"""
_RULES = (
    "groups:\n  - name: cart\n    rules:\n      - alert: CartSlow\n        expr: up == 0\n"
    "        annotations: {impact: One in ten gives up.}\n"
)
_SERVICE = "service: SVC-CART\nteam: API\n"

RULE = Rule(
    code="AL011",
    name="first-five-incomplete",
    sentence="A plan answers the five questions of the first five seconds, somewhere on the page.",
    reason=(
        "What broke, what the impact is, where to verify it, what to try first, whom to call: without one of them "
        "somebody must be asked, at 3AM. The impact may stand in the rule's annotations, whom to call in the catalogue. "
        "Judged are plans that an alert leads to or is named after, and plans of services; `everywhere` judges them all. A question that most of them leave open (`agreed`, from eight plans on) is not asked of the rest. A page in an imported "
        "repository is judged by its catalogue, at the rule that leads to it."
    ),
    severity=Severity.WARNING,
    default=True,
    options=Options,
    check=check,
    examples=(
        Example(
            "nobody to call, and nothing to try",
            {
                "services/cart/service.yaml": _SERVICE,
                "services/cart/alerts/CartSlow.md": _PLAN.replace("- **Call**: API on call\n", ""),
                "services/cart/alerts/CartDown.md": "# CartDown\n\nNo cart answers any more.\n\n## Diagnosis\n\nLook.\n",
            },
            findings=(
                "services/cart/alerts/CartDown.md:1:1: does not say what the impact is, what to try first or whom to call",
                "services/cart/alerts/CartSlow.md:1:1: does not say whom to call",
            ),
        ),
        Example(
            "a plan that an alert is known for, without a catalogue",
            {
                "services/cart/alerts/cart.rules.yaml": _RULES,
                "services/cart/alerts/CartSlow.md": _PLAN.replace("- **Verify**: the row \"latency\" of the dashboard\n", ""),
            },
            findings=("services/cart/alerts/CartSlow.md:1:1: does not say where to verify it",),
        ),
        Example(
            "the rule tells the impact, the manifest whom to call",
            {
                "services/cart/service.yaml": f"{_SERVICE}contacts: {{rota: https://rota.example/api}}\n",
                "services/cart/alerts/cart.rules.yaml": _RULES,
                "services/cart/alerts/CartSlow.md": (
                    "# CartSlow\n\nHalf of the carts take ten seconds.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nRestart it.\n"
                ),
            },
        ),
        Example(
            "a plan that nothing here leads to",
            {"services/cart/alerts/CartSlow.md": "# CartSlow\n\n## Meaning\n\nIt is slow.\n"},
        ),
        Example(
            "asked of every plan",
            {"services/cart/alerts/CartSlow.md": "# CartSlow\n\n## Meaning\n\nIt is slow.\n\n" + _PLAN.split("\n", 3)[3]},
            config="[rules.first-five-incomplete]\neverywhere = true\n",
        ),
    ),
)
