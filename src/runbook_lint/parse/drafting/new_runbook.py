"""The runbook of a service: its place by the layout, and what the catalogue already answers in it."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, relpath
from typing import Any

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Kind
from runbook_lint.model.refs import is_ref
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import alert_pages, alert_service
from runbook_lint.parse.drafting.incident_facts import known_service, runbook_paths
from runbook_lint.parse.drafting.incident_place import slug
from runbook_lint.parse.drafting.new_plan import call_line, encoded_url, filled
from runbook_lint.parse.drafting.new_service import service_slug
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.markdown_text import escaped
from runbook_lint.parse.neighbours import neighbours, team_of
from runbook_lint.parse.targets import encoded, is_web

Values = dict[str, Any]  # Any: what a template is given
_MOST_ALERTS = 30


def runbook_path(world: World, service: Service, title: str = "") -> str:
    """Where a service's runbook goes by the layout, a further one by its title; "" where the layout does not tell."""
    roles, own = Roles(world.settings), service_slug(service.id, world.settings)
    folders = [*_folders(world, service, own)]
    if title:
        folders = [f"{folders[0]}/runbooks", *folders]
    paths = (
        f"{folder}/{name}.md".lstrip("/")
        for folder in dict.fromkeys(folders)
        for name in _names(service, own, folder, title)
    )
    return next((path for path in paths if roles.kind(path) is Kind.RUNBOOK), "")


def _names(service: Service, own: str, folder: str, title: str) -> tuple[str, ...]:
    """What the file is called: after the service where others have theirs beside it."""
    if title:
        return (slug(title) or "further",)
    alone = folder == service.folder or own in folder.split("/")
    return ("runbook", own) if alone else (own,)


def _folders(world: World, service: Service, own: str) -> Iterator[str]:
    yield service.folder
    for glob in world.settings.layout.runbooks:
        if not glob.startswith("!"):
            yield filled(glob, own)


def runbook_values(world: World, service: Service, path: str, title: str = "") -> Values:
    """What the template of a runbook is filled with; `call` and `escalation` are Markdown."""
    team = team_of(world, service)
    web = {name: url for name, url in service.links.items() if is_web(url)}
    return {
        "service": {
            "id": service.id,
            "name": service.name or service.id,
            "description": service.description,
            "tier": service.tier,
            "link": _link(service.path, path) if service.path in world.files or service.path else "",
        },
        "title": title or service.name or service.id,
        "owner": service.owner or service.team,
        "today": str(world.today),
        "call": call_line(service, team),
        "dashboard": next((encoded_url(url) for name, url in web.items() if "dashboard" in name.casefold()), ""),
        "escalation": tuple(_called(world, each) for each in service.contacts.escalation if each),
        "dependencies": tuple(_needed(world, each, path) for each in service.depends_on if each),
        "alerts": tuple(_alerts(world, service, path))[:_MOST_ALERTS],
        "links": tuple({"text": name, "url": encoded_url(url)} for name, url in web.items()),
    }


def _link(target: str, page: str) -> str:
    return encoded(relpath(target, dirname(page) or "."))


def _called(world: World, name: str) -> str:
    """A step of an escalation as Markdown: a team with its rota, a person by name, an address."""
    team = world.catalog.team(name) or neighbours(world).team(name)
    if team:
        return call_line(None, team)
    person = world.catalog.person(name)
    if is_web(name):
        return f"<{encoded_url(name)}>"
    return escaped(person.name or name if person else name)


def _needed(world: World, id: str, page: str) -> Values:
    """A dependency with the page that helps when it is the one in trouble: its runbook, else its manifest."""
    service = known_service(world, id)
    if service is None or not service.path:
        name = service.name if service and service.name else id
        return {"id": id, "name": name.rpartition("/")[2] if is_ref(name) else name, "link": ""}
    page_paths = [*runbook_paths(world, (service.id,)), service.path]
    return {"id": service.id, "name": service.name or service.id, "link": _link(page_paths[0], page)}


def _alerts(world: World, service: Service, page: str) -> Iterator[Values]:
    """The service's alerts by name, each with its own page where it has one."""
    seen: set[str] = set()
    for each in alert_pages(world):
        about = alert_service(world, each.alert)
        if about is not None and about.id == service.id and each.alert.name not in seen:
            seen.add(each.alert.name)
            leads = each.path and each.path != page
            yield {"name": each.alert.name, "link": _link(each.path, page) if leads else ""}
