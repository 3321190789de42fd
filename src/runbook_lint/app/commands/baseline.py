"""`runbook-lint baseline`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from runbook_lint.app.baseline import Kept, find_baseline, lost_entries
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.judge import Judgement
from runbook_lint.app.project import open_project
from runbook_lint.app.terminal import paint_for
from runbook_lint.app.verdict import gone_of
from runbook_lint.app.workspace import warn
from runbook_lint.app.write import path_within, replace_files
from runbook_lint.lint.baseline import accept, settle
from runbook_lint.model.baseline import SECRET, Baseline
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass
from runbook_lint.render import findings as render
from runbook_lint.render.baseline import baseline_json, gone_lines, rename_lines, summary_lines
from runbook_lint.render.text import many, visible


@dataclass(frozen=True)
class Count:
    """What a run makes of a baseline: what is new, what is gone, and what holds from now on."""

    new: tuple[Finding, ...]
    gone: Baseline
    kept: Baseline


@click.command("baseline")
@click.option("--accept", "take", is_flag=True, help="Accept what is new as well.")
@click.option("--strict", is_flag=True, help="Write nothing; exit 1 where accepted findings are gone (for CI).")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@project_options
def command(take: bool, strict: bool, dry_run: bool, config: tuple[str, ...], today: str | None) -> int:
    """Accept today's findings, so that `check` shows only what comes from now on.

    Without a baseline all findings are accepted. With one, what is gone is taken out of it, what is new is told and
    accepted with --accept only. Entries follow lines that move and files that git sees renamed.
    """
    if strict and take:
        raise UsageError("--strict writes nothing, --accept does; leave one of them out")
    project = open_project(Path.cwd(), config, today)
    workspace = project.workspace()
    if workspace.warning:
        warn(workspace.warning)
    judged = Judgement(project, workspace.tree())
    kept = find_baseline(project, judged.tree, mend=True)
    findings = judged.report.findings
    if kept.raw is None:
        return _first(kept, findings, project.root, strict, dry_run)
    settled = settle(kept.baseline, findings)
    gone = gone_of(settled, judged, workspace)
    counted = Count(settled.left, gone, _kept(kept.baseline, gone, settled.left if take else ()))
    if not (strict or dry_run):
        _save(kept, counted.kept, project.root)
    _tell(kept, counted, take, "strict" if strict else "dry" if dry_run else "done")
    timed = {rule.name for rule in project.rules if rule.with_time}
    return int(strict and any(key.rule not in timed for key in gone.counts))


def _kept(baseline: Baseline, gone: Baseline, new: Iterable[Finding]) -> Baseline:
    """A baseline without what is gone, and with what is new."""
    counts = {key: count - gone.counts.get(key, 0) for key, count in baseline.counts.items()}
    for key, count in accept(new).counts.items():
        counts[key] = counts.get(key, 0) + count
    return Baseline({key: count for key, count in counts.items() if count})


def _save(kept: Kept, baseline: Baseline, root: Path) -> None:
    """Write a baseline where it says something else than the file."""
    if kept.raw is None or kept.conflict or kept.renames or baseline != kept.baseline:
        path_within(root, kept.place)
        replace_files({kept.place: baseline_json(baseline).encode()}, {kept.place: kept.raw})


def _first(kept: Kept, findings: Sequence[Finding], root: Path, strict: bool, dry_run: bool) -> int:
    path = visible(kept.path)
    if strict or not findings:
        click.echo(f"No {path}, so nothing is gone" if strict else "No findings, so there is nothing to accept")
        return 0
    if not dry_run:
        _save(kept, accept(findings), root)
    click.echo("\n".join(render.statistics(findings, paint_for())), color=True)
    where = f"{many(len(findings), 'finding')} in {many(len({each.path for each in findings}), 'file')}"
    click.echo(f"{where} {'would be accepted' if dry_run else 'accepted'} in {path}")
    if not dry_run:
        click.echo("Commit it: from now on `check` shows only what is new")
    _urge(findings)
    return 0


def _urge(findings: Iterable[Finding]) -> None:
    secrets = sum(finding.name == SECRET for finding in findings)
    if secrets:
        warn(f"{many(secrets, 'secret')} among them: revoke {'it' if secrets == 1 else 'them'} all the same")


def _tell(kept: Kept, counted: Count, take: bool, mode: str) -> None:
    """What is new, gone, renamed; then where that leaves us."""
    new = "\n".join(render.concise(counted.new, paint_for()))
    if new:
        click.echo(new, color=True)
    for line in (*gone_lines(counted.gone.counts), *rename_lines(kept.renames)):
        click.echo(line)
    for warning in lost_entries(kept):
        warn(warning)
    if take:
        _urge(counted.new)
    click.echo("\n".join(summary_lines(kept.path, counted.kept, counted.gone, len(counted.new), take, mode)))
