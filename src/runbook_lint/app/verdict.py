"""What of a report is shown and what decides: the baseline and `--changed` between the rules and the output."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from runbook_lint.app.baseline import find_baseline, lost_entries
from runbook_lint.app.judge import Judgement
from runbook_lint.app.workspace import Workspace
from runbook_lint.lint.baseline import Settled, key_of, settle, still_judged
from runbook_lint.model.baseline import Baseline
from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.shard import Shard, Since

if TYPE_CHECKING:
    from runbook_lint.app.changed import Changed


@dataclass(frozen=True)
class Verdict:
    """The findings to show, how many the baseline accepted, the worst that decides (-1: none).

    `baseline` is what is accepted, `reach` the files that are judged (None: all), which are those that a fix may touch;
    `since` is what --changed compared with, `gone` how many accepted findings are no longer there.
    """

    findings: tuple[Finding, ...] = ()
    waived: int = 0
    baselined: int = 0
    worst: int = -1
    baseline: Baseline = Baseline()
    reach: frozenset[str] | None = None
    since: Since | None = None
    gone: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the command line asked for: `since` is the value of --changed, None without it; `only` are given paths.

    `touched` are the files that a hook names, None where git says which were touched; `shard` is the part that is
    judged.
    """

    since: str | None
    baseline: bool
    only: frozenset[str] | None
    touched: frozenset[str] | None = None
    shard: Shard | None = None

    @property
    def reach(self) -> Container[str] | None:
        """What is judged; None for everything."""
        return self.shard if self.only is None else self.only


def verdict(workspace: Workspace, judged: Judgement, asked: Asked) -> Verdict:
    """The findings of a tree as they are to be told.

    With a baseline or --changed, findings that come with time are shown and decide nothing: nobody's branch turns red
    at midnight.
    """
    project, tree, report = judged.project, judged.tree, judged.report
    findings = report.findings
    kept = find_baseline(project, tree) if asked.baseline else None
    baseline = kept.baseline if kept else Baseline()
    if asked.shard:
        baseline = baseline.within(asked.shard)
    changed, settled = None, settle(baseline, findings)
    if asked.since is not None:
        from runbook_lint.app.changed import changed_findings

        still_open = {key_of(each) for each in settled.left}
        changed = changed_findings(project, workspace, tree, findings, asked.since, still_open, asked.touched)
        settled = settle(baseline, findings, frozenset(changed.findings))
    mine = findings if changed is None else changed.findings
    left = set(settled.left)
    shown = tuple(each for each in mine if each in left)
    used = kept is not None and kept.raw is not None
    timed = {rule.name for rule in project.rules if rule.with_time and (used or changed)}
    worst = max((each.severity.rank for each in shown if each.name not in timed), default=-1)
    gone = 0
    if asked.only is None and changed is None:
        gone = gone_of(settled, judged, workspace).total
    since = _since(changed, shown, asked.touched is not None) if changed else None
    reach = asked.only
    if changed:
        reach = changed.touched if reach is None else reach & changed.touched
    lost = lost_entries(kept) if kept and shown else ()
    return Verdict(shown, report.waived, len(mine) - len(shown), worst, baseline, reach, since, gone, lost)


def gone_of(settled: Settled, judged: Judgement, workspace: Workspace) -> Baseline:
    """The accepted findings that are not there any more; where there are none, nobody need read the tree for it."""
    unused = settled.unused
    return still_judged(unused, judged.world, judged.project.rules, workspace.absent) if unused.total else unused


def _since(changed: Changed, shown: Sequence[Finding], named: bool) -> Since:
    """Counts of what a branch did; where its files were `named` by a hook, they need not have changed."""
    others = sum(each.path not in changed.touched for each in shown)
    files = len(changed.touched), changed.gone, changed.renamed
    return Since(changed.ref, changed.commit, *files, others, changed.configured, named)
