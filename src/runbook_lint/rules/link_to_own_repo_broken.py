"""LK007 link-to-own-repo-broken."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.link_problems import links_in_state, mending, nearest_or, place

_BROKEN = (State.NO_FILE, State.NO_ANCHOR, State.OTHER_CASE, State.OUTSIDE)
_HERE = 'repository = "https://git.example/ferries/runbooks"\nbranch = "main"\n'


def check(world: World) -> Iterator[Problem]:
    """Report the absolute URLs to this repository's default branch that lead to nothing here."""
    for path, link, resolution in links_in_state(world, *_BROKEN, own=True):
        yield Problem(
            _message(resolution),
            place(link),
            path=path,
            help=nearest_or(resolution, "mend the link; a relative one moves with the page"),
            fix=mending(path, link, resolution),
        )


def _message(resolution: Resolution) -> str:
    if resolution.state is State.NO_ANCHOR:
        why = f" ({resolution.reason})" if resolution.reason else ""
        return f'{resolution.path or "the repository"} has no anchor "{resolution.anchor}"{why}'
    if resolution.state is State.OTHER_CASE:
        return f'"{resolution.path}" is here in another case: {resolution.nearest}'
    return f'"{resolution.path}" is not in this repository'


RULE = Rule(
    code="LK007",
    name="link-to-own-repo-broken",
    sentence="A URL of this repository leads to a file and an anchor that it has.",
    reason=(
        "A link to one's own repository by its full address breaks like any other when the file moves, and no check of "
        "relative links sees it. The address comes from git's remote or from `[links] repository`; nothing is fetched. "
        "Judged are files, folders, anchors and lines of the default branch at GitHub, GitLab, Bitbucket and Gitea, and "
        "pages below `[site] url`. Tags, commits, other branches, issues and the wiki are not."
    ),
    severity=Severity.ERROR,
    default=True,
    fixable=True,
    check=check,
    examples=(
        Example(
            "a moved page, another case, an anchor, a line",
            {
                "docs/a.md": (
                    "# A\n\n[a](https://git.example/ferries/runbooks/blob/main/old/boarding-gates.md)\n"
                    "[b](https://git.example/ferries/runbooks/-/blob/main/DOCS/a.md?plain=1#a)\n"
                    "[c](https://git.example/ferries/runbooks/blob/main/docs/boarding-gates.md#reset)\n"
                    "[d](https://git.example/ferries/runbooks/src/branch/main/docs/boarding-gates.md#L9)\n"
                ),
                "docs/boarding-gates.md": "# Gates\n\n## Restart\n",
            },
            config=f"[links]\n{_HERE}",
            findings=(
                'docs/a.md:3:5: "old/boarding-gates.md" is not in this repository',
                'docs/a.md:4:5: "DOCS/a.md" is here in another case: docs/a.md',
                'docs/a.md:5:5: docs/boarding-gates.md has no anchor "reset"',
                'docs/a.md:6:5: docs/boarding-gates.md has no anchor "L9" (it has 3 lines)',
            ),
            fixed={
                "docs/a.md": (
                    "# A\n\n[a](https://git.example/ferries/runbooks/blob/main/docs/boarding-gates.md)\n"
                    "[b](https://git.example/ferries/runbooks/-/blob/main/docs/a.md?plain=1#a)\n"
                    "[c](https://git.example/ferries/runbooks/blob/main/docs/boarding-gates.md#reset)\n"
                    "[d](https://git.example/ferries/runbooks/src/branch/main/docs/boarding-gates.md#L9)\n"
                )
            },
        ),
        Example(
            "a page of the site",
            {"docs/a.md": "# A\n\n[a](https://docs.example/b/#b) [b](https://docs.example/c/)\n", "docs/b.md": "# B\n"},
            config='[site]\nurl = "https://docs.example"\n[links]\nroots = ["docs"]\nsite_links = ["directory"]\n',
            findings=('docs/a.md:3:36: "c" is not in this repository',),
        ),
        Example(
            "tags, commits, other branches, issues, other repositories",
            {
                "docs/a.md": (
                    "# A\n\n[a](https://git.example/ferries/runbooks/blob/v1.2/old.md)\n"
                    "[b](https://git.example/ferries/runbooks/blob/0123abc/old.md)\n"
                    "[c](https://git.example/ferries/runbooks/issues/1) [d](https://git.example/ferries/runbooks/wiki/Old)\n"
                    "[e](https://git.example/ferries/runbooks-old/blob/main/old.md) [f](https://git.example/ferries/runbooks)\n"
                    "[g](http://www.git.example/Ferries/Runbooks.git) [h](https://git.example/ferries/runbooks/tree/main/docs)\n"
                    "[i](https://git.example/ferries/runbooks/blob/main/docs/a.md#L1-L3)\n"
                )
            },
            config=f"[links]\n{_HERE}",
        ),
    ),
)
