"""Native manifests and teams.yaml: data to services, teams, people and scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname
from typing import Any

from runbook_lint.model.catalog import Contacts, Person, Scenario, Service, Team
from runbook_lint.model.document import Data
from runbook_lint.model.position import Location, Span


def native_service(path: str, data: Data, valid: bool) -> Service | None:
    """The service of a native manifest; None where it does not even say which."""
    id = text(data.get("service"))
    if not id or "{{" in id:  # a template of another tool
        return None
    tier = data.get("tier")
    return Service(
        id=id,
        path=path,
        folder=dirname(path),
        data=data,
        name=text(data.get("name")),
        description=text(data.get("description")),
        lifecycle=text(data.get("lifecycle")),
        team=text(data.get("team")),
        owner=text(data.get("owner")),
        tier=tier if isinstance(tier, int) and not isinstance(tier, bool) and 1 <= tier <= 4 else None,
        last_reviewed=text(data.get("last_reviewed")),
        review_in=text(data.get("review_in")),
        reviewed_by=text(data.get("reviewed_by")),
        depends_on=texts(data.get("depends_on")),
        watch=texts(data.get("watch")),
        contacts=_contacts(data.get("contacts")),
        links=text_map(data.get("links")),
        slo=text_map(data.get("slo")),
        tags=texts(data.get("tags")),
        valid=valid,
    )


def _contacts(value: object) -> Contacts:
    given = value if isinstance(value, dict) else {}
    chat = given.get("chat")
    return Contacts(
        chat={"": chat} if isinstance(chat, str) else text_map(chat),
        rota=text(given.get("rota")),
        escalation=texts(given.get("escalation")),
        phone=text(given.get("phone")),
    )


def teams_of(path: str, data: Data) -> Iterator[Team]:
    """The teams of a teams.yaml."""
    for id, given in mapping(data.get("teams")).items():
        values = mapping(given)
        handles = values.get("codeowners")
        yield Team(
            id,
            Location(path, data.key_span("teams", id)),
            text(values.get("name")),
            text(values.get("chat")),
            text(values.get("rota")),
            texts(values.get("members")),
            (handles,) if isinstance(handles, str) else texts(handles),
        )


def people_of(path: str, data: Data) -> Iterator[Person]:
    """The people of a teams.yaml."""
    for id, given in mapping(data.get("people")).items():
        values = mapping(given)
        location = Location(path, data.key_span("people", id))
        yield Person(id, location, text(values.get("name")), values.get("former") is True)


def scenarios_of(path: str, data: Data) -> Iterator[Scenario]:
    """The scenarios of a teams.yaml."""
    for id, given in mapping(data.get("scenarios")).items():
        values = mapping(given)
        named = [key for key in ("primary", "secondary") if key in values]
        spans: dict[str, Span] = {key: data.span("scenarios", id, key) for key in named}
        location = Location(path, data.key_span("scenarios", id))
        primary, secondary, chat, rota = (text(values.get(key)) for key in ("primary", "secondary", "chat", "rota"))
        yield Scenario(id, location, primary, secondary, chat, rota, spans)


def mapping(value: object) -> dict[str, Any]:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """The value where it is text, else an empty one."""
    return value.strip() if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """The list's items as text, in their places; what is no text becomes empty."""
    return tuple(text(item) for item in value) if isinstance(value, list) else ()


def text_map(value: object) -> dict[str, str]:
    """The mapping's scalars as text."""
    return {key: str(item) for key, item in mapping(value).items() if isinstance(item, (str, int, float))}
