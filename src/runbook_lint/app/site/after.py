"""What is done when MkDocs has built the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from runbook_lint.app.site.generate import Generated
from runbook_lint.app.site.search import choose_search

STEPS: tuple[Callable[[Path, Generated], None], ...] = (choose_search,)
"""Each gets the folder of the built site and what it was built from."""


def after_build(site: Path, made: Generated) -> None:
    """Every step, in order."""
    for step in STEPS:
        step(site, made)
