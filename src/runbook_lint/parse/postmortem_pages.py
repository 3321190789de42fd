"""The postmortems that rules judge, and how they name incidents and people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from posixpath import dirname, join, normpath

from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.postmortems import postmortems

_NOBODY = frozenset({"none", "nobody", "unknown", "tbd", "tba", "todo", "na", "nil", "null", "pending", "vacant"})


@once
def judged_postmortems(world: World) -> tuple[Postmortem, ...]:
    """The pages that tell of an incident, in path order: no README, no index, no form to copy."""
    return tuple(each for each in postmortems(world) if not is_front_page(each.path) and not is_template(each.path))


def incident_ids(text: str, settings: Settings) -> Sequence[re.Match[str]]:
    """The places in a text that look like an incident's id, in whatever case."""
    return tuple(re.finditer(rf"(?<![^\W_])(?:{settings.ids.incident})(?![^\W_])", text, re.IGNORECASE))


def is_incident_id(text: str, settings: Settings) -> bool:
    """Whether a text is an incident's id as the configuration spells it."""
    return re.fullmatch(settings.ids.incident, text) is not None


def is_nobody(name: str) -> bool:
    """Whether a name stands where there is no one, or no one yet."""
    return not name.strip() or re.sub(r"[\W_]", "", name).casefold() in _NOBODY


def names_of_person(name: str, world: World) -> frozenset[str]:
    """What a person is called, without case: as it is written, without `@`, the id and the full name if it is known."""
    plain = name.strip().lstrip("@")
    person = world.catalog.person(plain) or next(
        (each for each in world.catalog.people.values() if each.name and each.name.casefold() == plain.casefold()), None
    )
    known = (person.id, person.name) if person else ()
    return frozenset(each.casefold() for each in (plain, *known) if each)


def runbook_places(postmortem: Postmortem, path: str) -> tuple[str, ...]:
    """What a path under `runbooks` may mean: from the root, or from the postmortem's folder."""
    plain = path.split("#", 1)[0].strip()
    beside = normpath(join(dirname(postmortem.path), plain))
    return (normpath(plain.lstrip("/")), beside) if plain.strip("/") else ()


def used_page(postmortem: Postmortem, path: str, world: World) -> str:
    """The page of the repository that a path under `runbooks` names; empty where it names none."""
    return next((place for place in runbook_places(postmortem, path) if place in world.documents), "")
