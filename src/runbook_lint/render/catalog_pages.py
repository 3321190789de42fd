"""A page as catalog.json tells it: its anchors, and what it gives as its own repository would judge it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.world import World
from runbook_lint.parse.answers import CONCEPT_OF, QUESTIONS, Answers, answers_of
from runbook_lint.parse.fragments import anchors_of, includes_others
from runbook_lint.parse.neighbours import team_of
from runbook_lint.parse.pages import given_concepts, page_service
from runbook_lint.parse.plans import plan_answers, plan_concepts
from runbook_lint.parse.sections import answered

Json = dict[str, Any]  # JSON


def page_entry(world: World, page: Document, secrets: tuple[str, ...]) -> Json:
    """What others may know of a page; only its anchors need the secrets, the rest is cleaned as text."""
    service = page_service(page, world.settings, world.catalog)
    concepts, answers = _given(world, page, service)
    said = {name: answer.text for name in QUESTIONS if (answer := getattr(answers, name))}
    named = {name for name, concept in CONCEPT_OF.get(page.kind, {}).items() if concept in concepts}
    return {
        "path": page.path,
        "kind": page.kind.value,
        "title": page.title,
        "service": service.id if service else "",
        "anchors": _anchors(world, page, secrets),
        "concepts": sorted(concepts),
        "answers": {name: said.get(name) or "…" for name in QUESTIONS if name in said or name in named},
    }


def _given(world: World, page: Document, service: Service | None) -> tuple[frozenset[str], Answers]:
    """What a page gives, as its own repository would judge it."""
    if page.kind is Kind.POSTMORTEM:
        return answered(page, world.settings), Answers()
    if page.kind is Kind.PLAN:
        return plan_concepts(world, page), plan_answers(world, page)
    view = replace(page, kind=Kind.RUNBOOK)
    return given_concepts(page, world), answers_of(view, world.settings, service, team_of(world, service))


def _anchors(world: World, page: Document, secrets: tuple[str, ...]) -> list[str]:
    """The anchors of a page, none where others are taken in from elsewhere; one made of a secret is left out."""
    if includes_others(page):
        return []
    bare = [letters for secret in secrets if (letters := _letters(secret))]
    return sorted(each for each in anchors_of(world, page.path) if not any(word in _letters(each) for word in bare))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
