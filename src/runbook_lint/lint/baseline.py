"""The baseline at work: which findings are accepted, which are new, and which accepted ones are gone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from runbook_lint.lint.select import select_rules
from runbook_lint.model.baseline import Baseline, Key
from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE
from runbook_lint.model.rule import Rule
from runbook_lint.parse.globs import matcher

if TYPE_CHECKING:
    from runbook_lint.model.world import World


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings that nobody accepted (`left`), those that somebody did, and how many of each key are not there now."""

    left: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    unused: Baseline


def key_of(finding: Finding) -> Key:
    """What a finding is accepted by. A line that is not to be shown (a secret's) is not hashed either."""
    text = "" if finding.span == PAGE else " ".join(finding.source.split())
    hashed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] if text else ""
    return Key(finding.path, finding.name, hashed)


def accept(findings: Iterable[Finding]) -> Baseline:
    """A baseline of some findings."""
    return Baseline(dict(Counter(key_of(finding) for finding in findings)))


def settle(baseline: Baseline, findings: Sequence[Finding], fresh: Collection[Finding] = ()) -> Settled:
    """Findings against a baseline; of several with one key as many are accepted as it says, the `fresh` ones last."""
    left_over = Counter(baseline.counts)
    accepted = set()
    for finding in sorted(findings, key=lambda each: each in fresh):  # stable: else in order
        key = key_of(finding)
        if left_over[key] > 0:
            left_over[key] -= 1
            accepted.add(finding)
    unused = {key: count for key, count in left_over.items() if count > 0}
    return Settled(
        tuple(each for each in findings if each not in accepted),
        tuple(each for each in findings if each in accepted),
        Baseline(unused),
    )


def still_judged(baseline: Baseline, world: World, rules: Sequence[Rule], absent: Collection[str]) -> Baseline:
    """The part of a baseline that this run could have found.

    Of rules that are off, of files that a sparse checkout leaves out or git ignores, nothing can be said.
    """
    active = {rule.name for rule in select_rules(world.settings, rules)}
    ignored = matcher(world.repository.ignored)
    return Baseline(
        {
            key: count
            for key, count in baseline.counts.items()
            if key.rule in active and key.path not in absent and (key.path in world.files or not ignored(key.path))
        }
    )
