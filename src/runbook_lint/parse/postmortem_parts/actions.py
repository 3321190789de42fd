"""A page's action items: tables and lists under the headings that people use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from runbook_lint.model.document import Document, Table
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Action, Unread
from runbook_lint.parse.loose_date import loose_date
from runbook_lint.parse.postmortem_parts.action_columns import action_columns, is_actions
from runbook_lint.parse.postmortem_parts.action_items import Found, listed_actions
from runbook_lint.parse.postmortem_parts.action_words import action_state, action_type
from runbook_lint.parse.postmortem_parts.areas import Areas
from runbook_lint.parse.postmortem_parts.moments import DAY, read_day
from runbook_lint.parse.postmortem_parts.pieces import Piece, says_nothing, source
from runbook_lint.parse.postmortem_parts.tickets import links_in, proof_of, ticket_of

_SECTIONS = "actions"
# What a row says of an action; where it says nothing else, it is a form that nobody has filled in yet.
_LABELS = frozenset({"id", "type", "state", "priority"})
_STATE_BEHIND = regex(r"(?<![\w-])(?:DONE|TODO|WIP|IN PROGRESS|WONTFIX|COMPLETED)\W*\Z")
_REMARK = regex(r"(?<!\s)\s*(?:[:;,(]|\s[-–—]\s)\s*(?P<rest>\S.{2,})\Z")


def read_actions(
    document: Document, areas: Areas, pieces: Sequence[Piece], near: date | None = None
) -> tuple[tuple[Action, ...], tuple[Unread, ...]]:
    """The actions of a page in page order, and what stands among them and could not be read.

    A due date without a year is the first such day after `near`, the incident's.
    """
    found: list[Found] = []
    for table in document.tables:
        if areas.holds(_SECTIONS, table.span) or is_actions(table):
            found += _tabled(document, table)
    found += listed_actions(document, areas, pieces)
    ordered = sorted(found, key=lambda each: each.span)
    actions, unread = [], []
    for index, each in enumerate(ordered, 1):
        action, doubts = _action(document, each, index, near)
        actions.append(action)
        unread += doubts
    return tuple(actions), (*unread, *_prose(areas, pieces, actions))


def _tabled(document: Document, table: Table) -> Iterator[Found]:
    columns = action_columns(table)
    for cells, spans in zip(table.rows, table.cell_spans[1:], strict=False):
        placed = {role: index for role, index in columns.items() if index < min(len(cells), len(spans))}
        if all(says_nothing(cells[index]) for role, index in placed.items() if role not in _LABELS):
            continue
        whole = Span(spans[0].line, spans[0].column, spans[-1].end_line, spans[-1].end_column)
        yield Found(
            text=cells[placed["text"]] if "text" in placed else "",
            span=whole,
            plain={role: cells[index].strip() for role, index in placed.items()},
            written={role: source(document, spans[index]) for role, index in placed.items()},
            cells={role: spans[index] for role, index in placed.items()},
            table=True,
        )


def _action(document: Document, found: Found, number: int, near: date | None) -> tuple[Action, list[Unread]]:
    kept = found.plain.items()
    plain = {role: text for role, text in kept if not says_nothing(text) or (role == "state" and action_state(text))}
    _split_ticket(found, plain)
    ticket = _ticket(document, found, plain)
    action = Action(
        id=plain.get("id", "") or f"A{number}",
        text=found.text,
        span=found.span,
        type=action_type(plain.get("type", "")),
        owner=plain.get("owner", "").lstrip("@"),
        due=_day(plain.get("due", ""), near),
        state=action_state(plain.get("state", "")),
        ticket=ticket,
        evidence=_evidence(document, found, plain),
        numbered=bool(plain.get("id")),
        written=found.written,
        cells=found.cells,
    )
    return action, list(_doubts(action, plain, found))


def _split_ticket(found: Found, plain: dict[str, str]) -> None:
    """A state that stands in capitals behind the ticket in its cell (`Bug 12 DONE`) is the action's."""
    word = _STATE_BEHIND.search(plain.get("ticket", "")) if found.table and "state" not in plain else None
    if word:
        plain["state"], plain["ticket"] = word[0], plain["ticket"][: word.start()].strip(" -–—:,;(")
        if says_nothing(plain["ticket"]):
            del plain["ticket"]


def _ticket(document: Document, found: Found, plain: Mapping[str, str]) -> str:
    """The ticket of an action; a cell for tickets and evidence alike holds one only where it names one."""
    if found.ticket or "ticket" not in plain or not found.table:
        return found.ticket or plain.get("ticket", "")
    cell = found.cells["ticket"]
    return ticket_of(plain["ticket"], links_in(document, [cell]), cell != found.cells.get("evidence"))[0]


def _evidence(document: Document, found: Found, plain: Mapping[str, str]) -> str:
    """What proves an action, as the page writes it: its own value, a change that is linked, a remark on its state."""
    if "evidence" in plain:
        return found.written.get("evidence", "").strip()
    places = [found.cells[role] for role in ("ticket", "state", "text") if role in found.cells]
    change = found.evidence or proof_of(links_in(document, places))
    return change or _remark(found.written.get("state", ""))


def _remark(state: str) -> str:
    """What stands behind the word in a state's cell: `declined: the vendor mends it`."""
    match = _REMARK.search(state)
    return match["rest"].strip().removesuffix(")").strip() if match and action_state(state[: match.start()]) else ""


def _day(text: str, near: date | None) -> date | None:
    """The day that a text is, also with a clock's time or a remark behind it."""
    words = text.strip()
    found = loose_date(words) or (loose_date(words.split()[0].rstrip(",;")) if words else None)
    if found or near is None or not re.fullmatch(DAY, words):
        return found
    this_year = read_day(words, near)
    past = this_year is not None and this_year < near
    return read_day(words, date(min(near.year + 1, 9999), 1, 1)) if past else this_year


def _doubts(action: Action, plain: Mapping[str, str], found: Found) -> Iterator[Unread]:
    if plain.get("due") and action.due is None:
        yield Unread(f"due {_short(plain['due'])} is no date", found.cells.get("due", found.span))
    if plain.get("state") and not action.state:
        yield Unread(f"state {_short(plain['state'])} is none that we know", found.cells.get("state", found.span))
    if plain.get("type") and not action.type:
        yield Unread(f"type {_short(plain['type'])} is none that we know", found.cells.get("type", found.span))


def _prose(areas: Areas, pieces: Sequence[Piece], actions: Sequence[Action]) -> Iterator[Unread]:
    """Sections of actions that say something in which no action was found."""
    for section in areas.of(_SECTIONS):
        if any(section.span.line <= action.span.line <= section.last_line for action in actions):
            continue
        said = [piece for piece in areas.body(section, pieces) if not piece.level and not says_nothing(piece.text)]
        if said and not any(piece.item for piece in said):
            yield Unread("actions written as prose, not as a list or table", said[0].span)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39].rstrip() + "…"
