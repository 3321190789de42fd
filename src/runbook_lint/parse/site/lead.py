"""A page that begins with the five answers as a list: on the site the box on top says them, so the list goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from runbook_lint.model.document import Document, Label
from runbook_lint.model.settings import Settings
from runbook_lint.parse.answers import QUESTIONS, answers_of
from runbook_lint.parse.payload_page import Said


def in_words(said: Mapping[str, Said]) -> frozenset[str]:
    """The answers that a page gives itself, and in words: what the box says of it as it does."""
    return frozenset(name for name, each in said.items() if each.source == "page" and not each.code)


def without_lead(document: Document, settings: Settings, said: frozenset[str]) -> Document:
    """The page without its own list of answers, where that says no more than the box; else as it is.

    `said` are the answers `in_words` that stand in the box.
    """
    labels = _lead(document) if said else []
    if not labels or not _all_said(document, labels, settings, said):
        return document
    lines = list(document.lines)
    for label in labels:
        lines[label.span.line - 1 : label.end_line] = [""] * (label.end_line - label.span.line + 1)
    return replace(document, lines=tuple(lines))


def _lead(document: Document) -> list[Label]:
    """The bold leads of the one list before the first heading under the title; none where it holds anything else."""
    headings = sorted(heading.span for heading in document.headings)
    first = headings[0].end_line + 1 if headings else 1
    last = headings[1].line - 1 if len(headings) > 1 else len(document.lines)
    items = {item.span.line for item in document.items if first <= item.span.line <= last}
    labels = [label for label in document.labels if first <= label.span.line <= last]
    ends = {paragraph.span.line: paragraph.span.end_line for paragraph in document.paragraphs}
    single = all(ends.get(label.span.line, 0) == label.end_line for label in labels)
    return labels if single and items == {label.span.line for label in labels} else []


def _all_said(document: Document, labels: list[Label], settings: Settings, said: frozenset[str]) -> bool:
    answers = answers_of(document, settings)
    given = {name: getattr(answers, name) for name in QUESTIONS}
    lines = {answer.span.line for name, answer in given.items() if answer and answer.span and name in said}
    return all(any(label.span.line <= line <= label.end_line for line in lines) for label in labels)
