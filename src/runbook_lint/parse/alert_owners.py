"""Whose an alert is: the service and the team that its labels name, or that its folder tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.refs import short_name
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.neighbours import neighbours, team_of


def alert_service(world: World, alert: Alert) -> Service | None:
    """The service an alert is about: the one its labels name, else the one in whose folder its rule stands.

    A label may hold the service's id, its slug (`checkout` for SVC-CHECKOUT or for its folder), its
    name, or a Backstage ref; a word that several services go by names none. One that an import knows will do.
    """
    named = (_service_called(world, text) for text in _label_texts(alert, world.settings.alerts.service_labels))
    by_label = next((service for service in named if service), None)
    return by_label or world.catalog.folder_service(alert.location.path or alert.file)


def alert_team(world: World, alert: Alert) -> Team | None:
    """The team an alert goes to: the one its labels name, else its service's."""
    for text in _label_texts(alert, world.settings.alerts.team_labels):
        team = world.catalog.team(text) or _team_called(world, text) or neighbours(world).team(text)
        if team:
            return team
    return team_of(world, alert_service(world, alert))


def _label_texts(alert: Alert, keys: Iterable[str]) -> Iterator[str]:
    """What stands under some keys, among the labels, then the annotations, where it is not templated."""
    for key in keys:
        for values in (alert.labels, alert.annotations):
            text = values.get(key, "").strip()
            if text and "{{" not in text:
                yield text


def _service_called(world: World, text: str) -> Service | None:
    found = world.catalog.service(text)
    if found:
        return found
    same = _services_by_name(world).get(text.casefold(), {})
    return next(iter(same.values())) if len(same) == 1 else neighbours(world).service(text)


@once
def _services_by_name(world: World) -> Mapping[str, Mapping[str, Service]]:
    found: dict[str, dict[str, Service]] = {}
    for service in world.catalog.services:
        for name in _service_names(service):
            found.setdefault(name, {})[service.id] = service
    return found


def _service_names(service: Service) -> set[str]:
    slug = short_name(service.id)
    folder = service.folder.rsplit("/", 1)[-1]
    return {slug, slug.removeprefix("svc-"), service.name.casefold(), folder.casefold()} - {""}


def _team_called(world: World, text: str) -> Team | None:
    same = _teams_by_name(world).get(text.casefold(), ())
    return same[0] if len(same) == 1 else None


@once
def _teams_by_name(world: World) -> Mapping[str, Sequence[Team]]:
    found: dict[str, list[Team]] = {}
    for team in world.catalog.teams.values():
        for name in _team_names(team):
            found.setdefault(name, []).append(team)
    return found


def _team_names(team: Team) -> set[str]:
    return {short_name(team.id), team.name.casefold(), *map(_handle, team.codeowners)} - {""}


def _handle(codeowner: str) -> str:
    return codeowner.lstrip("@").rsplit("/", 1)[-1].casefold()
