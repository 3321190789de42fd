"""Services, teams, people and scenarios, and how they relate."""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from posixpath import dirname

from runbook_lint.model.document import Data
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import Location, Span
from runbook_lint.model.refs import Names, full_ref, is_ref, resolve, short_name, sorted_out


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom to reach: references (a rota's URL, a team's id), never copied rosters."""

    chat: Mapping[str, str] = field(default_factory=dict)
    rota: str = ""
    escalation: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A service as one manifest declares it; `folder` is where the manifest stands.

    One that is not `valid` breaks the schema: it is known by its id, and nothing more is asked of it.
    """

    id: str
    path: str
    folder: str
    data: Data
    name: str = ""
    description: str = ""
    lifecycle: str = ""
    team: str = ""
    owner: str = ""
    tier: int | None = None
    last_reviewed: str = ""
    review_in: str = ""
    reviewed_by: str = ""
    depends_on: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    contacts: Contacts = Contacts()
    links: Mapping[str, str] = field(default_factory=dict)
    slo: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    source: str = "native"
    valid: bool = True
    keys: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)

    def span(self, *path: str | int) -> Span:
        """Where the value of one of our keys stands in the manifest, whatever its format calls it."""
        if path and isinstance(path[0], str) and path[0] in self.keys:
            return self.data.span(*self.keys[path[0]], *path[1:])
        return self.data.span(*path)


@dataclass(frozen=True, slots=True)
class Team:
    """A team; `codeowners` are its handles in the CODEOWNERS file."""

    id: str
    location: Location
    name: str = ""
    chat: str = ""
    rota: str = ""
    members: tuple[str, ...] = ()
    codeowners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A person who owns things; `former` people stay listed after they left."""

    id: str
    location: Location
    name: str = ""
    former: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """What can go wrong across services, and which teams take it."""

    id: str
    location: Location
    primary: str = ""
    secondary: str = ""
    chat: str = ""
    rota: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeOwnersLine:
    """One line of a CODEOWNERS file: what it gives to whom, and GitLab's section around it."""

    pattern: str
    owners: tuple[str, ...]
    line: int
    section: str = ""


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """A CODEOWNERS file, its lines in order; `gitlab` where it is read by GitLab's rules."""

    path: str = ""
    lines: tuple[CodeOwnersLine, ...] = ()
    gitlab: bool = False


@dataclass(frozen=True)
class Catalog:
    """All that is known of who runs what. `services` holds every definition, duplicates included.

    Where a native manifest and a Backstage component stand in one folder the native one is the
    service, and the component is its `overlaid` source; `aliases` maps the component's ref to it.
    Of two definitions of a team the first holds; `redefined` pairs it with each later one.
    """

    services: tuple[Service, ...] = ()
    teams: Mapping[str, Team] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    codeowners: CodeOwners = CodeOwners()
    overlaid: tuple[tuple[Service, Service], ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    redefined: tuple[tuple[Team, Team], ...] = ()
    complete: bool = True

    @cached_property
    def _by_id(self) -> Mapping[str, Service]:
        return {service.id: service for service in reversed(self.services)}

    @cached_property
    def _by_folder(self) -> Mapping[str, Service]:
        return {service.folder: service for service in reversed(self.services)}

    @cached_property
    def _by_ending(self) -> Mapping[str, Service]:
        """Native services by what their ids end with, from any hyphen on and without case; the first of each."""
        found: dict[str, Service] = {}
        for service in self.services:
            if not is_ref(service.id):
                words = service.id.casefold().split("-")
                for start in range(len(words)):
                    found.setdefault("-".join(words[start:]), service)
        return found

    @cached_property
    def _team_names(self) -> Names:
        return sorted_out(self.teams)

    @cached_property
    def _person_names(self) -> Names:
        return sorted_out(self.people)

    def service(self, id: str) -> Service | None:
        """The first definition of a service, in path order; a Backstage ref of it will do."""
        known = self.aliases.get(id) or self.aliases.get(full_ref(id, "component")) or id
        found = self._by_id.get(known)
        if found or not is_ref(known):
            return found
        wanted = full_ref(known, "component")
        if not wanted.startswith("component:"):
            return None
        return self._by_id.get(wanted) or self._by_ending.get(short_name(known))

    def team(self, name: str) -> Team | None:
        """The team of an id or a Backstage ref, whichever of the two notations it is known by."""
        known = resolve(name, "group", self._team_names)
        return self.teams[known] if known else None

    def person(self, name: str) -> Person | None:
        """The person of an id or a Backstage ref, whichever of the two notations it is known by."""
        known = resolve(name, "user", self._person_names)
        return self.people[known] if known else None

    def folder_service(self, path: str) -> Service | None:
        """The service in whose folder a file stands, the deepest one where folders nest."""
        folder = dirname(path)
        while folder not in self._by_folder and folder.strip("/"):
            folder = dirname(folder)
        return self._by_folder.get(folder)

    def team_of(self, service: Service) -> Team | None:
        """The team that answers for a service: its `team`, or its owner where that is one."""
        return self.team(service.team) or self.team(service.owner)
