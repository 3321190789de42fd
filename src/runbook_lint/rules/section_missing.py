"""RB001 section-missing."""

import re
from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.vocabulary import CONCEPTS
from runbook_lint.model.world import World
from runbook_lint.parse.pages import given_concepts, is_signpost, page_service
from runbook_lint.parse.sections import alternatives, answered
from runbook_lint.parse.skeleton import begun_sections

_CALLED = regex(r"(?:run|play)[-_ ]?book", re.IGNORECASE)
_TITLES = {"what-broke": "What broke", "checks": "Checks", "fixes": "Known fixes"}


@dataclass(frozen=True)
class Options:
    """What a runbook must answer."""

    required: tuple[str, ...] = option(
        ("what-broke", "checks", "fixes", "escalation", "links"),
        "The section concepts that every runbook must have, by the names of `[sections.runbook]`.",
    )
    everywhere: bool = option(False, "Judge also runbooks that belong to no service of the catalogue.")

    def __post_init__(self) -> None:
        """Refuse what is no concept of a runbook."""
        known = CONCEPTS["runbook"]
        for name in self.required:
            if name not in known:
                hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
                raise ValueError(f'"{name}" in required is no concept; {hint}')


def check(document: Document, world: World, options: Options) -> Iterator[Problem]:
    """Compare a runbook's sections with the required concepts."""
    if document.kind is not Kind.RUNBOOK or is_signpost(document) or not _is_meant(document, world):
        return
    if not options.everywhere and page_service(document, world.settings, world.catalog) is None:
        return
    given = given_concepts(document, world)
    missing = [concept for concept in options.required if concept not in given]
    if missing:
        message = f"no section on {alternatives([_title(each) for each in missing])}"
        yield Problem(message, help=_help(missing), fix=begun_sections(world, document, Kind.RUNBOOK, missing, _TITLES))


def _is_meant(document: Document, world: World) -> bool:
    """Whether a page is in the form of a runbook, or its path says so: a wide glob takes in guides and helpers too."""
    return bool(_CALLED.search(document.path) or answered(document, world.settings))


def _title(concept: str) -> str:
    return _TITLES.get(concept, concept.capitalize())


def _help(missing: list[str]) -> str:
    return f'add a heading such as "## {_title(missing[0])}"; headings of your own go into sections.runbook'


_GOOD = """\
# Checkout

Checkout takes the money; when it fails nobody can buy.

## Checks
- [ ] Error rate on the dashboard

## Known fixes
- [ ] Restart the worker

## Escalation
Payments on call.

## Links
- [Dashboard](https://grafana.example/d/checkout)
"""

RULE = Rule(
    code="RB001",
    name="section-missing",
    sentence="A runbook answers what broke, what to check, what to try, whom to call and where to look further.",
    reason=(
        "Someone who was just woken up looks for these five and nothing else. A page that leaves one out sends "
        "them to ask in a channel where nobody is awake. Headings and bold leads count; what the manifest "
        "answers (a rota, links) need not be repeated. Judged are the runbooks of services; a folder that mixes "
        "runbooks with guides has not agreed to the five (`everywhere` judges them all). READMEs, lists of links, notes that a page has moved, and "
        "pages without any such section whose path does not say runbook, are not judged. The fix begins the missing "
        "sections, in the words that most of your runbooks use, for you to write: it is an unsafe one."
    ),
    severity=Severity.WARNING,
    default=True,
    fixable=True,
    options=Options,
    check=check,
    examples=(
        Example(
            "two of five are missing",
            {
                "services/cart/runbook.md": _GOOD.replace("## Known fixes", "## History").replace("Escalation", "Notes"),
                "services/cart/service.yaml": "service: SVC-CART\nowner: API\n",
            },
            findings=("services/cart/runbook.md:1:1: no section on Known fixes or Escalation",),
            fixed={
                "services/cart/runbook.md": _GOOD.replace("## Known fixes", "## History")
                .replace("Escalation", "Notes")
                .replace("## History", "## Known fixes\n\nTODO\n\n## Escalation\n\nTODO\n\n## History")
            },
        ),
        Example(
            "all five",
            {"services/cart/runbook.md": _GOOD, "services/cart/service.yaml": "service: SVC-CART\nowner: API\n"},
        ),
        Example("a page of no service", {"runbooks/backup.md": "# Backup\n\n## Checks\n\nLook at the last one.\n"}),
        Example(
            "a page of no service, where all are judged",
            {"runbooks/backup.md": "# Backup\n\n## Checks\n\nLook at the last one.\n"},
            ("runbooks/backup.md:1:1: no section on Known fixes",),
            {"runbooks/backup.md": "# Backup\n\n## Checks\n\nLook at the last one.\n\n## Known fixes\n\nTODO\n"},
            config='[rules.section-missing]\neverywhere = true\nrequired = ["checks", "fixes"]\n',
        ),
        Example(
            "the manifest answers two of them",
            {
                "services/cart/runbook.md": _GOOD.split("## Escalation")[0],
                "services/cart/service.yaml": (
                    "service: SVC-CART\nowner: API\ncontacts: {rota: https://rota.example/api}\n"
                    "links: {dashboard: https://grafana.example/d/cart}\n"
                ),
            },
        ),
        Example(
            "bold leads, emoji and numbers",
            {
                "runbooks/cart.md": (
                    "# Cart\n\n- **What broke**: carts are empty\n- **Check**: the error rate\n"
                    "- **Escalation**: API on call\n\n## 🔧 2. Known Fixes and links:\n\nRestart it.\n"
                )
            },
            config="[rules.section-missing]\neverywhere = true\n",
        ),
        Example(
            "a repository that asks for less",
            {"runbooks/cart.md": "# Cart\n\n## Diagnosis\n\nSee the logs.\n"},
            config='[rules.section-missing]\neverywhere = true\nrequired = ["checks"]\n',
        ),
        Example(
            "a guide among the runbooks of a wide glob",
            {"docs/cart/history.md": "# History\n\n## The first years\n\nOne server.\n"},
            config='[layout]\nrunbooks = "docs/**/*.md"\n[rules.section-missing]\neverywhere = true\n',
        ),
        Example("a front page", {"runbooks/README.md": "# Runbooks\n\n- [Cart](cart.md)\n"}),
        Example("a page that moved", {"runbooks/cart.md": "# Cart\n\nThis page has moved to [the handbook](https://x.example).\n"}),
    ),
)
