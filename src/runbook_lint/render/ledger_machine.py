"""The ledger for machines: JSON with a version, CSV that a spreadsheet may open, Markdown for a page or a ticket."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from runbook_lint.model.patterns import regex
from runbook_lint.parse.markdown_text import at_line_start, escaped
from runbook_lint.parse.text import encodable
from runbook_lint.parse.tracking.ledger import ActionRow, Hidden, PostmortemRow
from runbook_lint.render.ledger_tables import name, state
from runbook_lint.render.text import visible

VERSION = 1
Json = dict[str, Any]  # JSON

_URL = regex(r"https?://[^\s<>|\\`\x00-\x1f\x7f-\U0010ffff]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def actions_json(rows: Sequence[ActionRow], hidden: Hidden, today: date) -> str:
    """Version 1; its schema is `runbook-lint schema actions`."""
    summary = {
        "actions": len(rows),
        "open": sum(not row.finished for row in rows),
        "overdue": sum(row.late > 0 for row in rows),
        "hidden": {"postmortems": hidden.postmortems, "actions": hidden.actions, "overdue": hidden.overdue},
    }
    found = [_action(row) for row in rows]
    return _json({"version": VERSION, "today": str(today), "actions": found, "summary": summary})


def postmortems_json(rows: Sequence[PostmortemRow], hidden: Hidden, today: date) -> str:
    """Version 1; its schema is `runbook-lint schema postmortems`."""
    summary = {
        "postmortems": len(rows),
        "open_actions": sum(row.open for row in rows),
        "overdue_actions": sum(row.overdue for row in rows),
        "hidden": {"postmortems": hidden.postmortems},
    }
    found = [_postmortem(row) for row in rows]
    return _json({"version": VERSION, "today": str(today), "postmortems": found, "summary": summary})


def actions_csv(rows: Sequence[ActionRow]) -> str:
    """One line an action, the keys of the JSON for a head."""
    return _csv(map(_action, rows), tuple(_action(_NO_ACTION)))


def postmortems_csv(rows: Sequence[PostmortemRow]) -> str:
    """One line a postmortem, the keys of the JSON for a head."""
    return _csv(map(_postmortem, rows), tuple(_postmortem(_NO_POSTMORTEM)))


def actions_markdown(rows: Sequence[ActionRow]) -> str:
    """A table as a page or a ticket takes it."""
    lines = ["| Due | Action | Owner | State | What | Ticket |", "|---|---|---|---|---|---|"]
    for row in rows:
        due = f"{row.due or ''}{f' ({row.late} d late)' if row.late else ''}"
        cells = (due, name(row), row.owner.lstrip("@"), state(row), row.text)
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} | {_linked(row.ticket)} |")
    return "\n".join(lines) + "\n"


def _action(row: ActionRow) -> Json:
    return {
        "incident": row.incident, "id": row.id, "numbered": row.numbered, "key": row.key,
        "text": row.text, "type": row.type,
        "owner": row.owner, "owners": list(row.owners),
        "due": str(row.due) if row.due else None, "days_overdue": row.late,
        "state": row.state, "written_state": row.written_state, "finished": row.finished,
        "ticket": row.ticket, "evidence": row.evidence,
        "severity": row.severity, "day": str(row.day) if row.day else None,
        "services": list(row.services), "teams": list(row.teams),
        "path": row.path, "line": row.line, "restricted": row.restricted,
    }  # fmt: skip


def _postmortem(row: PostmortemRow) -> Json:
    return {
        "incident": row.incident, "title": row.title, "kind": row.kind, "severity": row.severity,
        "status": row.status, "day": str(row.day) if row.day else None,
        "services": list(row.services), "teams": list(row.teams), "factors": list(row.factors),
        "ticket": row.ticket, "path": row.path,
        "actions": row.actions, "open_actions": row.open, "overdue_actions": row.overdue,
        "due": str(row.due) if row.due else None, "days_overdue": row.late, "restricted": row.restricted,
    }  # fmt: skip


_NO_ACTION = ActionRow(
    "", "", "", True, "", "", "", "", (), None, 0, "", "", False, "", "", "", None, (), (), "", 1
)  # fmt: skip
_NO_POSTMORTEM = PostmortemRow("", "", "", "", "", "", None, (), (), (), "", "", 0, 0, 0)


def _json(document: Json) -> str:
    return encodable(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _csv(rows: Iterable[Mapping[str, Any]], head: Sequence[str]) -> str:
    """RFC 4180: CR LF, quotes where a value needs them; lists are joined with commas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_plain(row[key]) for key in head])
    return out.getvalue()


def _plain(value: Any) -> str:  # Any: JSON
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return _harmless(", ".join(value))
    return _harmless(str(value)) if value is not None else ""


def _harmless(text: str) -> str:
    """A cell that no spreadsheet reckons with: an apostrophe goes before what would begin a formula."""
    shown = visible(text)
    return f"'{shown}" if text.lstrip(" ").startswith(_FORMULA) else shown


def _cell(text: str) -> str:
    return at_line_start(escaped(" ".join(visible(text.replace("\n", " ")).split())))


def _linked(ticket: str) -> str:
    """A URL as a link, everything else as text."""
    return f"<{ticket}>" if _URL.fullmatch(ticket) else _cell(ticket)


