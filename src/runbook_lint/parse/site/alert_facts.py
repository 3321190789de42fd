"""What the site says of an alert's rules, and which labels tell rules of one name apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_pages, alert_service, alert_team
from runbook_lint.parse.fragments import anchors_of
from runbook_lint.parse.host import host_address
from runbook_lint.parse.memo import once
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.payload import told_summary
from runbook_lint.parse.site.places import places
from runbook_lint.parse.targets import is_web
from runbook_lint.parse.tiers import PLAN_TIERS, alert_tier
from runbook_lint.parse.visibility import is_restricted

_TEMPLATE = regex(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule as the site shows it: `place` is its page's on the site, `source` where its host shows the rule.

    Where none of our published pages serves it, `place` is empty, and `address` is the page's elsewhere, if it may
    be known. `summary` has dots for what is filled in when the alert fires. `telling` are the labels that only some
    of the rules beside it have so.
    """

    page: AlertPage
    tier: str
    service: Service | None
    team: Team | None
    summary: str
    source: str
    place: str
    title: str
    section: str
    address: str
    telling: tuple[tuple[str, str], ...] = ()

    @property
    def alert(self) -> Alert:
        """The rule itself."""
        return self.page.alert

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """All its labels by name."""
        return tuple(sorted(self.alert.labels.items()))

    @property
    def lost(self) -> bool:
        """Whether it leads to no page at all, here or elsewhere."""
        here = self.page.path or self.page.matches
        return not here and self.page.state in (AlertState.MISSING, AlertState.UNRESOLVED)

    @property
    def elsewhere(self) -> bool:
        """Whether it leads to a page that nobody has read here, so that nothing in it can be called missing."""
        return not self.place and not self.lost and (not self.page.catalog or not self.title)


@once
def rules_by_name(world: World) -> Mapping[str, tuple[RuleFacts, ...]]:
    """The rules of each alert's name, those that wake somebody first."""
    found: dict[str, list[AlertPage]] = defaultdict(list)
    for page in alert_pages(world):
        found[page.alert.name].append(page)
    return {name: _told_apart([_facts(world, page) for page in found[name]]) for name in sorted(found)}


@once
def rules_by_page(world: World) -> Mapping[str, tuple[RuleFacts, ...]]:
    """The rules that each page of this repository serves."""
    found: dict[str, list[RuleFacts]] = defaultdict(list)
    for rules in rules_by_name(world).values():
        for rule in rules:
            if rule.page.path and not rule.page.catalog:
                found[rule.page.path].append(rule)
    return {path: _told_apart(rules) for path, rules in found.items()}


def _facts(world: World, page: AlertPage) -> RuleFacts:
    alert = page.alert
    place = "" if page.catalog else places(world).pages.get(page.path, "")
    return RuleFacts(
        page,
        alert_tier(alert, world.settings),
        alert_service(world, alert),
        alert_team(world, alert),
        _TEMPLATE.sub("…", told_summary(alert.annotations)),
        host_address(world, alert.location.path, line=alert.location.span.line),
        place,
        _title(world, page, place),
        _section(world, page) if place else "",
        "" if place else _elsewhere(world, page),
    )


def _title(world: World, page: AlertPage, place: str) -> str:
    if place:
        return world.documents[page.path].title
    imported = world.imports[page.catalog].pages.get(page.path) if page.catalog else None
    return (imported.title or page.path) if imported else ""


def _section(world: World, page: AlertPage) -> str:
    """The heading that an anchor stands for."""
    span = anchors_of(world, page.path).get(page.anchor) if page.anchor else None
    headings = world.documents[page.path].headings
    return next((each.text for each in headings if span and each.span.line == span.line), "")


def _elsewhere(world: World, page: AlertPage) -> str:
    """The address of a page that is not on the site: another repository's, one that is left out, or anybody's."""
    document = world.documents.get(page.path)
    if page.catalog:
        return page_url(world, page.path, page.anchor, page.catalog)
    if document:
        return "" if is_restricted(document, world.settings) else host_address(world, page.path)
    return page.alert.runbook if is_web(page.alert.runbook) and page.state is AlertState.EXTERNAL else ""


def _told_apart(rules: Sequence[RuleFacts]) -> tuple[RuleFacts, ...]:
    labels = [{"alertname": rule.alert.name, **rule.alert.static_labels} for rule in rules]
    keys = sorted({key for each in labels for key in each})
    telling = [key for key in keys if len({each.get(key) for each in labels}) > 1]
    told = [
        replace(rule, telling=tuple((key, own[key]) for key in telling if key in own))
        for rule, own in zip(rules, labels, strict=True)
    ]
    return tuple(sorted(told, key=_urgency))


def _urgency(rule: RuleFacts) -> tuple[int, str, tuple[tuple[str, str], ...], str, int]:
    order = PLAN_TIERS.index(rule.tier) if rule.tier in PLAN_TIERS else len(PLAN_TIERS)
    return order, rule.alert.name, rule.telling, rule.alert.location.path, rule.alert.location.span.line
