"""Backstage catalog-info.yaml: Component, Group and User entities as services, teams and people.

Source: backstage.io/docs/features/software-catalog/descriptor-format; a ref's full form is our id.
"""

from __future__ import annotations

import re
from posixpath import dirname

from runbook_lint.model.catalog import Contacts, Person, Service, Team
from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Location
from runbook_lint.model.refs import full_ref
from runbook_lint.parse.manifest import mapping, text, texts
from runbook_lint.parse.schema import violations

_TIER = regex(r"(?:tier)?[-_ ]?([1-4])\Z", re.IGNORECASE)
_ROTA = (
    "pagerduty.com/service-id",
    "pagerduty.com/integration-key",
    "opsgenie.com/team",
    "opsgenie.com/component-selector",
    "splunk.com/on-call-routing-key",
    "splunk.com/on-call-team",
    "rootly.com/service-id",
    "rootly.com/service-slug",
    "ilert.com/integration-key",
)
_KEYS = {
    "service": ("metadata", "name"),
    "owner": ("spec", "owner"),
    "team": ("spec", "owner"),
    "depends_on": ("spec", "dependsOn"),
    "lifecycle": ("spec", "lifecycle"),
}


_COMPONENT = {
    "required": ["metadata", "spec"],
    "properties": {
        "metadata": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "spec": {"type": "object", "required": ["owner"], "properties": {"owner": {"type": "string"}}},
    },
}


def is_entity(data: Data) -> bool:
    """Whether a YAML document is an entity of Backstage or of Kubernetes, and so no manifest of ours."""
    return bool(text(data.get("apiVersion"))) and "kind" in data.value


def entity_problems(data: Data) -> tuple[DataProblem, ...]:
    """What Backstage would refuse a Component for, of what is read here."""
    return violations(_COMPONENT, data) if _is_kind(data, "Component") else ()


def _is_kind(data: Data, kind: str) -> bool:
    return text(data.get("apiVersion")).startswith("backstage.io/") and data.get("kind") == kind


def is_template(value: object) -> bool:
    """Whether a value is still another tool's template (`${{ values.name }}`), not yet a name."""
    return isinstance(value, str) and any(mark in value for mark in ("{{", "{%", "<%", "${"))


def _name(value: object) -> str:
    return "" if is_template(value) else text(value)


def component(path: str, data: Data) -> Service | None:
    """The service that a Component describes."""
    if not _is_kind(data, "Component"):
        return None
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    name, namespace = _name(metadata.get("name")), text(metadata.get("namespace")) or "default"
    if not name or is_template(spec.get("owner")):
        return None
    owner = full_ref(_name(spec.get("owner")), "group", namespace) if _name(spec.get("owner")) else ""
    annotations = mapping(metadata.get("annotations"))
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
        depends_on=tuple(_full(ref, "component", namespace) for ref in texts(spec.get("dependsOn"))),
        contacts=Contacts(rota=_rota(annotations)),
        links={
            text(link.get("title")) or text(link.get("type")) or text(link.get("url")): text(link.get("url"))
            for link in metadata.get("links") or []
            if isinstance(link, dict)
        } if isinstance(metadata.get("links"), list) else {},
        tags=texts(metadata.get("tags")),
        source="backstage",
        keys=_KEYS,
    )  # fmt: skip


def _full(ref: str, kind: str, namespace: str) -> str:
    return full_ref(ref, kind, namespace) if _name(ref) else ""


def _rota(annotations: dict[str, object]) -> str:
    return next((_name(annotations.get(key)) for key in _ROTA if _name(annotations.get(key))), "")


def _tier(*places: dict[str, object]) -> int | None:
    for place in places:
        for key, value in place.items():
            if key.rsplit("/", 1)[-1].lower() == "tier":
                match = _TIER.match(str(value))
                return int(match[1]) if match else None
    return None


def group(path: str, data: Data) -> Team | None:
    """The team that a Group describes."""
    if not _is_kind(data, "Group"):
        return None
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    namespace = text(metadata.get("namespace")) or "default"
    if not _name(metadata.get("name")):
        return None
    id = full_ref(text(metadata.get("name")), "group", namespace)
    members = tuple(full_ref(ref, "user", namespace) for ref in texts(spec.get("members")) if _name(ref))
    name = text(mapping(spec.get("profile")).get("displayName")) or text(metadata.get("title"))
    annotations = mapping(metadata.get("annotations"))
    handle = _name(annotations.get("github.com/team-slug"))
    handles = (f"@{handle.removeprefix('@')}",) if "/" in handle else ()
    place = Location(path, data.span("metadata", "name"))
    return Team(id, place, name, rota=_rota(annotations), members=members, codeowners=handles)


def user(path: str, data: Data) -> Person | None:
    """The person that a User describes."""
    if not _is_kind(data, "User"):
        return None
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    if not _name(metadata.get("name")):
        return None
    id = full_ref(text(metadata.get("name")), "user", text(metadata.get("namespace")) or "default")
    name = text(mapping(spec.get("profile")).get("displayName"))
    return Person(id, Location(path, data.span("metadata", "name")), name)
