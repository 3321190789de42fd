"""RB003 placeholder-left."""

import re
from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.settings import Settings
from runbook_lint.parse.pages import is_draft, is_template, template_sections
from runbook_lint.parse.sections import find_sections

_NAMED = r"(?!\s+(?:lists?|apps?|items?|comments?|board|column|labels?|state|status|folder|file|tasks?)\b)"
_WORDS = ("TODO", "FIXME", "TBD", "TBA", "TBC")
_WORD = f"(?:{'|'.join(_WORDS)})"
_DECORATION = r"[\s#>*_~]*(?:\[[ xX]\]\s+)?[*_~(\[\"']*"
_DONE = ("written", "completed", "determined", "defined", "documented", "added", "done", "confirmed", "filled in")
_PHRASES = (
    "coming soon", "fill this in", "fill me in", "text here", "text goes here", "placeholder text", "work in progress",
    "under construction", *(f"to be {done}" for done in _DONE),
)  # fmt: skip
_WHOLE = f"(?:(?:your|some) (?=text ))?(?:{'|'.join(_PHRASES)})"
_MARKS: tuple[re.Pattern[str], ...] = (
    # at the start of a paragraph, an item, a heading or a cell
    regex(rf"\A{_DECORATION}(?P<mark>{_WORD}\b|XXX(?=:)){_NAMED}(?![-/`'’]\w)(?!\s*(?:,|→|->|\|)\s*\w)"),
    # in brackets, alone or with what is to be done
    regex(rf"[(\[]\s*(?P<mark>{_WORD})\s*(?:[)\]:]|[-–—]\s|\s[a-z][^)\]]*[)\]])"),
    # before a colon: what is to be done
    regex(r"(?:^|[\s*_])(?P<mark>(?:TODO|FIXME)):(?=\s|\Z)"),
    # in the place of a value: `Owner: TBD`, `the limit is TBD`
    regex(rf"(?:[:=]|\s[-–—]|\b(?:is|are|still|remains?))\s*[\"'*_]*(?P<mark>{_WORD})\b(?=[\s\"'*_.)]*(?:\Z|[.)]))"),
    regex(r"(?P<mark>\blorem ipsum dolor\b)", re.IGNORECASE),
    # the whole of it
    regex(rf"\A[\s#>*_(\[]*(?P<mark>{_WHOLE})[\s*_.!…)\]]*\Z", re.IGNORECASE),
)


def _may_hold(text: str) -> bool:
    """Whether a text holds what every mark has in it; most pages do not, and no mark is looked for in them."""
    folded = text.casefold()
    return any(word in text for word in (*_WORDS, "XXX")) or any(
        words in folded for words in (*_PHRASES, "lorem ipsum")
    )


@dataclass(frozen=True)
class Options:
    """Further marks of unfinished text."""

    phrases: tuple[str, ...] = option((), "Further text that marks what is not written yet, in any case.")


def check(document: Document, settings: Settings, options: Options) -> Iterator[Problem]:
    """Look for marks of unfinished text in the prose of a page, block by block."""
    if document.kind is Kind.DOCUMENT or is_draft(document) or is_template(document.path):
        return
    marks = _MARKS if _may_hold("\n".join(document.prose)) else ()
    if options.phrases:
        words = "|".join(re.escape(phrase) for phrase in options.phrases)
        marks = (*marks, re.compile(rf"(?P<mark>{words})", re.IGNORECASE))
    if not marks:
        return
    tracked = {link.span.line: link.span for link in document.links if link.target.startswith(("#", "http"))}
    forms = template_sections(document)
    titles = {heading.span.line for heading in document.headings}
    duties = _duties(document, settings)
    for span in _blocks(document):
        for place, text in _lines(document, span):
            found = next((match for mark in marks if (match := mark.search(text))), None)
            if found:
                column = place.column + found.start("mark")
                at = Span(place.line, column, place.line, place.column + found.end("mark"))
                in_form = any(first <= at.line <= last for first, last in forms)
                about = at.line in titles and re.match(r"\s+\w", text[found.end("mark") :])  # `## TODO tests`
                state = at.line in duties and re.match(r"\W*\s+\w", text[found.end("mark") :])  # `- TODO: page on drift`
                if not (in_form or about or state or _covers(tracked.get(at.line), at)):
                    help = "write what is missing, or take it out and open a ticket for it"
                    yield Problem(f'"{found["mark"]}" left in the text', at, help=help)


