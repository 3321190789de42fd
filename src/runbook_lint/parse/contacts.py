"""Whom a service can page: its own rota or escalation, its Backstage component's, or its team's rota."""

from __future__ import annotations

from runbook_lint.model.catalog import Service
from runbook_lint.model.world import World
from runbook_lint.parse.neighbours import team_of


def can_be_paged(service: Service, world: World) -> bool:
    """Whether somebody is woken for a service; a chat channel and a phone number wake nobody for sure."""
    sources = [service, *(component for native, component in world.catalog.overlaid if native is service)]
    team = team_of(world, service)
    own = any(source.contacts.rota or any(source.contacts.escalation) for source in sources)
    return own or bool(team and team.rota)
