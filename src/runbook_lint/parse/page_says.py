"""What a page says to whoever opens it: the five answers, with what its alerts and the catalogue add."""

from __future__ import annotations

from collections.abc import Mapping

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import alerts_of
from runbook_lint.parse.answers import QUESTIONS
from runbook_lint.parse.memo import once
from runbook_lint.parse.payload import told_summary
from runbook_lint.parse.payload_page import Said, read_page
from runbook_lint.parse.plans import plan_answers


def page_says(world: World, document: Document) -> Mapping[str, Said]:
    """The answers of a runbook or plan by `answers.QUESTIONS`, in that order; one that nobody gives is missing there.

    They are those of its alert's message. A page that serves several alerts speaks for itself first.
    """
    known = _known(world)
    if document.path not in known:
        known[document.path] = _page_says(world, document)
    return known[document.path]


@once
def _known(world: World) -> dict[str, Mapping[str, Said]]:
    return {}


def _page_says(world: World, document: Document) -> Mapping[str, Said]:
    said, _ = read_page(world, document, "")
    answers = plan_answers(world, document)
    for name in QUESTIONS:
        answer = getattr(answers, name)
        if name not in said and answer and answer.source != "page" and answer.text:
            said[name] = Said(answer.text, answer.source)
    alerts = alerts_of(world, document.path)
    if "what_broke" not in said and document.kind is Kind.PLAN and len({alert.name for alert in alerts}) == 1:
        summary = next(filter(None, (told_summary(alert.annotations) for alert in alerts)), "")
        said |= {"what_broke": Said(summary, "alert")} if summary else {}
    return {name: said[name] for name in QUESTIONS if name in said}
