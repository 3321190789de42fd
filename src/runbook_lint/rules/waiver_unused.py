"""WV001 waiver-unused."""

from collections.abc import Iterator, Sequence

from runbook_lint.model.finding import Edit, Fix, Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.waiver_edits import name_span, removal, without_names
from runbook_lint.parse.waivers import SCOPES, Waiver, WaiverUse


def check(world: World, waivers: Sequence[WaiverUse]) -> Iterator[Problem]:
    """Judge what every waiver did; one that has expired is waiver-expired's to tell of."""
    for use in waivers:
        waiver, lines = use.waiver, world.lines(use.waiver.path)
        if use.expired:
            continue
        if waiver.unknown_word:
            help = did_you_mean(waiver.unknown_word, SCOPES) or f"the words are {' and '.join(SCOPES)}"
            yield Problem(f"a waiver begins with ignore, not {waiver.unknown_word}", waiver.span, waiver.path, help)
        elif not waiver.rules:
            help = "name the rule in brackets, ignore[rule-name], and then the reason"
            yield Problem("waiver of no rule", waiver.span, waiver.path, help, fix=_fix(removal(waiver, lines)))
        for name in use.unknown:
            help = did_you_mean(name, use.known_rules) or "`runbook-lint rule` lists the rules"
            yield Problem(f"waiver of an unknown rule: {name}", name_span(waiver, name, lines), waiver.path, help)
        idle = [name for name in use.idle if not _is_about_waivers(name)]
        if idle:
            yield _unused(waiver, idle, lines)


def _is_about_waivers(name: str) -> bool:
    """Whether a name is that of a rule such as this one, which is judged after all others."""
    return name.startswith(("WV", "waiver-"))


def _unused(waiver: Waiver, idle: Sequence[str], lines: Sequence[str]) -> Problem:
    whole = set(idle) == set(waiver.rules)
    edit = removal(waiver, lines) if whole else without_names(waiver, idle, lines)
    span = waiver.span if whole else name_span(waiver, idle[0], lines)
    help = "take it out: it would hide the next such finding"
    return Problem(f"unused waiver of {' and '.join(idle)}", span, waiver.path, help, fix=_fix(edit))


def _fix(edit: Edit | None) -> Fix | None:
    return Fix((edit,)) if edit else None


RULE = Rule(
    code="WV001",
    name="waiver-unused",
    sentence="A waiver names a known rule and has something to waive.",
    reason=(
        "A waiver outlives what it was written for, and then hides the next finding of its rule. One that misspells the "
        "rule never worked. Only rules that are on are judged: a waiver of one that is off is left alone."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    fixable=True,
    examples=(
        Example(
            "a misspelt word",
            {"a.md": "<!-- runbook-lint: ignroe[wall-of-text] it is long -->\n\n# A\n"},
            ("a.md:1:1: a waiver begins with ignore, not ignroe",),
        ),
        Example(
            "waivers of what has been mended long since, alone on a line and behind a value",
            {
                "runbooks/restore.md": (
                    "---\nlast_reviewed: 2026-08-01 # runbook-lint: ignore[review-overdue] after the move\n---\n\n"
                    "# Restore\n\n<!-- runbook-lint: ignore[review-date-future] -->\n\nText\n"
                ),
            },
            findings=(
                "runbooks/restore.md:2:27: unused waiver of review-overdue",
                "runbooks/restore.md:7:1: unused waiver of review-date-future",
            ),
            fixed={"runbooks/restore.md": "---\nlast_reviewed: 2026-08-01\n---\n\n# Restore\n\nText\n"},
            beside=("review-overdue", "review-date-future"),
        ),
        Example(
            "two rules in one waiver, of which one does nothing",
            {
                "services/cart/service.yaml": (
                    "service: SVC-CART\nteam: SHOP\n"
                    "# runbook-lint: ignore[review-overdue, review-date-future] frozen until the move\n"
                    "last_reviewed: 2024-08-01\n"
                ),
            },
            findings=("services/cart/service.yaml:3:40: unused waiver of review-date-future",),
            fixed={
                "services/cart/service.yaml": (
                    "service: SVC-CART\nteam: SHOP\n"
                    "# runbook-lint: ignore[review-overdue] frozen until the move\n"
                    "last_reviewed: 2024-08-01\n"
                ),
            },
            beside=("review-overdue", "review-date-future"),
        ),
        Example(
            "a rule that does not exist, and none at all",
            {
                "runbooks/restore.md": (
                    "# Restore\n\n<!-- runbook-lint: ignore[waiver-unsed] the old name -->\n\n"
                    "Text <!-- runbook-lint: ignore it is fine -->\n"
                ),
            },
            findings=(
                "runbooks/restore.md:3:27: waiver of an unknown rule: waiver-unsed",
                "runbooks/restore.md:5:6: waiver of no rule",
            ),
            fixed={
                "runbooks/restore.md": "# Restore\n\n<!-- runbook-lint: ignore[waiver-unsed] the old name -->\n\nText\n"
            },
        ),
        Example(
            "a waiver at work, and one that has expired: waiver-expired tells of it",
            {
                "runbooks/restore.md": (
                    "---\n# runbook-lint: ignore[review-overdue] waits for the new cluster\nlast_reviewed: 2024-08-01\n---\n"
                    "# Restore\n\n<!-- runbook-lint: ignore[review-date-future] clock until=2026-01-31 -->\nText\n"
                ),
            },
            beside=("review-overdue", "review-date-future"),
        ),
    ),
)
