"""Headings that recur in the place of a known concept, and the concepts that nearly every page has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from runbook_lint.adopt.meanings import meant
from runbook_lint.model.adoption import Setting
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.model.vocabulary import CONCEPTS
from runbook_lint.parse.pages import is_signpost
from runbook_lint.parse.sections import answered, concepts_of, normal_title

_OFTEN, _FEWEST = 0.15, 3  # of the pages: a heading that recurs
_PAIR = 2  # of so few pages both must have it
_HALF, _NEARLY_ALL, _ALL = 0.5, 0.9, 0.97
_RULES = {
    Kind.RUNBOOK: "section-missing",
    Kind.PLAN: "plan-section-missing",
    Kind.POSTMORTEM: "postmortem-section-missing",
}
_ASKED: Mapping[Kind, tuple[str, ...]] = {
    Kind.RUNBOOK: (),
    Kind.PLAN: ("meaning", "first-checks", "mitigation"),
    Kind.POSTMORTEM: ("summary", "timeline", "impact", "causes", "actions"),
}


def section_settings(pages: Sequence[Document]) -> Iterator[Setting]:
    """What to add to `[sections]`, and what to require of each kind; `pages` carry their kinds."""
    settings = Settings()
    for kind in _RULES:
        members = [page for page in pages if page.kind is kind and not is_signpost(page)]
        if len(members) < _PAIR:
            continue
        aliases = _aliases(members, kind, settings)
        for concept, (titles, count) in sorted(aliases.items()):
            yield Setting(f"sections.{kind.value}", concept, titles, f"on {count} of {len(members)} pages")
        if len(members) < _FEWEST:
            continue
        more = {name: (*known, *aliases.get(name, ((), 0))[0]) for name, known in CONCEPTS[kind.value].items()}
        yield from _required(members, kind, replace(settings, sections={**settings.sections, kind.value: more}))


def _aliases(pages: Sequence[Document], kind: Kind, settings: Settings) -> dict[str, tuple[tuple[str, ...], int]]:
    """The headings without a concept that recur, by the concept whose place they take, and on how many pages."""
    vocabulary = settings.sections[kind.value]
    written: dict[str, Counter[str]] = defaultdict(Counter)
    on: dict[str, list[Document]] = defaultdict(list)
    for page in pages:
        titles = {normal_title(each.text): each.text for each in page.headings if each.level > 1}
        for normal, title in titles.items():
            if normal and not concepts_of(title, vocabulary):
                written[normal][title.strip().rstrip(":")] += 1
                on[normal].append(page)
    most = min(max(_FEWEST, _OFTEN * len(pages)), len(pages))
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for normal, members in sorted(on.items(), key=lambda item: (-len(item[1]), item[0])):
        concept = _concept(normal, vocabulary) if len(members) >= most else ""
        if concept and sum(concept not in answered(page, settings) for page in members) * 2 > len(members):
            found[concept].append((written[normal].most_common(1)[0][0], len(members)))
    return {concept: (tuple(title for title, _ in each), each[0][1]) for concept, each in found.items()}


def _concept(title: str, vocabulary: Mapping[str, tuple[str, ...]]) -> str:
    """The concept that a heading speaks of by its words; empty where it is about something else."""
    return next((each for each in meant(title) if each in vocabulary), "")


def _required(pages: Sequence[Document], kind: Kind, settings: Settings) -> Iterator[Setting]:
    """The concepts to require where they are not those that the rule asks for anyway."""
    counts = Counter(concept for page in pages for concept in answered(page, settings))
    share = {concept: counts[concept] / len(pages) for concept in CONCEPTS[kind.value]}
    asked = _ASKED[kind]
    if kind is Kind.POSTMORTEM:
        required = tuple(each for each in share if share[each] >= (_HALF if each in asked else _ALL))
    else:
        required = tuple(each for each in share if share[each] >= _NEARLY_ALL)
    if required and set(required) != set(asked):
        least = min(counts[each] for each in required)
        often = f"on {least} or more of {len(pages)} pages" if least < len(pages) else f"on each of {len(pages)} pages"
        yield Setting(f"rules.{_RULES[kind]}", "required", required, often)
        if kind is Kind.RUNBOOK:
            yield Setting(f"rules.{_RULES[kind]}", "everywhere", True)
