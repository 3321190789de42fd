"""An update on an incident for those outside it: where it goes, and what is already known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from posixpath import dirname, relpath
from typing import Any

from runbook_lint.model.document import Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.world import World
from runbook_lint.parse.contacts import chat_of
from runbook_lint.parse.drafting.incident_facts import known_service
from runbook_lint.parse.drafting.new_plan import file_stem
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.postmortems import postmortems
from runbook_lint.parse.targets import encoded

AUDIENCES = ("status-page", "internal", "executive")
STATES = ("investigating", "identified", "monitoring", "resolved")
Values = dict[str, Any]  # Any: what a template is given
_WILD = frozenset("*?[")


@dataclass(frozen=True)
class NewComms:
    """What is known of an update; texts are empty where nothing was said."""

    incident: str
    audience: str
    title: str = ""
    state: str = ""
    owner: str = ""
    services: tuple[str, ...] = ()
    severity: str = ""
    now: str = ""


def told_postmortem(world: World, incident: str) -> Postmortem | None:
    """The postmortem of an incident, restricted or not."""
    same = (each for each in postmortems(world) if each.incident.casefold() == incident.casefold())
    return next(same, None)


def state_of(postmortem: Postmortem | None) -> str:
    """How far an incident has come by its postmortem's times."""
    times = postmortem.times if postmortem else {}
    if "resolved" in times:
        return "resolved"
    return "monitoring" if "mitigated" in times else "investigating"


def comms_paths(world: World, new: NewComms) -> Iterator[str]:
    """Where an update may go, the first free one first: a folder `comms` where the layout has plain pages."""
    roles, stem = Roles(world.settings), f"{file_stem(new.incident)}-{new.audience}"
    globs = (glob.lstrip("/") for glob in world.settings.layout.documents if not glob.startswith("!"))
    plain = ("/".join(_fixed(dirname(glob).split("/"))) for glob in globs)
    folders = (f"{folder}/comms".lstrip("/") for folder in ("", *plain))
    folder = next((each for each in folders if roles.kind(f"{each}/{stem}.md") is Kind.DOCUMENT), None)
    if folder is None:
        return
    for number in range(1, 1000):
        path = f"{folder}/{stem}{f'-{number}' if number > 1 else ''}.md"
        if path not in world.files:
            yield path


def _fixed(parts: list[str]) -> Iterator[str]:
    """The parts of a glob before the first that stands for several."""
    for part in parts:
        if _WILD & set(part):
            return
        yield part


def comms_values(world: World, new: NewComms, postmortem: Postmortem | None, path: str) -> Values:
    """What the templates of an update are filled with; a restricted postmortem gives nothing."""
    services = [each for id in new.services if (each := known_service(world, id))]
    names = [each.name or each.id for each in services] or list(new.services)
    first = services[0] if services else None
    chat = chat_of(first, team_of(world, first)) if first else ""
    shown = postmortem if postmortem and not postmortem.restricted else None
    return {
        "incident": new.incident,
        "audience": new.audience,
        "title": new.title,
        "state": new.state,
        "severity": new.severity,
        "owner": new.owner,
        "services": new.services,
        "names": tuple(names),
        "started": _spoken(shown),
        "now": new.now,
        "today": str(world.today),
        "chat": chat,
        "postmortem": encoded(relpath(shown.path, dirname(path) or ".")) if shown else "",
    }


def _spoken(postmortem: Postmortem | None) -> str:
    started = postmortem.times.get("started") if postmortem else None
    at: datetime | None = started.at if started else None
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else ""
