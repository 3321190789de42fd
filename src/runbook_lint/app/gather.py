"""What git and the repository's own pages tell of an incident, looked up for its postmortem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from runbook_lint.app import git
from runbook_lint.app.mentions import mentions
from runbook_lint.app.project import Project
from runbook_lint.model.document import Kind
from runbook_lint.model.draft import Draft
from runbook_lint.model.postmortem import STAMPS
from runbook_lint.model.refs import short_name
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_facts import Candidate, candidates, dependencies, known_service, pathspecs
from runbook_lint.parse.drafting.new_postmortem import Gathered, Mentioned, incident_day
from runbook_lint.parse.drafting.similar import similar
from runbook_lint.parse.intake.timelines import shortened
from runbook_lint.parse.layout import Roles

_MOST_MENTIONS = 20  # of each kind


def incident_world(project: Project, tree: Tree, alerts: bool) -> World:
    """The catalogue and the postmortems; the whole repository where alerts are named.

    The rest of a large repository is most of it, and most of the time that reading takes.
    """
    if alerts:
        return project.world(tree)
    roles = Roles(project.settings)
    data = {path: text for path, text in tree.contents.items() if roles.data_role(path) in ("services", "teams")}
    pages = {path: text for path, text in tree.contents.items() if roles.kind(path) is Kind.POSTMORTEM}
    return project.world(replace(tree, contents=pages | data, paths=tree.paths | {*tree.contents}, authored={}))


def with_runbooks(project: Project, tree: Tree, world: World, services: Iterable[str]) -> World:
    """The world with the runbooks that may be about some services: in their folders, or naming them."""
    known = [each for id in services if (each := known_service(world, id))]
    roles, found = Roles(project.settings), dict[str, bytes]()
    for path, text in tree.contents.items():
        if path not in world.documents and roles.kind(path) is Kind.RUNBOOK:
            inside = any(path.startswith(f"{each.folder}/" if each.folder else "") for each in known if each.path)
            if inside or any(short_name(each.id).encode() in text.lower() for each in known):
                found[path] = text
    pages = project.world(replace(tree, contents=found, authored={})).documents
    return replace(world, documents={**world.documents, **pages}, memo={}) if pages else world


def gather(project: Project, world: World, draft: Draft, hours: int) -> tuple[Gathered, tuple[str, ...]]:
    """What changed before, who mentions it, which earlier ones read alike; notes say what could not be had."""
    notes = []
    changes: tuple[Candidate, ...] | None = None
    mentioned: tuple[Mentioned, ...] = ()
    if git.in_repository(project.root):
        changes = _changes(project, world, draft, hours)
        mentioned, complete = _mentions(project, draft.incident)
        if changes is None or not complete:
            notes.append("git cannot say what changed, or not in time: changes and mentions may be missing")
    else:
        notes.append("no git repository: what changed before and who mentions the incident are left out")
    text = " ".join((draft.title, draft.summary, draft.impact))
    day = incident_day(draft, world.today)
    alike = similar(world, text, (*draft.services, *draft.alerts), but=draft.incident, day=day)
    return Gathered(changes, hours, mentioned, alike), tuple(notes)


def _changes(project: Project, world: World, draft: Draft, hours: int) -> tuple[Candidate, ...] | None:
    """The changes that came in before the incident began; its services' own and those of what they depend on."""
    own = tuple(each for id in draft.services if (each := known_service(world, id)))
    others = dependencies(world, draft.services)
    wanted = pathspecs((*own, *others))
    if not wanted:
        return ()
    start = next((draft.times[name] for name in STAMPS if name in draft.times), None)
    until = start or datetime.combine(world.today, time.max, UTC)
    since = until - min(timedelta(hours=hours), until - datetime.min.replace(tzinfo=UTC))
    found = git.arrivals(project.root, wanted, since.isoformat(), until.isoformat())
    if found is None:
        return None
    told = ((each.id, datetime.fromtimestamp(each.time, UTC), shortened(each.subject), each.paths) for each in found)
    return candidates(told, own, others)


def _mentions(project: Project, incident: str) -> tuple[tuple[Mentioned, ...], bool]:
    found = mentions(project.root, incident)
    commits = [Mentioned("commit", each.id, shortened(each.subject)) for each in found.commits[:_MOST_MENTIONS]]
    branches = [Mentioned("branch", name) for name in found.branches[:_MOST_MENTIONS]]
    requests = [Mentioned("pull request", name) for name in found.pull_requests[:_MOST_MENTIONS]]
    return (*commits, *branches, *requests), found.complete
