"""AL005 plan-section-missing."""

from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.vocabulary import CONCEPTS
from runbook_lint.model.world import World
from runbook_lint.parse.alert_links import annotation_place
from runbook_lint.parse.alert_pages import alerts_of
from runbook_lint.parse.pages import is_stub
from runbook_lint.parse.plans import (
    agreed,
    imported_concepts,
    imported_pages,
    is_plan,
    named_concepts,
    plan_concepts,
)
from runbook_lint.parse.sections import alternatives
from runbook_lint.parse.skeleton import begun_sections

_TITLES = {"first-checks": "What to check first", "false-positives": "False positives", "steady-state": "Steady state"}


@dataclass(frozen=True)
class Options:
    """What a plan must say."""

    required: tuple[str, ...] = option(
        ("meaning", "first-checks", "mitigation"),
        "The section concepts that every plan must have, by the names of `[sections.plan]`.",
    )
    agreed: int = option(
        50, "How many of a hundred plans must have a concept before the others are reported; 0 reports all."
    )

    def __post_init__(self) -> None:
        """Refuse what is no concept of a plan."""
        known = CONCEPTS["plan"]
        for name in self.required:
            if name not in known:
                hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
                raise ValueError(f'"{name}" in required is no concept; {hint}')


def check(world: World, options: Options) -> Iterator[Problem]:
    """Compare plans with the required concepts, and report the pages that say nothing to who follows an alert."""
    lacking = {path: _missing(world, page, options) for path, page in world.documents.items() if _is_meant(world, page)}
    judged = agreed(lacking, options.agreed)
    for path, names in lacking.items():
        missing = [name for name in names if name in judged]
        if missing:
            message = f"no section on {alternatives([*map(_title, missing)])}"
            fix = begun_sections(world, world.documents[path], Kind.PLAN, missing, _TITLES)
            yield Problem(message, path=path, help=_help(missing), fix=fix)
    yield from _stubs(world)
    yield from _elsewhere(world, options)


def _is_meant(world: World, document: Document) -> bool:
    """Whether a page is a plan: an alert leads to it, or it is in the form of one."""
    return is_plan(document) and bool(alerts_of(world, document.path) or named_concepts(world, document))


def _missing(world: World, document: Document, options: Options) -> list[str]:
    given = plan_concepts(world, document)
    return [name for name in options.required if name not in given]


def _stubs(world: World) -> Iterator[Problem]:
    for path, document in world.documents.items():
        alerts = alerts_of(world, path)
        if alerts and is_stub(document):
            help = "write what to check and what to try, or lead the alert to a page that says it"
            yield Problem(f"alert {alerts[0].name} leads here, and the page says nothing", path=path, help=help)


def _elsewhere(world: World, options: Options) -> Iterator[Problem]:
    for page, found in imported_pages(world):
        missing = [name for name in options.required if name not in imported_concepts(found)]
        if found.kind == "plan" and missing:
            place = annotation_place(page.alert)
            message = f"{page.path} in {page.catalog} has no section on {alternatives([*map(_title, missing)])}"
            yield Problem(message, place.span, path=place.path, help="ask its owners for it, then run runbook-lint sync")


def _title(concept: str) -> str:
    return _TITLES.get(concept, concept.capitalize())


def _help(missing: list[str]) -> str:
    return f'add a heading such as "## {_title(missing[0])}"; headings of your own go into sections.plan'


_PLAN = """\
# CartSlow

## Meaning

Half of the carts take ten seconds.

## What to check first

- [ ] The dashboard

## Mitigation

- [ ] Restart the cart
"""
_RULES = (
    "groups:\n  - name: cart\n    rules:\n      - alert: CartSlow\n        expr: up == 0\n"
    "        annotations: {{impact: Nobody can buy., runbook_url: {link}}}\n"
)

