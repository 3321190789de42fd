"""LK003 link-case-mismatch."""

from collections.abc import Iterator
from unicodedata import normalize

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.link_problems import links_in_state, mending, place, shown


def check(world: World) -> Iterator[Problem]:
    """Report the links that differ from a file's name in case or Unicode form only."""
    for path, link, resolution in links_in_state(world, State.OTHER_CASE):
        yield Problem(
            f'"{shown(link.target)}" is {_difference(resolution)}: {resolution.nearest}',
            place(link),
            path=path,
            help="hosts and Linux tell them apart: write the name as it is spelt",
            fix=mending(path, link, resolution),
        )


def _difference(resolution: Resolution) -> str:
    same = normalize("NFC", resolution.path) == normalize("NFC", resolution.nearest)
    return "there in another Unicode form" if same else "there in another case"


RULE = Rule(
    code="LK003",
    name="link-case-mismatch",
    sentence="A link spells a file's name as the file does, case included.",
    reason=(
        "On a laptop whose file system is blind to case the link works; on the host, in the site and in CI it leads "
        "nowhere. The same goes for an accent that is one character here and two there. Names are compared with git's "
        "listing, never with the file system."
    ),
    severity=Severity.ERROR,
    default=True,
    fixable=True,
    check=check,
    examples=(
        Example(
            "a file and a folder in another case",
            {
                "README.md": "# Us\n\n[contribute](contributing.md#how) ![logo](<Img/our logo.png>)\n",
                "CONTRIBUTING.md": "# Contributing\n\n## How\n",
                "img/our logo.png": b"",
            },
            findings=(
                'README.md:3:14: "contributing.md#how" is there in another case: CONTRIBUTING.md',
                'README.md:3:44: "Img/our logo.png" is there in another case: img/our logo.png',
            ),
            fixed={"README.md": "# Us\n\n[contribute](CONTRIBUTING.md#how) ![logo](<img/our%20logo.png>)\n"},
        ),
        Example(
            "an accent in two forms",
            {"README.md": "# Us\n\n[café](caf\u00e9.md)\n", "cafe\u0301.md": "# Café\n"},
            findings=('README.md:3:8: "caf\u00e9.md" is there in another Unicode form: cafe\u0301.md',),
            fixed={"README.md": "# Us\n\n[café](cafe\u0301.md)\n"},
        ),
        Example(
            "two files that differ in case only",
            {"a.md": "[one](Readme.md) [two](readme.md)\n", "Readme.md": "# One\n", "readme.md": "# Two\n"},
        ),
    ),
)
