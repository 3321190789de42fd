"""What a page's headings speak for: a timeline and causes for a postmortem, checks and fixes for the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from runbook_lint.adopt.meanings import meant
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.sections import find_sections, normal_title

_BROKE = frozenset({"symptoms", "symptom", "meaning", "problem", "what broke", "how to tell", "alert description"})
_GUIDES = frozenset({"monitoring", "steps", "procedure", "prerequisites", "support", "contact", "owners", "resolve"})
_STEPS = frozenset({"prerequisites", "procedure", "steps", "instructions", "rollback", "roll back", "verification"})
_ACTS = frozenset({"checks", "fixes", "escalation", "impact", "what-broke"})
_TOLD = frozenset({"timeline", "causes", "actions", "impact", "detection", "resolution", "lessons", "prevention"})
_ASKED = frozenset({"meaning", "impact", "first-checks", "mitigation"})
_NAMES, HINTS = 0.8, 0.5  # weights of a heading that names a concept, and of one whose words hint at it
_WORDS = 4  # of a heading that names a thing; a longer one tells something


def headings_say(page: Document) -> Iterator[tuple[Kind, float]]:
    """The kinds that the headings speak for, and how loudly."""
    told, hinted = _concepts(page, Kind.POSTMORTEM, _TOLD)
    if "timeline" in told or len(told) > 3:
        yield Kind.POSTMORTEM, _NAMES * len(told) + HINTS * len(hinted)
    elif len(told | hinted) > 2 and "timeline" in hinted:
        yield Kind.POSTMORTEM, HINTS * len(told | hinted)
    acts, guessed = _concepts(page, Kind.RUNBOOK, _ACTS)
    if len(acts | guessed) > 1:
        yield Kind.RUNBOOK, _NAMES * len(acts) + HINTS * len(guessed)
    elif acts:  # one alone is in every manual
        yield Kind.RUNBOOK, 0.3
    elif len(_STEPS & {normal_title(each.text) for each in page.headings}) > 1:
        yield Kind.RUNBOOK, 0.5
    plan = _concepts(page, Kind.PLAN, _ASKED)[0]
    if len(plan) > 2 or (len(plan) > 1 and "what-broke" in acts):
        yield Kind.PLAN, 0.7 * len(plan)


def _concepts(page: Document, kind: Kind, counted: frozenset[str]) -> tuple[set[str], set[str]]:
    """Which of some concepts the headings name, and at which others their words hint."""
    sections = find_sections(replace(page, kind=kind), Settings())
    told = [(normal_title(each.title), each.concepts) for each in sections]
    told = [(title, concepts) for title, concepts in told if title not in _GUIDES]
    named = {each for _, concepts in told for each in concepts} & counted
    if not any(title in _BROKE for title, _ in told):
        named.discard("what-broke")  # an introduction is in every manual
    own = normal_title(page.title)  # what a page is called is not what it is made of
    short = [title for title, concepts in told if not concepts and title != own and title.count(" ") < _WORDS]
    return named, ({each for title in short for each in meant(title)} & counted) - named
