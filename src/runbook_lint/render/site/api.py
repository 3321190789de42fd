"""The site for machines: what the catalogue says, every page, every action, as JSON below `api/`.

Addresses are those of pages, relative to the site's root; "" is the home page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.site import SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, alert_pages, alert_service, alert_team
from runbook_lint.parse.contacts import rota_of
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.page_says import page_says
from runbook_lint.parse.page_url import site_url
from runbook_lint.parse.pages import page_service
from runbook_lint.parse.review import page_review
from runbook_lint.parse.site.depends import known_services, needs
from runbook_lint.parse.site.places import SECTIONS
from runbook_lint.parse.text import encodable
from runbook_lint.parse.tiers import alert_tier
from runbook_lint.parse.tracking.ledger import Hidden, action_rows
from runbook_lint.render.ledger_machine import actions_json
from runbook_lint.render.site.view import View

VERSION = 1
Json = dict[str, Any]  # JSON


def api_files(view: View) -> Iterator[SiteFile]:
    """The three files that other programs read."""
    world = view.world
    rows = tuple(row for row in action_rows(world) if row.path in view.places.pages)
    yield SiteFile("api/catalog.json", _json(catalog(view)))
    yield SiteFile("api/pages.json", _json({**_head(view), "pages": list(_pages(view))}))
    yield SiteFile("api/actions.json", actions_json(rows, Hidden(), world.today))


def catalog(view: View) -> Json:
    """Services, teams and alerts with the addresses of their pages; its schema is `site-catalog`."""
    world, teams = view.world, view.places.teams
    return {
        **_head(view),
        "services": [_service(view, service) for service in known_services(world).values()],
        "teams": [
            {"id": id, "name": each.name, "chat": each.chat, "rota": each.rota, "address": _address(teams[id])}
            for id, each in sorted(world.catalog.teams.items())
        ],
        "alerts": sorted((_alert(view, page) for page in alert_pages(world)), key=_order),
    }  # fmt: skip


def _head(view: View) -> Json:
    site, head = view.world.settings.site, view.history.head
    return {
        "version": VERSION,
        "name": site.name or "Runbooks",
        "site": site.url,
        "today": str(view.world.today),
        "commit": head.id if head else "",
    }


def _json(table: Json) -> str:
    return encodable(json.dumps(table, indent=1, ensure_ascii=False)) + "\n"


def _address(place: str) -> str:
    """The address of a page by its place, from the site's root."""
    return site_url("", place).removeprefix("/")


def _service(view: View, service: Service) -> Json:
    contacts, team = service.contacts, team_of(view.world, service)
    chat = dict(contacts.chat) or ({"": team.chat} if team and team.chat else {})
    return {
        "id": service.id,
        "name": service.name,
        "description": service.description,
        "lifecycle": service.lifecycle,
        "tier": service.tier,
        "team": team.id if team else service.team,
        "owner": service.owner,
        "contacts": {
            "chat": chat,
            "rota": rota_of(service, team),
            "escalation": list(contacts.escalation),
            "phone": contacts.phone,
        },
        "links": dict(service.links),
        "depends_on": [need.id for need in needs(view.world)[service.id]],
        "tags": list(service.tags),
        "source": service.path,
        "address": _address(view.places.services[service.id]),
    }


def _alert(view: View, page: AlertPage) -> Json:
    """An alert, the stable address of its name, and the page and section that serve it."""
    alert = page.alert
    service, team = alert_service(view.world, alert), alert_team(view.world, alert)
    place = "" if page.catalog else view.places.pages.get(page.path, "")
    anchor = f"#{quote(page.anchor)}" if page.anchor else ""
    return {
        "name": alert.name,
        "service": service.id if service else "",
        "team": team.id if team else "",
        "tier": alert_tier(alert, view.world.settings),
        "severity": alert.severity,
        "labels": dict(sorted(alert.static_labels.items())),
        "group": alert.group,
        "file": alert.location.path or alert.file,
        "state": page.state.value,
        "address": _address(view.places.alerts[alert.name]) if alert.name else "",
        "page": f"{_address(place)}{anchor}" if place else "",
    }


def _order(alert: Json) -> tuple[str, ...]:
    return (alert["name"], alert["file"], alert["group"], json.dumps(alert, sort_keys=True))


def _pages(view: View) -> Iterator[Json]:
    """Every page of the site, by its address."""
    world = view.world
    found = {place: _document(world, world.documents[path], place) for path, place in view.places.pages.items()}
    for kind, places in _made(view).items():
        for place, (title, service) in places.items():
            found.setdefault(place, _page(place, kind, title, service))
    yield from (found[place] for place in sorted(found, key=_address))


def _made(view: View) -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """The pages that no source stands behind: by kind and place the title and the service."""
    world, places = view.world, view.places
    services = known_services(world)
    teams = world.catalog.teams
    return {
        "service": {place: (services[id].name or id, id) for id, place in places.services.items()},
        "team": {place: (teams[id].name or id, "") for id, place in places.teams.items()},
        "alert": {place: (name, "") for name, place in places.alerts.items()},
        "section": {place: (name.capitalize(), "") for name, place in SECTIONS.items()},
    }


def _document(world: World, document: Document, place: str) -> Json:
    """A page of the repository; its `kind` is the repository's word for it."""
    service = page_service(document, world.settings, world.catalog)
    review = page_review(document, world.settings, world.catalog)
    told = page_says(world, document) if document.kind in (Kind.RUNBOOK, Kind.PLAN) else {}
    return {
        **_page(place, document.kind.value, document.title, service.id if service else ""),
        "source": document.path,
        "last_reviewed": str(review.last_reviewed) if review.last_reviewed else None,
        "reviewed_by": review.reviewed_by,
        "review_due": str(review.due) if review.due else None,
        "answers": {name: said.text or said.code for name, said in told.items()},
    }


def _page(place: str, kind: str, title: str, service: str) -> Json:
    return {
        "address": _address(place),
        "kind": kind,
        "title": title,
        "service": service,
        "source": "",
        "last_reviewed": None,
        "reviewed_by": "",
        "review_due": None,
        "answers": {},
    }
