"""Run rules over a world."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from runbook_lint.lint.options import options_of
from runbook_lint.lint.redact import redact, without_restricted
from runbook_lint.lint.select import matches, select_rules
from runbook_lint.lint.sign import fingerprint, sign
from runbook_lint.lint.waive import apply_waivers, collect_waivers
from runbook_lint.model.document import Document
from runbook_lint.model.finding import Finding, Problem
from runbook_lint.model.report import Report
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.globs import matcher
from runbook_lint.parse.waivers import WaiverUse
from runbook_lint.parse.worked_out import OWN_RULES, PROBLEMS


def run_rules(world: World, rules: Sequence[Rule], only: Container[str] | None = None) -> Report:
    """Judge a world by the rules that its settings select.

    `only` narrows what is reported to some paths (a set, or a shard); everything is still read as context.
    """
    active = select_rules(world.settings, rules)
    pages = [rule for rule in active if rule.subject == "document" and "waivers" not in rule.parameters]
    rest = [rule for rule in active if rule.subject != "document" and "waivers" not in rule.parameters]
    findings = [*_of_pages(pages, world, only), *(each for rule in rest for each in _findings(rule, world, only, ()))]
    kept = _reported(findings, world, only, rules)
    waivers = collect_waivers(world, [path for path in _judged(world, only) if path not in world.silent])
    left, waived, uses = apply_waivers(kept, waivers, active, rules, world)
    about_waivers = [
        finding for rule in active if "waivers" in rule.parameters for finding in _findings(rule, world, only, uses)
    ]
    kept_about, waived_about, _ = apply_waivers(
        _reported(about_waivers, world, only, rules), waivers, active, rules, world
    )
    signed = fingerprint(redact([*left, *kept_about], world, everywhere=not isinstance(only, frozenset)))
    return Report(without_restricted(signed, world), waived + waived_about)


def _judged(world: World, only: Container[str] | None) -> list[str]:
    """The files that may carry waivers, sorted."""
    if isinstance(only, frozenset):  # a few, of a world that may have many
        return sorted(only)
    paths = sorted({*world.documents, *world.data_files, *world.alert_files})
    return paths if only is None else [path for path in paths if path in only]


def _of_pages(rules: Sequence[Rule], world: World, only: Container[str] | None) -> Iterator[Finding]:
    """What rules for pages find, page after page: what was made of one can be let go before the next."""
    wanted = [(rule, _given(rule, world, ())) for rule in rules]
    for path, page in world.documents.items():
        if path not in world.silent and (only is None or path in only):
            for rule, given in wanted:
                yield from _signed(rule, path, page, given, world)


def _findings(rule: Rule, world: World, only: Container[str] | None, uses: Sequence[WaiverUse]) -> Iterator[Finding]:
    given = _given(rule, world, uses)
    for path, subject in _subjects(rule, world, only):
        yield from _signed(rule, path, subject, given, world)


def _signed(rule: Rule, path: str, subject: Any, given: dict[str, Any], world: World) -> Iterator[Finding]:
    """What a rule says of a page, a service, a data file or (None) the world. Any: these."""
    if rule.subject != "world":
        given = {**given, rule.subject: subject}
    for problem in _problems(rule, subject, given) if _is_kept(rule) else rule.check(**given):
        yield sign(problem, rule, path, world.lines(problem.path or path), world.settings)


def _given(rule: Rule, world: World, uses: Sequence[WaiverUse]) -> dict[str, Any]:
    """What a rule is called with beside its subject. Any: the world, its parts or options."""
    given = {
        "world": world,
        "today": world.today,
        "settings": world.settings,
        "options": options_of(rule, world.settings),
        "waivers": uses,
        "changes": world.changes,
        "bumps": world.bumps,
    }
    return {name: given[name] for name in rule.parameters if name in given}


def _is_kept(rule: Rule) -> bool:
    """Whether a rule judges pages by nothing else, so that what it says of one is kept in the page."""
    return rule.subject == "document" and rule.local and rule.check.__module__.startswith(OWN_RULES)


def _problems(rule: Rule, page: Document, arguments: dict[str, Any]) -> Iterable[Problem]:
    """What such a rule says of a page; it says it once."""
    known: dict[str, tuple[Problem, ...]] = page.memo.get(PROBLEMS, {})
    name = rule.check.__module__
    if name not in known:
        known = page.memo[PROBLEMS] = {**known, name: tuple(rule.check(**arguments))}  # what is brought back is shared
    return known[name]


def judge_alone(page: Document, rules: Iterable[Rule], settings: Settings) -> None:
    """Let the rules that read nothing but a page judge it now; what they say is kept in the page."""
    for rule in rules:
        if _is_kept(rule):
            given = {"document": page, "settings": settings, "options": options_of(rule, settings)}
            _problems(rule, page, {name: given[name] for name in rule.parameters})


def _subjects(rule: Rule, world: World, only: Container[str] | None) -> Iterator[tuple[str, Any]]:
    """The (path, value) pairs that a rule is called for. Any: a document, a service or a data file."""
    if rule.subject == "world":
        yield "", None
    elif rule.subject == "service":
        for service in world.catalog.services:
            if service.valid and (only is None or service.path in only):
                yield service.path, service
    else:
        subjects: dict[str, Any] = dict(world.documents if rule.subject == "document" else world.data_files)
        for path, subject in subjects.items():
            if path not in world.silent and (only is None or path in only):
                yield path, subject


def _reported(
    findings: Iterable[Finding], world: World, only: Container[str] | None, rules: Sequence[Rule]
) -> list[Finding]:
    ignored = [(matcher((glob,)), selectors) for glob, selectors in world.settings.per_file_ignores.items()]
    by_code = {rule.code: rule for rule in rules}
    return [
        finding
        for finding in findings
        if (only is None or finding.path in only)
        and finding.path not in world.silent
        and not any(
            match(finding.path) and any(matches(selector, by_code[finding.code]) for selector in selectors)
            for match, selectors in ignored
        )
    ]
