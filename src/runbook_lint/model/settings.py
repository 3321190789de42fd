"""The configuration as frozen values, with its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runbook_lint.model.finding import Severity

CONCEPTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "runbook": {
        "what-broke": (
            "What broke",
            "Symptoms",
            "Symptom",
            "Meaning",
            "Problem",
            "What is happening",
            "Description",
            "Alert description",
            "Detection",
            "How to tell",
            "Summary",
            "Overview",
            "Introduction",
            "Intro",
            "Background",
            "Context",
            "Purpose",
            "Reason",
            "About",
        ),
        "impact": ("Impact", "User impact", "Customer impact", "Business impact", "Severity"),
        "checks": (
            "Checks",
            "Check",
            "What to check",
            "What to check first",
            "Diagnosis",
            "Diagnose",
            "Diagnostics",
            "Diagnosing",
            "Verify",
            "Verification",
            "Where to look",
            "Investigation",
            "Investigate",
            "Troubleshooting",
            "Debugging",
            "Possible checks",
            "Triage",
            "Monitoring",
        ),
        "fixes": (
            "Known fixes",
            "Fixes",
            "Fix",
            "Mitigation",
            "Mitigations",
            "Mitigating",
            "Mitigate",
            "Resolution",
            "Remediation",
            "Resolve",
            "Try first",
            "Solution",
            "Solutions",
            "Recovery",
            "Actions",
            "Procedure",
            "Steps",
            "How to fix",
            "Resolutions",
            "Possible resolutions",
            "Possible fixes",
        ),
        "escalation": (
            "Escalation",
            "Escalate",
            "Call",
            "Whom to call",
            "Who to call",
            "Contacts",
            "Contact",
            "On call",
            "Escalation path",
            "Support",
            "Owners",
        ),
        "links": (
            "Links",
            "References",
            "Resources",
            "Related links",
            "Further reading",
            "See also",
            "Dashboards",
            "Additional resources",
            "Useful links",
            "Quick links",
            "Related runbooks",
        ),
        "access": ("Access needed", "Access", "Permissions", "Prerequisites", "Pre-requisites", "Requirements"),
        "signatures": ("Signatures", "Known signatures", "Seen before"),
    },
    "plan": {
        "meaning": (
            "Meaning",
            "What broke",
            "Overview",
            "Description",
            "Alert description",
            "Summary",
            "What is happening",
        ),
        "impact": ("Impact", "User impact", "Customer impact", "Business impact", "Severity", "Severities"),
        "first-checks": (
            "What to check first",
            "Verify",
            "Diagnosis",
            "Checks",
            "Check",
            "Troubleshooting",
            "Investigation",
            "Debugging",
            "Triage",
            "Where to look",
        ),
        "mitigation": (
            "Mitigation",
            "Mitigations",
            "Mitigating",
            "Mitigate",
            "Try first",
            "Remediation",
            "Resolution",
            "Known fixes",
            "Fix",
            "Recovery",
            "Resolutions",
            "Possible resolutions",
            "Actions",
        ),
        "contacts": ("Contacts", "Contact", "Call", "Whom to call", "Who to call", "Escalation", "Escalate"),
        "false-positives": ("False positives", "Known issues", "False positives and known issues"),
        "steady-state": ("Steady state and past incidents", "Steady state", "Past incidents", "Previous incidents"),
        "dashboards": ("Dashboards", "Dashboard", "Metrics", "Links"),
        "signatures": ("Signatures", "Known signatures", "Seen before"),
    },
    "postmortem": {
        "summary": ("Summary", "Executive summary", "Overview", "Description"),
        "timeline": ("Timeline", "Chronology", "Key events", "Timeline of events"),
        "impact": ("Impact", "Customer impact", "User impact"),
        "causes": (
            "Root causes and contributing factors",
            "Root cause",
            "Root causes",
            "Contributing factors",
            "Cause",
            "Causes",
            "Root cause analysis",
            "Trigger",
        ),
        "actions": (
            "Action items",
            "Actions",
            "Action item",
            "Follow-ups",
            "Follow-up actions",
            "Next steps",
            "Follow-up action items",
            "Review actions",
        ),
        "detection": ("Detection", "Identified", "How it was detected"),
        "mitigation": ("Mitigation", "Response"),
        "resolution": ("Resolution", "Resolved", "Recovery"),
        "lessons": (
            "Lessons learned",
            "Lessons learnt",
            "Lessons",
            "What went well",
            "What went wrong",
            "Where we got lucky",
            "What could have gone better",
            "What went badly",
        ),
        "prevention": ("Preventative measures", "Preventive measures", "Prevention"),
    },
}
"""Section concepts and the headings that stand for them; matching ignores case, emoji, numbering, punctuation."""

KEY_ALIASES: Mapping[str, tuple[str, ...]] = {
    "last_reviewed": ("last_reviewed", "last_reviewed_on", "reviewed", "last-reviewed"),
    "review_in": ("review_in", "review-in", "review_every"),
    "reviewed_by": ("reviewed_by", "reviewed-by"),
    "owner": ("owner", "owner_slack"),
    "service": ("service",),
    "team": ("team",),
    "alert": ("alert",),
    "tier": ("tier",),
    "expires": ("expires",),
}
"""Front matter keys of ours and the names they are read under, first match wins."""


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
    site_url: str = ""
    imports: Mapping[str, str] = field(default_factory=dict)
