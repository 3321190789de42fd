"""What is worked out of a page, the settings and nothing else: it is remembered with the page.

What rules ask of every page in every run stands here, so that nothing else of a page need be brought back for them.
"""

from __future__ import annotations

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.alert_names import plan_alert_names
from runbook_lint.parse.anchors import anchor_names
from runbook_lint.parse.answers import introduction, is_introduced, own_answers, own_questions
from runbook_lint.parse.doubts import own_labels, told_addresses
from runbook_lint.parse.entries import ambiguous_values
from runbook_lint.parse.fragments import includes_others
from runbook_lint.parse.inclusions import taken_in
from runbook_lint.parse.pages import is_draft, is_signpost, is_stub, own_concepts, told_service
from runbook_lint.parse.plans import is_plan
from runbook_lint.parse.postmortems import read_postmortem
from runbook_lint.parse.review import told_review
from runbook_lint.parse.runbooks import told_services
from runbook_lint.parse.sections import answered, find_sections, named
from runbook_lint.parse.targets import link_targets
from runbook_lint.parse.visibility import is_restricted
from runbook_lint.parse.waivers import document_waivers

_LARGE = (find_sections, introduction, own_answers, read_postmortem)
_OF_PAGE = (
    is_plan, is_signpost, is_draft, is_stub, is_introduced, link_targets, taken_in, includes_others, own_labels,
    told_addresses, ambiguous_values, document_waivers,
)  # fmt: skip
_OF_SETTINGS = (
    answered, own_concepts, own_questions, anchor_names, told_service, told_services, told_review, plan_alert_names,
    is_restricted,
)  # fmt: skip

LARGE = tuple(f"{each.__module__}.{each.__qualname__}" for each in _LARGE)
"""The keys of those results in a page's memo that are brought back one by one, when somebody asks."""

DERIVED = tuple(f"{each.__module__}.{each.__qualname__}" for each in (*_LARGE, *_OF_PAGE, *_OF_SETTINGS, named))
"""The keys of these functions' results in a page's memo, as `parse.memo.once_each` makes them."""


def work_out(page: Document, settings: Settings) -> None:
    """Let them work now what rules will ask."""
    introduction(page)
    own_answers(page, settings)
    for of_page in _OF_PAGE:
        of_page(page)
    for of_settings in _OF_SETTINGS:
        of_settings(page, settings)
    if is_plan(page):
        named(page, settings, "plan")
    if page.kind is Kind.POSTMORTEM:
        read_postmortem(page, settings)
