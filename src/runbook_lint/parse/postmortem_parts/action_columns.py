"""The names that people give an action's values, as a table's header or before a colon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runbook_lint.model.document import Table
from runbook_lint.parse.sections import normal_title

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "no", "nr", "number", "ref", "action id"),
    "text": ("action", "actions", "action item", "action items", "item", "task", "tasks", "what", "description",
             "title", "todo", "to do", "follow up", "follow ups", "next step", "next steps", "improvement", "measure",
             "details", "summary", "work", "recommendation", "step"),
    "type": ("type", "kind", "category", "class", "action type"),
    "owner": ("owner", "owners", "owned by", "assignee", "assignees", "assigned", "assigned to", "who", "responsible",
              "dri", "lead", "person", "by whom", "accountable", "owner team", "contact"),
    "due": ("due", "due date", "due by", "deadline", "by", "by when", "target", "target date", "eta", "when", "date",
            "complete by", "completion date", "expected"),
    "state": ("state", "status", "done", "progress", "completed", "complete"),
    "ticket": ("ticket", "tickets", "issue", "issues", "jira", "bug", "bugs", "link", "links", "tracking", "tracker",
               "story", "card", "work item", "github",
               "gitlab", "linear", "ticket link", "tracking issue", "reference", "url"),
    "evidence": ("evidence", "proof", "result", "outcome", "resolution", "pr", "prs", "pull request", "pull requests",
                 "commit", "reason", "mr", "merge request"),
    "priority": ("priority", "prio", "severity", "urgency"),
}  # fmt: skip
"""Our names of an action's values and those that a page may use, without case or punctuation."""

_ROLES = {word: role for role, words in NAMES.items() for word in words}
_SIGNS = frozenset({"owner", "due", "state", "ticket"})


def role_of(header: str) -> tuple[str, ...]:
    """What a column or a label holds: `Ticket/Evidence` is both; of several words the last that we know decides."""
    if header.strip() == "#":
        return ("id",)
    whole = _ROLES.get(normal_title(header))
    if whole:
        return (whole,)
    parts = [role for part in header.split("/") if (role := _by_last_word(part))]
    return tuple(dict.fromkeys(parts))


def action_columns(table: Table) -> dict[str, int]:
    """The columns of a table of actions by our names; the longest text is the action where no header says so."""
    columns: dict[str, int] = {}
    for index, header in enumerate(table.header):
        for role in role_of(header):
            columns.setdefault(role, index)
    if "text" not in columns:
        free = [index for index in range(len(table.header)) if index not in columns.values()]
        if free:
            columns["text"] = max(free, key=lambda index: _length(table.rows, index))
    return columns


def is_actions(table: Table) -> bool:
    """Whether a table that stands anywhere is one of actions: it names them so, and who or when besides."""
    named = [normal_title(header) for header in table.header]
    columns = action_columns(table)
    says = {"action", "actions", "action item", "action items", "follow up", "follow ups"} & set(named)
    return bool(says) and len(_SIGNS & columns.keys()) >= 2


def _by_last_word(text: str) -> str:
    words = normal_title(text).split()
    return next((_ROLES[word] for word in reversed(words) if word in _ROLES), "")


def _length(rows: Sequence[Sequence[str]], index: int) -> int:
    return sum(len(row[index]) for row in rows if index < len(row))
