"""The ledger for people: tables as wide as the terminal, and lines below each other on a narrow one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook_lint.model.dates import in_days
from runbook_lint.parse.tracking.ledger import ActionRow, PostmortemRow
from runbook_lint.render.text import many, visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

NARROW = 72
"""Columns below which a table would only be slivers."""
_LONGEST, _NAME = 240, 60  # characters of a sentence and of a name that are shown
_NOTHING = "-"
_LATE = "red bold"


def actions_table(rows: Sequence[ActionRow], columns: int) -> RenderableType:
    """The actions, overdue first, and how many there are."""
    from rich.console import Group

    if columns < NARROW:
        parts = [part for row in rows for part in _action_lines(row)]
    else:
        table = _table("due", "action", "owner", "state", "what")
        for row in rows:
            late = [_text(f"\n{in_days(row.late)} late", _LATE)] if row.late else []
            due = _joined(_text(str(row.due or _NOTHING)), *late)
            table.add_row(due, *map(_text, (name(row), _owner(row) or _NOTHING, state(row), _what(row))))
        parts = [table] if rows else []
    return Group(*parts, *([""] if rows else []), _text(actions_sum(rows)))


def postmortems_table(rows: Sequence[PostmortemRow], columns: int) -> RenderableType:
    """The postmortems, newest first, and how many there are."""
    from rich.console import Group

    if columns < NARROW:
        parts = [part for row in rows for part in _postmortem_lines(row)]
    else:
        table = _table("day", "incident", "severity", "review", "actions", "title")
        for row in rows:
            cells = (str(row.day or _NOTHING), _short(row.name, _NAME), _severity(row) or _NOTHING)
            states = (_text(review(row), _LATE * bool(row.late)), _text(open_actions(row), _LATE * bool(row.overdue)))
            table.add_row(*map(_text, cells), *states, _text(_title(row)))
        parts = [table] if rows else []
    return Group(*parts, *([""] if rows else []), _text(postmortems_sum(rows)))


def name(row: ActionRow) -> str:
    """An action as people call it: `INC-1107 A2`, with a question mark where the page writes no id."""
    return f"{_short(row.name, _NAME)} {_short(row.id, _NAME)}{'' if row.numbered else '?'}"


def state(row: ActionRow) -> str:
    """Ours, else what the page says with a question mark; where a ticket is the record, that it knows."""
    if row.state:
        return row.state
    return f"{_short(row.written_state, _NAME)}?" if row.written_state else "see ticket" if row.ticket else _NOTHING


def review(row: PostmortemRow) -> str:
    """How far a postmortem is, and by when a draft is due."""
    status = _short(row.status, _NAME) or _NOTHING
    if row.late:
        return f"{status}, {in_days(row.late)} late"
    return f"{status}, due {row.due}" if row.due else status


def open_actions(row: PostmortemRow) -> str:
    """How many of its actions are open, and how many of these overdue."""
    if not row.actions:
        return _NOTHING
    return f"{row.open} of {row.actions} open" + (f", {row.overdue} overdue" if row.overdue else "")


def actions_sum(rows: Sequence[ActionRow]) -> str:
    """`8 actions in 4 postmortems, 2 of them overdue`."""
    if not rows:
        return "No action items."
    pages, late = len({row.path for row in rows}), sum(row.late > 0 for row in rows)
    overdue = f", {late:,} of them overdue" if late else ""
    return f"{many(len(rows), 'action')} in {many(pages, 'postmortem')}{overdue}"


def postmortems_sum(rows: Sequence[PostmortemRow]) -> str:
    """`6 postmortems, 9 actions open, 1 overdue`."""
    if not rows:
        return "No postmortems."
    late = sum(row.overdue for row in rows)
    overdue = f", {late:,} overdue" if late else ""
    return f"{many(len(rows), 'postmortem')}, {many(sum(row.open for row in rows), 'action')} open{overdue}"


def _action_lines(row: ActionRow) -> Iterator[RenderableType]:
    late = f", {in_days(row.late)} late" if row.late else ""
    due = f"due {row.due}{late}" if row.due else "no due date"
    yield _text(f"{name(row)}: {_what(row)}", "bold")
    yield _text(f"  {due}, {_owner(row) or 'no owner'}, {state(row)}", _LATE * bool(row.late))


def _postmortem_lines(row: PostmortemRow) -> Iterator[RenderableType]:
    yield _text(f"{_short(row.name, _NAME)}: {_title(row)}", "bold")
    yield _text(f"  {row.day or 'no day'}, {_severity(row) or 'no severity'}, {review(row)}", _LATE * bool(row.late))
    yield _text(f"  actions: {open_actions(row)}", _LATE * bool(row.overdue))


def _owner(row: ActionRow) -> str:
    return _short(row.owner, _NAME)


def _severity(row: PostmortemRow) -> str:
    return _short(row.severity, _NAME)


def _what(row: ActionRow) -> str:
    return ("(restricted) " if row.restricted else "") + _short(row.text)


def _title(row: PostmortemRow) -> str:
    return ("(restricted) " if row.restricted else "") + _short(row.title)


def _short(text: str, longest: int = _LONGEST) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[:longest].rstrip()}…"


def _table(*names: str) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    widths = {"incident": 24, "severity": 8, "action": 24, "owner": 20, "state": 14, "review": 16, "actions": 12}
    for each in names:
        fixed = each in ("due", "day")
        table.add_column(each, no_wrap=fixed, overflow="fold", max_width=widths.get(each))
    return table


def _text(text: str, style: str = "") -> Text:
    """Text that rich takes for nothing but text; line ends of ours stay."""
    from rich.text import Text

    return Text("\n".join(visible(line) for line in text.split("\n")), style=style)


def _joined(*parts: Text) -> Text:
    from rich.text import Text

    return Text.assemble(*parts)
