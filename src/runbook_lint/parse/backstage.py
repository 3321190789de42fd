"""Backstage catalog-info.yaml: Component, Group and User entities as services, teams and people.

Source: backstage.io/docs/features/software-catalog/descriptor-format; a ref is
`[kind:][namespace/]name`, and its full form is our id.
"""

from __future__ import annotations

import re
from posixpath import dirname

from runbook_lint.model.catalog import Contacts, Person, Service, Team
from runbook_lint.model.document import Data
from runbook_lint.model.position import Location
from runbook_lint.parse.manifest import mapping, text, texts

_REF = re.compile(r"(?:(?P<kind>[^:/]+):)?(?:(?P<namespace>[^:/]+)/)?(?P<name>[^:/]+)\Z")
_TIER = re.compile(r"(?:tier)?[-_ ]?([1-4])\Z", re.IGNORECASE)
_ROTA = (
    "pagerduty.com/service-id",
    "pagerduty.com/integration-key",
    "opsgenie.com/team",
    "opsgenie.com/component-selector",
)
_KEYS = {
    "service": ("metadata", "name"),
    "owner": ("spec", "owner"),
    "team": ("spec", "owner"),
    "depends_on": ("spec", "dependsOn"),
    "lifecycle": ("spec", "lifecycle"),
}


def is_entity(data: Data) -> bool:
    """Whether a YAML document is a Backstage entity."""
    return text(data.get("apiVersion")).startswith("backstage.io/")


def full_ref(ref: str, kind: str, namespace: str = "default") -> str:
    """A ref in its full form, lower case: `group:default/api`."""
    match = _REF.match(ref.strip())
    if not match:
        return ref
    return f"{match['kind'] or kind}:{match['namespace'] or namespace}/{match['name']}".lower()


def component(path: str, data: Data) -> Service | None:
    """The service that a Component describes."""
    if not is_entity(data) or data.get("kind") != "Component":
        return None
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    name, namespace = text(metadata.get("name")), text(metadata.get("namespace")) or "default"
    if not name:
        return None
    owner = full_ref(text(spec.get("owner")), "group", namespace) if text(spec.get("owner")) else ""
    annotations = mapping(metadata.get("annotations"))
    rota = next((text(annotations.get(key)) for key in _ROTA if text(annotations.get(key))), "")
    return Service(
        id=full_ref(name, "component", namespace),
        path=path,
        folder=dirname(path),
        data=data,
        name=text(metadata.get("title")) or name,
        description=text(metadata.get("description")),
        lifecycle=text(spec.get("lifecycle")),
        team=owner if owner.startswith("group:") else "",
        owner=owner,
        tier=_tier(mapping(metadata.get("labels")), annotations),
        depends_on=tuple(full_ref(ref, "component", namespace) if ref else "" for ref in texts(spec.get("dependsOn"))),
        contacts=Contacts(rota=rota),
        links={
            text(link.get("title")) or text(link.get("type")) or text(link.get("url")): text(link.get("url"))
            for link in metadata.get("links") or []
            if isinstance(link, dict)
        } if isinstance(metadata.get("links"), list) else {},
        tags=texts(metadata.get("tags")),
        source="backstage",
        keys=_KEYS,
    )  # fmt: skip


def _tier(*places: dict[str, object]) -> int | None:
    for place in places:
        for key, value in place.items():
            if key.rsplit("/", 1)[-1].lower() == "tier":
                match = _TIER.match(str(value))
                return int(match[1]) if match else None
    return None


def group(path: str, data: Data) -> Team | None:
    """The team that a Group describes."""
    if not is_entity(data) or data.get("kind") != "Group":
        return None
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    namespace = text(metadata.get("namespace")) or "default"
    id = full_ref(text(metadata.get("name")), "group", namespace)
    members = tuple(full_ref(ref, "user", namespace) for ref in texts(spec.get("members")) if ref)
    name = text(mapping(spec.get("profile")).get("displayName")) or text(metadata.get("title"))
    return Team(id, Location(path, data.span("metadata", "name")), name, members=members)


def user(path: str, data: Data) -> Person | None:
    """The person that a User describes."""
    if not is_entity(data) or data.get("kind") != "User":
        return None
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    id = full_ref(text(metadata.get("name")), "user", text(metadata.get("namespace")) or "default")
    name = text(mapping(spec.get("profile")).get("displayName"))
    return Person(id, Location(path, data.span("metadata", "name")), name)
