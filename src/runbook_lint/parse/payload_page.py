"""What an alert's page says to the person it wakes: the five answers with their links, and the checklist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from runbook_lint.model.document import Document, Item, Kind, Task
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.resolution import State
from runbook_lint.model.world import World
from runbook_lint.parse.anchors import page_anchors
from runbook_lint.parse.answers import CONCEPT_OF, QUESTIONS, Answer, answers_of
from runbook_lint.parse.links import resolve
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.sections import Section, find_sections
from runbook_lint.parse.targets import has_scheme, is_web

_UNWRITTEN = regex(r"\W*(?:TODO|FIXME|TBD|TBA|TBC)\b")  # a mark that placeholder-left finds is no answer
_FEW_ITEMS = 4
_CODE = regex(r"(?<!`)(`)(?!`)([^`]+)`(?!`)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A link as its reader sees it, and the whole address it leads to."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One of the five answers: `source` is page, alert (its annotations) or catalogue; `code` is a block of code.

    The text is plain but for inline code, which keeps its backticks: a command must be told from words. It
    is empty where the block is the answer.
    """

    text: str
    source: str = "page"
    links: tuple[Reference, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One step of the checklist, with the code that stands in it."""

    text: str
    links: tuple[Reference, ...] = ()
    code: str = ""
    language: str = ""


def read_page(world: World, document: Document, anchor: str) -> tuple[dict[str, Said], tuple[Check, ...]]:
    """The answers and the checklist of the page that serves an alert.

    Where the alert's anchor leads to a section that answers for itself (a page for many alerts), that
    section is read, and a plan's other sections fill the gaps. Where it only holds steps, these are the
    checklist.
    """
    page = document if document.kind in CONCEPT_OF else replace(document, kind=Kind.PLAN)
    place = page_anchors(page, world.settings.links.slugs).get(anchor) if anchor else None
    own = _section_at(page, place, world) if place else None
    said = _said(world, page)
    if own and not own.concepts:
        part = _part(page, own)
        if any(section.concepts for section in find_sections(part, world.settings)):
            said = (said if document.kind is Kind.PLAN else {}) | _said(world, part)
            page = part
        steps = tuple(_steps(world, part, own))
        if steps and not any(section.concepts for section in find_sections(part, world.settings)):
            return said, steps
    return said, _checklist(world, page)


def page_answers(world: World, document: Document) -> dict[str, Said]:
    """The answers of a whole page, as one that no anchor leads into says them."""
    return _said(world, document if document.kind in CONCEPT_OF else replace(document, kind=Kind.PLAN))


def _section_at(page: Document, place: Span, world: World) -> Section | None:
    """The section that an anchor opens; the page's own title opens none."""
    sections = [section for section in find_sections(page, world.settings) if not section.bold and section.level > 1]
    return next((section for section in sections if section.span.line == place.line), None)


def _part(page: Document, section: Section) -> Document:
    """A page cut down to one section; places stay what they are."""

    def inside(span: Span) -> bool:
        return section.span.line <= span.line <= section.last_line

    return replace(
        page,
        headings=tuple(each for each in page.headings if inside(each.span)),
        labels=tuple(each for each in page.labels if inside(each.span)),
        paragraphs=tuple(each for each in page.paragraphs if inside(each.span)),
        fences=tuple(each for each in page.fences if inside(each.span)),
        tables=tuple(each for each in page.tables if inside(each.span)),
        lines=page.lines[: section.last_line],
    )


def _said(world: World, page: Document) -> dict[str, Said]:
    answers = answers_of(page, world.settings)
    given = {name: getattr(answers, name) for name in QUESTIONS}
    told = {name: answer for name, answer in given.items() if answer and answer.text}
    return {name: _with_links(world, page, each) for name, each in told.items() if not _UNWRITTEN.match(each.text)}


def _with_links(world: World, page: Document, answer: Answer) -> Said:
    if answer.span is None:
        return Said(answer.text, answer.source)
    if any(fence.span == answer.span for fence in page.fences):
        return Said("", answer.source, code=answer.text)
    first, last = answer.span.line, answer.span.end_line
    text, code = answer.text, ""
    if text.endswith(":"):
        more, code, last = _announced(page, answer.span)
        text = f"{text} {more}".strip()
    return Said(_with_code(page, text, first, last), answer.source, tuple(references(world, page, first, last)), code)


def _announced(page: Document, before: Span) -> tuple[str, str, int]:
    """What follows an answer that ends in a colon: a list's first items, or a block of code, and its last line."""
    nearby = range(before.end_line + 1, before.end_line + 3)
    fence = next((each for each in page.fences if each.span.line in nearby), None)
    if fence:
        return "", fence.text.strip("\n"), before.end_line
    items: list[Item] = []
    for item in page.items:
        last = items[-1].span.end_line if items else before.end_line
        if item.span.line > before.end_line and item.span.line <= last + 2 and len(items) < _FEW_ITEMS:
            items.append(item)
    return "; ".join(item.text for item in items), "", items[-1].span.end_line if items else before.end_line


def _with_code(page: Document, text: str, first: int, last: int) -> str:
    """A reader's text with the inline code of its lines in backticks again."""
    end = 0
    for match in _CODE.finditer(" ".join(page.lines[first - 1 : last])):
        found = text.find(match[2].strip(), end)
        if found >= 0:
            end = found + len(match[2].strip())
            text, end = f"{text[:found]}`{text[found:end]}`{text[end:]}", end + 2
    return text


def references(world: World, page: Document, first: int, last: int) -> Iterator[Reference]:
    """The links on some lines of a page, each with the address that works from anywhere."""
    for link in page.links:
        if first <= link.span.line <= last and not link.image:
            url = _whole(world, page, link.target)
            if url:
                yield Reference(" ".join(link.text.split()) or url, url)


def _whole(world: World, page: Document, target: str) -> str:
    if is_web(target) or target.startswith(("mailto:", "tel:")):
        return target
    found = resolve(world, page.path, target) if not has_scheme(target) else None
    there = found is not None and found.state in (State.RESOLVED, State.NO_ANCHOR)
    if found is None or not there or not found.path:
        return ""
    return page_url(world, found.path, found.anchor if found.state is State.RESOLVED else "")


def _checklist(world: World, page: Document) -> tuple[Check, ...]:
    """The steps of the first section of checks that has any, headings before bold leads."""
    concept = CONCEPT_OF[page.kind]["verify"]
    sections = [each for each in find_sections(page, world.settings) if concept in each.concepts]
    for section in sorted(sections, key=lambda each: (each.bold, each.span)):
        steps = tuple(_steps(world, page, section))
        if steps:
            return steps
    return ()


def _steps(world: World, page: Document, section: Section) -> Iterator[Check]:
    first = section.first_line + section.bold
    tasks = [task for task in page.tasks if first <= task.span.line <= section.last_line]
    items = [item for item in page.items if first <= item.span.line <= section.last_line]
    steps: Sequence[Task | Item] = tasks or [item for item in items if item.span.column == _outermost(items)]
    ends = [*(step.span.line - 1 for step in steps[1:]), section.last_line]
    for step, end in zip(steps, ends, strict=False):
        inner = [fence for fence in page.fences if step.span.line < fence.span.line <= end]
        text = _whole_text(page, step)
        if _UNWRITTEN.match(text):
            continue
        links = tuple(references(world, page, step.span.line, step.span.end_line))
        code = inner[0] if inner else None
        yield Check(text, links, code.text.rstrip("\n") if code else "", code.language if code else "")


def _outermost(items: Sequence[Item]) -> int:
    return min((item.span.column for item in items), default=0)


def _whole_text(page: Document, step: Task | Item) -> str:
    """A step's words, all lines of them."""
    same = (each.text for each in page.paragraphs if each.span.line == step.span.line)
    text = next(same, "") or step.text
    plain = " ".join(text.removeprefix("[ ]").removeprefix("[x]").removeprefix("[X]").split())
    last = next((each.span.end_line for each in page.paragraphs if each.span.line == step.span.line), step.span.line)
    return _with_code(page, plain, step.span.line, last)
