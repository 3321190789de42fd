"""One judgement, as `check` makes it: what is asked for is read, judged, mended where that is wanted, and told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from runbook_lint.app import fixing
from runbook_lint.app.cache import roles
from runbook_lint.app.judge import Judgement
from runbook_lint.app.outcome import Target, for_people, outcome_of, write_outcome
from runbook_lint.app.project import Project
from runbook_lint.app.verdict import Asked, Verdict, verdict
from runbook_lint.app.workspace import Workspace, warn
from runbook_lint.model.report import Survey
from runbook_lint.model.shard import Part
from runbook_lint.model.tree import Tree
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
    everything = bool(paths) and only is None
    touched = (_files(workspace) if everything else only or frozenset()) if given["hook"] else None
    if only is not None and not only and touched is None:
        fixing.give_back(instead, given["fix"] and not given["diff"])
        return _nothing(project, (name,) if name is not None else paths, targets, given)
    asked = Asked(given["changed"], not given["no_baseline"], None if given["hook"] else only, touched, given["shard"])
    tree = workspace.tree(instead)
    if not workspace.recalled:
        roles.keep(project.memory, project.settings, workspace.seen)
    judged = Judgement(project, tree, reach=asked.reach)
    told = verdict(workspace, judged, asked)
    fixes = fixing.Fixes(given["fix"], given["diff"], given["unsafe_fixes"], instead, given["quiet"])
    done = fixing.carry_out(fixes, judged, told) if fixes.write or fixes.diff else None
    if done and fixes.diff:
        return int(done.tree != tree and not given["exit_zero"])
    if done and done.tree != tree:
        judged = Judgement(project, done.tree, done.world, asked.reach)
        told = verdict(workspace, judged, asked)
    part = _part(workspace, judged, asked, told) if asked.shard else None
    _write(judged, told, targets, given, fixing.told(tree, done, told.findings, fixes), part)
    return int(told.worst >= project.settings.fail_on.rank and not given["exit_zero"])


def _part(workspace: Workspace, judged: Judgement, asked: Asked, told: Verdict) -> Part:
    from runbook_lint.app.sharding import part_of

    return part_of(workspace, judged, asked, told)


def _nothing(project: Project, shown: tuple[str, ...], targets: tuple[Target, ...], given: dict[str, Any]) -> int:
    """None of the paths is a document: a line says so, and whoever waits for a report gets an empty one."""
    if given["quiet"] < 2:
        warn(f"no document in {', '.join(shown[:3])}{' …' if len(shown) > 3 else ''}")
    from runbook_lint.model.world import World

    nothing = Judgement(project, Tree({}), World(project.today, project.settings))
    wanted = tuple(target for target in targets if target.place or target.form not in HUMAN)
    write_outcome(outcome_of(nothing, Verdict()), wanted, given["quiet"])
    return 0


def _narrow(workspace: Workspace, paths: tuple[str, ...]) -> frozenset[str] | None:
    """The files that paths name; None where one of them is the whole repository."""
    documents = _files(workspace)
    chosen: set[str] = set()
    folders: list[str] = []
    for path, place in workspace.resolve(paths, Path.cwd()):
        if workspace.root.is_relative_to(place):
            return None
        if not place.is_relative_to(workspace.root):
            continue
        if path in documents:  # a hook may name thousands
            chosen.add(path)
        else:
            folders.append(f"{path}/")
    return frozenset(chosen | {document for document in documents if document.startswith(tuple(folders))})


def _files(workspace: Workspace) -> frozenset[str]:
    """The files that may be named."""
    return frozenset([*workspace.documents(), *workspace.authored()])


def _write(
    judged: Judgement,
    told: Verdict,
    targets: tuple[Target, ...],
    given: dict[str, Any],
    fixed: fixing.Told,
    part: Part | None,
) -> None:
    if given["quiet"] < 2:
        for warning in told.warnings:
            warn(warning)
    outcome = outcome_of(judged, told, fixed, part)
    write_outcome(outcome, targets, given["quiet"], given["statistics"], given["unsafe_fixes"], fixed.aside)
    if not given["quiet"] and judged.project.config is None and for_people(targets):
        warn(_found(judged.survey))


def _found(seen: Survey) -> str:
    """What the default layout found, and what to do where it found too little."""
    others = seen.documents - seen.runbooks - seen.postmortems
    counts = [(seen.services, "service"), (seen.runbooks, "runbook")]
    counts += [*([(seen.postmortems, "postmortem")] if seen.postmortems else []), (others, "other page")]
    found = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    hint = "" if seen.runbooks and seen.services else "; `runbook-lint init` looks where yours are"
    return f"no configuration, so the default layout holds: {found}{hint}"
