"""Whom a service can page, and where it talks: its own contacts, its Backstage component's, or its team's."""

from __future__ import annotations

from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.world import World
from runbook_lint.parse.neighbours import team_of


def rota_of(service: Service | None, team: Team | None) -> str:
    """A service's own rota, else its team's."""
    return (service.contacts.rota if service else "") or (team.rota if team else "")


def chat_of(service: Service | None, team: Team | None) -> str:
    """A service's channel in production, else the first it has, else its team's."""
    chats = service.contacts.chat if service else {}
    first = next(iter(chats.values()), "")
    return chats.get("production") or first or (team.chat if team else "")


def can_be_paged(service: Service, world: World) -> bool:
    """Whether somebody is woken for a service; a chat channel and a phone number wake nobody for sure."""
    sources = [service, *(component for native, component in world.catalog.overlaid if native is service)]
    team = team_of(world, service)
    own = any(source.contacts.rota or any(source.contacts.escalation) for source in sources)
    return own or bool(team and team.rota)
