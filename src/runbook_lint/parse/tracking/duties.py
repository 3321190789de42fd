"""Which actions of a postmortem owe an owner or a date, and what they are called in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Action, Postmortem
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.postmortem_pages import judged_postmortems
from runbook_lint.parse.postmortem_parts.pieces import says_nothing

_CLOSED = frozenset({"closed", "complete", "completed", "done", "final", "resolved", "archived"})
_OURS = frozenset({"incident", "status"})  # front matter that only a page for this tool has
_NOBODY = regex(
    r"\W*(?:unassigned|unowned|nobody|no[- ]?one|no owner|not (?:yet )?assigned|vacant|open)\W*\Z", re.IGNORECASE
)
_MARKED = regex(r"[\W_]*(?:TODO|FIXME|TB[ACD])\b|\W*to be (?:decided|determined|defined|confirmed|added)\W*\Z")
_HISTORY = timedelta(days=365)


def owing(world: World, name: str) -> Iterator[tuple[Postmortem, Action]]:
    """The open actions that do not say their `owner` or `due`, where that is asked of them.

    It is not in a draft, whose actions are not agreed on, nor in a closed page; nor of an action that has a ticket,
    since the tracker knows, of one that is only proposed, or of one whose state we cannot read.
    """
    for postmortem in judged_postmortems(world):
        status = postmortem.status.casefold()
        if postmortem.draft or status in _CLOSED or is_history(postmortem, world):
            continue
        for action in postmortem.actions:
            proposed = action.state == "proposed" and status != "reviewed"
            answered = not action.text or action.ticket or proposed or is_written(action, name)
            if is_open(action) and not answered and asks(world, postmortem, action, name):
                yield postmortem, action


def is_open(action: Action) -> bool:
    """Whether something is left to do; a state that we cannot read may mean anything."""
    return not action.finished and (bool(action.state) or says_nothing(action.written.get("state", "")))


def is_written(action: Action, name: str) -> bool:
    """Whether an action says anything under one of our names, readable or not; `TODO` is placeholder-left's to tell."""
    text = action.written.get(name, "")
    return bool(_MARKED.match(text)) or not (says_nothing(text) or _NOBODY.match(text))


def asks(world: World, postmortem: Postmortem, action: Action, name: str) -> bool:
    """Whether a page has a place for a value: a column, a habit of half its actions or of the repository, our form."""
    if name in action.cells or postmortem.spans.keys() >= _OURS or _mostly(postmortem.actions, name):
        return True
    return name in _habits(world)


@once
def _habits(world: World) -> frozenset[str]:
    """The values that half of the repository's postmortems write."""
    pages = [each for each in judged_postmortems(world) if each.actions]
    names = ("owner", "due", "state")
    return frozenset(name for name in names if 2 * sum(_mostly(each.actions, name) for each in pages) >= len(pages))


def days_late(world: World, postmortem: Postmortem, action: Action) -> int:
    """Days since an action was due; 0 where it is not overdue, or where the page could not say that it is done."""
    return action.days_overdue(world.today) if falls_due(world, postmortem, action) else 0


def falls_due(world: World, postmortem: Postmortem, action: Action) -> bool:
    """Whether an action has a day that counts: one that is open, where the page would say that it is done."""
    proven = action.evidence and not is_written(action, "state")
    tracked = action.ticket and not action.state  # the tracker knows, and we do not
    if action.due is None or not is_open(action) or proven or tracked:
        return False
    return bool(action.state) or asks(world, postmortem, action, "state")


def is_history(postmortem: Postmortem, world: World) -> bool:
    """Whether a page tells of more than a year ago, and nobody keeps its state here."""
    if postmortem.status or any(action.state for action in postmortem.actions):
        return False
    day = postmortem.day or postmortem.told_day
    return day is not None and world.today - day > _HISTORY


def called(action: Action) -> str:
    """An action in a message: its id, where the page gives it one."""
    return f"action {action.id}" if action.numbered else "action"


def place_of(action: Action, *names: str) -> Span:
    """Where a value of an action stands or would stand: the first of the names that has a place, else all of it."""
    return next((action.cells[name] for name in names if name in action.cells), action.span)


def _mostly(actions: Sequence[Action], name: str) -> bool:
    return bool(actions) and 2 * sum(is_written(action, name) for action in actions) >= len(actions)
