"""LK002 broken-anchor."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.link_problems import links_in_state, mending, place
from runbook_lint.parse.visibility import is_restricted


def check(world: World) -> Iterator[Problem]:
    """Report the links whose page is there and whose anchor is not."""
    for path, link, resolution in links_in_state(world, State.NO_ANCHOR):
        yield Problem(
            f'{_page(path, resolution)} has no anchor "{resolution.anchor}"',
            place(link),
            path=path,
            help=_help(world, path, resolution),
            fix=None if _hidden(world, path, resolution) else mending(path, link, resolution),
        )


def _page(path: str, resolution: Resolution) -> str:
    if resolution.catalog:
        return f"{resolution.path} of {resolution.catalog}"
    return "the page" if resolution.path == path else resolution.path


def _help(world: World, path: str, resolution: Resolution) -> str:
    if resolution.reason:
        return resolution.reason
    near = resolution.nearest and not _hidden(world, path, resolution)
    return f"did you mean #{resolution.nearest}?" if near else "name a heading that is there"


def _hidden(world: World, path: str, resolution: Resolution) -> bool:
    """Whether the page is restricted: its headings are for fewer people than the link is."""
    page = world.documents.get(resolution.path) if resolution.path != path and not resolution.catalog else None
    return page is not None and is_restricted(page, world.settings)


RULE = Rule(
    code="LK002",
    name="broken-anchor",
    sentence="A link's anchor is a heading or an anchor of the page that it leads to.",
    reason=(
        "A link into a long page that opens at its top costs minutes when there are none. Anchors are made of headings "
        "as the page's own engine makes them (`[links] slugs`), repeated ones numbered, explicit ones (`{#id}`, "
        "`<a id>`, `<a name>`, MyST labels) included. GitHub finds an anchor in any case of letters, the other engines "
        "do not. Footnotes, `#top`, text fragments and lines within a file are there; pages that include others are "
        "not judged. The fix is offered where exactly one anchor has the same letters, and, to be looked at "
        "(`--unsafe-fixes`), where exactly one is a slip of the finger away."
    ),
    severity=Severity.ERROR,
    default=True,
    fixable=True,
    check=check,
    examples=(
        Example(
            "a renamed heading, and one with another punctuation",
            {
                "runbooks/a.md": "# A\n\n[first](b.md#restart-the-broker) [second](#try--this) [third](b.md#owners)\n\n## Try this\n",
                "runbooks/b.md": "# B\n\n## Restart the brokers\n",
            },
            findings=(
                'runbooks/a.md:3:9: runbooks/b.md has no anchor "restart-the-broker"',
                'runbooks/a.md:3:43: the page has no anchor "try--this"',
                'runbooks/a.md:3:63: runbooks/b.md has no anchor "owners"',
            ),
            fixed={
                "runbooks/a.md": "# A\n\n[first](b.md#restart-the-brokers) [second](#try-this) [third](b.md#owners)\n\n## Try this\n"
            },
        ),
        Example(
            "a line behind the end of a page",
            {"docs/a.md": "# A\n\n[line](b.md#L90)\n", "docs/b.md": "# B\n"},
            findings=('docs/a.md:3:8: docs/b.md has no anchor "L90"',),
        ),
        Example(
            "headings, explicit anchors, the top, footnotes, folders, other files",
            {
                "docs/a.md": (
                    '# A b\n\n<a name="Old"></a>\n\n[1](#a-b) [2](#A-b) [3](#Old) [4](#top) [5](#) [6](#user-content-a-b)\n'
                    "[7](.#b) [8](x.yaml#anything) [9](x.yaml#L1-L2) [10](README.md#b-1) [11](#fnref-1)\n"
                ),
                "docs/README.md": "# B\n\n## B\n",
                "docs/x.yaml": "a: 1\nb: 2\n",
            },
        ),
        Example(
            "a page that includes another",
            {"docs/a.md": "# A\n\n[1](b.md#steps)\n", "docs/b.md": '# B\n\n--8<-- "steps.md"\n'},
        ),
    ),
)
