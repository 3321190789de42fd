"""What is remembered of links to the outside, from one run of `links` to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from runbook_lint.model.file import MEMORY as MEMORY
from runbook_lint.model.frozen import dataclass


class Verdict(StrEnum):
    """What came of asking for a link."""

    GOOD = "good"
    FAILING = "failing"
    """It is not there: no such page, no such host, a server that breaks. Dead once that has lasted."""
    BLOCKED = "blocked"
    """The server is there and will not tell us: a login, a captcha, too many requests."""
    UNKNOWN = "unknown"
    """Nothing can be said: no answer in time, a certificate that we do not trust, our own network."""
    PRIVATE = "private"
    """Not asked: the address, or one that it leads on to, is not public."""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One link: the last verdict and its day, and how it came to that.

    `good` is the day it was last good; `since` and `failures` are the day and the number of the failures since
    then; `status` is HTTP's, None where no answer came; `moved` is where it has moved for good.
    """

    verdict: Verdict
    checked: date
    good: date | None = None
    since: date | None = None
    failures: int = 0
    status: int | None = None
    reason: str = ""
    moved: str = ""

    def dead(self, failures: int, days: int) -> bool:
        """Whether it fails, has failed so often, and for so long."""
        lasted = (self.checked - self.since).days if self.since else 0
        return self.verdict is Verdict.FAILING and self.failures >= failures and lasted >= days


@dataclass(frozen=True, slots=True)
class LinkMemory:
    """Every link that was asked for, by its URL without fragment; `problem` says why the file could not be read."""

    records: Mapping[str, LinkRecord] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says of one URL: `hops` are the redirects it followed, each with its status.

    `failure` is a word for what went wrong before there was any status: a key of `link_verdicts.FAILURES`.
    """

    status: int | None = None
    failure: str = ""
    text: str = ""
    hops: tuple[tuple[str, int], ...] = ()
