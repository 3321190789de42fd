"""One file per rule: `RULE` in each module holds everything about it."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from runbook_lint.model.rule import Rule


@lru_cache(maxsize=1)
def built_in_rules() -> tuple[Rule, ...]:
    """Every rule in this package, in code order; adding a file adds a rule."""
    modules = [import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__) if info.name[0] != "_"]
    return tuple(sorted((module.RULE for module in modules), key=lambda rule: rule.code))
