"""What a change brought: the findings that were not there before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from runbook_lint.lint.baseline import key_of
from runbook_lint.model.finding import Finding


def new_since(now: Sequence[Finding], before: Sequence[Finding], moved: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings that exceed those of before, in order; `moved` maps old paths to new ones.

    They match as a baseline's do, by path, rule and line; where a line has several, the ones that say the same
    match first, so that the new one is told.
    """
    before = [replace(each, path=moved.get(each.path, each.path)) for each in before]
    same = Counter((key_of(each), each.message) for each in before)
    known = Counter(key_of(each) for each in before)
    unmatched = []
    for finding in now:
        key = key_of(finding)
        if same[key, finding.message] > 0:
            same[key, finding.message] -= 1
            known[key] -= 1
        else:
            unmatched.append((key, finding))
    new = []
    for key, finding in unmatched:
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(finding)
    return tuple(new)
