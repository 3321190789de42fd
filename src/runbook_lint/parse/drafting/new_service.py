"""The manifest of a new service: its id, its place by the layout, and what its template is filled with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename, dirname
from typing import Any

from runbook_lint.model.catalog import Service
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.refs import short_name
from runbook_lint.model.settings import Settings
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.codeowners import owners_of
from runbook_lint.parse.contacts import can_be_paged
from runbook_lint.parse.drafting.incident_names import person_id, person_named
from runbook_lint.parse.drafting.incident_place import slug
from runbook_lint.parse.drafting.new_plan import file_stem, filled
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.known import unknown
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.neighbours import neighbours, team_of

_PREFIX = regex(r"[A-Za-z0-9]+[-_](?=[\[(\\.])")


@dataclass(frozen=True)
class NewService:
    """What is known of a service that has no manifest yet; texts are empty where nothing was said."""

    id: str
    name: str = ""
    description: str = ""
    team: str = ""
    owner: str = ""
    tier: int | None = None
    depends_on: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    chat: str = ""
    rota: str = ""
    links: tuple[tuple[str, str], ...] = ()


def new_service_id(world: World, text: str, name: str = "") -> str:
    """The id that a person means, or that a name makes; raises UsageError for one that is taken, or is none."""
    ids = world.settings.ids.service
    prefix = _PREFIX.match(ids)
    made = f"{prefix[0] if prefix else ''}{slug(text or name)}"
    tried = (text.strip(), text.strip().upper(), made.upper(), made)
    id = next((each for each in tried if each and re.fullmatch(ids, each)), "")
    if not id:
        raise UsageError(f"{text or name} is no id of a service (ids.service: {ids})")
    there = world.catalog.service(id)
    if there:
        raise UsageError(f"{id} has a manifest: {there.path}; nothing was changed")
    if neighbours(world).service(id):
        raise UsageError(f"{id} is a service of another repository, known by its catalogue; choose another id")
    return id


def team_id(world: World, text: str) -> str:
    """The id of a team by id or name; raises UsageError for one that cannot be known."""
    word, others = text.strip(), neighbours(world)
    known = world.catalog.team(word) or others.team(word)
    teams, folded = world.catalog.teams.values(), word.casefold()
    same = [each for each in teams if folded in (each.id.casefold(), each.name.casefold())]
    if known or len(same) == 1:
        return known.id if known else same[0].id
    help = unknown(word, list(world.catalog.teams), world, elsewhere=set(others.teams))
    if help is None:
        return word
    names = [each.name for each in world.catalog.teams.values() if each.name]
    raise UsageError(f"no team {word}; {help or did_you_mean(word, names) or 'see teams.yaml for those there are'}")


def owner_id(world: World, text: str) -> str:
    """The id of a person, or of a team, who answers for something; raises UsageError for one who cannot be known."""
    person = person_named(world, text)
    if person:
        return person
    try:
        return team_id(world, text)
    except UsageError as error:
        if re.fullmatch(world.settings.ids.team, text.strip()):
            raise UsageError(f"no owner {text.strip()}; {str(error).partition('; ')[2]}") from None
        return person_id(world, text)


def service_slug(id: str, settings: Settings) -> str:
    """What a service's folder is called."""
    prefix = _PREFIX.match(settings.ids.service)
    return file_stem(short_name(id).casefold().removeprefix(prefix[0].casefold() if prefix else ""))


def service_path(world: World, id: str) -> str:
    """Where the manifest of a new service goes by the layout; "" where the layout does not tell."""
    roles, slug = Roles(world.settings), service_slug(id, world.settings)
    native = [each.path for each in world.catalog.services if each.source == "native"]
    globs = [glob for glob in world.settings.layout.services if not glob.startswith("!")]
    used = {glob: sum(map(matcher(rooted((glob,))), native)) for glob in globs}
    paths = (path for glob in sorted(globs, key=lambda glob: -used[glob]) for path in _placed(glob, slug))
    return next((path for path in paths if roles.data_role(path) == "services"), "")


def _placed(glob: str, slug: str) -> Iterator[str]:
    """The path that a glob means for a service; none for what is another tool's file."""
    name = basename(glob).replace("*", slug)
    if not name.startswith("catalog-info") and re.fullmatch(r"[\w. -]+\.ya?ml", name):
        folder = filled(glob, slug)
        yield f"{folder}/{name}".lstrip("/")
        if "**" in dirname(glob).split("/"):
            yield f"{folder}/{slug}/{name}".lstrip("/")


def service_values(world: World, new: NewService) -> dict[str, Any]:  # Any: what a template is given
    """What the template of a manifest is filled with."""
    return {
        "id": new.id,
        "name": new.name,
        "description": new.description,
        "team": new.team,
        "owner": new.owner,
        "tier": new.tier,
        "depends_on": new.depends_on,
        "watch": new.watch,
        "chat": new.chat,
        "rota": new.rota,
        "links": tuple({"name": name, "url": url} for name, url in new.links),
        "today": str(world.today),
    }


def open_ends(world: World, service: Service) -> Iterator[str]:
    """What the repository still lacks for a service that has just got its manifest, one sentence each."""
    team, codeowners = team_of(world, service), world.catalog.codeowners
    if service.tier in (1, 2) and not can_be_paged(service, world):
        whose = f"a rota of team {team.id}" if team else "a team with one"
        yield f"tier {service.tier}, and nobody can be paged: it needs contacts.rota, or {whose}"
    if team and team.codeowners and codeowners.path and service.folder:
        owners, _ = owners_of(codeowners, f"{service.folder}/file")
        handles = {*team.codeowners, *(f"@{member}" for member in team.members)}
        if not {each.casefold() for each in owners} & {each.casefold() for each in handles}:
            yield f"{codeowners.path} does not give it to the team yet: /{service.folder}/ {team.codeowners[0]}"
