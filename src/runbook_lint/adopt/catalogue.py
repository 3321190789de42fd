"""What says which services there are: Backstage, manifests of ours, and catalogues in a form of somebody's own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname
from typing import Any

from runbook_lint.adopt.names import same_named, shared_glob, spelled
from runbook_lint.model.adoption import Setting, counted
from runbook_lint.model.catalog import Catalog
from runbook_lint.model.document import DataProblem, Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Layout
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.pages import is_borrowed, is_template
from runbook_lint.parse.text import decode
from runbook_lint.parse.yaml_reader import read_yaml_all

_GLANCE = regex(
    rb"^(?:(?:services?|components|systems|applications|apps|teams)[ \t]*:|apiVersion:[ \t]*[\"']?backstage\.io/)",
    re.MULTILINE,
)
_ENTITIES = ("Component", "Group", "User")
_LISTS = ("services", "components", "systems", "applications", "apps")
_NAMES = ("name", "id", "service", "title", "slug", "key")
_OWNERS = ("owner", "owners", "team", "teams", "squad", "tier", "contact", "contacts", "owned_by", "maintainer")
_FEWEST = 3


def may_list_services(data: bytes) -> bool:
    """Whether a YAML file's bytes may hold a manifest or a catalogue; quick."""
    return bool(_GLANCE.search(data))


def manifests(files: Mapping[str, bytes]) -> list[str]:
    """The files that are manifests in our form: `service`, and a team or an owner."""
    return [path for path, value in _values(files) if _is_manifest(value)]


def entities(files: Mapping[str, bytes]) -> list[str]:
    """The files that hold entities of Backstage, whatever they are called."""
    return [path for path, value in _values(files) if _is_entity(value)]


def _is_entity(value: Mapping[str, Any]) -> bool:
    return str(value.get("apiVersion")).startswith("backstage.io/") and value.get("kind") in _ENTITIES


def entity_globs(paths: Iterable[str]) -> tuple[str, ...]:
    """The globs of Backstage's files that the default layout does not name: by name, since others stand beside them."""
    reached = matcher(rooted(Layout().services))
    places: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if not reached(path) and not is_borrowed(path) and not is_template(path):
            places[basename(path)].append(path)
    return tuple(
        spelled(found[0]) if len(found) == 1 else f"**/{spelled(name)}" for name, found in sorted(places.items())
    )


def catalogues(files: Mapping[str, bytes]) -> Iterator[tuple[str, int]]:
    """The files that list services in a form of their own, and how many."""
    for path, value in _values(files):
        found = max((_listed(value.get(key)) for key in _LISTS), default=0)
        if found >= _FEWEST and "version" not in value and "image" not in str(value.get("services"))[:500]:
            yield path, found  # a compose file lists services, too


def _values(files: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:  # Any: YAML
    for path, data in sorted(files.items()):
        text = decode(data)
        if not isinstance(text, DataProblem):
            parts = read_yaml_all(text.joined + "\n")
            values = [part.value for part in parts[:1] if part.problem is None]
            yield from ((path, value) for value in values if isinstance(value, dict))


def _is_manifest(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("service"), str) and bool({"team", "owner"} & set(value)) and "apiVersion" not in value


def _listed(value: object) -> int:
    """How many items of a list or a mapping tell of a service: a name, and who has it."""
    if isinstance(value, dict):
        items = [each for each in value.values() if isinstance(each, dict)]
        return sum(bool(set(_OWNERS) & set(each)) for each in items)
    items = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    return sum(bool(set(_NAMES) & set(each)) and bool(set(_OWNERS) & set(each)) for each in items)


def manifest_globs(paths: Iterable[str]) -> tuple[str, ...]:
    """The globs of manifests that the default layout does not name, after those of the default."""
    usual = Layout().services
    reached = matcher(rooted(usual))
    left = [path for path in paths if not reached(path) and not is_borrowed(path)]
    if not left:
        return usual
    names = {basename(path) for path in left}
    if len(names) == 1 and len(left) > 1:
        shared = [f"**/{spelled(names.pop())}"]
    else:
        folders = {dirname(path) for path in left}
        named = list(same_named(folders, dict.fromkeys(left, Kind.DOCUMENT), Kind.DOCUMENT))
        shared = [shared_glob(prefix, name, "*.y*ml") for prefix, name in named]
        shared = shared or [spelled(each, "*.y*ml") for each in sorted(folders)]
    return (*shared, *usual)


def catalog_settings(catalog: Catalog, foreign: bool) -> Iterator[Setting]:
    """`complete = false` where names are used that nothing here explains."""
    owners = {name for each in catalog.services for name in (each.team, each.owner) if name}
    unknown = {name for name in owners if not (catalog.team(name) or catalog.person(name))}
    unknown |= {name for each in catalog.services for name in each.depends_on if not catalog.service(name)}
    if foreign or not catalog.services or unknown:
        note = f"{counted(len(unknown), 'name')} that nothing here explains" if catalog.services else "no manifests yet"
        note = "the rest is in a catalogue of another form" if foreign and catalog.services else note
        yield Setting("catalog", "complete", False, note)
