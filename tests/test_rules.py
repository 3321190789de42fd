"""Every rule keeps the laws; every documented example runs."""

import pytest

from runbook_lint.rules import built_in_rules
from runbook_lint.testing import broken_laws, run_example, unique

RULES = built_in_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_laws(rule):
    assert broken_laws(rule) == []


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, example, id=f"{rule.name}: {example.title}") for rule in RULES for example in rule.examples],
)
def test_examples(rule, example):
    assert run_example(rule, example) == example.findings


def test_codes_and_names_are_unique():
    assert unique(RULES) == []
