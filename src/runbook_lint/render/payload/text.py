"""An alert's message as plain text: narrow, short, the answers first."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import TextWrapper

from runbook_lint.model.patterns import regex
from runbook_lint.parse.answers import LABELS
from runbook_lint.parse.payload import Payload
from runbook_lint.parse.payload_page import Check, Reference, Said
from runbook_lint.render.payload.words import (
    FEW,
    MOST_STEPS,
    UNANSWERED,
    clipped,
    clipped_code,
    head,
    rule_line,
)
from runbook_lint.render.text import visible

_WHOLE = regex(r"`[^`]+`|\{\{.*?\}\}")
_STUCK = "\0"

WIDTH = 60
"""Columns, where nobody says otherwise; code and addresses are never broken."""


def payload_text(payload: Payload, width: int = WIDTH) -> str:
    """The message, ending in a line end; a blank line between its parts."""
    parts = (_answers, _checks, _changes, _incidents, _places)
    written = ["\n".join(part(payload, width)) for part in parts]
    return "\n\n".join(["\n".join(_wrapped(head(payload), width)), *(part for part in written if part)]) + "\n"


def _wrapped(text: str, width: int, later: str = "", first: str = "") -> list[str]:
    """The lines of a text; inline code and templates stay in one piece, so that they can be copied."""
    whole = _WHOLE.sub(lambda match: match[0].replace(" ", _STUCK), text)
    pen = TextWrapper(width, first, later, break_long_words=False, break_on_hyphens=False)
    lines = pen.wrap(whole)
    return [line.replace(_STUCK, " ") for line in lines]


def _answers(payload: Payload, width: int) -> Iterator[str]:
    for name, label in LABELS.items():
        said = payload.said.get(name)
        if said is None:
            yield f"{label}: {UNANSWERED}"
            continue
        yield from _wrapped(f"{label}: {clipped(said.text)}", width, "  ")
        yield from _links(said)
        yield from _code(said.code)
    call = payload.said.get("call")
    shown = call.text + "".join(link.url for link in call.links) if call else ""
    contacts = [("Rota", payload.rota), *(("Escalation", each) for each in payload.escalation)]
    for label, value in (*contacts, ("Chat", payload.chat), ("Phone", payload.phone)):
        if value and value not in shown:
            yield visible(f"{label}: {value}")


def _code(text: str) -> Iterator[str]:
    yield from (f"     {line}".rstrip() for line in clipped_code(text) if text)


def _links(said: Said | Check, indent: str = "  ") -> Iterator[str]:
    for link in said.links:
        yield indent + _link(link)


def _link(link: Reference) -> str:
    return visible(link.url if link.text == link.url else f"{clipped(link.text, 40)}: {link.url}")


def _checks(payload: Payload, width: int) -> Iterator[str]:
    if payload.checks:
        yield "Checks"
    for number, check in enumerate(payload.checks[:MOST_STEPS], 1):
        mark = f"{number}. "
        yield from _wrapped(mark + clipped(check.text), width, " " * len(mark))
        yield from _links(check, " " * len(mark))
        yield from _code(check.code)
    if len(payload.checks) > MOST_STEPS:
        yield f"{len(payload.checks) - MOST_STEPS} more on the page"


def _changes(payload: Payload, width: int) -> Iterator[str]:
    if payload.changes:
        yield "Changed lately"
    for change in (payload.changes or ())[:FEW]:
        line = f"{change.day} {change.subject} ({change.author}, {change.id})"
        yield from _wrapped(clipped(line), width, "    ", "  ")


def _incidents(payload: Payload, width: int) -> Iterator[str]:
    if payload.incidents:
        yield "Earlier incidents"
    for incident in payload.incidents[:FEW]:
        yield from _wrapped(clipped(f"{incident.id} {incident.day} {incident.title}"), width, "    ", "  ")
        yield visible(f"    {incident.url}")


def _places(payload: Payload, width: int) -> Iterator[str]:
    lost = f" (the rule names {payload.page_missed}, which is not there)" if payload.page_missed else ""
    yield visible(f"Page: {payload.page_url or 'none'}{lost}")
    for link in payload.links:
        yield visible(f"{clipped(link.text, 40).capitalize()}: {link.url}")
    if payload.rules:
        yield f"Rule: {rule_line(payload)}"
