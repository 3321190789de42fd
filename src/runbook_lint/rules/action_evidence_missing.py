"""PM016 action-evidence-missing."""

import re
from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import Action
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.postmortems import read_postmortem
from runbook_lint.parse.tracking.duties import called, place_of

_SHOWN = regex(r"https?://|\]\(|\]\[|(?<!\w)[#!]\d+\b|\b[0-9a-f]{7,40}\b|\b[A-Z][A-Z0-9]+-\d+\b")
_SAYS_WHY = regex(
    r"\w\W*[(:,;–—-]\s*\w{3,}|\bduplicate|\bobsolete|\bsuperseded|\bno longer\b|\bnot needed\b|\bout of scope\b|\bbecause\b",
    re.IGNORECASE,
)


def check(document: Document, settings: Settings) -> Iterator[Problem]:
    """Judge whether a finished action shows what finished it."""
    if document.kind is not Kind.POSTMORTEM or is_front_page(document.path) or is_template(document.path):
        return
    postmortem = read_postmortem(document, settings)
    for action in () if postmortem.draft else postmortem.actions:
        place = place_of(action, "evidence", "ticket", "state")
        if action.state == "declined" and not _has_reason(action):
            yield Problem(f"{called(action)} is declined without a reason", place, help="say why, for who meets it again")
        elif action.state in ("done", "verified") and not _has_evidence(action):
            help = "link the change, commit or ticket that did it"
            yield Problem(f"{called(action)} is {action.state} without evidence", place, help=help)


def _has_evidence(action: Action) -> bool:
    return bool(action.evidence or action.ticket or _SHOWN.search(f"{action.written.get('state', '')} {action.text}"))


def _has_reason(action: Action) -> bool:
    return bool(action.evidence or action.ticket or _SAYS_WHY.search(action.written.get("state", "")))


_HEAD = "# INC-7: Full disk\n\n## Action items\n\n"
_TABLE = "| ID | Action | State | Evidence |\n|---|---|---|---|\n"
_PATH = "postmortems/2026/INC-7-full-disk.md"

RULE = Rule(
    code="PM016",
    name="action-evidence-missing",
    sentence="An action that is done shows what did it, and one that is declined says why.",
    reason=(
        "Who reads a postmortem after the next incident wants to see the change, not the word. A link, a commit or a "
        "ticket is evidence, for an action that was declined a ticket or a reason. The rule is for the strict profile: "
        "many teams tick their boxes and leave it at that. A draft is still being written."
    ),
    severity=Severity.WARNING,
    check=check,
    examples=(
        Example(
            "done, verified and declined, and nothing to show",
            {
                _PATH: _HEAD + _TABLE + "| A1 | Rotate the logs | done | |\n| A2 | Page at 80 % | verified | n/a |\n"
                "| A3 | Buy a disk | declined | |\n\n- [x] Free some space\n"
            },
            findings=(
                f"{_PATH}:7:32: action A1 is done without evidence",
                f"{_PATH}:8:34: action A2 is verified without evidence",
                f"{_PATH}:9:31: action A3 is declined without a reason",
                f"{_PATH}:11:3: action is done without evidence",
            ),
        ),
        Example(
            "a link, a commit, a ticket, a reason, and one that is not finished",
            {
                _PATH: _HEAD + _TABLE + "| A1 | Rotate the logs | done | [shop!12](https://git.example.org/shop/merge_requests/12) |\n"
                "| A2 | Page at 80 % | done in 4f2c1d9 | |\n| A3 | Buy a disk | declined | The volume grows by itself now |\n"
                "| A4 | Ask the vendor | won't do (duplicate) | |\n| A5 | Split the volume | accepted | |\n"
                "\n- [x] Free some space, SHOP-12\n"
            },
        ),
        Example(
            "a draft",
            {_PATH: "---\nincident: INC-7\nstatus: draft\n---\n" + _HEAD + _TABLE + "| A1 | Rotate the logs | done | |\n"},
        ),
    ),
)  # fmt: skip
