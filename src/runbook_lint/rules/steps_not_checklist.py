"""RB006 steps-not-checklist."""

import re
from collections.abc import Iterator
from itertools import pairwise

from runbook_lint.model.document import Document, Item, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.parse.sections import find_sections, normal_title

_CONCEPTS = frozenset({"fixes", "mitigation"})
_TITLE = regex(r"\b(?:procedure|steps|how to|instructions|rollback|roll back|restore|restart)\b")
_LEAST = 3
_IMPERATIVE = regex(
    r"(?:add|apply|ask|attach|check|clear|click|close|confirm|connect|copy|create|delete|deploy|disable|drain|edit"
    r"|enable|ensure|enter|execute|export|find|get|go|identify|increase|inspect|install|log|look|make|merge|move|note"
    r"|notify|once|open|page|pause|promote|push|rebuild|reduce|remove|replace|repeat|reset|restart|restore|resume"
    r"|revert|roll|rotate|run|scale|select|set|silence|ssh|start|stop|switch|take|tell|then|trigger|turn|unset|update"
    r"|use|verify|wait|watch)\b",
    re.IGNORECASE,
)


def check(document: Document, settings: Settings) -> Iterator[Problem]:
    """Find numbered steps in the parts of a page that say what to do."""
    if document.kind not in (Kind.RUNBOOK, Kind.PLAN):
        return
    ranges = [
        (section.first_line, section.last_line)
        for section in find_sections(document, settings)
        if _CONCEPTS & set(section.concepts) or _TITLE.search(normal_title(section.title))
    ]
    for steps in _lists(document):
        inside = any(first <= steps[0].span.line <= last for first, last in ranges)
        if inside and len(steps) >= _LEAST and 2 * sum(_acts(document, steps)) >= len(steps):
            help = 'write "- [ ] …", or "1. [ ] …" where numbers are referred to'
            yield Problem(f"{len(steps)} steps that cannot be ticked off", steps[0].span, help=help)


def _lists(document: Document) -> Iterator[list[Item]]:
    """Runs of numbered items of one column, what is nested in them left out."""
    stops = sorted(heading.span.line for heading in document.headings)
    open_lists: dict[int, list[Item]] = {}
    for item in document.items:
        column = item.span.column
        for other in [other for other in open_lists if other > column]:
            yield open_lists.pop(other)
        run = open_lists.get(column)
        if run and (not item.ordered or item.task or any(run[-1].span.line < stop < item.span.line for stop in stops)):
            yield open_lists.pop(column)
        if item.ordered and not item.task:
            open_lists.setdefault(column, []).append(item)
    yield from open_lists.values()


def _acts(document: Document, steps: list[Item]) -> Iterator[bool]:
    """For each step, whether it tells to do something: code in it or below it, or a verb first."""
    code = [fence.span.line for fence in document.fences]
    ends = [following.span.line for _, following in pairwise(steps)] + [steps[-1].span.end_line + 3]
    for item, end in zip(steps, ends, strict=True):
        has_code = any(item.span.line <= line < end for line in code) or "`" in _text(document, item.span)
        yield has_code or bool(_IMPERATIVE.match(item.text))


def _text(document: Document, span: Span) -> str:
    return "\n".join(document.lines[span.line - 1 : span.end_line])


RULE = Rule(
    code="RB006",
    name="steps-not-checklist",
    sentence="Steps of a procedure are a checklist that can be ticked off.",
    reason=(
        "Whoever is interrupted in the middle of a procedure, or hands it over, must know which steps are done. "
        "Numbered lists in sections on fixes and procedures are judged from three steps on."
    ),
    severity=Severity.INFO,
    check=check,
    examples=(
        Example(
            "three numbered steps under a heading on fixes",
            {"services/cart/runbook.md": "# Cart\n\n## Known fixes\n\n1. Stop the worker\n2. Run `cart-reindex`\n3. Start it\n"},
            findings=("services/cart/runbook.md:5:4: 3 steps that cannot be ticked off",),
        ),
        Example(
            "a checklist, bulleted or numbered",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n## Known fixes\n\n- [ ] Stop the worker\n- [ ] Run `cart-reindex`\n- [ ] Start it\n\n"
                    "### After a deploy\n\n1. [ ] Stop\n2. [ ] Roll back\n3. [ ] Start\n"
                )
            },
        ),
        Example(
            "a ranking elsewhere, and a list of two",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n## Causes\n\n1. Run out of memory\n2. Slow disk\n3. Bad deploy\n\n## Fixes\n\n1. Stop\n2. Start\n"
                )
            },
        ),
    ),
)
