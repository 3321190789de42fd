"""`check --shard 3/16`: which part it is, what does not go with it, and what the run says of itself for `merge`."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from hashlib import blake2b
from typing import Any

from runbook_lint import __version__
from runbook_lint.app import git, git_trees
from runbook_lint.app.cache.stamp import digest_of, readers, told
from runbook_lint.app.judge import Judgement
from runbook_lint.app.project import Project
from runbook_lint.app.read import read_regular
from runbook_lint.app.verdict import Asked, Verdict
from runbook_lint.app.workspace import Workspace
from runbook_lint.lint.select import select_rules
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.shard import Part, Shard
from runbook_lint.model.world import World
from runbook_lint.parse.unread import unread_alert_files

_SHARD = regex(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", re.ASCII)
_OTHERS = {
    "fix": ("--fix", "writes; run it once, over everything"),
    "diff": ("--diff", "shows what would be written; run it once, over everything"),
    "hook": ("--hook", "judges what a commit touches, which is little"),
    "watch": ("--watch", "judges everything again and again, on one machine"),
    "stdin_filename": ("--stdin-filename", "judges one file"),
    "show_settings": ("--show-settings", "prints what holds for every shard"),
}


def read_shard(text: str | None) -> Shard | None:
    """The value of --shard."""
    if text is None:
        return None
    match = _SHARD.fullmatch(text)
    if not match:
        raise UsageError(f"--shard {text}: which part of how many? --shard 3/16 takes the third of sixteen")
    shard = Shard(int(match[1]), int(match[2]))
    if shard.number > shard.total:
        last = Shard(shard.total, shard.total)
        raise UsageError(f"--shard {text}: no such part; they are counted from {Shard(1, shard.total)} to {last}")
    return shard


def refuse_others(paths: Iterable[str], given: Mapping[str, Any]) -> None:
    """No option that does not go with a part of everything."""
    for name, (option, why) in _OTHERS.items():
        if given[name]:
            raise UsageError(f"--shard takes a part of everything, and {option} {why}; leave one of them out")
    if any(paths):
        raise UsageError("--shard takes a part of everything, and PATHS name another; leave one of them out")


def judged_here(world: World, shard: Shard) -> tuple[int, int]:
    """How many of the files that are judged fall into a shard, and how many there are."""
    paths = {*world.documents, *world.data_files, *world.alert_files, *(file.path for file in world.unreadable)}
    return sum(path in shard for path in paths), len(paths)


def part_of(workspace: Workspace, judged: Judgement, asked: Asked, verdict: Verdict) -> Part:
    """What the run of a shard says of itself."""
    assert asked.shard is not None
    project, world = judged.project, judged.world
    rules = select_rules(project.settings, project.rules)
    return Part(
        asked.shard,
        {"runbook-lint": __version__, **readers()},
        tuple(rule.code for rule in rules),
        _settings(project.settings, asked, rules),
        project.today,
        _commit(project),
        _tree(workspace, judged, asked),
        world.repository.prefix,
        verdict.worst >= project.settings.fail_on.rank,
        verdict.gone,
        verdict.since,
        unread_alert_files(world),
        verdict.warnings,
    )


def _settings(settings: Settings, asked: Asked, rules: Iterable[Rule]) -> str:
    """A hash of all that was set."""
    said = told((settings, asked.since is None, asked.baseline, tuple(map(_rule, rules))))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _rule(rule: Rule) -> str:
    """What a format says of a rule; that of a plugin may be of another version."""
    untold = ("check", "options", "examples")
    return told([getattr(rule, each.name) for each in fields(rule) if each.name not in untold])


def _commit(project: Project) -> str:
    """The commit that is checked out; empty without git."""
    try:
        return git_trees.commit_id(project.root, "HEAD") if git.in_repository(project.root) else ""
    except (git.GitFailed, OSError, subprocess.TimeoutExpired):
        return ""


def _tree(workspace: Workspace, judged: Judgement, asked: Asked) -> str:
    """A hash of everything that the findings depend on: files, names of files, git's word on them, the baseline.

    Of files that are not read the names count where git has them, since links may lead there: reports and environments
    that jobs leave in a checkout make no other tree.
    """
    tracked = workspace.listing.paths - workspace.listing.others if workspace.listing else frozenset[str]()
    baseline = b""
    if asked.baseline:
        with suppress(OSError):
            baseline = read_regular(judged.project.root / judged.project.settings.baseline)
    said = workspace.absent, judged.world.changes, judged.world.bumps, baseline
    return digest_of(replace(judged.tree, paths=tracked), *said).hex()
