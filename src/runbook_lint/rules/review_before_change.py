"""FR003 review-before-change."""

from collections.abc import Iterator

from runbook_lint.model.catalog import Service
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import Change, World
from runbook_lint.parse.review import Review
from runbook_lint.parse.watched import watched_reviews, watches


def check(world: World, changes: tuple[Change, ...]) -> Iterator[Problem]:
    """Compare the review of every runbook and manifest with the days on which the code it describes was changed."""
    touched: dict[str, list[Change]] = {}
    for service, review in watched_reviews(world):
        if service.id not in touched:
            touched[service.id] = list(_touching(service, changes))
        later = [change for change in touched[service.id] if _is_later(change, review, world)]
        if later:
            yield Problem(_message(service, later), review.span, path=review.path, help=_help(service, later, review))


def _touching(service: Service, changes: tuple[Change, ...]) -> Iterator[Change]:
    watched = watches(service)
    return (change for change in changes if any(map(watched, change.paths)))


def _is_later(change: Change, review: Review, world: World) -> bool:
    """Whether a commit came after a review and left the page as it was; one that touched both knew of both."""
    assert review.last_reviewed is not None
    return review.last_reviewed < change.day <= world.today and review.path not in change.paths


def _message(service: Service, later: list[Change]) -> str:
    times = "once" if len(later) == 1 else f"{len(later)} times"
    last = max(change.day for change in later)
    return f"what {service.id} watches was changed {times} since this review, last on {last}"


def _help(service: Service, later: list[Change], review: Review) -> str:
    paths = sorted({path for change in later for path in filter(watches(service), change.paths)})
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"read it against {paths[0]}{more}, then `runbook-lint reviewed {review.path}`"


_MANIFEST = "service: SVC-CART\nowner: API\nlast_reviewed: '{}'\nwatch: [apps/cart/**, '!apps/cart/docs/**']\n"
_RUNBOOK = "---\nlast_reviewed: 2026-06-01\n---\n# Cart\n"

RULE = Rule(
    code="FR003",
    name="review-before-change",
    sentence="The runbooks of a service are read again after the code they describe was changed.",
    reason=(
        "A manifest's `watch` names the code that it and its runbooks describe, as globs from the root. Git says when "
        "that was changed last; a review that is older says nothing of what runs now. A commit that touched the page as "
        "well, and one on the day of the review, are no reason. Git is asked only where this rule runs, and a shallow "
        "clone knows only the commits it has. Most changes of code leave a runbook true, so this is for reading, not for "
        "failing."
    ),
    severity=Severity.INFO,
    with_time=True,
    check=check,
    examples=(
        Example(
            "a runbook whose code was changed, and a manifest that was read after the first change",
            {"services/cart/service.yaml": _MANIFEST.format("2026-07-15"), "services/cart/runbook.md": _RUNBOOK},
            findings=(
                "services/cart/runbook.md:2:16: what SVC-CART watches was changed 2 times since this review, last on 2026-08-20",
                "services/cart/service.yaml:3:16: what SVC-CART watches was changed once since this review, last on 2026-08-20",
            ),
            changes=(
                ("2026-08-20", ("apps/cart/main.py", "apps/cart/lock.py")),
                ("2026-07-01", ("apps/cart/main.py",)),
            ),
        ),
        Example(
            "changes of other code, on the day of the review, of both at once",
            {"services/cart/service.yaml": _MANIFEST.format("2026-08-20"), "services/cart/runbook.md": _RUNBOOK},
            changes=(
                ("2026-08-21", ("apps/cart/docs/why.md", "apps/payments/main.py")),
                ("2026-08-20", ("apps/cart/main.py", "services/cart/runbook.md")),
            ),
        ),
        Example(
            "nothing is watched",
            {"services/cart/service.yaml": "service: SVC-CART\nowner: API\n", "services/cart/runbook.md": _RUNBOOK},
            changes=(("2026-08-20", ("services/cart/main.py",)),),
        ),
    ),
)
