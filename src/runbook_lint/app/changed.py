"""`check --changed`: which files a branch touched, and what its changes brought elsewhere."""

from __future__ import annotations

import subprocess
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

from runbook_lint.app import git, git_trees
from runbook_lint.app.judge import Judgement
from runbook_lint.app.past import Past, as_now, settings_then, tree_then
from runbook_lint.app.project import Project
from runbook_lint.app.renames import moved_whole
from runbook_lint.app.workspace import Workspace
from runbook_lint.lint.baseline import key_of
from runbook_lint.lint.since import new_since
from runbook_lint.model.baseline import Key
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.tree import Tree

_OURS = ("upstream", "origin")  # where a fork came from, then where a clone did
_DEEPEN = "fetch the whole history: `git fetch --unshallow`, in GitHub Actions `fetch-depth: 0`"


@dataclass(frozen=True)
class Changed:
    """What is to be told of a branch: `ref` and `commit` say since when, `touched` are its files.

    `gone` and `renamed` count files; one that was renamed and changed as well is gone, and touched under its new name.
    `configured` says that the configuration was another one then.
    """

    findings: tuple[Finding, ...]
    ref: str
    commit: str
    touched: frozenset[str]
    gone: int
    renamed: int
    configured: bool = False


def is_ref(folder: Path, text: str) -> bool:
    """Whether git knows a commit by this name."""
    try:
        return git.in_repository(folder) and bool(git_trees.commit_id(folder, text))
    except (git.GitFailed, OSError):
        return False


def changed_findings(
    project: Project, workspace: Workspace, tree: Tree, findings: Sequence[Finding], ref: str,
    still_open: Container[Key], named: frozenset[str] | None = None,
) -> Changed:  # fmt: skip
    """Those of the findings that a branch is to answer for: in the files it touched, and what was not there before.

    Outside of the touched files only what is `still_open` is looked at: where everything is accepted, nothing can have
    come, and the tree before need not be judged. Files that a hook `named` are those it touched: of the rest, what
    git does not track is no part of the commit.
    """
    try:
        name, commit = _start_of(project.root, ref)
        past = Past(project.root, commit, {**tree.authored, **tree.contents})
        settings = settings_then(past, project)
        then = tree_then(past, settings, workspace, tree)
    except git.GitFailed as error:
        raise UsageError(f"--changed: git refuses: {error}") from None
    except subprocess.TimeoutExpired:
        raise UsageError("--changed: git does not answer within a minute; leave --changed out") from None
    except OSError as error:
        raise UsageError(f"--changed: git cannot be asked: {error.strerror or error}; leave --changed out") from None
    now, old = {**tree.authored, **tree.contents}, {**then.authored, **then.contents}
    without_role = past.read(set(now) - set(old), settings.max_kib * 1024)
    old |= {path: as_now(data, now[path]) for path, data in without_role.items()}
    same = {path for path in now if now[path] == old.get(path)}
    gone = {path: data for path, data in old.items() if path not in workspace.paths}
    moved = moved_whole(gone, {path: data for path, data in now.items() if path not in past.files})
    touched = (frozenset(now) - same if named is None else named) - set(moved.values()) - tree.ignored
    timed = {rule.name for rule in project.rules if rule.with_time}
    ours = [each for each in findings if each.path in touched]
    aside = touched | (workspace.listing.others if named is not None and workspace.listing else frozenset())
    others = [each for each in findings if each.path not in aside and each.name not in timed]
    others = [each for each in others if key_of(each) in still_open]
    if others and (then != tree or settings != project.settings):
        before = Judgement(replace(project, settings=settings), then, past=True).report
        others = list(new_since(others, before.findings, moved))
    else:
        others = []
    told = tuple(sorted([*ours, *others], key=lambda each: each.sort_key))
    lost, configured = len(set(gone) - set(moved)), settings != project.settings
    return Changed(told, name, commit[:7], touched, lost, len(moved), configured)


def _start_of(root: Path, ref: str) -> tuple[str, str]:
    """The name of what a branch is compared with, and the commit at which it left; no commit before the first one."""
    if not git.in_repository(root):
        raise UsageError(f"--changed: {root} is in no git repository; leave --changed out")
    head = git_trees.commit_id(root, "HEAD")
    if not head:
        return "the beginning", ""
    if ref == "HEAD":
        return ref, head
    name = ref or _default(root)
    there = git_trees.commit_id(root, name) if name else ""
    if not there:
        raise UsageError(_unknown(ref, git_trees.is_shallow(root)))
    base = git_trees.merge_base(root, there, "HEAD")
    if not base:
        shallow = git_trees.is_shallow(root)
        step = _DEEPEN if shallow else "name another commit to compare with: --changed REF"
        why = "this shallow clone does not reach to where they part" if shallow else "they have no commit in common"
        raise UsageError(f"--changed: cannot compare with {name}: {why}; {step}")
    return name, base


def _unknown(ref: str, shallow: bool) -> str:
    if shallow:
        return f"--changed: {ref or 'the default branch'} is not in this shallow clone; {_DEEPEN}"
    if ref:
        return f"--changed {ref}: no such commit, branch or tag; `git fetch` may bring it"
    step = "name it: --changed origin/main, or run `git remote set-head origin --auto` once"
    return f"--changed: cannot tell the default branch; {step}"


def _default(root: Path) -> str:
    """What a branch will be merged into: the default branch of upstream, origin or the only remote; else our own."""
    known = git.branches(root)
    remotes = list(git.remotes(root))
    for remote in [*(each for each in _OURS if each in remotes), *(remotes if len(remotes) == 1 else ())]:
        there = f"refs/remotes/{remote}/"
        if known.get(f"{there}HEAD"):
            return known[f"{there}HEAD"].removeprefix("refs/remotes/")
        usual = [name for name in ("main", "master") if there + name in known]
        if len(usual) == 1:
            return f"{remote}/{usual[0]}"
    usual = [name for name in ("main", "master") if f"refs/heads/{name}" in known]
    return usual[0] if len(usual) == 1 else ""
