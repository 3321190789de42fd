"""A page for every alert's name that no plan serves alone, the index of all of them, and their addresses by name."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from shlex import quote

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.site import SiteFile
from runbook_lint.parse.alert_names import plans_by_alert
from runbook_lint.parse.alert_pages import AlertPage
from runbook_lint.parse.payload import build_payload
from runbook_lint.parse.site.alert_facts import RuleFacts, rules_by_name
from runbook_lint.parse.site.places import SECTIONS
from runbook_lint.parse.site.whom import whom
from runbook_lint.render.site.answers import Shown, five
from runbook_lint.render.site.heads import incidents_of
from runbook_lint.render.site.view import View


@dataclass(frozen=True, slots=True)
class Served:
    """The rules of one name that lead to one page or section, and what it answers for them."""

    rules: tuple[RuleFacts, ...]
    answers: tuple[Shown, ...]

    @property
    def first(self) -> RuleFacts:
        """The most urgent of them."""
        return self.rules[0]


def own_pages(view: View) -> list[str]:
    """The alerts that have a page of their own."""
    plans = set(view.places.pages.values())
    return [name for name, place in view.places.alerts.items() if place not in plans]


def alert_pages(view: View, names: Iterable[str]) -> Iterator[SiteFile]:
    """A page for each of some alerts."""
    for name in names:
        yield _alert_page(view, name, view.places.alerts[name])


def alert_index(view: View) -> Iterator[SiteFile]:
    """The index of all alerts, and their names for who asks for one that is not there."""
    own = set(view.places.pages.values())
    lines = [_line(view, name, view.places.alerts[name], own) for name in sorted(view.places.alerts, key=_by_name)]
    yield view.page(SECTIONS["alerts"], "alerts.md.j2", "Alerts", alerts=lines)
    yield SiteFile("assets/names.json", _names(view))


def _alert_page(view: View, name: str, place: str) -> SiteFile:
    rules = rules_by_name(view.world).get(name, ())
    served = [_served(view, each, place) for each in _grouped(rules)]
    lost = next((each for each in rules if each.lost), None)
    first = lost or (rules[0] if rules else None)
    service = first.service if first else None
    return view.page(
        place,
        "alert.md.j2",
        name,
        rules=rules,
        served=served,
        service=service,
        team=first.team if first else None,
        whom=whom(view.world, service) if service else None,
        same=len({(each.service.id if each.service else "") for each in rules}) < 2,
        incidents=incidents_of(view, [name]),
        command=f"runbook-lint new arp {quote(name)}",
        lost=lost,
        plans=[] if rules else _plans(view, name),
    )


def _plans(view: View, name: str) -> list[tuple[str, str]]:
    """The published pages that say they are for a name, with their titles."""
    written, documents = plans_by_alert(view.world).get(name, ()), view.world.documents
    return [(view.places.pages[path], documents[path].title) for path in written if path in view.places.pages]


def _grouped(rules: Sequence[RuleFacts]) -> list[tuple[RuleFacts, ...]]:
    """The rules by where they lead, in the order of the most urgent of each."""
    found: dict[tuple[str, str, str, str], list[RuleFacts]] = {}
    for rule in rules:
        key = (rule.place, rule.page.anchor, rule.address, rule.service.id if rule.service else "")
        found.setdefault(key, []).append(rule)
    return [tuple(each) for each in found.values()]


def _served(view: View, rules: tuple[RuleFacts, ...], place: str) -> Served:
    """The answers are those of the alert's message; a page that is not on the site answers nothing here."""
    page = rules[0].page
    known = page if rules[0].place or page.catalog else AlertPage(page.alert, page.state, page.resolution)
    said = build_payload(view.world, known, [rule.alert for rule in rules[1:]]).said
    return Served(rules, five(view, said, place))


@dataclass(frozen=True, slots=True)
class Line:
    """An alert's name in the index: its rules' services and tiers, and what became of its page."""

    name: str
    place: str
    services: tuple[tuple[str, str], ...]
    tiers: tuple[str, ...]
    state: str
    missing: bool
    summary: str


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _line(view: View, name: str, place: str, plans: Collection[str]) -> Line:
    rules = rules_by_name(view.world).get(name, ())
    services = {rule.service.id: rule.service.name for rule in rules if rule.service}
    state, missing = _state(rules, place in plans)
    tiers = tuple(dict.fromkeys(rule.tier or rule.alert.severity or "none" for rule in rules))
    summary = next((rule.summary for rule in rules if rule.summary), "")
    return Line(name, place, tuple(services.items()), tiers, state, missing, summary)


def _state(rules: Sequence[RuleFacts], plan: bool) -> tuple[str, bool]:
    """What became of a name's page in a few words, and whether somebody must write one."""
    if not rules:
        return "plan without a rule", False
    lost = sum(rule.lost for rule in rules)
    if lost:
        return ("no page" if lost == len(rules) else f"{lost} of {len(rules)} rules have no page"), True
    if plan:
        return "plan", False
    if all(rule.place for rule in rules):
        return "section" if all(rule.page.anchor for rule in rules) else "page", False
    return "elsewhere", False


def _names(view: View) -> str:
    """Alerts and services with their addresses below the site's root, for the page that was not found."""
    def address(place: str) -> str:
        return place.removesuffix(".md") + "/"

    known: Mapping[str, str] = {**view.places.services, **view.places.alerts}
    return json.dumps({name: address(known[name]) for name in sorted(known)}, ensure_ascii=False, indent=0) + "\n"
