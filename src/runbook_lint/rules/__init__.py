"""One file per rule: `RULE` in each module holds everything about it.

`make generate` writes the heads of all rules into `_index`: what a run must know of a rule that judges nothing. A run
imports the modules of the rules that judge, and no others.
"""

from __future__ import annotations

from functools import lru_cache, partial
from importlib import import_module

from runbook_lint.model.rule import Rule, rule_later


@lru_cache(maxsize=1)
def built_in_rules() -> tuple[Rule, ...]:
    """Every rule in this package, in code order; what a head does not tell, its module is asked for."""
    from runbook_lint.rules._index import HEADS  # not above: whoever writes it imports the rules beside it

    return tuple(rule_later(head, partial(_whole, head["name"])) for head in HEADS)


def _whole(name: str) -> Rule:
    """A rule with everything about it."""
    rule = import_module(f"{__name__}.{name.replace('-', '_')}").RULE
    assert isinstance(rule, Rule)
    return rule
