"""The configuration as frozen values, with its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from runbook_lint.model.finding import Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.vocabulary import CONCEPTS, KEY_ALIASES


@dataclass(frozen=True)
class Layout:
    """Where things are: globs, relative to the root."""

    services: tuple[str, ...] = ("services/*/service.yaml", "services/*/service.yml", "**/catalog-info.yaml")
    runbooks: tuple[str, ...] = (
        "services/*/runbook.md",
        "services/*/runbooks/**/*.md",
        "runbooks/**/*.md",
    )
    plans: tuple[str, ...] = ("services/*/alerts/**/*.md",)
    alert_rules: tuple[str, ...] = (
        "services/*/alerts/**/*.rules.yaml",
        "services/*/alerts/**/*.rules.yml",
        "services/*/alerts/**/alerts.json",
        "alerts.json",
    )
    postmortems: tuple[str, ...] = ("postmortems/*/*.md",)
    teams: tuple[str, ...] = ("services/teams.yaml", "services/teams.yml")
    documents: tuple[str, ...] = ("**/*.md", "**/*.markdown", "**/*.md.erb")
    bold_sections: bool = True


@dataclass(frozen=True)
class Ids:
    """What identifiers look like: regular expressions that must match the whole of one."""

    service: str = r"SVC-[A-Z0-9-]+"
    team: str = r"[A-Z][A-Z0-9]+"
    person: str = r"[a-z][a-z0-9]+"
    incident: str = r"INC-[0-9]+"


@dataclass(frozen=True)
class Links:
    """How links are read: `slugs` names the engine that makes the pages' anchors.

    `roots` are folders that a link beginning with `/` may start at, besides the repository's root.
    `site_links` are the forms a site adds: `html` (`x.html` stands for the page it is built from),
    `directory` (`../x/` does), `hugo` (ref and relref). `repository` and `branch` say which absolute
    URLs lead back here, where git's remote does not.
    """

    slugs: str = "github"
    roots: tuple[str, ...] = ()
    site_links: tuple[str, ...] = ()
    repository: tuple[str, ...] = ()
    branch: str = ""


TIERS: Mapping[str, str] = {
    "page": "page",
    "critical": "page",
    "ticket": "ticket",
    "warning": "ticket",
    "fyi": "fyi",
    "info": "fyi",
}
"""What an alert's severity asks of people: wake one, open a ticket, or tell."""


@dataclass(frozen=True)
class Alerts:
    """How alerts are read: the keys their page, severity, service and team stand under.

    A key is looked for among the annotations, then the labels. `tiers` maps a severity to page, ticket
    or fyi; `tiers_given` says that the repository wrote its own map.
    """

    runbook_keys: tuple[str, ...] = ("runbook_url", "runbook")
    severity_label: str = "severity"
    service_labels: tuple[str, ...] = ("service",)
    team_labels: tuple[str, ...] = ("team",)
    tiers: Mapping[str, str] = field(default_factory=lambda: dict(TIERS))
    tiers_given: bool = False


SEVERITIES = ("SEV-0", "SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5")
"""Severities of an incident, the worst first."""

DUE: Mapping[str, str] = {
    "SEV-0": "15 days",
    "SEV-1": "15 days",
    "SEV-2": "30 days",
    "default": "60 days",
}
"""How long a postmortem may be a draft."""


@dataclass(frozen=True)
class Postmortems:
    """How postmortems are written: `local_ids` says that this repository counts its incidents itself.

    `path` is where a new one goes, with the fields {year}, {month}, {incident} and {slug}; empty where the
    layout tells. `severities` are an incident's, the worst first, `due` the time in which each is to be
    written, `form` the template that a new one takes. `roles` name people's parts in a timeline, by the
    names that an export gives them.
    """

    local_ids: bool = False
    path: str = ""
    severities: tuple[str, ...] = SEVERITIES
    due: Mapping[str, str] = field(default_factory=lambda: dict(DUE))
    form: str = "postmortem"
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """The site that is built of the pages: its address and name, and the `folder` that is written for MkDocs.

    `html` says what becomes of raw HTML in pages: sanitize or allow. `search` is auto, builtin or pagefind.
    `exclude` are globs of pages that stay out, `assets` of files that come along though no page links them.
    """

    url: str = ""
    name: str = ""
    folder: str = ".runbook_lint_site"
    html: str = "sanitize"
    search: str = "auto"
    exclude: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleSettings:
    """What the configuration says of one rule."""

    severity: Severity | None = None
    options: Mapping[str, Any] = field(default_factory=dict)  # validated against the rule's own types


@dataclass(frozen=True)
class Settings:
    """Everything that is configured; a frozen value, handed down."""

    layout: Layout = Layout()
    ids: Ids = Ids()
    complete: bool = True
    codeowners: tuple[str, ...] = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
    review: Mapping[int, str] = field(default_factory=lambda: {1: "90 days", 2: "180 days", 3: "1 year", 4: "1 year"})
    review_default: str = "1 year"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(KEY_ALIASES))
    sections: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: dict(CONCEPTS))
    profile: str = "default"
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    fail_on: Severity = Severity.ERROR
    required_version: str = ""
    max_kib: int = 1024
    links: Links = Links()
    alerts: Alerts = Alerts()
    postmortems: Postmortems = Postmortems()
    templates: str = ".runbook-lint/templates"
    site: Site = Site()
    imports: Mapping[str, str] = field(default_factory=dict)
    baseline: str = "runbook-lint-baseline.json"
