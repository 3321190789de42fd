"""The laws that every rule keeps, for our own tests and for a plugin's.

In a plugin's test-suite:

    from runbook_lint.testing import broken_laws
    def test_my_rule():
        assert broken_laws(my_rule) == []
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date

from runbook_lint.lint.prove import fixed_tree, proven
from runbook_lint.lint.run import run_rules
from runbook_lint.model.bump import Bump
from runbook_lint.model.document import DataProblem
from runbook_lint.model.finding import Finding
from runbook_lint.model.report import Report
from runbook_lint.model.rule import FAMILIES, Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import Change, Unreadable
from runbook_lint.parse.config import read_config
from runbook_lint.parse.world import build_world
from runbook_lint.rules import built_in_rules

_FACTS = {"world", "today", "settings", "options", "waivers", "changes", "bumps"}
_PARAMETERS = {"document", "service", "data_file", *_FACTS}


def tree_of(files: Mapping[str, str | bytes], unreadable: Mapping[str, str] | None = None) -> Tree:
    """A tree from texts; LF stays LF. `unreadable` maps the paths that cannot be read to the reason."""
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    lost = tuple(Unreadable(path, "unreadable", DataProblem(why)) for path, why in (unreadable or {}).items())
    return Tree(contents, frozenset(contents) | {each.path for each in lost}, lost)


def lint(
    files: Mapping[str, str | bytes],
    rules: Sequence[Rule],
    config: str = "",
    today: str = "2026-09-01",
    unreadable: Mapping[str, str] | None = None,
    changes: Iterable[tuple[str, Iterable[str]]] = (),
    renames: Mapping[str, str] | None = None,
    bumps: Iterable[tuple[str, str, Mapping[str, str]]] = (),
) -> Report:
    """Judge a drawn tree by some rules, all of them on unless the config selects."""
    world = build_world(tree_of(files, unreadable), _settings(config, rules), date.fromisoformat(today))
    commits = tuple(Change(date.fromisoformat(day), frozenset(paths)) for day, paths in changes)
    moves = tuple(
        Bump(id, date.fromisoformat(day), {path: (date.fromisoformat(now),) for path, now in moved.items()})
        for id, day, moved in bumps
    )
    return run_rules(replace(world, changes=commits, bumps=moves, renames=renames or {}), rules)


def _settings(config: str, rules: Sequence[Rule]) -> Settings:
    settings = read_config(config, rules, "runbook-lint.toml")
    return settings if settings.select is not None else replace(settings, select=("ALL",))


def shown(finding: Finding, rule: Rule | None = None) -> str:
    """A finding as examples write it: `path:line:column: message`, a severity other than the rule's before it."""
    raised = f"{finding.severity}: " if rule is not None and finding.severity is not rule.severity else ""
    return f"{finding.path}:{finding.span.line}:{finding.span.column}: {raised}{finding.message}"


def run_example(rule: Rule, example: Example) -> tuple[str, ...]:
    """What the rule finds in one of its examples."""
    return tuple(shown(finding, rule) for finding in _found(rule, example))


def _found(rule: Rule, example: Example) -> list[Finding]:
    rules = _rules(rule, example)
    facts = (example.unreadable, example.changes, example.renames, example.bumps)
    report = lint(example.files, rules, example.config, example.today, *facts)
    return [finding for finding in report.findings if finding.code == rule.code]


def _rules(rule: Rule, example: Example) -> tuple[Rule, ...]:
    """The rule, and the built-in ones that its example wants beside it."""
    return (rule, *(each for each in built_in_rules() if each.name in example.beside and each.code != rule.code))


def broken_laws(rule: Rule) -> list[str]:
    """Every law that a rule breaks, each as a sentence; an empty list is a lawful rule."""
    return [*_metadata(rule), *_options(rule), *_examples(rule), *_fixes(rule)]


def _metadata(rule: Rule) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z]{2}\d{3}", rule.code):
        yield f"code {rule.code} is not two letters and three digits"
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name):
        yield f"name {rule.name} is not kebab-case"
    for what, text in (("sentence", rule.sentence), ("reason", rule.reason)):
        if not text.endswith(".") or "TODO" in text or text != text.strip():
            yield f"the {what} is no finished sentence: {text!r}"
    if rule.code[:2] in FAMILIES and not rule.check.__module__.startswith("runbook_lint."):
        yield f"the family {rule.family} belongs to runbook-lint; a plugin takes letters of its own"
    unknown = set(rule.parameters) - _PARAMETERS
    if unknown:
        yield f"the check asks for {', '.join(sorted(unknown))}; it may ask for {', '.join(sorted(_PARAMETERS))}"


def _options(rule: Rule) -> Iterator[str]:
    if not is_dataclass(rule.options):
        yield "options is no dataclass"
        return
    for field in fields(rule.options):
        if not field.metadata.get("doc"):
            yield f"option {field.name} has no sentence"
    if fields(rule.options) and "options" not in rule.parameters:
        yield "the check takes no options, but the rule has some"


def _examples(rule: Rule) -> Iterator[str]:
    if not any(example.findings for example in rule.examples):
        yield "no example shows a finding"
    if not any(not example.findings for example in rule.examples):
        yield "no example shows how it is right"
    for example in rule.examples:
        found = run_example(rule, example)
        if found != example.findings:
            yield f"example {example.title!r} finds {list(found)}, not {list(example.findings)}"


def _fixes(rule: Rule) -> Iterator[str]:
    offered = False
    for example in rule.examples:
        findings, rules = _found(rule, example), _rules(rule, example)
        fixes = [finding.fix for finding in findings if finding.fix]
        offered |= bool(fixes)
        if not fixes:
            continue
        for finding in findings:
            settings = _settings(example.config, rules)
            day = date.fromisoformat(example.today)
            facts = (tree_of(example.files), settings, day, rules, finding, example.renames)
            if finding.fix and proven(*facts) is None:
                yield f"example {example.title!r}: the fix of {shown(finding)!r} is not proven"
        if example.fixed is None:
            yield f"example {example.title!r} offers fixes, but says not what they make"
            continue
        tree = tree_of(example.files)
        for fix in reversed(fixes):
            tree = fixed_tree(tree, fix)
        changed = {path: tree.contents[path].decode() for path in example.fixed}
        if changed != dict(example.fixed):
            yield f"example {example.title!r} becomes {changed}, not {dict(example.fixed)}"
    if offered != rule.fixable:
        yield f"fixable is {rule.fixable}, but the examples {'offer' if offered else 'offer no'} fixes"


def unique(rules: Iterable[Rule]) -> list[str]:
    """Codes and names that two rules share."""
    names = [name for rule in rules for name in (rule.code, rule.name)]
    return sorted({name for name in names if names.count(name) > 1})
