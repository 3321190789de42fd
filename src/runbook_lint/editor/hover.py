"""What is told of the word under the pointer: the catalogue in two lines, and the rules that found something there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from runbook_lint.editor.definition import pages_of
from runbook_lint.editor.names import Named, alert_at, named_at
from runbook_lint.editor.position import holds, line_at
from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Person, Service, Team
from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE, Span
from runbook_lint.model.rule import Rule
from runbook_lint.model.world import World
from runbook_lint.parse.alert_owners import alert_service, alert_team
from runbook_lint.parse.tiers import alert_tier

_WAIVER = regex(r"runbook-lint:\s*(?:file-)?ignore\[(?P<rules>[^\]]*)\]")
_FEW = 3


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown to show, and the place it is about."""

    text: str
    span: Span


def hover(
    world: World,
    rules: Sequence[Rule],
    findings: Iterable[Finding],
    path: str,
    lines: Sequence[str],
    line: int,
    column: int,
) -> Hover | None:
    """What is known of a place; None where there is nothing to say."""
    named = _named(world, path, lines, line, column)
    found = [each for each in findings if each.span != PAGE and holds(each.span, line, column)]
    by_name = {rule.name: rule for rule in rules} | {rule.code: rule for rule in rules}
    told = [by_name[name] for name in dict.fromkeys(each.name for each in found) if name in by_name]
    waived = _waived(lines, line, column)
    if waived and waived[0] in by_name:
        told.append(by_name[waived[0]])
    parts = [_catalogue(world, named)] if named else []
    parts += [_rule(rule) for rule in told]
    if not parts:
        return None
    spans = [*([named.span] if named else []), *(each.span for each in found), *([waived[1]] if waived else [])]
    return Hover("\n\n---\n\n".join(parts), spans[0])


def _named(world: World, path: str, lines: Sequence[str], line: int, column: int) -> Named | None:
    alert = alert_at(world, path, line, column)
    if alert:
        place = alert.location if holds(alert.location.span, line, column) else alert.runbook_location
        return Named((alert,), place.span)
    return named_at(world, path, lines, line, column)


def _waived(lines: Sequence[str], line: int, column: int) -> tuple[str, Span] | None:
    """The rule that a waiver names at a place."""
    for match in _WAIVER.finditer(line_at(lines, line)):
        for word in re.finditer(r"[\w-]+", match["rules"]):
            start = match.start("rules") + word.start() + 1
            span = Span(line, start, line, start + len(word[0]))
            if holds(span, line, column):
                return word[0], span
    return None


def _rule(rule: Rule) -> str:
    return f"**{rule.name}** ({rule.code}): {rule.sentence}\n\n{rule.reason}\n\n[More]({rule.url})"


def _catalogue(world: World, named: Named) -> str:
    """Two lines."""
    meaning = named.meaning
    if isinstance(meaning, Service):
        head, rest = _service(world, meaning)
    elif isinstance(meaning, Team):
        head, rest = _team(meaning)
    elif isinstance(meaning, Person):
        head, rest = _person(world, meaning)
    else:
        head, rest = _alert(world, meaning)
    return "  \n".join(filter(None, (head, " · ".join(filter(None, map(_plain, rest))))))


def _service(world: World, service: Service) -> tuple[str, list[str]]:
    team = world.catalog.team_of(service)
    name = ": ".join(filter(None, (service.name, service.description)))
    whom = [f"team {service.team}" if service.team else "", f"owner {service.owner}" if service.owner else ""]
    tier = f"tier {service.tier}" if service.tier else ""
    rota = service.contacts.rota or (team.rota if team else "")
    reviewed = f"reviewed {service.last_reviewed}" if service.last_reviewed else ""
    return _head(service.id, name), [tier, *whom, rota, reviewed]


def _team(team: Team) -> tuple[str, list[str]]:
    return _head(team.id, team.name), [team.chat, team.rota, _some(team.members)]


def _person(world: World, person: Person) -> tuple[str, list[str]]:
    teams = [team.id for team in world.catalog.teams.values() if person.id in team.members]
    owns = [service.id for service in world.catalog.services if service.owner == person.id]
    left = "has left" if person.former else ""
    return _head(person.id, person.name), [left, _some(teams), f"owns {_some(owns)}" if owns else ""]


def _alert(world: World, alerts: tuple[Alert, ...]) -> tuple[str, list[str]]:
    alert = alerts[0]
    service, team = alert_service(world, alert), alert_team(world, alert)
    tiers = dict.fromkeys(alert_tier(each, world.settings) or each.severity for each in alerts)
    count = f"{len(alerts)} rules" if len(alerts) > 1 else ""
    whose = [count, "/".join(filter(None, tiers)), service.id if service else "", team.id if team else ""]
    pages = dict.fromkeys(f"{page.path}#{page.anchor}".strip("#") for page in pages_of(world, alerts) if page.path)
    head = _head(alert.name, " · ".join(filter(None, whose)))
    return head, [f"leads to {_some(tuple(pages))}" if pages else "leads to no page"]


def _head(id: str, text: str) -> str:
    return f"**{_plain(id)}** {_plain(' '.join(text.split()))}".strip()


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def _plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))
