"""RB008 command-language-missing."""

from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Example, Rule


def check(document: Document) -> Iterator[Problem]:
    """Find fenced code blocks without a language."""
    if document.kind not in (Kind.RUNBOOK, Kind.PLAN, Kind.PROCESS):
        return
    for fence in document.fences:
        if fence.fenced and not fence.language and fence.text.strip():
            line = document.line(fence.span.line)
            place = Span(fence.span.line, len(line) - len(line.lstrip()) + 1, fence.span.line, len(line) + 1)
            yield Problem("code block without a language", place, help="name it: bash, sql, promql, or text for output")


RULE = Rule(
    code="RB008",
    name="command-language-missing",
    sentence="A code block names its language.",
    reason=(
        "The language tells a command from its output, colours it, and lets the site offer a copy button and other "
        "tools check it."
    ),
    severity=Severity.INFO,
    check=check,
    examples=(
        Example(
            "a block without a language",
            {"services/cart/runbook.md": "# Cart\n\n- [ ] Stop it\n\n  ```\n  systemctl stop cart\n  ```\n"},
            findings=("services/cart/runbook.md:5:3: code block without a language",),
        ),
        Example(
            "commands and output, each with its language; indented code cannot have one",
            {"services/cart/runbook.md": "# Cart\n\n```bash\nmake\n```\n\n~~~text\nok\n~~~\n\nOr:\n\n    make\n"},
        ),
    ),
)
