"""Every rule keeps the laws; every documented example runs."""

import pytest

from runbook_lint.model.finding import Severity
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import broken_laws, unique

RULES = built_in_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_laws(rule):
    assert broken_laws(rule) == []


def test_what_comes_with_time_is_never_an_error():
    assert [rule.name for rule in RULES if rule.with_time and rule.severity is Severity.ERROR] == []


def test_only_rules_that_read_their_document_alone_are_local():
    assert [rule.name for rule in RULES if rule.local and {"world", "today"} & set(rule.parameters)] == []
    assert {"wall-of-text", "manifest-invalid"} <= {rule.name for rule in RULES if rule.local}


def test_codes_and_names_are_unique():
    assert unique(RULES) == []
