"""DC002 encoding-invalid."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World


def check(world: World) -> Iterator[Problem]:
    """Tell of every file that is no UTF-8."""
    for file in world.unreadable:
        if file.kind == "encoding":
            yield Problem(file.problem.message, file.problem.span, path=file.path, help=file.problem.help)


RULE = Rule(
    code="DC002",
    name="encoding-invalid",
    sentence="Pages and manifests are UTF-8.",
    reason=(
        "A file in another encoding shows wrong characters to some readers and stops others, and nothing else in it can "
        "be judged. A byte order mark is fine."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a page in Latin-1, and one in UTF-16",
            {
                "runbooks/cafe.md": "# Orders\n\nThe café terminal\n".encode("latin-1"),
                "runbooks/wide.md": "# Wide\n".encode("utf-16"),
            },
            findings=(
                "runbooks/cafe.md:3:8: byte 0xe9 is not UTF-8",
                "runbooks/wide.md:1:1: the file is UTF-16, not UTF-8",
            ),
        ),
        Example(
            "UTF-8, with and without a byte order mark",
            {"runbooks/cafe.md": "# Café\n", "runbooks/bom.md": "\N{BYTE ORDER MARK}# Café\n"},
        ),
    ),
)
