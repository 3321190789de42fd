"""Many fixes at once: those that do not overlap are applied and judged together; what is not proven is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from runbook_lint.lint.prove import fixed_tree, key_of, meddling, unproven
from runbook_lint.model.finding import Applicability, Edit, Finding, Fix
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.report import Report
from runbook_lint.model.rule import Rule
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World

Judge = Callable[[Tree], tuple[World, Report]]
"""What a tree says and what is found in it, with the rules of the run."""

_ROUNDS = 20  # a fix may make room for another one; a chain this long is two rules that disagree
_TRIALS = 60  # each judges the whole repository anew


@dataclass(frozen=True)
class Mended:
    """A repository after its fixes: what it says now, and the findings that they mended."""

    tree: Tree
    world: World
    fixed: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Which fixes may be applied: in some files alone, and the unsafe ones only where that was asked for."""

    paths: Set[str]
    unsafe: bool = False

    def allows(self, finding: Finding) -> bool:
        """Whether a finding's fix may be applied."""
        fix = finding.fix
        if fix is None or not fix.edits or (fix.applicability is Applicability.UNSAFE and not self.unsafe):
            return False
        return all(edit.path in self.paths for edit in fix.edits) and finding.path in self.paths


def mend(tree: Tree, judge: Judge, scope: Scope, rules: Sequence[Rule]) -> Mended:
    """Apply every fix that can be proven, until none is left: a second run finds nothing to do."""
    world, report = judge(tree)
    fixed: list[Finding] = []
    work = _Work(judge, rules)
    told = 0
    for _ in range(_ROUNDS):
        offered = [each for each in report.findings if scope.allows(each) and _same(each) not in work.refused]
        batch = list(_apart(offered))
        if not batch and work.refused and len(fixed) > told:
            told = len(fixed)
            work.refused.clear()  # what was in the way may be gone: a second run would try again
            continue
        if not batch:
            break
        tree, world, report, done = work.round(tree, world, report, batch)
        fixed += done
    return Mended(tree, world, tuple(sorted(fixed, key=lambda finding: finding.sort_key)))


class _Work:
    """What is remembered from one round to the next: the fixes that were refused, and how often was judged."""

    def __init__(self, judge: Judge, rules: Sequence[Rule]) -> None:
        self.judge, self.rules = judge, rules
        self.refused: set[object] = set()
        self.trials = 0

    def round(
        self, tree: Tree, world: World, report: Report, batch: Sequence[Finding]
    ) -> tuple[Tree, World, Report, list[Finding]]:
        """The repository after those fixes of a batch that are proven."""
        loud = meddling(tree, list(_fixes(batch)), world.documents)
        self.refuse(finding for number, finding in enumerate(batch) if number in loud)
        state = tree, world, report, list[Finding]()
        waiting = [[finding for number, finding in enumerate(batch) if number not in loud]]
        while waiting:
            part = waiting.pop()
            if not part:
                continue
            taken = [*state[3], *part]
            found = self.trial(tree, report, taken)
            if isinstance(found, tuple):
                state = (*found, taken)
            elif len(part) == 1 or self.trials >= _TRIALS:
                self.refuse(part)
            else:
                waiting += _parted(part, found)
        return state

    def trial(
        self, tree: Tree, report: Report, taken: Sequence[Finding]
    ) -> tuple[Tree, World, Report] | frozenset[str]:
        """The repository after some fixes, or the paths in which their proof fails."""
        self.trials += 1
        after = fixed_tree(tree, *_fixes(taken))
        world, new = self.judge(after)
        return unproven(report.findings, new.findings, taken, self.rules) or (after, world, new)

    def refuse(self, findings: Iterable[Finding]) -> None:
        self.refused |= {_same(finding) for finding in findings}


def _fixes(findings: Iterable[Finding]) -> Iterator[Fix]:
    return (finding.fix for finding in findings if finding.fix)


def _same(finding: Finding) -> object:
    """What a fix is known by in the next round, when lines may have moved."""
    return key_of(finding), finding.source, tuple(edit.text for fix in _fixes([finding]) for edit in fix.edits)


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those fixes, in order, that touch no text of an earlier one; one that is wholly the same mends both."""
    taken: dict[str, list[Edit]] = {}
    seen: set[Fix] = set()
    for finding in findings:
        for fix in _fixes([finding]):
            if fix in seen or not any(_meet(edit, other) for edit in fix.edits for other in taken.get(edit.path, ())):
                seen.add(fix)
                for edit in fix.edits:
                    taken.setdefault(edit.path, []).append(edit)
                yield finding


def _meet(edit: Edit, other: Edit) -> bool:
    """Whether two edits have a place in common; where one ends and the next begins, their order would decide."""
    first, second = sorted((edit.span, other.span))
    return (second.line, second.column) <= (first.end_line, first.end_column)


def _parted(part: list[Finding], failing: frozenset[str]) -> list[list[Finding]]:
    """A batch in two, to be tried apart: the suspects, and first (at the end) the others; else its halves."""
    suspects = [each for each in part if _paths(each) & failing]
    others = [each for each in part if not _paths(each) & failing]
    if not suspects or not others:
        middle = len(part) // 2
        return [part[middle:], part[:middle]]
    return [suspects, others]


def _paths(finding: Finding) -> frozenset[str]:
    return frozenset({finding.path, *(edit.path for fix in _fixes([finding]) for edit in fix.edits)})
