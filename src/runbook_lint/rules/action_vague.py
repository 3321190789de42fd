"""PM010 action-vague."""

from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.postmortems import read_postmortem
from runbook_lint.parse.tracking.duties import is_open, place_of
from runbook_lint.parse.wording.vague import GENERIC, VAGUE, vague

_LONG = 40


def check(document: Document, settings: Settings) -> Iterator[Problem]:
    """Judge the open actions of a postmortem that no ticket explains, by what they say."""
    if document.kind is not Kind.POSTMORTEM or is_front_page(document.path) or is_template(document.path):
        return
    for action in read_postmortem(document, settings).actions:
        entry = vague(action.text) if is_open(action) and not action.ticket else None
        planned = action.type == "investigate" and action.due is not None  # a question with a day is a plan
        if entry and not (planned and entry is not GENERIC):
            yield Problem(f'"{_short(action.text)}" {entry.reason}', place_of(action, "text"), help=entry.better)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONG else words[: _LONG - 1].rstrip() + "…"


def _notes() -> str:
    lines = ["## The words", "", "| words | reason | better |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {each.words} | {each.reason} | {each.better} |" for each in (*VAGUE, GENERIC))])


_HEAD = "# INC-7: Full disk\n\n## Action items\n\n"
_PATH = "postmortems/2026/INC-7-full-disk.md"

RULE = Rule(
    code="PM010",
    name="action-vague",
    sentence="An action says what changes, so that anybody can see when it is done.",
    reason=(
        "`Improve monitoring` is never finished and never wrong, so it is carried from one review to the next. An action "
        "is vague where it begins with words that have no end, or has only words that would fit every other action too. "
        "An open action is judged where no ticket says the rest; a question of the type `investigate` with a due date is "
        "a plan."
    ),
    severity=Severity.INFO,
    check=check,
    notes=_notes(),
    examples=(
        Example(
            "no change, no end, no place",
            {
                _PATH: _HEAD + "- Improve monitoring\n- Investigate further\n- Look into the disk's alerts\n- Be more careful\n"
                "- Make sure this does not happen again\n\n| Action | Owner |\n|---|---|\n| Better alerting and documentation | ada |\n"
            },
            findings=(
                f'{_PATH}:5:3: "Improve monitoring" says neither what changes nor where',
                f'{_PATH}:6:3: "Investigate further" has no end',
                f'{_PATH}:7:3: "Look into the disk\'s alerts" has no end',
                f'{_PATH}:8:3: "Be more careful" is no change',
                f'{_PATH}:9:3: "Make sure this does not happen again" is the aim, no action',
                f'{_PATH}:13:3: "Better alerting and documentation" says neither what changes nor where',
            ),
        ),
        Example(
            "a verb, a thing and a measure; a ticket; what is done; a question with a day",
            {
                _PATH: _HEAD + "- Page at 80 % of the log volume\n- Improve monitoring [SHOP-12](https://tickets.example.org/browse/SHOP-12)\n"
                "- [x] Improve monitoring\n- Version lock Flux\n- Look into the vendor's limits (type: investigate, due: 2026-10-01)\n"
            },
        ),
    ),
)  # fmt: skip
