"""CT013 yaml-ambiguous."""

from collections.abc import Iterable, Iterator

from runbook_lint.model.document import DataProblem
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.entries import ambiguous_values


def check(world: World) -> Iterator[Problem]:
    """Report the plain values of the catalogue and of front matter that readers take differently."""
    for path, file in world.data_files.items():
        if file.role in ("services", "teams"):
            found = (problem for data in file.parts for problem in data.ambiguous)
            yield from _problems(path, found, file.problems)
    for path, document in world.documents.items():
        yield from _problems(path, ambiguous_values(document), ())


def _problems(path: str, found: Iterable[DataProblem], invalid: tuple[DataProblem, ...]) -> Iterator[Problem]:
    """One for each value, except where the schema already refuses it."""
    refused = {problem.span for problem in invalid}
    for problem in found:
        if problem.span not in refused:
            help = "put it in quotes"
            if " is a boolean to " in problem.message:
                help = "write true or false, or put it in quotes"
            yield Problem(problem.message, problem.span, path=path, help=help)


RULE = Rule(
    code="CT013",
    name="yaml-ambiguous",
    sentence="No value in the catalogue or in front matter means one thing to YAML 1.1 and another to YAML 1.2.",
    reason=(
        "`no` is false to one reader and the word to another, `012` is ten or twelve, `10:30` is 630 or half past ten. "
        "Which one a tool sees is an accident of its library. ISO dates and times are exempt."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "a word, a number and a time",
            {
                "services/cart/service.yaml": (
                    "service: SVC-CART\nowner: jtsimmons\nx-public: no\nx-shard: 012\nx-backup: 10:30\nx-commit: 123e4\n"
                ),
                "runbooks/restore.md": "---\ntitle: Restore\ndraft: off\n---\n\n# Restore\n",
            },
            findings=(
                'runbooks/restore.md:3:8: "off" is a boolean to YAML 1.1 readers and text to YAML 1.2 readers',
                'services/cart/service.yaml:3:11: "no" is a boolean to YAML 1.1 readers and text to YAML 1.2 readers',
                'services/cart/service.yaml:4:10: "012" is an octal number to YAML 1.1 readers and a decimal number to YAML 1.2 readers',
                'services/cart/service.yaml:5:11: "10:30" is a base-60 number to YAML 1.1 readers and text to YAML 1.2 readers',
                'services/cart/service.yaml:6:11: "123e4" is text to YAML 1.1 readers and a number to YAML 1.2 readers',
            ),
        ),
        Example(
            "quoted, plain, and dates",
            {
                "services/cart/service.yaml": (
                    "service: SVC-CART\nowner: jtsimmons\nx-public: 'no'\nx-live: true\nx-shard: 12\nx-backup: '10:30'\n"
                    "x-night: 02:30\nlast_reviewed: 2026-08-01\nx-at: 2026-08-01T10:30:00+02:00\nx-slug: no-reply\n"
                ),
                "runbooks/restore.md": "# Restore\n\nno front matter: no\n",
            },
        ),
        Example(
            "a value that the schema refuses anyway",
            {"services/teams.yaml": "people:\n  jtsimmons: {former: no}\n"},
        ),
    ),
)
