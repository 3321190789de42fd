"""Whom a service's page tells to call: everybody and everything that the catalogue names, and what it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.phones import phone_address
from runbook_lint.parse.site.places import places

_WAKES = 2
"""Up to this tier somebody must be woken for a service; as contact-missing asks."""


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody as the catalogue calls them: a team's `place` on the site, `former` for a person who left."""

    id: str
    name: str = ""
    place: str = ""
    former: bool = False


@dataclass(frozen=True, slots=True)
class Whom:
    """The people and ways to reach them; what is empty is not known.

    `rota` and `chat` say whose they are where they are not the service's own. `missing` names what a service
    of its tier must have and has not.
    """

    team: Name | None
    owner: Name | None
    rota: str
    rota_of: str
    chat: tuple[tuple[str, str], ...]
    escalation: tuple[Name, ...]
    phone: str
    dial: str
    missing: frozenset[str]


def whom(world: World, service: Service) -> Whom:
    """Everything of a service, then of its Backstage component, then of its team."""
    team = team_of(world, service)
    sources = [service, *(component for native, component in world.catalog.overlaid if native is service)]
    own = next((each.contacts.rota for each in sources if each.contacts.rota), "")
    escalation = next((names for each in sources if (names := tuple(filter(None, each.contacts.escalation)))), ())
    phone = next((each.contacts.phone for each in sources if each.contacts.phone), "")
    rota = own or (team.rota if team else "")
    names = (team.id, service.team) if team else (service.team,)
    owner = name_of(world, service.owner) if service.owner and service.owner not in names else None
    answering = _of_team(world, team) if team else name_of(world, service.team) if service.team else None
    if answering and owner and owner.id == answering.id:
        owner = None
    return Whom(
        team=answering,
        owner=owner,
        rota=rota,
        rota_of="" if own or not team else team.name or team.id,
        chat=tuple(_chat(sources, team)),
        escalation=tuple(name_of(world, each) for each in escalation),
        phone=phone,
        dial=phone_address(phone),
        missing=_missing(service, answering, owner, rota, escalation),
    )


def name_of(world: World, name: str) -> Name:
    """A team, a person, or whatever else a name in the catalogue may be."""
    team = world.catalog.team(name)
    if team:
        return _of_team(world, team)
    person = world.catalog.person(name)
    return Name(name, person.name, "", person.former) if person else Name(name)


def _of_team(world: World, team: Team) -> Name:
    return Name(team.id, team.name, places(world).teams.get(team.id, ""))


def _chat(sources: Iterable[Service], team: Team | None) -> Iterator[tuple[str, str]]:
    """Channels with what they are for: production first, then as the manifest has them, the team's last."""
    found: dict[str, str] = {}
    for source in sources:
        for use, channel in source.contacts.chat.items():
            if channel.strip():
                found.setdefault(channel.strip(), use)
    ordered = sorted(found.items(), key=lambda each: each[1] != "production")
    yield from ((use, channel) for channel, use in ordered)
    if team and team.chat and team.chat not in found:
        yield "team", team.chat


def _missing(
    service: Service, team: Name | None, owner: Name | None, rota: str, escalation: tuple[str, ...]
) -> frozenset[str]:
    found = {"owner"} if not team and not owner else set()
    if not rota and not escalation and (service.tier or _WAKES + 1) <= _WAKES:
        found.add("rota")
    if service.tier is None:
        found.add("tier")
    return frozenset(found)
