"""Shards put together: all of one run and each of them once, or an error that names the file that does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Finding, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.shard import Bytes, Part, Report, Since

_AGAIN = "judge all shards again with the same"
_SUMS = ("waived", "baselined", "fixed")


@dataclass(frozen=True)
class Whole:
    """What one whole run would have found, and whether that makes it exit 1."""

    findings: tuple[Finding, ...]
    summary: dict[str, int]
    part: Part
    fails: bool
    columns: Bytes


def join(reports: Sequence[Report]) -> Whole:
    """The shards as one run; UsageError where one is missing, doubled, or of another run than the rest."""
    first = reports[0]
    for other in reports[1:]:
        _alike(first, other)
    _complete(reports)
    ordered = sorted(reports, key=lambda each: each.part.shard)
    findings = tuple(sorted((each for report in ordered for each in report.findings), key=lambda each: each.sort_key))
    by = Counter(each.severity for each in findings)
    summary = {
        **first.summary,
        **{f"{severity.value}s": by[severity] for severity in Severity},
        **{name: sum(report.summary[name] for report in reports) for name in _SUMS},
    }
    parts = [report.part for report in ordered]
    part = replace(
        first.part,
        accepted_gone=sum(each.accepted_gone for each in parts),
        since=_since([each.since for each in parts if each.since]),
        warnings=tuple(dict.fromkeys(warning for each in parts for warning in each.warnings)),
    )
    columns = {place: count for report in reports for place, count in report.columns.items()}
    return Whole(findings, summary, part, any(each.fails for each in parts), columns)


def _since(all_: Sequence[Since]) -> Since | None:
    return replace(all_[0], elsewhere=sum(each.elsewhere for each in all_)) if all_ else None


def _complete(reports: Iterable[Report]) -> None:
    """Each shard once."""
    there: dict[int, Report] = {}
    total = 0
    for report in reports:
        shard, total = report.part.shard, report.part.shard.total
        if not 1 <= shard.number <= total:
            raise UsageError(f"{report.place}: says it is shard {shard}, which is none; write it anew")
        if shard.number in there:
            same = there[shard.number].place
            raise UsageError(f"{report.place}: shard {shard} once more, {same} is it already; leave one of them out")
        there[shard.number] = report
    missing = [f"{number}/{total}" for number in range(1, total + 1) if number not in there]
    if missing:
        named = f"{', '.join(missing[:8])}{' …' if len(missing) > 8 else ''}"
        are = "shard {} is" if len(missing) == 1 else "shards {} are"
        step = f"name the files of all {total}, and see whether each was written"
        raise UsageError(f"{are.format(named)} missing; {step}")


def _alike(first: Report, other: Report) -> None:
    """Both are of one run: the same number of shards, program, rules, settings, day and files."""
    one, two = first.part, other.part

    def differ(what: str, theirs: object, ours: object, step: str) -> UsageError:
        return UsageError(f"{other.place}: {what} {theirs}, {first.place}: {ours}; {step}")

    if one.shard.total != two.shard.total:
        raise differ("shard", two.shard, one.shard, "name the files of one run, all split into as many")
    for name in sorted(one.versions.keys() | two.versions.keys()):
        theirs, ours = two.versions.get(name, "none"), one.versions.get(name, "none")
        if theirs != ours:
            raise differ(f"made with {name}", theirs, ours, f"{_AGAIN} version")
    if one.rules != two.rules:
        only = sorted(set(one.rules) ^ set(two.rules))
        named = f"{', '.join(only[:5])}{' …' if len(only) > 5 else ''}"
        told = f"judged by other rules than {first.place} ({named} in one alone)"
        raise UsageError(f"{other.place}: {told}; {_AGAIN} options")
    if one.today != two.today:
        raise differ("judged as of", two.today, one.today, f"{_AGAIN} --today")
    if one.settings != two.settings:
        told = f"judged by other settings than {first.place}"
        raise UsageError(f"{other.place}: {told}; {_AGAIN} configuration and options")
    if one.commit != two.commit:
        raise differ("of commit", two.commit[:12] or "none", one.commit[:12] or "none", f"{_AGAIN} commit checked out")
    if _base(one.since) != _base(two.since):
        raise UsageError(f"{other.place}: compared with another commit than {first.place}; {_AGAIN} --changed")
    if (one.tree, one.prefix, _counts(first)) != (two.tree, two.prefix, _counts(other)):
        raise UsageError(
            f"{other.place}: the files were not those of {first.place}, though the commit is; "
            f"{_AGAIN} checkout: files that a job makes, the depth of the history and a sparse checkout count"
        )


def _base(since: Since | None) -> Since | None:
    return replace(since, elsewhere=0) if since else None


def _counts(report: Report) -> dict[str, int]:
    """What is counted of the whole, in every shard."""
    parts = {*_SUMS, *(f"{severity.value}s" for severity in Severity)}
    return {name: count for name, count in report.summary.items() if name not in parts}
