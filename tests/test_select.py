"""Which rules are on: prefixes, names, profiles, and the more exact selector winning."""

from dataclasses import replace

import pytest

from runbook_lint.lint.select import select_rules
from runbook_lint.model.finding import Severity
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings


def rule(code: str, name: str, default: bool = False) -> Rule:
    return Rule(code, name, "A sentence.", "A reason.", Severity.WARNING, lambda world: (), default)


RULES = (
    rule("CT001", "first", default=True),
    rule("CT002", "second"),
    rule("CT012", "twelfth", default=True),
    rule("RB001", "other", default=True),
)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["CT001", "CT012", "RB001"]),
        ({"profile": "strict"}, ["CT001", "CT002", "CT012", "RB001"]),
        ({"select": ("CT",)}, ["CT001", "CT002", "CT012"]),
        ({"select": ("CT00",)}, ["CT001", "CT002"]),
        ({"select": ("second",)}, ["CT002"]),
        ({"select": ("ALL",)}, ["CT001", "CT002", "CT012", "RB001"]),
        ({"select": ()}, []),
        ({"ignore": ("CT",)}, ["RB001"]),
        ({"ignore": ("ALL",)}, []),
        ({"extend_select": ("CT002",)}, ["CT001", "CT002", "CT012", "RB001"]),
        ({"extend_select": ("CT002",), "ignore": ("CT",)}, ["CT002", "RB001"]),
        ({"select": ("CT",), "ignore": ("CT00",)}, ["CT012"]),
        ({"select": ("CT001",), "ignore": ("first",)}, []),
        ({"select": ("first",), "ignore": ("CT",)}, ["CT001"]),
        ({"profile": "strict", "ignore": ("other",)}, ["CT001", "CT002", "CT012"]),
    ],
    ids=str,
)
def test_select(settings, expected):
    chosen = select_rules(replace(Settings(), **settings), RULES)
    assert [rule.code for rule in chosen] == expected
