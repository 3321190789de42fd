"""Another repository's catalogue, as it was exported and pinned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from runbook_lint.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ImportedService:
    """A service of another repository: what is asked of a neighbour, no more.

    `aliases` are Backstage refs that mean it as well.
    """

    id: str
    aliases: tuple[str, ...] = ()
    name: str = ""
    team: str = ""
    owner: str = ""
    tier: int | None = None
    rota: str = ""
    escalation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedTeam:
    """A team of another repository."""

    id: str
    name: str = ""
    rota: str = ""


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """A page of another repository: its anchors, and what it answers.

    `answers` maps the five questions (see parse.answers) that it answers to their first words, `concepts`
    are those of its kind that it gives, as its own repository judges it; a document's are a runbook's.
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
    """What one repository exports: `urls` are its own web addresses, `site` the URL its pages are served below.

    `folder` is where the exported root lies in it, `submodules` are folders in it that belong to others,
    `slugs` is the engine of its anchors, `roots` and `site_links` say how the site makes addresses of pages (see
    settings.Links), `commit` of what it was exported, where that is known. Without `files` only links to its
    pages can be judged.
    """

    name: str
    urls: tuple[str, ...] = ()
    branch: str = ""
    folder: str = ""
    submodules: frozenset[str] = frozenset()
    slugs: str = "github"
    site: str = ""
    roots: tuple[str, ...] = ()
    site_links: tuple[str, ...] = ()
    commit: str = ""
    services: Mapping[str, ImportedService] = field(default_factory=dict)
    teams: Mapping[str, ImportedTeam] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    pages: Mapping[str, ImportedPage] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    alerts: tuple[str, ...] = ()
