"""RB009 diagram-invalid."""

from collections.abc import Iterator

from runbook_lint.model.document import Document, Fence
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.parse.diagrams import NOT_CHECKED, TYPES, DiagramProblem, diagram_problem, parser_installed


def check(document: Document) -> Iterator[Problem]:
    """Judge every Mermaid block of a page."""
    for fence in document.fences:
        if fence.language == "mermaid" and fence.fenced:
            found = diagram_problem(fence.text)
            if found:
                near = did_you_mean(found.word, TYPES) if found.word else ""
                hints = (found.detail, near, "" if parser_installed() else NOT_CHECKED)
                yield Problem(found.message, _span(document, fence, found), help="; ".join(hint for hint in hints if hint))


def _span(document: Document, fence: Fence, found: DiagramProblem) -> Span:
    """A place in a diagram as a place in the page: lines of a block may be indented there, and end it."""
    opening = document.line(fence.span.line)
    if not fence.text.strip():
        return Span(fence.span.line, len(opening) - len(opening.lstrip()) + 1, fence.span.line, len(opening) + 1)
    texts = fence.text.split("\n")
    index = max(min(found.line, len(texts) - 1), 1) - 1
    if found.line > len(texts) - 1:  # past the last line: its end is the place
        column = end = len(texts[index]) + 1
    else:
        column, end = found.column, found.end_column
    number = fence.first_line + index
    line = document.line(number)
    shift = max(line.find(texts[index].rstrip()) if texts[index].strip() else 0, 0)
    last = len(line) + 1
    return Span(number, min(column + shift, last), number, min(end + shift, last))


RULE = Rule(
    code="RB009",
    name="diagram-invalid",
    sentence="A Mermaid diagram can be drawn.",
    reason=(
        "A diagram with a mistake is shown as an error, or as nothing, just when somebody needs to see what depends "
        "on what. With the extra `[mermaid]` the whole diagram is parsed; without it only its type is checked. "
        "What the parser does not know is not judged."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    extra="mermaid",
    examples=(
        Example(
            "a type that does not exist, and nothing at all",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n```mermaid\n%% who calls whom\nflowchrt LR\n  a --> b\n```\n\n- see\n\n  ```mermaid\n  ```\n"
                )
            },
            findings=(
                "services/cart/runbook.md:5:1: flowchrt is no type of diagram that Mermaid knows",
                "services/cart/runbook.md:11:3: the diagram is empty",
            ),
        ),
        Example(
            "an arrow that leads nowhere",
            {"services/cart/runbook.md": "# Cart\n\n```mermaid\nflowchart LR\n  a --> b\n  b -->\n```\n"},
            findings=(
                "services/cart/runbook.md:6:8: the diagram cannot be parsed here",
            ),
        ),
        Example(
            "front matter, directives and comments before it",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n```mermaid\n---\ntitle: Cart\n---\n%%{init: {'theme': 'dark'}}%%\n%% comment\n"
                    "flowchart LR\n  a[Cart] --> b[(Rows)]\n```\n\n```mermaid\nsequenceDiagram\n  A->>B: put\n```\n"
                )
            },
        ),
        Example("other blocks", {"services/cart/runbook.md": "# Cart\n\n```text\nflowchrt\n```\n"}),
    ),
)
