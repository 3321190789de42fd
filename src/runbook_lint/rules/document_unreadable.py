"""DC003 document-unreadable."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World


def check(world: World) -> Iterator[Problem]:
    """Tell of every file that could not be had at all."""
    for file in world.unreadable:
        if file.kind == "unreadable":
            yield Problem(file.problem.message, file.problem.span, path=file.path, help=file.problem.help)


RULE = Rule(
    code="DC003",
    name="document-unreadable",
    sentence="What is named like a page or a manifest is a file inside the repository, and no larger than `max-kib`.",
    reason=(
        "A link that leads out of the repository or nowhere, a folder called `page.md` or a file of several megabytes "
        "cannot be judged, and does not open on the next person's machine either. `max-kib` sets the largest size (1 MiB by default), "
        "`exclude` leaves a file out."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a link that leads out of the repository",
            {"runbooks/restore.md": "# Restore\n"},
            findings=("runbooks/shared.md:1:1: a link out of the repository",),
            unreadable={"runbooks/shared.md": "a link out of the repository"},
        ),
        Example("a page that can be read", {"runbooks/restore.md": "# Restore\n"}),
    ),
)
