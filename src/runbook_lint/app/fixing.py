"""Fixes on disk: what `check --fix` writes, and what `check --diff` shows instead."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runbook_lint.app.judge import Judgement
from runbook_lint.app.project import Project
from runbook_lint.app.terminal import paint_for
from runbook_lint.app.verdict import Verdict
from runbook_lint.app.write import path_within, replace_files
from runbook_lint.lint.baseline import settle
from runbook_lint.model.finding import Applicability, Finding
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.report import Report
from runbook_lint.model.tree import Tree
from runbook_lint.render.text import many, visible

if TYPE_CHECKING:  # and below where it is asked for
    from runbook_lint.lint.mend import Mended
    from runbook_lint.model.world import World


@dataclass(frozen=True)
class Fixes:
    """What the command line asks for: to `write` fixes or show the `diff`, and whether `unsafe` ones count.

    `given` are the files that came by standard input, with what they said: they go to standard output.
    """

    write: bool = False
    diff: bool = False
    unsafe: bool = False
    given: Mapping[str, bytes] = field(default_factory=dict)
    quiet: int = 0


@dataclass(frozen=True)
class Told:
    """What is said around the findings: how many are `fixed`, how many can be; `aside` where text took the output."""

    fixed: int = 0
    before: str = ""
    behind: str = ""
    aside: bool = False


def carry_out(fixes: Fixes, judged: Judgement, told: Verdict) -> Mended:
    """The repository after the fixes that were asked for, written or shown.

    Only what was `told` is mended: no file beyond, and nothing that the baseline accepts.
    """
    tree, project = judged.tree, judged.project
    done = mended(project, tree, judged.world, told, fixes.unsafe)
    if fixes.diff:
        show_diff(tree, done.tree, judged.world, fixes.quiet)
        if not fixes.quiet:
            click.echo(_diff_line(done, tree, told.findings, fixes.unsafe), err=True)
    elif fixes.given:
        give_back({path: done.tree.contents.get(path, data) for path, data in fixes.given.items()})
    else:
        write(project.root, tree, done.tree)
    return done


def give_back(texts: Mapping[str, bytes], wanted: bool = True) -> None:
    """Print the texts that came by standard input, fixed or as they were: an editor takes them for the file."""
    if wanted:
        for text in texts.values():
            sys.stdout.buffer.write(text)


def told(tree: Tree, done: Mended | None, left: Iterable[Finding], fixes: Fixes) -> Told:
    """What is said around the findings that are left; nothing is `done` where nothing was asked for."""
    fixed = done.fixed if done else ()
    before = fixed_line(done, tree) if done and fixed else ""
    behind = _after_fixing(left, fixes.unsafe) if fixes.write else fixable_line(left, fixes.unsafe)
    return Told(len(fixed), before, behind, fixes.write and bool(fixes.given))


def _after_fixing(left: Iterable[Finding], unsafe: bool) -> str:
    """What a run that wrote fixes did not write, and what another run could."""
    found = [each for each in left if each.fix]
    more = [each for each in found if each.fix and each.fix.applicability is Applicability.UNSAFE and not unsafe]
    kept = len(found) - len(more)
    reason = "it would change more than its place, or a file that is not to be touched"
    told = f"{many(kept, 'fix', 'fixes')} not written: {reason}" if kept else ""
    return "\n".join(filter(None, (told, fixable_line(more, unsafe))))


def mended(
    project: Project, tree: Tree, world: World, judged: Verdict, unsafe: bool
) -> Mended:
    """The repository after the fixes of what is reported; `before` knows what its files said."""
    from runbook_lint.app.changes import with_renames
    from runbook_lint.lint.mend import Scope, mend
    from runbook_lint.lint.run import run_rules

    renames = with_renames(world, project.root).renames

    def judge(changed: Tree) -> tuple[World, Report]:
        read = project.world(changed)
        found = replace(read, changes=world.changes, bumps=world.bumps, renames=renames)
        report = run_rules(found, project.rules)
        return found, replace(report, findings=settle(judged.baseline, report.findings).left)

    return mend(tree, judge, Scope(_writable(tree, judged.reach), unsafe), project.rules)


def _writable(tree: Tree, only: frozenset[str] | None) -> frozenset[str]:
    """The files that may be written: none of others, and none that two links lead to, which want two texts."""
    links = tree.repository.symlinks
    names = Counter(links.get(path) or path for path in tree.contents)
    alone = {path for path in tree.contents if names[links.get(path) or path] == 1}
    return frozenset(alone if only is None else only & alone) - tree.silent - tree.ignored


def write(root: Path, before: Tree, after: Tree) -> None:
    """Put the changed files on disk, all or none."""
    changed = {root / path: (after.contents[path], before.contents[path]) for path in changed_paths(before, after)}
    for place in changed:
        path_within(root, place)
    new, old = ({place: pair[side] for place, pair in changed.items()} for side in (0, 1))
    replace_files(new, old)


def changed_paths(before: Tree, after: Tree) -> list[str]:
    """The files that differ, sorted."""
    return sorted(path for path in after.contents if after.contents[path] != before.contents[path])


def show_diff(before: Tree, after: Tree, world: World, quiet: int) -> None:
    """Print what would change.

    A page that is not for everybody is only named: a log has more readers than a repository.
    """
    from runbook_lint.lint.redact import cleaner, secret_words
    from runbook_lint.parse.visibility import is_restricted
    from runbook_lint.render.diff import file_diff, painted

    for path in changed_paths(before, after) if quiet < 2 else ():
        if path in world.documents and is_restricted(world.documents[path], world.settings):
            click.echo(f"runbook-lint: {visible(path)} would change; it is restricted, so it is not shown", err=True)
            continue
        old, new = (tree.contents[path].decode("utf-8") for tree in (before, after))
        lines = file_diff(path, old, new, cleaner(world, secret_words(world, [path])))
        if sys.stdout.isatty():
            click.echo("\n".join(painted(lines, paint_for())), color=True)
        else:
            sys.stdout.buffer.write("".join(lines).encode("utf-8", "surrogateescape"))
            sys.stdout.buffer.flush()  # what is said behind it on standard error comes behind it


def fixed_line(done: Mended, before: Tree, told: str = "Fixed") -> str:
    """`Fixed 3 findings in 2 files`."""
    return f"{told} {many(len(done.fixed), 'finding')} in {many(len(changed_paths(before, done.tree)), 'file')}"


def _diff_line(done: Mended, before: Tree, findings: Iterable[Finding], unsafe: bool) -> str:
    """What a diff comes to; where it is empty, what else there would be."""
    if done.fixed:
        return fixed_line(done, before, "Would fix")
    more = 0 if unsafe else sum(each.fix.applicability is Applicability.UNSAFE for each in findings if each.fix)
    return f"Nothing to fix{f', {more:,} with --unsafe-fixes' if more else ''}"


def fixable_line(findings: Iterable[Finding], unsafe: bool) -> str:
    """`[*] 3 fixable with --fix, 2 more with --unsafe-fixes`; empty where there are none."""
    fixes = [finding.fix.applicability for finding in findings if finding.fix]
    safe = fixes.count(Applicability.SAFE)
    more = len(fixes) - safe
    if unsafe and more:
        return f"[*] {len(fixes):,} fixable with --fix --unsafe-fixes"
    shown = f"[*] {safe:,} fixable with --fix" if safe else ""
    hidden = f"{more:,} more with --unsafe-fixes" if safe else f"{more:,} fixable with --fix --unsafe-fixes"
    return ", ".join(filter(None, (shown, hidden if more else "")))
