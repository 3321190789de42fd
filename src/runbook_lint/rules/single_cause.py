"""PM013 single-cause."""

from collections.abc import Iterator

from runbook_lint.model.document import Document
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.postmortem import Cause
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import judged_postmortems
from runbook_lint.parse.sections import find_sections

_PROSE = 40  # words: what is longer tells of more than one thing


def check(world: World) -> Iterator[Problem]:
    """Report the postmortems that list exactly one cause."""
    for postmortem in judged_postmortems(world):
        if len(postmortem.causes) == 1 and not postmortem.draft:
            (cause,) = postmortem.causes
            if len(cause.text.split()) <= _PROSE and not _goes_on(world.documents[postmortem.path], cause, world):
                help = "ask also what made it possible, what let it through, and why it took as long as it did"
                yield Problem("one cause is listed", cause.span, path=postmortem.path, help=help)


def _goes_on(document: Document, cause: Cause, world: World) -> bool:
    """Whether there are more items below the cause in its section."""
    line = cause.span.line
    sections = (each for each in find_sections(document, world.settings) if each.first_line <= line <= each.last_line)
    end = min((each.last_line for each in sections), default=line)
    return any(line < item.span.line <= end for item in document.items)


_PATH = "postmortems/2026/INC-1204-empty-carts.md"
_ONE = "# INC-1204: Empty carts\n\n## Root cause\n\n- A release dropped the column that the cart reads.\n"

RULE = Rule(
    code="PM013",
    name="single-cause",
    sentence="A postmortem looks for more than one cause.",
    reason=(
        "What breaks alone is caught. An incident needs something that changed, something that let it through and "
        "something that hid it; a page that stops at the first mends one of them. Items and paragraphs of the section are "
        "counted, a diagram is none, and a long paragraph is taken for several. Drafts are not judged."
    ),
    severity=Severity.INFO,
    check=check,
    examples=(
        Example("the first answer", {_PATH: _ONE}, findings=(f"{_PATH}:5:3: one cause is listed",)),
        Example(
            "what let it through as well",
            {_PATH: _ONE + "- The migration was tested on a copy without carts.\n"},
        ),
        Example(
            "one with its own causes below it, a draft, a page without the section",
            {
                _PATH: _ONE + "  - The migration was tested on a copy without carts.\n",
                "postmortems/2026/INC-1205-late-mail.md": f"---\nstatus: draft\n---\n{_ONE}",
                "postmortems/2026/INC-1206-slow-search.md": "# INC-1206: Slow search\n\n## Summary\n\nIt was slow.\n",
            },
        ),
    ),
)
