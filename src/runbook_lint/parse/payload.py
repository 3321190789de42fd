"""What an alert tells the person it wakes, worked out of its rule, its page and the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields, is_dataclass, replace
from typing import Any, TypeVar

from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_service, alert_team, alerts_of
from runbook_lint.parse.answers import QUESTIONS, callee, told_impact
from runbook_lint.parse.contacts import chat_of, rota_of
from runbook_lint.parse.incidents import Incident, incidents_with
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.payload_page import Check, Reference, Said, read_page
from runbook_lint.parse.targets import is_web
from runbook_lint.parse.tiers import alert_tier

T = TypeVar("T")

SUMMARIES = ("summary", "title", "description", "message")
"""The annotations that say what broke, the best first."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A change that git knows of; `day` is an ISO date."""

    id: str
    day: str
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class RuleOrigin:
    """Which rule it is: names repeat."""

    path: str
    line: int
    group: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payload:
    """An alert's message, whatever it is sent as.

    `said` maps the five questions (see answers.QUESTIONS) to their answers; one that nobody answers is
    missing there. `page_path` is empty where no page serves the alert, `page_url` then as well;
    `page_missed` is what the rule names where nothing is there. `changes` is None where git could not be
    asked. `rules` are all rules that this message stands for.
    """

    alert: str
    severity: str = ""
    tier: str = ""
    expr: str = ""
    hold: str = ""
    rules: tuple[RuleOrigin, ...] = ()
    service: str = ""
    service_name: str = ""
    service_tier: int | None = None
    team: str = ""
    page_path: str = ""
    page_url: str = ""
    page_missed: str = ""
    said: Mapping[str, Said] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    changes: tuple[Commit, ...] | None = ()
    rota: str = ""
    escalation: tuple[str, ...] = ()
    chat: str = ""
    phone: str = ""
    links: tuple[Reference, ...] = ()
    incidents: tuple[Incident, ...] = ()
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions that nobody answers, in reading order."""
        return tuple(name for name in QUESTIONS if name not in self.said)


def build_payload(world: World, page: AlertPage, same: Sequence[Alert] = ()) -> Payload:
    """The message of an alert; `same` are further rules that it stands for. What changed is for app to add."""
    alert = page.alert
    service, team = alert_service(world, alert), alert_team(world, alert)
    said, checks = _page_says(world, page, service, team)
    return Payload(
        alert.name,
        severity=alert.severity,
        tier=alert_tier(alert, world.settings),
        expr=alert.expr.strip(),
        hold=alert.hold,
        rules=tuple(_origin(each) for each in (alert, *same)),
        service=service.id if service else "",
        service_name=service.name if service else "",
        service_tier=service.tier if service else None,
        team=(team.name or team.id) if team else "",
        page_path=page.path,
        page_url=page_url(world, page.path, page.anchor, page.catalog) if page.path else _foreign(alert.runbook),
        page_missed=alert.runbook if page.state is AlertState.UNRESOLVED else "",
        said={name: said[name] for name in QUESTIONS if name in said},
        checks=checks,
        rota=rota_of(service, team),
        escalation=service.contacts.escalation if service else (),
        chat=chat_of(service, team),
        phone=service.contacts.phone if service else "",
        links=tuple(links_of(service, alert)),
        incidents=incidents_with(world, alert.name),
        annotations=alert.annotations,
    )


def _page_says(
    world: World, page: AlertPage, service: Service | None, team: Team | None
) -> tuple[dict[str, Said], tuple[Check, ...]]:
    """The answers of the page, wherever it is, then what the rule and the catalogue add to them."""
    said: dict[str, Said] = {}
    checks: tuple[Check, ...] = ()
    document = world.documents.get(page.path) if not page.catalog else None
    if document is not None:
        said, checks = read_page(world, document, page.anchor)
    elif page.catalog and page.path in world.imports[page.catalog].pages:
        answers = world.imports[page.catalog].pages[page.path].answers
        said = {name: Said(text) for name, text in answers.items() if text}
    annotations, served = page.alert.annotations, alerts_of(world, page.path)
    summary = told_summary(annotations)
    impact = told_impact(annotations)
    if impact and len(served) > 1:
        said.pop("impact", None)  # the page speaks for several rules, the annotation for this one
    if summary and not page.anchor and len({alert.name for alert in served}) > 1:
        said.pop("what_broke", None)
    others = {
        "what_broke": (summary, "alert"),
        "impact": (impact, "alert"),
        "call": (callee(service, team), "catalogue"),
    }
    return {name: Said(text, source) for name, (text, source) in others.items() if text} | said, checks


def told_summary(annotations: Mapping[str, str]) -> str:
    """What a rule's annotations say of what broke."""
    return next((annotations[key].strip() for key in SUMMARIES if annotations.get(key, "").strip()), "")


def _origin(alert: Alert) -> RuleOrigin:
    at = alert.location
    return RuleOrigin(at.path, at.span.line, alert.group, dict(alert.labels))


def _foreign(runbook: str) -> str:
    """The address of a page that is not ours, as the rule gives it."""
    return runbook if is_web(runbook) else ""


def links_of(service: Service | None, alert: Alert) -> Iterable[Reference]:
    """Where to look: what the rule says of dashboards, then the service's links, each address once."""
    found: dict[str, str] = {}
    for key, value in alert.annotations.items():
        if "dashboard" in key.lower() and is_web(value) and "{{" not in value:
            found.setdefault(value, "dashboard")
    for key, value in (service.links if service else {}).items():
        if is_web(value):
            found.setdefault(value, key)
    return (Reference(text, url) for url, text in found.items())


def cleaned(value: T, clean: Any) -> T:  # Any: a function of text, called on every text inside
    """A value with every text in it passed through a function: nothing that must not leave can hide in a field."""
    result: Any = value
    if isinstance(value, str):
        result = clean(value)
    elif isinstance(value, Mapping):
        result = {clean(key): cleaned(each, clean) for key, each in value.items()}
    elif isinstance(value, tuple):
        result = tuple(cleaned(each, clean) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: cleaned(getattr(value, each.name), clean) for each in fields(value)}
        result = replace(value, **changed)
    return result  # type: ignore[no-any-return]
