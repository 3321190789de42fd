"""Values of action items set where they stand, and no other byte: worked out, then proven by reading the page again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from runbook_lint.model.dates import parse_date
from runbook_lint.model.document import Document, Table
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Edit
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Action, Postmortem
from runbook_lint.model.settings import Settings
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.postmortems import read_postmortem
from runbook_lint.parse.text import Text
from runbook_lint.parse.tracking.action_places import Cell, box_of, cell_of, field_behind

Wanted = Mapping[str, str]
"""Values by our names: state, owner, due, ticket, evidence."""

_BY_HAND = "write it by hand"


def change_actions(document: Document, settings: Settings, wanted: Mapping[int, Wanted]) -> tuple[Edit, ...]:
    """The edits that give some actions of a page, by their place in it, their wanted values; none for what is so.

    Raises UsageError where a value has no place, or where the page would not read as wanted afterwards.
    """
    before = read_postmortem(document, settings)
    needed = {index: _missing(before.actions[index], values) for index, values in sorted(wanted.items())}
    edits = tuple(
        sorted(edit for index, values in needed.items() for edit in _edits(document, before.actions[index], values))
    )
    if edits:
        after = read_postmortem(_edited(document, edits), settings)
        for index, values in needed.items():
            _prove(document.path, before.actions[index], after.actions[index : index + 1], values)
        if _rest(before, needed) != _rest(after, needed):
            line = before.actions[next(iter(needed))].span.line
            raise UsageError(f"{document.path}:{line}: cannot be changed without changing something else; {_BY_HAND}")
    return edits


def _missing(action: Action, wanted: Wanted) -> dict[str, str]:
    """The wanted values that the action does not have."""
    has = {"owner": action.owner, "state": action.state, "ticket": action.ticket, "due": str(action.due or "")}
    has["evidence"] = unescaped(action.written.get("evidence", "")).strip() or action.evidence
    return {role: value for role, value in wanted.items() if value != has[role]}


def _edits(document: Document, action: Action, wanted: Wanted) -> Iterator[Edit]:
    """One edit a place: a ticket and its evidence may share a cell."""
    places: dict[Span, list[str]] = {}
    for role in wanted:
        if role in action.cells:
            places.setdefault(action.cells[role], []).append(role)
    for span, roles in places.items():
        yield _replaced(document, action, span, roles, wanted)
    fresh = {role: value for role, value in wanted.items() if role not in action.cells}
    if fresh:
        yield _added(document, action, fresh)


def _replaced(document: Document, action: Action, span: Span, roles: Sequence[str], wanted: Wanted) -> Edit:
    line = document.line(span.line)
    where = f"{document.path}:{span.line}: {action.id}"
    box = box_of(line, span)
    if box is not None:
        if wanted[roles[0]] not in ("done", "accepted"):
            raise UsageError(f"{where}: a box is ticked or not; write `(state: {wanted[roles[0]]})` behind the item")
        return Edit(document.path, span, "[x]" if wanted[roles[0]] == "done" else "[ ]")
    if span.line != span.end_line:
        raise UsageError(f"{where}: the {roles[0]} runs over several lines; {_BY_HAND}")
    table = _table_at(document, span)
    if table is None:
        return Edit(document.path, span, _value(action, span, roles, wanted, where))
    cell = cell_of(line, span, document.line(table.span.line + 1))
    if cell is None:
        raise UsageError(f"{where}: the row has no cell for the {roles[0]}; add the missing `|` first")
    return Edit(document.path, *_filled(cell, _value(action, span, roles, wanted, where)))


def _value(action: Action, span: Span, roles: Sequence[str], wanted: Wanted, where: str) -> str:
    """What the place is to hold; evidence goes behind the ticket where both share it."""
    written = action.written.get(roles[0], "").strip()
    shared = action.cells.get("ticket") == action.cells.get("evidence") == span
    if not shared:
        value = wanted[roles[0]]
        return f"@{value}" if roles[0] == "owner" and written.startswith("@") and not value.startswith("@") else value
    if len(roles) == 2:
        if written:
            raise UsageError(f"{where}: ticket and evidence share a cell that is not empty; {_BY_HAND}")
        return f"{wanted['ticket']}, {wanted['evidence']}"
    if not written or (roles == ["ticket"] and _is_ticket(action, written)):
        return wanted[roles[0]]
    if roles == ["evidence"] and (not action.ticket or _is_ticket(action, written)):
        return f"{unescaped(written)}, {wanted['evidence']}" if action.ticket else wanted["evidence"]
    raise UsageError(f"{where}: its cell holds a ticket and more than that; {_BY_HAND}")


def _is_ticket(action: Action, written: str) -> bool:
    """Whether a cell holds the ticket and nothing else: as a key, a URL, or a link to it."""
    bare = written.strip("<>")
    return bare == action.ticket or (written.startswith("[") and written.endswith(f"]({action.ticket})"))


def _filled(cell: Cell, value: str) -> tuple[Span, str]:
    """The cell with a value in place of the one it has; as wide as before where the table's bars stand in line."""
    text = cell.lead + value.replace("|", "\\|")
    return cell.span, text.ljust(cell.width - len(cell.tail)) + (cell.tail or " " * value.endswith("\\"))


