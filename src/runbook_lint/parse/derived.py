"""What is worked out of a page, the settings and nothing else: it is remembered with the page."""

from __future__ import annotations

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.answers import introduction, own_answers
from runbook_lint.parse.plans import is_plan
from runbook_lint.parse.postmortems import read_postmortem
from runbook_lint.parse.sections import find_sections, named

_WORKS = (find_sections, named, introduction, own_answers, read_postmortem)
DERIVED = tuple(f"{each.__module__}.{each.__qualname__}" for each in _WORKS)
"""The keys of these functions' results in a page's memo, as `parse.memo.once_each` makes them."""


def work_out(page: Document, settings: Settings) -> None:
    """Let them work now what rules will ask."""
    introduction(page)
    own_answers(page, settings)
    if is_plan(page):
        named(page, settings, "plan")
    if page.kind is Kind.POSTMORTEM:
        read_postmortem(page, settings)
