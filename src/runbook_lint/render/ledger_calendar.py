"""Actions as days of a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from runbook_lint.parse.tracking.ledger import ActionRow
from runbook_lint.render.calendar import DueDay, calendar
from runbook_lint.render.ledger_tables import name, state

_LONGEST = 200


def actions_calendar(rows: Iterable[ActionRow], repository: str, today: date) -> str:
    """The actions that have a due date and may be seen by everybody; what is finished has nothing due any more."""
    shown = [row for row in rows if row.due and not row.restricted and not row.finished]
    return calendar((action_day(row, repository) for row in shown), f"Actions of {repository}", today)


def action_day(row: ActionRow, repository: str) -> DueDay:
    """The day until which an action is to be done."""
    assert row.due is not None
    words = " ".join(row.text.split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
    lines = [row.text, f"Owner: {row.owner or '-'}", f"State: {state(row)}", f"Ticket: {row.ticket}" * bool(row.ticket)]
    lines.append(f"{row.path}:{row.line}")
    uid = re.sub(r"[^\w.@/-]+", "-", f"{row.key}@{repository}")
    text = "\n".join(line for line in lines if line)
    return DueDay(uid, row.due, f"{name(row)}: {short}", text, row.ticket)