def _duties(document: Document, settings: Settings) -> frozenset[int]:
    """The lines of a postmortem's action items that stand in a list: there TODO is a state."""
    if document.kind is not Kind.POSTMORTEM:
        return frozenset()
    parts = [each for each in find_sections(document, settings) if "actions" in each.concepts]
    lines = (item.span.line for item in document.items)
    return frozenset(line for line in lines if any(each.first_line <= line <= each.last_line for each in parts))


def _covers(link: Span | None, at: Span) -> bool:
    """Whether a place lies in a link: to a ticket that tracks it, or to a heading on the page."""
    return link is not None and link.column <= at.column < link.end_column


def _blocks(document: Document) -> Iterator[Span]:
    """Headings, paragraphs (items are such) and the cells of tables, in no order."""
    yield from (heading.span for heading in document.headings)
    yield from (paragraph.span for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.cell_spans[1:]:
            yield from row


def _lines(document: Document, span: Span) -> Iterator[tuple[Span, str]]:
    """The lines of a block as prose with their places; a continued line never starts a block."""
    for number in range(span.line, span.end_line + 1):
        prose = document.prose[number - 1]
        start = span.column - 1 if number == span.line else 0
        end = span.end_column - 1 if number == span.end_line else len(prose)
        continued = number > span.line and not _ended(document.line(number - 1))
        text = prose[start:end]
        yield Span(number, start + 1 - continued, number, end + 1), ("\0" + text if continued else text)


def _ended(line: str) -> bool:
    """Whether a line ends a sentence or a line of its own, so that the next one starts anew."""
    return line.endswith(("  ", "\\")) or line.rstrip().endswith((".", ":", "!", "?"))


RULE = Rule(
    code="RB003",
    name="placeholder-left",
    sentence="No placeholder or template text is left in a page that people act on.",
    reason=(
        "A placeholder stands where the answer should be, and is found at the worst moment. Only prose is judged: "
        "never code, never `<your …>`, which operators fill in, and never a sentence about a list of things to do, nor the state of an action item in a list. Drafts and "
        "templates are not judged."
    ),
    severity=Severity.WARNING,
    default=True,
    options=Options,
    check=check,
    examples=(
        Example("a heading about such marks", {"runbooks/ci.md": "# CI\n\n## TODO tests\n\nThey are skipped.\n"}),
        Example(
            "at the start, in brackets, in the place of a value, in a cell",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\nTODO: describe the queue\n\n- **FIXME** wrong since the move\n- Owner: TBD\n"
                    "- Restart it (TODO add the command)\n\n| who | phone |\n|---|---|\n| API | TBD |\n\n## Links\n\nComing soon!\n"
                )
            },
            findings=(
                'services/cart/runbook.md:3:1: "TODO" left in the text',
                'services/cart/runbook.md:5:5: "FIXME" left in the text',
                'services/cart/runbook.md:6:10: "TBD" left in the text',
                'services/cart/runbook.md:7:15: "TODO" left in the text',
                'services/cart/runbook.md:11:9: "TBD" left in the text',
                'services/cart/runbook.md:15:1: "Coming soon" left in the text',
            ),
        ),
        Example(
            "text of a template that is known by name",
            {"services/cart/runbook.md": "# Cart\n\nDescribe your service here.\n"},
            findings=('services/cart/runbook.md:3:1: "Describe your service" left in the text',),
            config='[rules.placeholder-left]\nphrases = ["describe your service"]\n',
        ),
        Example(
            "sentences about TODOs, code, and what operators fill in",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\nMove the card from TODO to DOING. TODO comments in the code are counted by\n"
                    "TODO list tools; the app is called TODO app.\n\nRun `TODO=1 make`, then:\n\n"
                    "```\nTODO: not prose\n```\n\nLog in as <your name> with node ip-XXX.\n\nTODO, DOING and DONE are columns.\n"
                )
            },
        ),
        Example(
            "action items in a list say their state",
            {"postmortems/2026/INC-7-drift.md": "# Drift\n\n## Action items\n\n- TODO: page on drift\n- [ ] TODO - sync the clocks\n"},
        ),
        Example("a template", {"runbooks/template.md": "# Name\n\nTODO: what broke\n"}),
    ),
)
