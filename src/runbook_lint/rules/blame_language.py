"""PM012 blame-language."""

from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.wording.blame import find_blame
from runbook_lint.parse.wording.blame_lexicon import GROUPS, LEXICON, Entry


def check(document: Document) -> Iterator[Problem]:
    """Judge the prose of a postmortem, drafts included: that is when its author can still use the word."""
    if document.kind is not Kind.POSTMORTEM or is_front_page(document.path) or is_template(document.path):
        return
    for blame in find_blame(document):
        yield Problem(f'"{blame.words}" {blame.entry.reason}', blame.span, help=blame.entry.better)


def _notes() -> str:
    """The lexicon as the rule's page shows it."""
    lines = ["## The lexicon", "", "An example of each entry, the reason against it, and what to write instead."]
    for group, title in GROUPS.items():
        lines += ["", f"### {title}", "", "| words | reason | better |", "|---|---|---|"]
        lines += [_row(entry) for entry in LEXICON if entry.group == group]
    return "\n".join(lines)


def _row(entry: Entry) -> str:
    return f"| {entry.words} | {entry.reason} | {entry.better} |"


_PATH = "postmortems/2026/INC-7-full-disk.md"

RULE = Rule(
    code="PM012",
    name="blame-language",
    sentence="A postmortem tells what people saw and did, and does not judge them by what is known now.",
    reason=(
        "Who is blamed tells less the next time, and what is called an error of a person is mended by asking people to be "
        "better, which wears off. Words are judged with whom they are said of: the engineer who should have checked is "
        "judged, the alert that should have fired is not. Prose only: code, links, quoted speech and block quotes are left "
        "alone, and so are denials, questions and dangers (`rule out human error`). The rule is off by default, because "
        "tone is a matter of the sentence around it; its precision stands in the project's notes on accuracy."
    ),
    severity=Severity.WARNING,
    check=check,
    notes=_notes(),
    examples=(
        Example(
            "five ways to blame",
            {
                _PATH: (
                    "# Full disk\n\n## Causes\n\nThe cause was human error. The engineer on call should have\n"
                    "checked the graph first, which **obviously** was red.\n\n- The operator forgot to rotate the logs\n\n"
                    "## Action items\n\n- Be more careful with the log level\n"
                )
            },
            findings=(
                f'{_PATH}:5:15: "human error" is where the questions begin, no cause',
                f'{_PATH}:5:49: "should have checked" judges with hindsight',
                f'{_PATH}:6:34: "obviously" makes it look plainer than it was',
                f'{_PATH}:8:16: "forgot to" makes a memory the cause',
                f'{_PATH}:12:3: "Be more careful" asks for care, which wears off',
            ),
        ),
        Example(
            "what was seen, done and missing, and what a machine should have done",
            {
                _PATH: (
                    "# Full disk\n\n## Causes\n\nThe log level was raised on Friday, as the checklist asks. The alert should have\n"
                    "fired at 80 %, and failed to notice the new volume. We rule out human error.\n\n"
                    "> The engineer should have checked.\n\nThe channel said \"who forgot to rotate the logs?\"\n\n"
                    "## Action items\n\n- Limit the log level's rise to an hour\n"
                )
            },
        ),
        Example("another page", {"services/cart/runbook.md": "# Cart\n\nRemember to be more careful.\n"}),
    ),
)  # fmt: skip
