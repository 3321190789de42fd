"""Sections as concepts: which headings and bold leads of a page answer which question."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from runbook_lint.model.document import Document, Heading
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.settings import Settings
from runbook_lint.parse.memo import once_each

Vocabulary = Mapping[str, tuple[str, ...]]

_NUMBERING = regex(r"^\s*(?:(?:step\s+)?\d+(?:\.\d+)*[.):]?|[ivx]+[.)]|[a-z][.)])\s+", re.IGNORECASE)
_LEADING = regex(r"^[\W_]+")
_SHORTCODE = regex(r":[a-z0-9_+-]+:")
_PARTS = regex(r"[/&,:;+]| [-–—] |\band\b|\bor\b", re.IGNORECASE)
_REMARK = regex(r"(?<=\S)\s*[(\[][^()\[\]]*[)\]]\s*:?\s*\Z")
_UNDERLINE = regex(r"[\s>]*+(?:=+|-+)\s*\Z")
_OWN_MARK = regex(r"\s*(?:#{1,6}(?:\s|\Z)|<h[1-6])", re.IGNORECASE)
_SAYS_NOTHING = regex(
    r"[\s>]*+(?:(?:[-*_]\s*+){3,}"  # a thematic break
    r"|(?:`{3,}|~{3,}).*"  # a fence around nothing
    r"|\[[^\]]+\]:\s*\S.*"  # where a reference leads
    r"|\([^()\s]+\)="  # a MyST label
    r"|(?:</?(?:a|p|div|br|hr|center|details|section)\b[^<>]*>\s*)+"  # tags around nothing
    r")?\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading or a bold lead, and the concepts it stands for.

    `first_line` to `last_line` is its body, subsections included; `empty` says that the body holds
    neither text nor a subheading.
    """

    title: str
    level: int
    concepts: tuple[str, ...]
    span: Span
    first_line: int
    last_line: int
    empty: bool
    bold: bool = False


@lru_cache(maxsize=8192)
def normal_title(text: str) -> str:
    """A heading without case, emoji, numbering or punctuation: `### 2. Known Fixes:` is `known fixes`."""
    text = _NUMBERING.sub("", _LEADING.sub("", _SHORTCODE.sub(" ", text)))
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in text.casefold())
    return " ".join(kept.split())


def concepts_of(title: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The concepts a title stands for: as a whole, part by part (`Diagnosis and mitigation`), or up to a bracket."""
    names = _names(title)
    return tuple(each for each, aliases in vocabulary.items() if not names.isdisjoint(_normal_titles(tuple(aliases))))


@lru_cache(maxsize=8192)
def _names(title: str) -> frozenset[str]:
    title = " ".join(title.split())
    bare = _REMARK.sub("", title)
    return frozenset(normal_title(name) for name in (title, *_PARTS.split(title), bare, *_PARTS.split(bare))) - {""}


@lru_cache(maxsize=256)
def _normal_titles(aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(normal_title, aliases))


@once_each
def find_sections(document: Document, settings: Settings) -> tuple[Section, ...]:
    """Every section of a page in page order, subsections and bold leads included."""
    vocabulary = settings.sections.get(document.kind.value, {})
    spoken = _Spoken(document)
    sections = [*_headed(document, vocabulary, spoken)]
    if settings.layout.bold_sections:
        sections += _bold(document, vocabulary, spoken)
    return tuple(sorted(sections, key=lambda section: section.span))


def _headed(document: Document, vocabulary: Vocabulary, spoken: _Spoken) -> Iterator[Section]:
    headings = sorted(document.headings, key=lambda heading: heading.span)
    ends = _section_ends(headings, len(document.lines))
    for index, (heading, last) in enumerate(zip(headings, ends, strict=True)):
        first = _body_start(document, heading.span)
        has_subheading = index + 1 < len(headings) and headings[index + 1].span.line <= last
        empty = not has_subheading and not spoken.between(first, last)
        concepts = concepts_of(heading.text, vocabulary)
        yield Section(heading.text, heading.level, concepts, heading.span, first, last, empty)


def _section_ends(headings: Sequence[Heading], last_line: int) -> list[int]:
    """The last line of each heading's section: it ends before the next heading of its level or above."""
    ends = [last_line] * len(headings)
    open_ones: list[int] = []
    for index, heading in enumerate(headings):
        while open_ones and headings[open_ones[-1]].level >= heading.level:
            ends[open_ones.pop()] = heading.span.line - 1
        open_ones.append(index)
    return ends


def _body_start(document: Document, span: Span) -> int:
    underlined = _UNDERLINE.match(document.line(span.end_line + 1))
    setext = underlined and not _OWN_MARK.match(document.line(span.line)[span.column - 1 :])
    return span.end_line + (2 if setext else 1)


def _bold(document: Document, vocabulary: Vocabulary, spoken: _Spoken) -> Iterator[Section]:
    """Bold leads that name a concept; one without text of its own has what follows for its body."""
    starts = [heading.span.line for heading in document.headings]
    starts = sorted([*starts, *(label.span.line for label in document.labels)])
    for label in document.labels:
        concepts = concepts_of(label.text, vocabulary)
        if not concepts:
            continue
        last = max(label.end_line, label.span.end_line)
        empty = False
        if not label.has_text:
            following = bisect_right(starts, last)
            last = starts[following] - 1 if following < len(starts) else len(document.lines)
            empty = not spoken.between(label.span.end_line + 1, last)
        yield Section(label.text, 7, concepts, label.span, label.span.line, last, empty, bold=True)


class _Spoken:
    """Which lines of a page say or show anything: blanks, comments, rules, anchors and link targets do not."""

    def __init__(self, document: Document) -> None:
        lines = [not _SAYS_NOTHING.match(line) for line in document.lines]
        for comment in document.comments:
            if comment.own_line:
                _set(lines, comment.span, False)
        for fence in document.fences:
            directive = "{" in document.line(fence.span.line)  # MyST: `{include} page.md` has no text of its own
            _set(lines, fence.span, directive or bool(fence.text.strip()))
        self._counts = (0, *accumulate(lines))

    def between(self, first: int, last: int) -> bool:
        last = min(last, len(self._counts) - 1)
        return first <= last and self._counts[last] > self._counts[first - 1]


def _set(lines: list[bool], span: Span, value: bool) -> None:
    for number in range(span.line - 1, min(span.end_line, len(lines))):
        lines[number] = value



def alternatives(titles: Sequence[str]) -> str:
    """Titles as a message names what is missing: `Timeline, Impact or Root causes`."""
    return " or ".join(part for part in (", ".join(titles[:-1]), titles[-1]) if part)


@once_each
def answered(document: Document, settings: Settings) -> frozenset[str]:
    """The concepts that a page has a section for."""
    return frozenset(concept for section in find_sections(document, settings) for concept in section.concepts)


@once_each
def named(document: Document, settings: Settings, kind: str, leads: bool = False) -> frozenset[str]:
    """Concepts of a kind of page named anywhere in a title: `General troubleshooting steps` is about what to check.

    With `leads`, in any bold lead as well (`- **Actions following review**`), where the layout counts these.
    """
    bold = document.labels if leads and settings.layout.bold_sections else ()
    sections = find_sections(document, settings)
    titles = [f" {normal_title(text)} " for text in [each.title for each in sections] + [each.text for each in bold]]
    vocabulary = settings.sections.get(kind, {}).items()
    wanted = {concept: [f" {normal_title(alias)} " for alias in aliases] for concept, aliases in vocabulary}
    return frozenset(
        concept for concept, aliases in wanted.items() if any(alias in title for alias in aliases for title in titles)
    )