RULE = Rule(
    code="AL005",
    name="plan-section-missing",
    sentence="An alert response plan says what the alert means, what to check first and how to mitigate.",
    reason=(
        "These three are what the page is opened for. Headings and bold leads count, also where they name the thing among "
        "other words; a meaning may stand under the title, and what the catalogue (contacts, links) or the rule's "
        "annotations (impact, a dashboard) give need not be repeated. A concept that most plans of a repository lack "
        "(`agreed`, from eight plans on) is not asked of the rest. READMEs, drafts, pages for alerts that are gone, and pages without "
        "any of these that no alert leads to, are not judged. A runbook or other page that an alert leads to is reported "
        "where it says nothing at all. The fix begins the missing sections, in the words that most of your plans use, for "
        "you to write: it is an unsafe one. A plan in an imported repository is judged by its catalogue, at the rule that leads to it."
    ),
    severity=Severity.WARNING,
    default=True,
    fixable=True,
    options=Options,
    check=check,
    examples=(
        Example(
            "a plan that stops at the diagnosis",
            {"services/cart/alerts/CartSlow.md": _PLAN.split("## Mitigation")[0]},
            findings=("services/cart/alerts/CartSlow.md:1:1: no section on Mitigation",),
            fixed={"services/cart/alerts/CartSlow.md": _PLAN.split("- [ ] Restart")[0] + "TODO\n\n"},
        ),
        Example(
            "a plan that is only begun, and a page that is not",
            {
                "services/cart/alerts/CartSlow.md": "# CartSlow\n\n## Links\n\nNone.\n",
                "services/cart/alerts/cart.rules.yaml": _RULES.format(link="services/cart/runbook.md"),
                "services/cart/alerts/more.rules.yaml": _RULES.format(link="services/cart/alerts/CartSlow.md"),
                "services/cart/runbook.md": "# Cart\n",
            },
            findings=(
                "services/cart/alerts/CartSlow.md:1:1: no section on Meaning, What to check first or Mitigation",
                "services/cart/runbook.md:1:1: alert CartSlow leads here, and the page says nothing",
            ),
            fixed={
                "services/cart/alerts/CartSlow.md": (
                    "# CartSlow\n\n## Meaning\n\nTODO\n\n## What to check first\n\nTODO\n\n## Mitigation\n\nTODO\n\n"
                    "## Links\n\nNone.\n"
                )
            },
        ),
        Example(
            "a repository that asks for more",
            {"services/cart/alerts/CartSlow.md": _PLAN},
            findings=("services/cart/alerts/CartSlow.md:1:1: no section on Impact",),
            fixed={"services/cart/alerts/CartSlow.md": _PLAN.replace("## What", "## Impact\n\nTODO\n\n## What")},
            config='[rules.plan-section-missing]\nrequired = ["meaning", "impact", "mitigation"]\n',
        ),
        Example(
            "other headings, a meaning under the title, an impact from the rule",
            {
                "services/cart/alerts/CartSlow.md": (
                    "# CartSlow\n\nHalf of the carts take ten seconds.\n\n## 🔎 General troubleshooting steps\n\nLook.\n\n"
                    "- **Mitigation**: restart the cart\n"
                ),
                "services/cart/alerts/cart.rules.yaml": _RULES.format(link="services/cart/alerts/CartSlow.md"),
            },
            config='[rules.plan-section-missing]\nrequired = ["meaning", "first-checks", "mitigation", "impact"]\n',
        ),
        Example(
            "a concept that most plans do without was never agreed on",
            {
                f"services/cart/alerts/Cart{number}.md": _PLAN.split("## Mitigation")[0]
                for number in range(9)
            },
        ),
        Example(
            "a front page, a note that the alert is gone, and a helper among the plans",
            {
                "services/cart/alerts/README.md": "# Plans\n",
                "services/cart/alerts/CartOld.md": "# CartOld (deprecated)\n\n## Impact\n\nNone.\n",
                "services/cart/alerts/naming.md": "# Names\n\n## Outputs\n\nThey are lower case.\n",
            },
        ),
    ),
)
