"""One judgement, as `check` makes it: what is asked for is read, judged, mended where that is wanted, and told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from runbook_lint.app import fixing
from runbook_lint.app.judge import read_world
from runbook_lint.app.outcome import Target, for_people, outcome_of, summary_of, write_outcome
from runbook_lint.app.project import Project
from runbook_lint.app.verdict import Asked, Verdict, verdict
from runbook_lint.app.workspace import Workspace, warn
from runbook_lint.model.document import Kind
from runbook_lint.model.world import World
from runbook_lint.render.formats import HUMAN


def check(
    project: Project,
    workspace: Workspace,
    paths: tuple[str, ...],
    targets: tuple[Target, ...],
    given: dict[str, Any],
) -> int:
    """Judge the tree as it is now; `given` are the options of the command line, the exit status comes back."""
    instead: dict[str, bytes] = {}
    only: frozenset[str] | None = None
    name = given["stdin_filename"]
    if name is not None:
        path = next(iter(workspace.resolve([name], Path.cwd())))[0]
        inside = not path.startswith(("/", "../")) and workspace.roles.has_role(path)
        project.memory.keeps = False
        instead[path], only = sys.stdin.buffer.read(), frozenset({path} if inside else ())
    elif paths:
        only = _narrow(workspace, paths)
    touched = (only or frozenset()) if given["hook"] else None
    if only is not None and not only and touched is None:
        fixing.give_back(instead, given["fix"] and not given["diff"])
        return _nothing(project, (name,) if name is not None else paths, targets, given)
    tree, world = read_world(project, workspace, instead)
    asked = Asked(given["changed"], not given["no_baseline"], None if given["hook"] else only, touched)
    told = verdict(project, workspace, tree, world, asked)
    fixes = fixing.Fixes(given["fix"], given["diff"], given["unsafe_fixes"], instead, given["quiet"])
    done = fixing.carry_out(fixes, project, tree, world, told)
    if fixes.diff:
        return int(done.tree != tree and not given["exit_zero"])
    if done.tree != tree:
        told = verdict(project, workspace, done.tree, done.world, asked)
    _write(project, done.world, told, targets, given, fixing.told(tree, done, told.findings, fixes))
    return int(told.worst >= project.settings.fail_on.rank and not given["exit_zero"])


def _nothing(project: Project, shown: tuple[str, ...], targets: tuple[Target, ...], given: dict[str, Any]) -> int:
    """None of the paths is a document: a line says so, and whoever waits for a report gets an empty one."""
    if given["quiet"] < 2:
        warn(f"no document in {', '.join(shown[:3])}{' …' if len(shown) > 3 else ''}")
    world = World(project.today, project.settings)
    wanted = tuple(target for target in targets if target.place or target.form not in HUMAN)
    write_outcome(outcome_of(project, world, (), summary_of(world, (), 0)), wanted, given["quiet"])
    return 0


def _narrow(workspace: Workspace, paths: tuple[str, ...]) -> frozenset[str]:
    documents = frozenset([*workspace.documents(), *workspace.authored()])
    chosen: set[str] = set()
    folders: list[str] = []
    for path, place in workspace.resolve(paths, Path.cwd()):
        if workspace.root.is_relative_to(place):
            return documents
        if not place.is_relative_to(workspace.root):
            continue
        if path in documents:  # a hook may name thousands
            chosen.add(path)
        else:
            folders.append(f"{path}/")
    return frozenset(chosen | {document for document in documents if document.startswith(tuple(folders))})


def _write(
    project: Project,
    world: World,
    told: Verdict,
    targets: tuple[Target, ...],
    given: dict[str, Any],
    fixed: fixing.Told,
) -> None:
    if given["quiet"] < 2:
        for warning in told.warnings:
            warn(warning)
    summary = summary_of(world, told.findings, told.waived, told.baselined, fixed.fixed)
    notes = tuple(filter(None, (*told.notes, fixed.behind)))
    outcome = outcome_of(project, world, told.findings, summary, fixed.before, notes)
    write_outcome(outcome, targets, given["quiet"], given["statistics"], given["unsafe_fixes"], fixed.aside)
    if not given["quiet"] and project.config is None and for_people(targets):
        warn(_found(world))


def _found(world: World) -> str:
    """What the default layout found, and what to do where it found too little."""
    kinds = [document.kind for document in world.documents.values()]
    runbooks, postmortems = kinds.count(Kind.RUNBOOK), kinds.count(Kind.POSTMORTEM)
    others = len(kinds) - runbooks - postmortems
    counts = [(len(world.catalog.services), "service"), (runbooks, "runbook")]
    counts += [*([(postmortems, "postmortem")] if postmortems else []), (others, "other page")]
    found = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    hint = "" if runbooks and world.catalog.services else "; `runbook-lint init` looks where yours are"
    return f"no configuration, so the default layout holds: {found}{hint}"
