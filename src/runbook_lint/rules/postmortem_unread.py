"""PM017 postmortem-unread."""

import re
from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import ACTION_STATES, ACTION_TYPES
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.postmortems import read_postmortem

_WORD = regex(r"(?P<what>state|type) (?P<word>.*) is none that we know\Z", re.DOTALL)
_KNOWN = {"state": ACTION_STATES, "type": ACTION_TYPES}


def check(document: Document, settings: Settings) -> Iterator[Problem]:
    """Tell what stands in a timeline or among the actions and was not understood."""
    if document.kind is not Kind.POSTMORTEM or is_front_page(document.path) or is_template(document.path):
        return
    for unread in read_postmortem(document, settings).unread:
        yield Problem(unread.what, unread.span, help=_help(unread.what))


def _help(what: str) -> str:
    match = _WORD.match(what)
    if match:
        known = _KNOWN[match["what"]]
        return did_you_mean(match["word"], known) or f"there are: {', '.join(known)}"
    if what.endswith("is no date"):
        return "write the day as 2026-08-01"
    if what.endswith("is no time"):
        return "write the time as 15:42, or with its day and offset as 2026-07-17T15:42Z"
    return "docs/postmortems.md says how a page is read"


_PATH = "postmortems/2026/INC-7-full-disk.md"

RULE = Rule(
    code="PM017",
    name="postmortem-unread",
    sentence="What stands in a timeline or among the actions can be read by a machine as well.",
    reason=(
        "`postmortem list`, `postmortem actions` and what is due are as good as what was read: a due date of `soon` is "
        "never overdue, and a time with a slip in it stands nowhere in the order. Nothing is dropped, so this is no fault "
        "of the page; the rule is for teams that count on their lists."
    ),
    severity=Severity.INFO,
    check=check,
    examples=(
        Example(
            "a date, a state, a type and a time",
            {
                _PATH: (
                    "# INC-7: Full disk on 2026-08-14\n\n## Timeline\n\n| Time (UTC) | What |\n|---|---|\n| 14:61 | The disk is full |\n"
                    "| 15:02 | Logs are deleted |\n\n## Action items\n\n| ID | Action | Type | Due | State |\n|---|---|---|---|---|\n"
                    "| A1 | Rotate the logs | prevnt | soon | acepted |\n"
                )
            },
            findings=(
                f"{_PATH}:7:3: 14:61 is no time",
                f"{_PATH}:14:26: type prevnt is none that we know",
                f"{_PATH}:14:35: due soon is no date",
                f"{_PATH}:14:42: state acepted is none that we know",
            ),
        ),
        Example(
            "the words that people use",
            {
                _PATH: (
                    "# INC-7: Full disk on 2026-08-14\n\n## Timeline\n\n- 14:51 UTC: the disk is full\n- ~15:02: logs are deleted\n\n"
                    "## Action items\n\n| Action | Category | By when | Status |\n|---|---|---|---|\n"
                    "| Rotate the logs | Prevention | 1 Oct 2026 | WIP |\n| Page at 80 % | Monitoring | TBD | todo |\n"
                )
            },
        ),
    ),
)  # fmt: skip
