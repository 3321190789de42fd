"""Every anchor of a page, by the engine that makes its site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from runbook_lint.model.document import Document, Heading
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.settings import Settings
from runbook_lint.parse.memo import once_each
from runbook_lint.parse.slugs import Numbering, Underscores, github_slug, gitlab_slug, hugo_slug, mkdocs_slug

_TIGHT = regex(r" {0,3}(#{1,6})(.+?)#*\s*")
_LISTED = regex(r"\s+\{:? *[^\s{}][^{}\n]*\}\s*\Z")  # attr_list takes any word in braces


def page_anchors(document: Document, slugs: str) -> Mapping[str, Span]:
    """The anchors of a page by the engine named, explicit ones included, and where they stand.

    An explicit id counts with every engine: where one does not know its notation, another that also
    shows the page may.
    """
    found: dict[str, Span] = {}
    for anchor, heading in heading_anchors(document, slugs):
        if anchor:
            found.setdefault(anchor, heading.span)
    return {**found, **{each.name: each.span for each in document.anchors}}


@once_each
def anchor_names(document: Document, settings: Settings) -> frozenset[str]:
    """The anchors of a page by the configured engine, without their places."""
    return frozenset(page_anchors(document, settings.links.slugs))


def heading_anchors(document: Document, slugs: str) -> Iterator[tuple[str, Heading]]:
    """Each heading that the engine sees with the anchor it makes, an empty string for none."""
    return _ENGINES.get(slugs, _github)(document)


def _github(document: Document) -> Iterator[tuple[str, Heading]]:
    numbers = Numbering()
    for heading in document.headings:
        yield numbers.take(github_slug(heading.visible)), heading


def _gitlab(document: Document) -> Iterator[tuple[str, Heading]]:
    numbers = Numbering()
    for heading in document.headings:
        if not heading.html:
            yield numbers.take(gitlab_slug(heading.spoken)), heading


def _hugo(document: Document) -> Iterator[tuple[str, Heading]]:
    numbers = Numbering()
    for heading in document.headings:
        if heading.id and not heading.attributes.lstrip().startswith("{:"):
            numbers.put(heading.id)
            yield heading.id, heading
        elif heading.typeset.strip() and not heading.html:
            yield numbers.take(hugo_slug(heading.typeset) or "heading"), heading


def _mkdocs(document: Document) -> Iterator[tuple[str, Heading]]:
    numbers = Underscores({heading.id for heading in document.headings if heading.id})
    for heading in sorted((*document.headings, *_tight(document)), key=lambda each: each.span):
        if heading.id:
            yield heading.id, heading
        elif not heading.html and heading.span.line == heading.span.end_line:
            in_code = document.line(heading.span.end_line).rstrip().endswith("`")
            words = heading.visible if in_code else _LISTED.sub("", heading.visible)
            yield numbers.take(mkdocs_slug(words)), heading


def _tight(document: Document) -> Iterator[Heading]:
    """What only Python-Markdown takes for a heading: no space behind the hashes, or more than six of them."""
    for paragraph in document.paragraphs:
        for number in range(paragraph.span.line, paragraph.span.end_line + 1):
            match = _TIGHT.fullmatch(document.line(number))
            if match:
                span = Span(number, 1, number, len(document.line(number)) + 1)
                yield Heading(len(match[1]), match[2], span, visible=match[2])


_ENGINES: Mapping[str, Callable[[Document], Iterator[tuple[str, Heading]]]] = {
    "github": _github,
    "gitlab": _gitlab,
    "hugo": _hugo,
    "mkdocs": _mkdocs,
}
