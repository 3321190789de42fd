"""Tickets of an export and the action items that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from urllib.parse import urlsplit

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import FINISHED, Action, Postmortem
from runbook_lint.model.world import World
from runbook_lint.parse.intake.tracker_export import Ticket, state_of
from runbook_lint.parse.own_repository import own_addresses
from runbook_lint.parse.postmortems import postmortems

_KEY = regex(r"[A-Z][A-Z0-9_]*-\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """An action whose ticket says another state than the page: `index` is its place among the page's actions."""

    postmortem: Postmortem
    index: int
    action: Action
    ticket: Ticket
    state: str


@dataclass(frozen=True, slots=True)
class Refresh:
    """What an export says of the actions of a repository.

    `settled` are as their ticket says, `stateless` have a ticket and no state on their page, `strange` a ticket
    whose state is none that we know, `unmatched` counts the tickets that no action names.
    """

    changes: tuple[Change, ...] = ()
    settled: int = 0
    stateless: tuple[Change, ...] = ()
    strange: Mapping[str, tuple[Ticket, ...]] = field(default_factory=dict)
    unmatched: int = 0


def refresh(world: World, tickets: Sequence[Ticket], own: Mapping[str, str]) -> Refresh:
    """Compare every action that names a ticket with that ticket."""
    known = _by_name(tickets)
    changes, stateless, settled = [], [], 0
    used: set[Ticket] = set()
    strange: dict[str, list[Ticket]] = {}
    for postmortem, index, action in _ticketed(world):
        ticket = next((known[name] for name in _names(world, action.ticket) if name in known), None)
        if ticket is None or not ticket.status:
            continue
        used.add(ticket)
        theirs = state_of(ticket, own)
        if not theirs:
            told = strange.setdefault(ticket.said, [])
            if ticket not in told:
                told.append(ticket)
            continue
        state = settle(action.state, theirs)
        change = Change(postmortem, index, action, ticket, state)
        if "state" not in action.cells:
            stateless.append(change)
        elif state == action.state:
            settled += 1
        else:
            changes.append(change)
    listed = {said: tuple(each) for said, each in sorted(strange.items())}
    return Refresh(tuple(changes), settled, tuple(stateless), listed, len({*known.values()} - used))


def settle(ours: str, theirs: str) -> str:
    """The state of an action when its ticket has another: what is finer here stays.

    A ticket that is open says neither whether somebody agreed nor whether work began, and one that is closed not
    whether somebody made sure.
    """
    if theirs in ("proposed", "accepted"):
        return ours if ours and ours not in FINISHED else "accepted"
    return "verified" if theirs == "done" and ours == "verified" else theirs


def _ticketed(world: World) -> Iterator[tuple[Postmortem, int, Action]]:
    for postmortem in postmortems(world):
        for index, action in enumerate(postmortem.actions):
            if action.ticket:
                yield postmortem, index, action


def _by_name(tickets: Iterable[Ticket]) -> dict[str, Ticket]:
    """Tickets by their URL and key; UsageError for one that stands twice and says two things."""
    found: dict[str, Ticket] = {}
    for ticket in tickets:
        for name in filter(None, (_url(ticket.url), ticket.key.casefold())):
            other = found.setdefault(name, ticket)
            if other.said != ticket.said:
                raise UsageError(
                    f"{ticket.place}: {ticket.name} is {ticket.said}, but {other.said} at {other.place}; "
                    "nothing was changed"
                )
    return found


def _names(world: World, written: str) -> Iterator[str]:
    """The names that a ticket on a page may have in an export, the surest first."""
    if re.match(r"https?://", written):
        yield _url(written)
        last = _KEY.fullmatch(_path(written).rpartition("/")[2])
        if last:
            yield last[0].casefold()
    elif re.fullmatch(r"#\d+", written):
        for address in own_addresses(world):
            yield from (_url(f"{address}{route}/{written[1:]}") for route in ("/issues", "/-/issues", "/-/work_items"))
    else:
        yield written.casefold()


def _path(url: str) -> str:
    """The path of a URL without its last slash, empty for one that is none."""
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _url(url: str) -> str:
    """A URL as it compares: no scheme, case, query or fragment, and no slash at its end."""
    bare = re.sub(r"\Ahttps?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    return re.split(r"[?#]", bare)[0].rstrip("/").casefold()
