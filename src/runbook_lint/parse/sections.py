"""Sections as concepts: which headings and bold leads of a page answer which question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from runbook_lint.model.document import Document
from runbook_lint.model.position import Span
from runbook_lint.model.settings import Settings

_NUMBERING = re.compile(r"^\s*(?:(?:step\s+)?\d+(?:\.\d+)*[.):]?|[ivx]+[.)]|[a-z][.)])\s+", re.IGNORECASE)
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
_PARTS = re.compile(r"\s*(?:/|&|,|:|;|\+|\s-\s|\band\b|\bor\b)\s*", re.IGNORECASE)


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
    text = _NUMBERING.sub("", _SHORTCODE.sub(" ", text))
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in text.casefold())
    return " ".join(kept.split())


def concepts_of(title: str, vocabulary: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The concepts a title stands for: as a whole, or part by part (`Diagnosis and mitigation`)."""
    names = [title, *_PARTS.split(title)] if _PARTS.search(title) else [title]
    normal = {normal_title(name) for name in names} - {""}
    return tuple(
        concept
        for concept, aliases in vocabulary.items()
        if any(normal_title(alias) in normal for alias in aliases)
    )


def find_sections(document: Document, settings: Settings) -> tuple[Section, ...]:
    """Every section of a page in page order, subsections and bold leads included."""
    vocabulary = settings.sections.get(document.kind.value, {})
    return tuple(
        sorted(
            [*_headed(document, vocabulary), *_bold(document, vocabulary, settings.layout.bold_sections)],
            key=lambda section: section.span,
        )
    )


def _headed(document: Document, vocabulary: Mapping[str, tuple[str, ...]]) -> Iterator[Section]:
    headings = sorted(document.headings, key=lambda heading: heading.span)
    for index, heading in enumerate(headings):
        later = headings[index + 1 :]
        following = next((other for other in later if other.level <= heading.level), None)
        last = following.span.line - 1 if following else len(document.lines)
        first = _body_start(document, heading.span)
        has_subheading = bool(later) and later[0].span.line <= last
        empty = not has_subheading and not has_content(document, first, last)
        concepts = concepts_of(heading.text, vocabulary)
        yield Section(heading.text, heading.level, concepts, heading.span, first, last, empty)


def _body_start(document: Document, span: Span) -> int:
    underline = document.line(span.end_line + 1).strip()
    setext = not document.line(span.line).lstrip().startswith("#") and underline and set(underline) <= {"=", "-"}
    return span.end_line + (2 if setext else 1)


def _bold(document: Document, vocabulary: Mapping[str, tuple[str, ...]], configured: bool) -> Iterator[Section]:
    if not configured:
        return
    for label in document.labels:
        concepts = concepts_of(label.text, vocabulary)
        if concepts:
            last = max(label.end_line, label.span.end_line)
            empty = not label.has_text and not has_content(document, label.span.end_line + 1, _next_stop(document, last))
            yield Section(label.text, 7, concepts, label.span, label.span.line, last, empty, bold=True)


def _next_stop(document: Document, line: int) -> int:
    """The last line before the next heading or bold lead after a line."""
    starts = [heading.span.line for heading in document.headings] + [label.span.line for label in document.labels]
    return min((start - 1 for start in starts if start > line), default=len(document.lines))


def has_content(document: Document, first: int, last: int) -> bool:
    """Whether a range of lines holds anything but blanks and comments."""
    hidden = {
        number
        for comment in document.comments
        if comment.own_line
        for number in range(comment.span.line, comment.span.end_line + 1)
    }
    return any(
        document.line(number).strip() and number not in hidden for number in range(first, last + 1)
    )


def answered(document: Document, settings: Settings) -> frozenset[str]:
    """The concepts that a page has a section for."""
    return frozenset(concept for section in find_sections(document, settings) for concept in section.concepts)


