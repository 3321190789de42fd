"""What trackers call a ticket's values in their exports, and how they say that nothing will be done: data."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, tuple[str, ...]] = {
    "key": ("issue key", "key", "identifier", "references.full", "ticket", "issue", "id"),
    "url": ("html_url", "web_url", "permalink", "ticket url", "issue url", "url", "link"),
    "status": ("status", "fields.status.name", "status.name", "state.name", "workflow state", "state"),
    "resolution": (
        "resolution", "fields.resolution.name", "resolution.name", "statereason", "state_reason",
        "state reason", "close reason",
    ),
}  # fmt: skip
"""Our names and theirs, without case, the first that says something: Jira (CSV, and JSON of a search), GitHub
(`gh issue list --json`, REST), GitLab (CSV, REST), Linear (CSV, GraphQL). A dot leads into a JSON object. GitHub's
`html_url` goes before its `url`, which leads to the API in what REST gives."""

LISTS: tuple[str, ...] = ("issues", "items", "nodes", "results", "values", "data", "tickets", "issues.nodes")
"""Where a JSON export that is no list itself keeps its tickets; `data` leads on."""

DECLINED: frozenset[str] = frozenset(
    {
        "as designed", "by design", "cannot reproduce", "declined", "duplicate", "incomplete", "invalid", "not a bug",
        "not planned", "rejected", "won t do", "won t fix", "wont do", "wont fix", "works as designed", "cancelled",
        "canceled", "obsolete", "abandoned", "known error", "will not do", "will not fix", "superseded",
    }
)  # fmt: skip
"""Resolutions of a closed ticket that say that nothing was done."""