def _added(document: Document, action: Action, fresh: Wanted) -> Edit:
    """Values that an item does not say yet, behind those in its brackets."""
    role, value = next(iter(fresh.items()))
    where = f"{document.path}:{action.span.line}: {action.id}"
    if _table_at(document, action.span):
        raise UsageError(f"{where}: the table has no column for the {role}; add one, such as `{role.title()}`")
    behind = field_behind(document.lines, action.cells)
    if behind is None:
        raise UsageError(f"{where}: the item does not say its {role}; write `({role}: {value})` behind it")
    return Edit(document.path, behind, "".join(f", {name}: {text}" for name, text in fresh.items()))


def _table_at(document: Document, span: Span) -> Table | None:
    return next((table for table in document.tables if table.span.line <= span.line <= table.span.end_line), None)


def _edited(document: Document, edits: Iterable[Edit]) -> Document:
    """The page after edits that each stay on one line, read again."""
    lines = list(document.lines)
    for edit in sorted(edits, reverse=True):
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    return parse_document(document.path, document.kind, Text(tuple(lines), document.newline, document.bom))


def _prove(path: str, before: Action, found: Sequence[Action], wanted: Wanted) -> None:
    """That an action reads as wanted and its other values as before."""
    after = found[0] if found else None
    if after and all(_reads(after, *each) for each in wanted.items()):
        told = {each.text for each in (before, _retold(before, wanted))}
        if _kept(after, wanted) == _kept(before, wanted) and after.text in told:
            return
    where = f"{path}:{before.span.line}: {before.id}"
    raise UsageError(f"{where}: the page would not read as wanted ({' and '.join(wanted)}); {_BY_HAND}")


def _retold(action: Action, wanted: Wanted) -> Action:
    """An action whose own words hold the values that change: `Paint it @ann by 2026-08-01`."""
    text = action.text
    for role, value in wanted.items():
        if action.written.get(role):
            text = text.replace(action.written[role], value, 1)
    return replace(action, text=text)


def _reads(action: Action, role: str, value: str) -> bool:
    if role == "due":
        return action.due is not None and action.due == parse_date(value)
    if role == "evidence":
        said = unescaped(action.written.get("evidence", "")).strip()
        return value in (action.evidence, said) or said.endswith(f", {value}")
    return bool(getattr(action, role) == (value.lstrip("@") if role == "owner" else value))


def _kept(action: Action, wanted: Wanted) -> tuple[object, ...]:
    """The values that stay; evidence that shares a cell with the ticket goes with it."""
    roles = {"owner", "due", "state", "ticket", "evidence"} - wanted.keys()
    if "ticket" in wanted:
        roles.discard("evidence")
    return action.id, action.numbered, action.type, *(getattr(action, role) for role in sorted(roles))


def _rest(postmortem: Postmortem, changed: Iterable[int]) -> Postmortem:
    """A postmortem without the actions that change and what could not be read of them."""
    own, lines = set(changed), set()
    for index in own & set(range(len(postmortem.actions))):
        span = postmortem.actions[index].span
        lines |= {*range(span.line, span.end_line + 1)}
    actions = tuple(each for index, each in enumerate(postmortem.actions) if index not in own)
    unread = tuple(each for each in postmortem.unread if each.span.line not in lines)
    return replace(postmortem, actions=actions, unread=unread)


def unescaped(text: str) -> str:
    """A cell's text as it was before its bars were escaped."""
    return text.replace("\\|", "|")
