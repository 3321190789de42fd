"""What the rules said of a whole tree, remembered: the same tree, settings and day need no judging again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from hashlib import blake2b
from typing import TYPE_CHECKING

from runbook_lint.app.cache.stamp import told
from runbook_lint.model.finding import Finding
from runbook_lint.model.report import Report, Survey
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.parse.before import Before
from runbook_lint.parse.pickled import dumped, loaded
from runbook_lint.rules import built_in_rules

if TYPE_CHECKING:
    from runbook_lint.model.world import World

_TREES = 4
"""How many trees: the one that commits start from, and some of those that are worked on since."""

_BY_GIT = frozenset({"changes", "bumps"})
"""What rules ask of git's history, which no tree says."""


def rememberable(active: Iterable[Rule], rules: Iterable[Rule]) -> bool:
    """Whether the tree, the settings and the day are all that the rules go by: ours do, those of plugins may not."""
    asked = {name for rule in active for name in rule.parameters}
    ours = set(map(id, built_in_rules()))  # a plugin may make a rule of one of ours, which is another value
    return asked.isdisjoint(_BY_GIT) and all(id(rule) in ours for rule in rules)


def keep(memory: Before, world: World, digest: bytes, report: Report, seen: Survey) -> None:
    """Remember what was found; of every choice of settings for the last few trees alone.

    Where something was found in a file with a secret, or with lines too long to be searched, nothing is remembered.
    """
    from runbook_lint.parse.secrets import all_searched, secrets_of

    paths = {finding.path for finding in report.findings}
    paths |= {place.path for finding in report.findings for place, _ in finding.related}
    if all(all_searched(world.lines(path)) and not secrets_of(world, path) for path in paths):
        _put_first(memory, _name(world.settings), digest, dumped((report.findings, report.waived, astuple(seen))))


def recall(
    memory: Before, settings: Settings, digest: bytes, rules: Iterable[Rule]
) -> tuple[Report, Survey] | None:
    """What was found in just this tree, None where it is none of the last few, or by what are none of these rules."""
    name = _name(settings)
    kept = _kept(memory, name)
    told = dict(kept).get(digest)
    if told is None:
        return None
    if kept[0][0] != digest:
        _put_first(memory, name, digest, told)
    try:
        findings, waived, counts = loaded(told)
        if not all(isinstance(each, Finding) for each in findings):
            return None
        if not {(each.code, each.name, each.url) for each in findings} <= {_signature(rule) for rule in rules}:
            return None
        return Report(tuple(findings), int(waived)), Survey(*counts)
    except (ValueError, TypeError):
        return None


def _put_first(memory: Before, name: str, digest: bytes, told: bytes) -> None:
    """The tree that was asked for last stays longest."""
    others = [each for each in _kept(memory, name) if each[0] != digest]
    memory.put(name, dumped(((digest, told), *others[: _TREES - 1])))


def _kept(memory: Before, name: str) -> tuple[tuple[bytes, bytes], ...]:
    """The last trees by their hashes, with what was found in each, the newest first; none of what is not ours."""
    data = memory.get(name)
    try:
        pairs = tuple((digest, told) for digest, told in loaded(data)) if data else ()
    except (ValueError, TypeError):
        return ()
    return pairs if all(isinstance(each, bytes) for pair in pairs for each in pair) else ()


def _signature(rule: Rule) -> tuple[str, str, str]:
    return rule.code, rule.name, rule.url


def _name(settings: Settings) -> str:
    return f"verdict {blake2b(told(settings).encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"
