"""Tickets and evidence in the text of an action: keys of a tracker, and links."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from runbook_lint.model.document import Document, Link
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

_NO_KEY = "UTF|SHA|ISO|RFC|CVE|CWE|SEV|HTTP|TLS|SSL|AES|RSA|MD|UTC|GMT|COVID|IPV|EC|IEEE|PEP|TCP|UDP|P|T|Q|H|X"
KEY = regex(rf"(?<![\w/#.-])(?!(?:{_NO_KEY})-)[A-Z][A-Z0-9]{{1,9}}-\d{{1,7}}(?![\w-])")
"""A ticket's key (`API-1581`), and nothing that only looks like one (`UTF-8`, `SEV-1`)."""

_TRACKER = regex(
    r"/(?:issues?|browse|tickets?|work_items|_workitems(?:/edit)?|stories|story|tasks?)/(?:[\w-]*-)?\d+"
    r"|//(?:[\w.-]*\.)?(?:atlassian\.net|linear\.app|trello\.com|app\.asana\.com|app\.shortcut\.com|youtrack\.cloud|jira\.)",
    re.IGNORECASE,
)
_CHANGE = regex(r"/(?:pull|pulls|merge_requests|commits?|pull-requests|pullrequest)/[\w-]+", re.IGNORECASE)
_NUMBER = regex(r"(?:\b(?i:ticket|issue)s?:?\s*|(?<=[(\[]))(?P<number>#\d+)|(?P<last>#\d+)[)\].]*\s*\Z")
_EDGE = regex(
    rf"\A[\s\[(*]*(?P<first>{KEY.pattern})|(?P<last>{KEY.pattern})[\s\])*.:]*\Z|[\[(](?P<in>{KEY.pattern})[\])]"
)
_SAYS_TICKET = regex(r"\b(?:ticket|issue|jira|story|card|tracked)\b", re.IGNORECASE)


def links_in(document: Document, spans: Iterable[Span]) -> list[Link]:
    """The links that stand in some places, in page order; images are none."""
    found: dict[Span, Link] = {}
    for place in spans:
        first = bisect_left(document.links, place.line, key=_line)
        behind = bisect_right(document.links, place.end_line, key=_line)
        inside = (link for link in document.links[first:behind] if not link.image and _holds(place, link.span))
        found |= {link.span: link for link in inside}
    return [found[span] for span in sorted(found)]


def _line(link: Link) -> int:
    return link.span.line


def ticket_of(text: str, links: Iterable[Link], dedicated: bool = False) -> tuple[str, str]:
    """The ticket that a text names, as its URL or key, and how the text writes it; both empty for none.

    `dedicated` says that the text is a ticket's own cell, so that whatever stands there is one.
    """
    found = list(links)
    for link in found:
        named = KEY.search(link.text) or KEY.search(link.target.rsplit("/", 1)[-1])
        if not _CHANGE.search(link.target) and (named or _TRACKER.search(link.target)):
            return link.target, link.text or link.target
    if dedicated and found:
        return found[0].target, found[0].text or found[0].target
    key = KEY.search(text) if dedicated or _SAYS_TICKET.search(text) else _EDGE.search(text)
    if key:
        word = next(filter(None, (*key.groups(), key[0])))
        return word, word
    number = _NUMBER.search(text)
    changes = {link.text for link in found if _CHANGE.search(link.target)}
    if number and (number["number"] or number["last"]) not in changes:
        return number["number"] or number["last"], number["number"] or number["last"]
    return (text.strip(), text.strip()) if dedicated else ("", "")


def proof_of(links: Iterable[Link]) -> str:
    """The first link to a change of code: evidence that something was done."""
    return next((link.target for link in links if _CHANGE.search(link.target)), "")


def _holds(place: Span, inner: Span) -> bool:
    begins = (place.line, place.column) <= (inner.line, inner.column)
    return begins and (inner.end_line, inner.end_column) <= (place.end_line, place.end_column)
