"""What a page says to whoever opens it: the five answers, with what its alerts and the catalogue add."""

from __future__ import annotations

from collections.abc import Mapping

from runbook_lint.model.alert import Alert
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import alerts_of
from runbook_lint.parse.answers import QUESTIONS, callee, told_impact
from runbook_lint.parse.memo import once
from runbook_lint.parse.payload import told_summary
from runbook_lint.parse.payload_page import Said, page_answers
from runbook_lint.parse.plans import plan_owner


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
    alerts = alerts_of(world, document.path)
    told = {"impact": told_impact, "what_broke": told_summary if _is_of_one(document, alerts) else lambda _: ""}
    others = {name: next(filter(None, (say(alert.annotations) for alert in alerts)), "") for name, say in told.items()}
    said = {name: Said(text, "alert") for name, text in others.items() if text}
    call = callee(*plan_owner(world, document))
    said |= {"call": Said(call, "catalogue")} if call else {}
    said |= page_answers(world, document)
    return {name: said[name] for name in QUESTIONS if name in said}


def _is_of_one(document: Document, alerts: tuple[Alert, ...]) -> bool:
    """Whether a page is a plan for alerts of one name, so that what one says broke is what the page is about."""
    return document.kind is Kind.PLAN and len({alert.name for alert in alerts}) == 1
