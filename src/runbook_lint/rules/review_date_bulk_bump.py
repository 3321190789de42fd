"""FR007 review-date-bulk-bump."""

from collections.abc import Iterator

from runbook_lint.model.bump import Bump
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.world import World
from runbook_lint.parse.review import Review, reviews


@dataclass(frozen=True)
class Options:
    """How much is too much."""

    most: int = option(10, "How many files' review dates one commit may move and change nothing else.")


def check(world: World, bumps: tuple[Bump, ...], options: Options) -> Iterator[Problem]:
    """Compare every review date with those that came in by the dozen."""
    bulk = [bump for bump in bumps if len(bump.moved) > options.most and bump.day <= world.today]
    for review in reviews(world) if bulk else ():
        bump = next((bump for bump in bulk if review.last_reviewed in bump.moved.get(review.path, ())), None)
        if bump:
            yield Problem(_message(bump), review.span, path=review.path, help=_help(review))


def _message(bump: Bump) -> str:
    others = f"{len(bump.moved) - 1:,} other file{'s' if len(bump.moved) > 2 else ''}"
    return f"commit {bump.id[:7]} of {bump.day} moved this date and those of {others}, and changed nothing else"


def _help(review: Review) -> str:
    return f"read it through, mend what is no longer so, then `runbook-lint reviewed {review.path}`; commit a few at a time"


_PAGE = "---\nlast_reviewed: {}\n---\n# {}\n"
_MANIFEST = "service: SVC-CART\nowner: API\nlast_reviewed: '2026-08-20'\n"
_MOVED = {f"runbooks/{name}.md": "2026-08-20" for name in ("drain", "fail-over", "restore")}

RULE = Rule(
    code="FR007",
    name="review-date-bulk-bump",
    sentence="A review date is moved because somebody read the page, not together with dozens of others.",
    reason=(
        "Where overdue pages are a nuisance, somebody moves all dates at once, and every page looks fresh. A commit that "
        "moved the dates of more files than are read in one sitting, and changed not a word besides, is no sign that "
        "anybody read them. It is no proof of the opposite: good pages need no change, and a merge that squashes a week of "
        "reviews into one commit looks the same. So this is for asking, not for failing; a few pages a commit are never "
        "asked about. A date that was set back does not count, so a revert is none. Git is asked only where this rule "
        "runs, and a shallow clone knows only the commits it has."
    ),
    severity=Severity.INFO,
    with_time=True,
    options=Options,
    check=check,
    examples=(
        Example(
            "a page and a manifest that still have the dates of such a commit; one page was read since",
            {
                "runbooks/drain.md": _PAGE.format("2026-08-20", "Drain"),
                "runbooks/restore.md": _PAGE.format("2026-08-27", "Restore"),
                "services/cart/service.yaml": _MANIFEST,
            },
            findings=(
                "runbooks/drain.md:2:16: "
                "commit 3f2a1bc of 2026-08-20 moved this date and those of 3 other files, and changed nothing else",
                "services/cart/service.yaml:3:16: "
                "commit 3f2a1bc of 2026-08-20 moved this date and those of 3 other files, and changed nothing else",
            ),
            config="[rules.review-date-bulk-bump]\nmost = 3\n",
            bumps=(("3f2a1bc", "2026-08-20", {**_MOVED, "services/cart/service.yaml": "2026-08-20"}),),
        ),
        Example(
            "three reviews in one commit",
            {path: _PAGE.format("2026-08-20", "Drain") for path in _MOVED},
            bumps=(("3f2a1bc", "2026-08-20", _MOVED),),
        ),
    ),
)
