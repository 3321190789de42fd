"""Which rules are on, as ruff decides it: the more exact selector wins, `ignore` over `select` where they tie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from runbook_lint.model.errors import UsageError
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.suggest import did_you_mean


def find_rule(selector: str, rules: Sequence[Rule]) -> Rule | None:
    """The rule with a code or name."""
    return next((rule for rule in rules if selector in (rule.code, rule.name)), None)


def matches(selector: str, rule: Rule) -> bool:
    """Whether a selector (code, name, prefix of codes, ALL) takes a rule in."""
    return selector in ("ALL", rule.name) or (_is_prefix(selector) and rule.code.startswith(selector))


def _is_prefix(selector: str) -> bool:
    return len(selector) >= 2 and selector[:2].isupper() and selector[2:].isdigit() | (len(selector) == 2)


def _exactness(selector: str, rules: Sequence[Rule]) -> int:
    if selector == "ALL":
        return 0
    return 9 if find_rule(selector, rules) else len(selector)


def check_selectors(selectors: Iterable[str], rules: Sequence[Rule], place: str) -> None:
    """Refuse a selector that takes in no rule."""
    for selector in selectors:
        if not any(matches(selector, rule) for rule in rules):
            known = [name for rule in rules for name in (rule.name, rule.code)]
            hint = did_you_mean(selector, known) or "`runbook-lint rule` lists them"
            raise UsageError(f'{place}: no rule "{selector}"; {hint}')


def select_rules(settings: Settings, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules that are on, in code order."""
    chosen = settings.select if settings.select is not None else None
    on = {rule.code for rule in rules if chosen is None and (rule.default or settings.profile == "strict")}
    steps = [(_exactness(each, rules), 0, each) for each in (*(chosen or ()), *settings.extend_select)]
    steps += [(_exactness(each, rules), 1, each) for each in settings.ignore]
    for _, off, selector in sorted(steps):
        codes = {rule.code for rule in rules if matches(selector, rule)}
        on = on - codes if off else on | codes
    return tuple(rule for rule in sorted(rules, key=lambda rule: rule.code) if rule.code in on)
