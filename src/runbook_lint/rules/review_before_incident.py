"""FR002 review-before-incident."""

from collections.abc import Iterator
from datetime import date

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Location
from runbook_lint.model.postmortem import Postmortem, RunbookUse
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import judged_postmortems, used_page
from runbook_lint.parse.review import page_review


def check(world: World) -> Iterator[Problem]:
    """Compare the review of every page that was used in a closed incident with the day of the last such incident."""
    for path, (postmortem, use) in sorted(_last_uses(world).items()):
        review = page_review(world.documents[path], world.settings, world.catalog)
        if review.last_reviewed and postmortem.day and review.last_reviewed < postmortem.day:
            name = postmortem.incident or postmortem.title
            yield Problem(
                f"this review is older than {name} of {postmortem.day}, in which the page was used",
                review.span,
                path=path,
                help=f"read it with what the incident taught, then `runbook-lint reviewed {path}`",
                related=((Location(postmortem.path, use.span), "used here"),),
            )


def _last_uses(world: World) -> dict[str, tuple[Postmortem, RunbookUse]]:
    """Every page that a closed incident used, with the last of these incidents."""
    last: dict[str, tuple[Postmortem, RunbookUse]] = {}
    closed = [each for each in judged_postmortems(world) if each.status.casefold() == "closed" and not each.restricted]
    for postmortem in sorted(closed, key=lambda each: (each.day or date.min, each.path)):
        for use in postmortem.runbooks:
            page = used_page(postmortem, use.path, world)
            if use.used and page:
                last[page] = (postmortem, use)
    return last


_PATH = "postmortems/2026/INC-1204-empty-carts.md"


def _incident(status: str = "closed", used: str = "true", more: str = "") -> str:
    return (
        f"---\nincident: INC-1204\nstatus: {status}\nstarted: 2026-08-10T08:00:00Z\n{more}runbooks:\n"
        f"  - path: services/cart/runbook.md\n    used: {used}\n    adequate: true\n---\n# INC-1204: Empty carts\n"
    )


def _runbook(reviewed: str) -> str:
    return f"---\ntitle: Cart\nlast_reviewed: {reviewed}\n---\n# Cart\n"


RULE = Rule(
    code="FR002",
    name="review-before-incident",
    sentence="A page that was used in an incident is reviewed after it.",
    reason=(
        "An incident is the one time that a page is really tried. By the time it is closed, somebody should have read the "
        "page again with what was learnt: a review from before the incident says nothing of that. The pages are those "
        "under `runbooks` with `used: true`; an incident that is still open, a page without a review date, and restricted "
        "postmortems are left out."
    ),
    severity=Severity.WARNING,
    default=True,
    with_time=True,
    check=check,
    examples=(
        Example(
            "a runbook that nobody read again",
            {_PATH: _incident(), "services/cart/runbook.md": _runbook("2026-06-01")},
            findings=(
                "services/cart/runbook.md:3:16: this review is older than INC-1204 of 2026-08-10, in which the page was used",
            ),
        ),
        Example(
            "reviewed on the day of the incident, or later",
            {_PATH: _incident(), "services/cart/runbook.md": _runbook("2026-08-10")},
        ),
        Example(
            "an incident that is not closed",
            {_PATH: _incident("reviewed"), "services/cart/runbook.md": _runbook("2026-06-01")},
        ),
        Example(
            "a page that was there and was not opened",
            {_PATH: _incident(used="false"), "services/cart/runbook.md": _runbook("2026-06-01")},
        ),
        Example(
            "a restricted incident is named nowhere else",
            {_PATH: _incident(more="visibility: restricted\n"), "services/cart/runbook.md": _runbook("2026-06-01")},
        ),
    ),
)
