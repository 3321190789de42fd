"""What the site is made of: files as text, and what git knows of the pages behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from runbook_lint.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the generated folder: its path below `docs/`, and its whole text (Markdown, JSON, ICS, SVG).

    `copy` is the path of a file of the repository whose bytes stand there instead of a text.
    """

    path: str
    text: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of this repository; whose it is stays out of the site."""

    id: str
    day: date
    subject: str


@dataclass(frozen=True, slots=True)
class History:
    """What git knows: the commit that is built, each file's last one, and the last few of each service's folder.

    All empty where git could not be asked.
    """

    head: Commit | None = None
    last: Mapping[str, Commit] = field(default_factory=dict)
    recent: Mapping[str, tuple[Commit, ...]] = field(default_factory=dict)
