"""RB004 first-screen-incomplete."""

from collections.abc import Iterator

from runbook_lint.model.document import Document
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.world import World
from runbook_lint.parse.answers import CONCEPT_OF, QUESTIONS, answers_of
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.pages import is_signpost, page_service


@dataclass(frozen=True)
class Options:
    """How much a first screen shows."""

    lines: int = option(40, "The lines that the first screen shows, counted from the end of the front matter.")


def check(document: Document, world: World, options: Options) -> Iterator[Problem]:
    """Look which of the five answers are not begun on the first screen."""
    if document.kind not in CONCEPT_OF or is_signpost(document):
        return
    service = page_service(document, world.settings, world.catalog)
    team = team_of(world, service)
    last = options.lines + (document.front_matter.span.end_line if document.front_matter else 0)
    late = answers_of(document, world.settings, service, team).after(last)
    if late:
        names = [QUESTIONS[name] for name in late]
        listed = " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        help = 'begin the page with leads such as "- **What broke**: …" (Impact, Verify, Try first, Call)'
        yield Problem(f"the first screen does not say {listed}", help=help)


_GOOD = """\
# Cart

- **What broke**: carts are empty
- **Impact**: nobody can buy
- **Verify**: `curl -fsS https://cart.example/healthz`
- **Try first**: restart the worker
- **Call**: API on call
"""

RULE = Rule(
    code="RB004",
    name="first-screen-incomplete",
    sentence="The first screen says what broke, how bad it is, where to verify it, what to try first and whom to call.",
    reason=(
        "The first five seconds decide whether somebody acts or scrolls. On a telephone the first screen is all "
        "that is read before the first command. The rota or escalation in the manifest answers whom to call."
    ),
    severity=Severity.WARNING,
    options=Options,
    check=check,
    examples=(
        Example(
            "an answer is missing, and one stands too far down",
            {
                "services/cart/runbook.md": _GOOD.replace("- **Impact**: nobody can buy\n", "").replace(
                    "- **Call**: API on call\n", "\nText.\n" * 20 + "\n## Escalation\n\nAPI on call.\n"
                )
            },
            findings=(
                "services/cart/runbook.md:1:1: the first screen does not say what the impact is or whom to call",
            ),
        ),
        Example("five leads", {"services/cart/runbook.md": _GOOD}),
        Example(
            "an introduction, short sections, and a rota in the manifest",
            {
                "services/cart/alerts/CartEmpty.md": (
                    "# CartEmpty\n\nCarts come back empty to customers.\n\n## Impact\nNobody can buy.\n\n"
                    "## Diagnosis\nLogs.\n\n## Mitigation\nRestart.\n"
                ),
                "services/cart/service.yaml": (
                    "service: SVC-CART\nowner: API\ncontacts: {rota: https://rota.example/api}\n"
                ),
            },
        ),
        Example("a front page", {"runbooks/README.md": "# Runbooks\n"}),
    ),
)
