"""The first five seconds: what a page answers to the person who was just woken up.

The rules, the alert's message and the site all read these values.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.settings import Settings
from runbook_lint.parse.memo import once_each
from runbook_lint.parse.sections import Section, find_sections

QUESTIONS: Mapping[str, str] = {
    "what_broke": "what broke",
    "impact": "what the impact is",
    "verify": "where to verify it",
    "try_first": "what to try first",
    "call": "whom to call",
}
"""The fields of `Answers` in reading order, and how a message names them."""

LABELS: Mapping[str, str] = {
    "what_broke": "What broke",
    "impact": "Impact",
    "verify": "Verify",
    "try_first": "Try first",
    "call": "Call",
}
"""The five questions as headings and leads, in reading order."""

IMPACT_KEY = regex(r"(?:\w+_)?impact\Z", re.IGNORECASE)
"""The annotations that say what the impact is: `impact`, `business_impact`."""

CONCEPT_OF: Mapping[Kind, Mapping[str, str]] = {
    Kind.RUNBOOK: {
        "what_broke": "what-broke",
        "impact": "impact",
        "verify": "checks",
        "try_first": "fixes",
        "call": "escalation",
    },
    Kind.PLAN: {
        "what_broke": "meaning",
        "impact": "impact",
        "verify": "first-checks",
        "try_first": "mitigation",
        "call": "contacts",
    },
}
"""The section concept that answers each question on each kind of page."""

_TASK = regex(r"\[[ xX]\]\s+")
_WORD = regex(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its first words as a reader sees them, and where they come from.

    `span` is their place on the page, None where `source` is not page (but catalogue or alert).
    """

    text: str
    source: str = "page"
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The five answers; None for one that is not given."""

    what_broke: Answer | None = None
    impact: Answer | None = None
    verify: Answer | None = None
    try_first: Answer | None = None
    call: Answer | None = None

    def missing(self) -> tuple[str, ...]:
        """The names of the answers that are not given, in reading order."""
        return tuple(name for name in QUESTIONS if getattr(self, name) is None)

    def after(self, line: int) -> tuple[str, ...]:
        """The names of the answers that are not begun by a line of the page, missing ones included."""
        given = {name: getattr(self, name) for name in QUESTIONS}
        return tuple(
            name for name, answer in given.items() if answer is None or (answer.span and answer.span.line > line)
        )


@once_each
def answers_of(
    document: Document,
    settings: Settings,
    service: Service | None = None,
    team: Team | None = None,
    annotations: Mapping[str, str] | None = None,
) -> Answers:
    """The answers of a runbook or plan, with what its service, its team and its alert's annotations add."""
    concepts = CONCEPT_OF.get(document.kind, {})
    found = own_answers(document, settings)
    impact, call = (annotations or {}).get("impact", ""), callee(service, team)
    others = {
        "what_broke": introduction(document) if concepts else None,
        "impact": Answer(impact, "alert") if impact else None,
        "call": Answer(call, "catalogue") if call else None,
    }
    return Answers(**{**others, **found})


@once_each
def own_answers(document: Document, settings: Settings) -> Mapping[str, Answer]:
    """The answers that a page's sections give, by their names."""
    pieces = _Pieces(document)
    found: dict[str, Answer] = {}
    for section in find_sections(document, settings):
        for name, concept in CONCEPT_OF.get(document.kind, {}).items():
            if name not in found and concept in section.concepts and not section.empty:
                found[name] = pieces.answer(section)
    return found


@once_each
def own_questions(document: Document, settings: Settings) -> frozenset[str]:
    """The names of the questions that a runbook or plan answers itself, by a section or its introduction."""
    introduced = document.kind in CONCEPT_OF and is_introduced(document)
    return frozenset(own_answers(document, settings)) | ({"what_broke"} if introduced else set())


@once_each
def is_introduced(document: Document) -> bool:
    """Whether a page says what it is about under its title."""
    return introduction(document) is not None


@once_each
def introduction(document: Document) -> Answer | None:
    """The first prose under the title, before any other heading: it says what the page is about.

    The title is the first heading, whatever its level, unless an H1 comes later.
    """
    headings = sorted(document.headings, key=lambda heading: heading.span)
    titled = headings and (headings[0].level == 1 or all(heading.level > 1 for heading in headings))
    title, rest = (headings[:1], headings[1:]) if titled else ([], headings)
    start = title[0].span.end_line if title else 0
    end = rest[0].span.line if rest else len(document.lines) + 1
    items = {item.span for item in document.items}
    for each in document.paragraphs:
        if start < each.span.line < end and each.span not in items and _is_prose(document, each.span):
            return Answer(each.text, "page", each.span)
    return None


def _is_prose(document: Document, span: Span) -> bool:
    words = sum(len(_WORD.findall(line)) for line in document.prose[span.line - 1 : span.end_line])
    return words >= 4


def told_impact(annotations: Mapping[str, str]) -> str:
    """What a rule's annotations say of the impact."""
    found = (text.strip() for key, text in annotations.items() if IMPACT_KEY.match(key))
    return next(filter(None, found), "")


def callee(service: Service | None, team: Team | None) -> str:
    """Whom the catalogue says to call: the service's own escalation or rota first, then its team's."""
    contacts = service.contacts if service else None
    if contacts and (contacts.escalation or contacts.rota):
        return ", ".join(dict.fromkeys(part for part in (*contacts.escalation[:1], contacts.rota) if part))
    if team and team.rota:
        return ", ".join(part for part in (team.name or team.id, team.rota) if part)
    return contacts.phone if contacts else ""


class _Pieces:
    """The parts of a page that can hold an answer, in page order: paragraphs, code, tables."""

    def __init__(self, document: Document) -> None:
        self._labels = {label.span: label for label in document.labels}
        self._pieces = sorted(_pieces(document))
        self._lines = [span.line for span, _ in self._pieces]

    def answer(self, section: Section) -> Answer:
        label = self._labels.get(section.span) if section.bold else None
        if label and label.rest:
            whole = next((text for span, text in self._pieces if span == label.span), label.rest)
            return Answer(whole.split(label.text, 1)[-1].strip(" :") or label.rest, "page", label.rest_span)
        index = bisect_left(self._lines, section.first_line + section.bold)
        if index < len(self._pieces) and self._lines[index] <= section.last_line:
            span, text = self._pieces[index]
            return Answer(text, "page", span)
        return Answer("", "page", section.span)


def _pieces(document: Document) -> Iterator[tuple[Span, str]]:
    for paragraph in document.paragraphs:
        if paragraph.text:
            yield paragraph.span, _TASK.sub("", paragraph.text, count=1)
    for fence in document.fences:
        yield fence.span, fence.text.strip()
    for table in document.tables:
        yield table.span, " | ".join(table.header)
