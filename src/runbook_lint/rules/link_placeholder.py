"""LK006 link-placeholder."""

import re
from collections.abc import Iterator
from itertools import chain

from runbook_lint.model.document import Document, Link
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import State
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.link_problems import links_in_state, place, shown

_TOP = regex(r"\b(?:top|back|up|home|contents?|toc|index|menu|start|beginning|here|this|page)\b", re.IGNORECASE)

_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "‘": "’", "«": "»"}


def check(world: World) -> Iterator[Problem]:
    """Report the links that were to be filled in and were not."""
    dummies = (each for each in links_in_state(world, State.RESOLVED, target="#") if _is_dummy(each[1]))
    for path, link, _ in chain(links_in_state(world, State.PLACEHOLDER), dummies):
        page = world.documents[path]
        if link.bare or (link.html and not link.target) or _is_anchor(link, page) or _is_quoted(link, page):
            continue
        yield Problem(_message(link), place(link), path=path, help="write the address, or remove the link")


def _is_dummy(link: Link) -> bool:
    """Whether a link to the top of its page has words that promise something else."""
    promises = re.search(r"[^\W\d_]{3}", link.text) and not _TOP.search(link.text)
    return bool(promises) and not link.html and not link.image


def _is_anchor(link: Link, page: Document) -> bool:
    """Whether an empty link only carries an id: `[](){#restart}`, as MkDocs takes it."""
    end = link.span
    return not link.target and not link.text and page.line(end.end_line)[end.end_column - 1 :].startswith("{")


def _is_quoted(link: Link, page: Document) -> bool:
    """Whether a link stands between quotation marks: the page speaks of links."""
    start, end = link.span.column - 2, link.span.end_column - 1
    before, behind = page.line(link.span.line)[max(start, 0) : start + 1], page.line(link.span.end_line)[end : end + 1]
    return before in _QUOTES and behind in _QUOTES.values() and bool(before)


def _message(link: Link) -> str:
    if link.target.strip(" #"):
        return f'"{shown(link.target)}" stands where an address belongs'
    what = "an image" if link.image else "a link"
    return f'"{link.text}" leads nowhere yet' if link.text.strip() else f"{what} that leads nowhere yet"


RULE = Rule(
    code="LK006",
    name="link-placeholder",
    sentence="A link has its address, not a word that keeps its place.",
    reason=(
        "`[Dashboard](TBD)` looks like a link until someone needs it. Judged are empty targets and words that are no "
        "address (`tba`, `xxx`, `link-here`, `http://url`), where no file is called so, and `#` where the text is not about "
        "the top. Templates are left alone, and so is `https://<region>.host/`, which an operator fills in."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "to be filled in",
            {"docs/a.md": "# A\n\n[Dashboard](TODO), [Logs](), [Rota](<insert link here>), [Chat](https://xxx)\n[Board](#)\n"},
            findings=(
                'docs/a.md:3:13: "TODO" stands where an address belongs',
                'docs/a.md:3:20: "Logs" leads nowhere yet',
                'docs/a.md:3:38: "insert link here" stands where an address belongs',
                'docs/a.md:3:65: "https://xxx" stands where an address belongs',
                'docs/a.md:4:9: "Board" leads nowhere yet',
            ),
        ),
        Example(
            "files of that name, anchors, templates, what an operator fills in",
            {
                "docs/a.md": "# A\n\n[a](todo.md) [b](TODO) [c](#todo) [d](https://<host>/x) [e](https://example.com/link) [Back to top](#)\n\n## TODO\n",
                "docs/TODO": "x\n",
                "docs/todo.md": "# List\n",
                "templates/runbook.md": "# Name\n\n[Dashboard](TODO)\n",
            },
        ),
    ),
)
