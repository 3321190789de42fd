"""The words that people use for an action's state and type, as ours."""

from __future__ import annotations

import re
from collections.abc import Mapping

from runbook_lint.model.patterns import regex

STATE_WORDS: Mapping[str, tuple[str, ...]] = {
    "proposed": ("proposed", "proposal", "idea", "suggested", "suggestion", "backlog", "triage", "needs triage",
                 "new", "draft", "under consideration", "to be discussed", "to discuss"),
    "accepted": ("accepted", "todo", "to do", "open", "opened", "reopened", "agreed", "approved", "planned",
                 "scheduled", "assigned", "ready", "ready for work", "ready for development", "not started",
                 "unstarted", "selected", "selected for development", "pending", "outstanding", "prioritised",
                 "prioritized", "up next", "committed", "not done", "incomplete"),
    "in-progress": ("in progress", "inprogress", "wip", "work in progress", "doing", "started", "ongoing",
                    "on going", "active", "underway", "under way", "in review", "review", "in development",
                    "in dev", "in flight", "in testing", "testing", "blocked", "on hold", "waiting", "paused",
                    "partial", "partially done", "partly done", "partially complete", "being worked on",
                    "working on it", "on track", "in work"),
    "done": ("done", "closed", "complete", "completed", "finished", "resolved", "fixed", "merged", "shipped",
             "released", "delivered", "implemented", "deployed", "yes", "x", "already done", "done already",
             "addressed", "rolled out"),
    "verified": ("verified", "confirmed", "validated", "proven", "accepted and verified", "done and verified",
                 "verified done"),
    "declined": ("declined", "wont do", "won t do", "wontdo", "wont fix", "won t fix", "wontfix", "will not do",
                 "will not fix", "rejected", "cancelled", "canceled", "dropped", "abandoned", "not planned",
                 "obsolete", "superseded", "duplicate", "no longer needed", "not needed", "not doing", "invalid",
                 "out of scope"),
}  # fmt: skip
"""Our states and what stands for each, without case or punctuation. Work that waits is still in progress."""

TYPE_WORDS: Mapping[str, tuple[str, ...]] = {
    "mitigate": ("mitigate", "mitigation", "mitigations", "mitigative", "mitigating", "limit", "contain", "containment",
                 "reduce impact", "resilience"),
    "prevent": ("prevent", "prevention", "preventative", "preventive", "preventing", "avoid", "preventative measures",
                "preventive measures", "preventative actions", "preventive actions", "preventative action",
                "preventive action"),
    "detect": ("detect", "detection", "detecting", "monitor", "monitoring", "alert", "alerting", "alerts",
               "observability", "detective"),
    "process": ("process", "processes", "procedure", "procedural", "documentation", "docs", "document", "runbook",
                "runbooks", "training", "communication", "communications", "comms", "playbook", "policy"),
    "repair": ("repair", "fix", "fixes", "correct", "corrective", "corrective action", "corrective actions", "restore",
               "remediate", "remediation", "recover", "recovery", "cleanup", "clean up", "bug", "bugfix"),
    "investigate": ("investigate", "investigation", "investigative", "research", "spike", "analyse", "analyze",
                    "analysis", "explore", "study"),
    "other": ("other", "others", "misc", "miscellaneous", "general"),
}  # fmt: skip
"""Our action types and what stands for each."""

_MARKS: Mapping[str, str] = {
    "✅": "done", "✔": "done", "☑": "done", "🟢": "done", "🏁": "done", ":white_check_mark:": "done",
    ":heavy_check_mark:": "done", ":check:": "done", "[x]": "done",
    "🚧": "in-progress", "⏳": "in-progress", "🔄": "in-progress", ":construction:": "in-progress",
    ":hourglass:": "in-progress",
    "❌": "declined", "🚫": "declined", ":x:": "declined", ":no_entry_sign:": "declined",
    "⬜": "accepted", "☐": "accepted", "[ ]": "accepted", "🔲": "accepted",
}  # fmt: skip
"""Marks that people put in place of a word; 🔴 and 🟡 say how something goes, not how far it is."""

_STATES = {word: ours for ours, words in STATE_WORDS.items() for word in (ours.replace("-", " "), *words)}
_TYPES = {word: ours for ours, words in TYPE_WORDS.items() for word in words}
_BEHIND = regex(r"\s*(?:\(|\[|:|;|,|\.\s|\s[-–—]\s|\bon\s+\d|\bin\s+(?=[#\[]|https?:)|\b(?=\d{4}-\d\d)|https?:)")
_LONGEST = 200  # characters in which a word may end: none is longer, and a long gap is slow to search
_LIST = regex(r"\s*[/,&+]\s*|\s+and\s+", re.IGNORECASE)


def action_state(text: str) -> str:
    """Our state for a word or mark (`WIP`, `✅`, `Won't do (duplicate)`), empty where it is none that we know."""
    known = _known(text, _STATES)
    if known:
        return known
    low = text.strip().lower()
    marked = next((ours for mark, ours in _MARKS.items() if low.startswith(mark)), "")
    if not marked:
        return ""
    rest = next(low[len(mark) :] for mark in _MARKS if low.startswith(mark))
    return _known(rest, _STATES) or marked


def action_type(text: str) -> str:
    """Our type for a word (`Preventative`, `Monitoring`, `Fix`), of several the first that we know; empty for none."""
    parts = _LIST.split(text[:_LONGEST])
    return _known(text, _TYPES) or next(filter(None, (_known(part, _TYPES) for part in parts)), "")


def _known(text: str, words: Mapping[str, str]) -> str:
    """The word as a whole, or what stands before a bracket, a colon or a date."""
    behind = _BEHIND.search(text.strip()[:_LONGEST])
    before = text.strip()[: behind.start()] if behind else ""
    return words.get(_plain(text), "") or words.get(_plain(before), "")


def _plain(text: str) -> str:
    text = text.replace("’", "'").replace("'", "").casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())
