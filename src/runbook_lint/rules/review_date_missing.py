"""FR004 review-date-missing."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.front_matter import is_unclosed
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.review import Review, is_unreadable_date, page_review, service_review

_KINDS = (Kind.RUNBOOK, Kind.PLAN, Kind.COMMS, Kind.PROCESS)


def check(world: World) -> Iterator[Problem]:
    """Judge runbooks, response plans, manifests, and pages for incidents and processes."""
    for document in world.documents.values():
        if _should_have_one(document):
            yield from _missing(page_review(document, world.settings, world.catalog))
    for service in world.catalog.services:
        if service.valid and service.source == "native":
            yield from _missing(service_review(service, world.settings), service)


def _should_have_one(document: Document) -> bool:
    """Runbooks and plans; not what leads to them, what they are filled in from, or what cannot be read."""
    if document.kind not in _KINDS or is_front_page(document.path) or is_template(document.path):
        return False
    front = document.front_matter
    return front.data.problem is None if front else not is_unclosed(document.lines)


def _missing(review: Review, service: Service | None = None) -> Iterator[Problem]:
    if review.last_reviewed or review.written.templated or is_unreadable_date(review):
        return
    span = service.data.key_span("service") if service and not review.written.key else review.span
    help = f"once someone has read it through, `runbook-lint reviewed {review.path}` writes the date"
    yield Problem("no review date", span, path=review.path, help=help)


RULE = Rule(
    code="FR004",
    name="review-date-missing",
    sentence="Runbooks, response plans, processes and manifests say when they were last reviewed.",
    reason=(
        "Without a date nobody can tell a page that was checked last month from one that was left alone for years, and "
        "nothing ever falls due. A README or an index page, which only leads to others, and a template need none. "
        "A page with `kind: process` or `kind: comms` in its front matter is judged like a runbook."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "no front matter, an empty key, and a manifest without the key",
            {
                "services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\n",
                "services/cart/runbook.md": "# Cart\n",
                "services/cart/alerts/CartSlow.md": "---\ntier: page\nlast_reviewed:\n---\n# CartSlow\n",
            },
            findings=(
                "services/cart/alerts/CartSlow.md:3:1: no review date",
                "services/cart/runbook.md:1:1: no review date",
                "services/cart/service.yaml:1:1: no review date",
            ),
        ),
        Example(
            "a process, and words for an incident",
            {
                "docs/on-call.md": "---\nkind: process\n---\n# On call\n",
                "docs/outage.md": "---\nkind: comms\n---\n# What we say\n",
            },
            findings=("docs/on-call.md:1:1: no review date", "docs/outage.md:1:1: no review date"),
        ),
        Example(
            "the date under one of its names; other documents, index pages and templates need none",
            {
                "runbooks/restore.md": "---\nlast_reviewed_on: 2026-06-03\n---\n# Restore\n",
                "runbooks/README.md": "# All runbooks\n",
                "runbooks/template.md": "---\nlast_reviewed:\n---\n# Name of the runbook\n",
                "docs/architecture.md": "# Architecture\n",
            },
        ),
    ),
)
