"""Postmortems as values: what an incident was, when things happened, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE, Span

STAMPS = ("started", "detected", "acknowledged", "mitigated", "resolved")
"""The keys of a postmortem's times, in the order in which they happen."""

STATUSES = ("draft", "in-review", "reviewed", "closed")
KINDS = ("incident", "near-miss")
ACTION_TYPES = ("mitigate", "prevent", "detect", "process", "repair", "investigate", "other")
ACTION_STATES = ("proposed", "accepted", "in-progress", "done", "verified", "declined")
_NUMBERED = regex(r"[^\W\d_]{2,10}[-_ ]?\d+(?:-\d+)*(?=[-_ ]|\Z)")

FINISHED = frozenset({"done", "verified", "declined"})
"""States in which nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as a page writes it, and what it means.

    `at` is an aware time, None where the text cannot be read. Where no offset stands beside it or above its
    table (`zoned` is False) it is read as UTC; where no day does (`dated` is False) the day is the incident's.
    `day` is the day that is written, with a clock's time or without.
    """

    text: str
    span: Span = PAGE
    at: datetime | None = None
    zoned: bool = False
    dated: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened: when, who saw or did it (empty where the page does not say), what.

    `part` counts the tables and lists of a page's timeline from 0: each has an order of its own.
    """

    moment: Moment
    who: str
    text: str
    span: Span = PAGE
    part: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """An action item; `cells` are the places of its written values by our names (`state`, `owner`, …).

    `type` and `state` are ours (ACTION_TYPES, ACTION_STATES), empty where the page has none or one that we
    do not know; `written` holds every value as the page writes it, by the same names. An `id` that the page
    does not write is its place in the list (`A3`), and `numbered` is False. `ticket` is the URL or key of the
    record of truth, `evidence` the text of what proves that it is done, or why it was declined.
    """

    id: str
    text: str
    span: Span = PAGE
    type: str = ""
    owner: str = ""
    due: date | None = None
    state: str = ""
    ticket: str = ""
    evidence: str = ""
    numbered: bool = True
    written: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Span] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in FINISHED

    def days_overdue(self, today: date) -> int:
        """Days since it was due, 0 where it is not overdue.

        With a ticket and no state written here the tracker knows, and we do not.
        """
        if self.due is None or self.finished or (self.ticket and not self.state):
            return 0
        return max((today - self.due).days, 0)


@dataclass(frozen=True, slots=True)
class Cause:
    """A root cause or contributing factor, as one item of its section."""

    text: str
    span: Span = PAGE


@dataclass(frozen=True, slots=True)
class RunbookUse:
    """A page in an incident: was it used, was it adequate, which change followed or why none.

    None and empty where the postmortem does not say.
    """

    path: str
    used: bool | None = None
    adequate: bool | None = None
    change: str = ""
    span: Span = PAGE


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that stands in a timeline or among the actions and could not be read, and why."""

    what: str
    span: Span = PAGE


@dataclass(frozen=True, slots=True)
class Postmortem:
    """A postmortem page as values; texts are as the page writes them, empty where it does not.

    `spans` are the places of front matter values by our names. `loose` are those of `incident`, `severity`,
    `factors` and the times that the front matter lacks and that the page's text gives: no one promised these
    to a machine. `times` has those of STAMPS that are there. `factors` are tags of what contributed, for
    counting. `told_day` is a day that the page names otherwise: in its title, its timeline or its file's name.
    """

    path: str
    incident: str = ""
    title: str = ""
    kind: str = "incident"
    severity: str = ""
    status: str = ""
    services: tuple[str, ...] = ()
    times: Mapping[str, Moment] = field(default_factory=dict)
    commander: str = ""
    facilitator: str = ""
    participants: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    ticket: str = ""
    restricted: bool = False
    runbooks: tuple[RunbookUse, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    actions: tuple[Action, ...] = ()
    causes: tuple[Cause, ...] = ()
    unread: tuple[Unread, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)
    loose: Mapping[str, Span] = field(default_factory=dict)
    told_day: date | None = None

    @property
    def name(self) -> str:
        """What people call it: its id, else the number that its file's name begins with, else the file's name."""
        stem = self.path.rsplit("/", 1)[-1].removesuffix(".erb").removesuffix(".md").removesuffix(".html")
        numbered = _NUMBERED.match(stem)
        return self.incident or (numbered[0] if numbered else stem)

    @property
    def draft(self) -> bool:
        """Whether it is still being written."""
        return self.status.casefold() == "draft"

    @property
    def day(self) -> date | None:
        """The day of the incident: its first time that can be read, else a day that the page names."""
        found = [self.times[name] for name in STAMPS if name in self.times]
        days = (moment.at.date() if moment.at else moment.day for moment in found)
        return next((day for day in days if day), self.told_day)
