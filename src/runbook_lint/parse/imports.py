"""catalog.json of another repository: bytes to an `Inventory`, whatever newer keys it has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from runbook_lint.model.document import Data
from runbook_lint.model.errors import UsageError
from runbook_lint.model.inventory import ImportedPage, ImportedService, ImportedTeam, Inventory

VERSION = 1
"""The version of the format; it is raised only where an older reader would misread the newer file."""

Json = dict[str, Any]  # JSON


def judged_inventory(name: str, data: bytes) -> Inventory:
    """An inventory that has not been judged before: refused at the first thing its schema finds wrong."""
    from runbook_lint.parse.schema import load_schema, violations

    table = _table(name, data)
    problems = violations(load_schema("catalog"), Data(table))
    if problems:
        raise UsageError(f"import {name}: no catalogue: {problems[0].message}; `runbook-lint export` writes one")
    return _inventory(table)


def read_inventory(name: str, data: bytes) -> Inventory:
    """A pinned inventory, which was judged before it was pinned."""
    try:
        return _inventory(_table(name, data))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise UsageError(f"import {name}: the copy is no catalogue; delete it, and run `runbook-lint sync`") from None


def _table(name: str, data: bytes) -> Json:
    try:
        table = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"import {name}: not UTF-8, so no catalogue; `runbook-lint export` writes one") from None
    except (ValueError, RecursionError):
        what = "a web page (of a login, perhaps)" if data.lstrip()[:1] == b"<" else "not JSON"
        raise UsageError(
            f"import {name}: {what}, so no catalogue; give the address of the file that `runbook-lint export` wrote"
        ) from None
    if not isinstance(table, dict) or "version" not in table:
        raise UsageError(f'import {name}: no catalogue: the key "version" is missing; `runbook-lint export` writes one')
    if table["version"] != VERSION or isinstance(table["version"], bool):
        shown = json.dumps(table["version"])[:20]
        newer = isinstance(table["version"], int) and table["version"] > VERSION
        step = "upgrade runbook-lint here" if newer else "export it again there"
        raise UsageError(f"import {name}: a catalogue of version {shown}, this runbook-lint reads {VERSION}; {step}")
    return table


def _inventory(table: Json) -> Inventory:
    repository, site = table.get("repository", {}), table.get("site", {})
    pages = {each["path"]: _page(each) for each in _items(table, "pages")}
    return Inventory(
        name=table["name"],
        urls=tuple(repository.get("urls", ())),
        branch=repository.get("branch", ""),
        folder=repository.get("folder", ""),
        submodules=frozenset(repository.get("submodules", ())),
        slugs=repository.get("slugs", "github"),
        site=site.get("url", ""),
        roots=tuple(site.get("roots", ())),
        site_links=tuple(site.get("links", ())),
        commit=table.get("commit", ""),
        services={each["id"]: _service(each) for each in _items(table, "services")},
        teams={
            each["id"]: ImportedTeam(each["id"], each.get("name", ""), each.get("rota", ""))
            for each in _items(table, "teams")
        },
        people=tuple(table.get("people", ())),
        pages=pages,
        files=frozenset(table.get("files", ())),
        alerts=tuple(each["name"] for each in _items(table, "alerts")),
    )


def _items(table: Json, key: str) -> Iterator[Json]:
    yield from table.get(key, ())


def _service(given: Json) -> ImportedService:
    return ImportedService(
        id=given["id"],
        aliases=tuple(given.get("aliases", ())),
        name=given.get("name", ""),
        team=given.get("team", ""),
        owner=given.get("owner", ""),
        tier=given.get("tier"),
        rota=given.get("rota", ""),
        escalation=tuple(given.get("escalation", ())),
    )


def _page(given: Json) -> ImportedPage:
    return ImportedPage(
        path=given["path"],
        kind=given.get("kind", "document"),
        title=given.get("title", ""),
        anchors=frozenset(given.get("anchors", ())),
        concepts=frozenset(given.get("concepts", ())),
        answers=dict(given.get("answers", {})),
        service=given.get("service", ""),
    )
