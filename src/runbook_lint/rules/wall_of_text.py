"""RB005 wall-of-text."""

from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind, Paragraph
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Example, Rule, option

_WORD = regex(r"[^\W_][^\s]*")


@dataclass(frozen=True)
class Options:
    """How long a paragraph may be."""

    max_words: int = option(120, "The most words that a paragraph or a list item may have.")


def check(document: Document, options: Options) -> Iterator[Problem]:
    """Count the words of every paragraph of a runbook or plan."""
    if document.kind not in (Kind.RUNBOOK, Kind.PLAN, Kind.COMMS):
        return
    for paragraph in document.paragraphs:
        words = _words(document, paragraph)
        if words > options.max_words:
            help = f"split it, or make it a list: more than {options.max_words} words are not read in a hurry"
            yield Problem(f"a paragraph of {words} words", paragraph.span, help=help)


def _words(document: Document, paragraph: Paragraph) -> int:
    """Words of prose: code, URLs and HTML do not count."""
    lines = document.prose[paragraph.span.line - 1 : paragraph.span.end_line]
    return sum(len(_WORD.findall(line)) for line in lines)


_SENTENCE = "The queue holds one entry for every open cart.\n"

RULE = Rule(
    code="RB005",
    name="wall-of-text",
    sentence="A paragraph in a runbook is short enough to be read at night.",
    reason="Long paragraphs are skipped under pressure, and the one sentence that matters is skipped with them.",
    severity=Severity.INFO,
    options=Options,
    check=check,
    examples=(
        Example(
            "126 words at once",
            {"services/cart/runbook.md": "# Cart\n\n" + _SENTENCE * 14},
            findings=("services/cart/runbook.md:3:1: a paragraph of 126 words",),
        ),
        Example(
            "a shorter limit",
            {"services/cart/runbook.md": "# Cart\n\n- " + _SENTENCE + "- Short.\n"},
            findings=("services/cart/runbook.md:3:3: a paragraph of 9 words",),
            config="[rules.wall-of-text]\nmax-words = 8\n",
        ),
        Example("the same in pieces", {"services/cart/runbook.md": "# Cart\n\n" + (_SENTENCE * 7 + "\n") * 2}),
        Example("code does not count", {"services/cart/runbook.md": "# Cart\n\n```\n" + _SENTENCE * 20 + "```\n"}),
        Example("other pages are free", {"docs/history.md": "# History\n\n" + _SENTENCE * 14}),
    ),
)
