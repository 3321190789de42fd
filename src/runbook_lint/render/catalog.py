"""catalog.json: what other repositories may ask of this one. The same tree gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from textwrap import shorten
from typing import Any

from runbook_lint.model.catalog import Service
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, alert_pages
from runbook_lint.parse.imports import VERSION
from runbook_lint.parse.own_repository import own_addresses
from runbook_lint.parse.text import encodable
from runbook_lint.parse.visibility import is_restricted
from runbook_lint.render.catalog_pages import page_entry

Json = dict[str, Any]  # JSON
_FIRST_WORDS = 120  # characters of an answer: enough to see that it is one


def catalog_json(world: World, name: str, secrets: Iterable[str], commit: str = "", written: str = "") -> str:
    """The catalogue of a world; `written` is the path that it will be written to, a file like the others."""
    hidden = tuple(secrets)
    held = frozenset(path for path, page in world.documents.items() if is_restricted(page, world.settings))
    pages = [page for path, page in sorted(world.documents.items()) if path not in held]
    table = {
        "version": VERSION,
        "name": name,
        "commit": commit,
        "repository": _repository(world),
        "site": _site(world),
        "services": [_service(world, each) for each in _first(world.catalog.services)],
        "teams": [
            {"id": team.id, "name": team.name, "rota": team.rota} for _, team in sorted(world.catalog.teams.items())
        ],
        "people": sorted(person.id for person in world.catalog.people.values() if not person.former),
        "pages": [page_entry(world, page, hidden) for page in pages],
        "files": sorted({*_files(world, held), *([written] if written else [])}),
        "alerts": sorted((_alert(each, held) for each in alert_pages(world)), key=_order),
    }
    cleaned = _shortened(_kept(_mapped(table, _cleaner(hidden))))
    return encodable(json.dumps(cleaned, indent=1, ensure_ascii=False)) + "\n"


def _shortened(table: Json) -> Json:
    """The table with the answers' first words only, cut when no secret is in them any more."""
    for page in table.get("pages", ()):
        if "answers" in page:
            page["answers"] = {
                name: shorten(text, _FIRST_WORDS, placeholder=" …") for name, text in page["answers"].items()
            }
    return table


def _order(alert: Json) -> tuple[str, ...]:
    return (alert["name"], alert["file"], alert["group"], json.dumps(alert, sort_keys=True))


def _cleaner(secrets: tuple[str, ...]) -> Callable[[str], str]:
    def clean(text: str) -> str:
        for secret in secrets:
            text = text.replace(secret, "…")
        return text

    return clean


def _mapped(value: Any, change: Callable[[str], str]) -> Any:  # Any: JSON
    """JSON with every text in it changed, the keys left alone."""
    if isinstance(value, dict):
        return {key: _mapped(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def _kept(table: Json) -> Json:
    """The table without what is empty: a reader takes what is not there for empty."""
    return {key: _without_empty(value) for key, value in table.items() if value not in ("", [], {})}


def _without_empty(value: Any) -> Any:  # Any: JSON
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return _kept(value) if isinstance(value, dict) else value


def _repository(world: World) -> Json:
    links = world.settings.links
    addresses = own_addresses(world)
    return {
        "urls": list(addresses[: len(links.repository)] or addresses),  # what is configured holds in every clone
        "branch": links.branch or world.repository.branch,
        "folder": world.repository.prefix,
        "submodules": sorted(world.repository.submodules),
        "slugs": links.slugs,
    }


def _site(world: World) -> Json:
    links = world.settings.links
    site = {"url": world.settings.site.url, "roots": list(links.roots), "links": list(links.site_links)}
    return site if site["url"] else {}


def _first(services: Iterable[Service]) -> list[Service]:
    """The first definition of every service, by its id."""
    first: dict[str, Service] = {}
    for service in services:
        first.setdefault(service.id, service)
    return [first[id] for id in sorted(first)]


def _service(world: World, service: Service) -> Json:
    components = [component for native, component in world.catalog.overlaid if native is service]
    contacts = [each.contacts for each in (service, *components)]
    return {
        "id": service.id,
        "aliases": sorted(component.id for component in components),
        "name": service.name,
        "team": service.team,
        "owner": service.owner,
        "tier": service.tier or "",
        "rota": next((each.rota for each in contacts if each.rota), ""),
        "escalation": list(next((each.escalation for each in contacts if each.escalation), ())),
    }


def _files(world: World, held: frozenset[str]) -> Iterator[str]:
    """Every path that a link may lead to, those through linked folders as well.

    What is no UTF-8 is left out, and so are restricted pages: a file's name is often the headline.
    """
    links = world.repository.symlinks
    there = world.files - held
    paths = {path for path in there if not path.endswith("/")} - world.repository.submodules
    paths -= {link for link, target in links.items() if target is None or target in held}
    for link, target in links.items():
        if target and not f"{link}/".startswith(f"{target}/"):
            paths |= {f"{link}/{path[len(target) + 1 :]}" for path in there if path.startswith(f"{target}/")}
    yield from (path for path in paths if path.encode("utf-8", "replace").decode() == path)


def _alert(page: AlertPage, held: frozenset[str]) -> Json:
    alert = page.alert
    anchor = f"#{page.anchor}" if page.anchor else ""
    return {
        "name": alert.name,
        "file": alert.location.path or alert.file,
        "group": alert.group,
        "severity": alert.severity,
        "labels": dict(sorted(alert.static_labels.items())),
        "page": f"{page.path}{anchor}" if page.path and not page.catalog and page.path not in held else "",
    }
