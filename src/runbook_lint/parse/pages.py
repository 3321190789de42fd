"""What a page is beyond its kind: whose it is, and whether it is there to be read at all."""

from __future__ import annotations

import re
from dataclasses import replace
from posixpath import basename

from runbook_lint.model.catalog import Catalog, Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.answers import callee, introduction
from runbook_lint.parse.entries import find_entry
from runbook_lint.parse.memo import once_each
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.sections import answered

_TEMPLATE = regex(r"(?:^|[-_./ ])(?:templates?|skeletons?)(?:[-_./ ]|$)", re.IGNORECASE)
_BORROWED = regex(
    r"(?:\A|/)(?:node_modules|bower_components|third_party|site-packages|__fixtures__|__snapshots__|fixtures|test[-_]?data)/"
    r"|\Avendor/[^/]+/|/vendor/(?:github\.com|bundle)/|(?:\A|/)tests?/(?:.*/)?data/"
)
_FRONT_PAGES = frozenset(
    {
        *("readme", "index", "_index", "summary", "contributing", "changelog", "code_of_conduct"),
        *("home", "_sidebar", "_footer", "_header", "_navbar", "_coverpage"),  # of wikis and Docsify
    }
)
_GONE = regex(
    r"\b(?:moved|migrated|deprecated|obsolete|renamed|replaced|superseded|redirect|archived|retired|removed"
    r"|no longer|decommissioned|out of date)\b",
    re.IGNORECASE,
)
_TELLING_TITLE = regex(  # it says what broke, or that the page is about doing something
    r"^(?:how (?:to|do)|[a-z]{3,}ing)\b|(?<=\s)(?:not|no|fail\w*|errors?|down|stuck|slow|high|full|missing|broken|too"
    r"|unreachable|unavailable|increas\w+|exceed\w*|degraded|crash\w*|timeouts?)\b",
    re.IGNORECASE,
)
_OWN_KINDS = {"comms": Kind.COMMS, "process": Kind.PROCESS}
_SHORT = 60  # words: a page that only says where its content went
_STUB = 15  # words: a page that says less says nothing
_LINK_SHARE = 0.8  # of a line's text: it is an entry of a list, not a sentence with a link


@once_each
def page_service(document: Document, settings: Settings, catalog: Catalog) -> Service | None:
    """The service a page is about: its front matter's `service`, else the one in whose folder it stands."""
    told = told_service(document, settings)
    return (catalog.service(told) if told else None) or catalog.folder_service(document.path)


@once_each
def told_service(document: Document, settings: Settings) -> str:
    """The service that a page's front matter names; empty where it names none."""
    entry = find_entry(document.front_matter.data, settings.keys["service"]) if document.front_matter else None
    return entry.text if entry else ""


def given_concepts(document: Document, world: World) -> frozenset[str]:
    """The runbook concepts that a page answers, by a section, its title or first paragraph, or the catalogue for it."""
    given = set(own_concepts(document, world.settings))
    service = page_service(document, world.settings, world.catalog)
    if service and callee(service, team_of(world, service)):
        given.add("escalation")
    if service and service.links:
        given.add("links")
    return frozenset(given)


@once_each
def own_concepts(document: Document, settings: Settings) -> frozenset[str]:
    """The runbook concepts that a page answers itself."""
    page = document if document.kind is not Kind.DOCUMENT else replace(document, kind=Kind.RUNBOOK)
    told = introduction(document) or _TELLING_TITLE.search(document.title)
    return answered(page, settings) | ({"what-broke"} if told else set())


def own_kind(document: Document, settings: Settings) -> Document:
    """A page that says itself what it is, where the layout leaves that open: an update on an incident, or a process."""
    if document.kind is not Kind.DOCUMENT or document.front_matter is None:
        return document
    entry = find_entry(document.front_matter.data, settings.keys["kind"])
    kind = _OWN_KINDS.get(entry.text.casefold()) if entry else None
    return replace(document, kind=kind) if kind else document


def told_incident(document: Document, settings: Settings) -> str:
    """The incident that an update tells of, by its front matter; empty for any other page."""
    if document.kind is not Kind.COMMS or document.front_matter is None:
        return ""
    entry = find_entry(document.front_matter.data, settings.keys["incident"])
    return entry.text if entry else ""


def is_template(path: str) -> bool:
    """Whether a page is there to be copied, by its name or its folder's: its gaps are its content."""
    return bool(_TEMPLATE.search(path))


def is_borrowed(path: str) -> bool:
    """Whether a page came with somebody else's code, or is there for a test to read: nobody mends its links here."""
    return bool(_BORROWED.search(path))


def is_front_page(path: str) -> bool:
    """Whether a page only introduces others or the repository: a README, an index, a changelog."""
    return basename(path).split(".")[0].lower() in _FRONT_PAGES


def template_sections(document: Document) -> tuple[tuple[int, int], ...]:
    """The first and last lines of the parts of a page that are a form to copy, by their headings."""
    outer = (heading for heading in document.headings if heading.span.column == 1)
    headings = sorted(outer, key=lambda heading: heading.span)
    forms: list[tuple[int, int]] = []
    for index, heading in enumerate(headings):
        if "template" in heading.text.lower() and heading.level > 1:
            after = (other.span.line - 1 for other in headings[index + 1 :] if other.level <= heading.level)
            forms.append((heading.span.line, next(after, len(document.lines))))
    return tuple(forms)


@once_each
def is_signpost(document: Document) -> bool:
    """Whether a page only leads elsewhere: a README, a list of links, or a note that its content is gone."""
    return is_front_page(document.path) or is_template(document.path) or _says_gone(document) or _lists_links(document)


@once_each
def is_stub(document: Document) -> bool:
    """Whether a page that is no plan, postmortem or signpost says nothing to somebody who was led to it."""
    if document.kind not in (Kind.RUNBOOK, Kind.DOCUMENT, Kind.PROCESS) or is_signpost(document):
        return False
    shows = document.fences or document.tables or document.links
    return not shows and sum(len(each.text.split()) for each in document.paragraphs) < _STUB


@once_each
def is_draft(document: Document) -> bool:
    """Whether the front matter says that the page is not finished."""
    data = document.front_matter.data if document.front_matter else None
    return data is not None and (data.get("draft") is True or str(data.get("status")).lower() in ("draft", "template"))


def _says_gone(document: Document) -> bool:
    if document.fences:
        return False
    text = " ".join([heading.text for heading in document.headings] + [each.text for each in document.paragraphs])
    return len(text.split()) <= _SHORT and bool(_GONE.search(text))


def _lists_links(document: Document) -> bool:
    if document.fences or not document.links:
        return False
    linked: dict[int, int] = {}
    for link in document.links:
        linked[link.span.line] = linked.get(link.span.line, 0) + len(link.text)
    entries = [
        linked.get(each.span.line, 0) >= _LINK_SHARE * len(each.text) > 0 for each in document.paragraphs if each.text
    ]
    return len(entries) >= 3 and sum(entries) >= _LINK_SHARE * len(entries)
