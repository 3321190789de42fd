"""What `init` made of a repository that is there already: what it took for what, why, and the settings that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from runbook_lint.model.frozen import dataclass

Value = str | bool | int | tuple[str, ...]
"""What a key of the configuration may be set to."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What some files were taken for: `what` and how many, where, and `why` in few words."""

    what: str
    count: int
    globs: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the configuration that is not as by default; `table` is dotted, "" for the top; `note` says why."""

    table: str
    key: str
    value: Value
    note: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that only people here can answer; `guess` is what holds where nobody is asked."""

    key: str
    text: str
    choices: Mapping[str, str]
    guess: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """All of it. `notes` are sentences about what was seen and is not read, each with the next step."""

    taken: tuple[Taken, ...] = ()
    settings: tuple[Setting, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def bare(self) -> bool:
        """Whether there is nothing to adopt: no page beyond the front page, no manifest, no alert."""
        return not self.taken


def counted(count: int, noun: str) -> str:
    """`1 page`, `2,327 alerts`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
