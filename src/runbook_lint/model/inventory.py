"""Another repository's catalogue, as it was exported and pinned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImportedService:
    """A service of another repository: what is asked of a neighbour, no more."""

    id: str
    name: str = ""
    team: str = ""
    owner: str = ""
    tier: int | None = None
    rota: str = ""
    escalation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """A page of another repository: its anchors, and what it answers.

    `answers` maps the five questions (see parse.answers) that it answers to their first words.
    """

    path: str
    kind: str = "document"
    title: str = ""
    anchors: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    service: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What one repository exports: `urls` are its own web addresses, `site` the URL its pages are served below."""

    name: str
    urls: tuple[str, ...] = ()
    branch: str = ""
    site: str = ""
    version: str = ""
    services: Mapping[str, ImportedService] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)  # id → name
    people: tuple[str, ...] = ()
    pages: Mapping[str, ImportedPage] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    alerts: tuple[str, ...] = ()
