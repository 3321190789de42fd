"""Earlier postmortems that read alike: plain words, weighed by how rare they are (BM25), nothing learnt or sent."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.postmortems import public_postmortems
from runbook_lint.parse.sections import find_sections

MOST = 5
"""Earlier postmortems that are named."""

_SHOWN = 6  # words
_LEAST = 2  # words in common: one alone is chance
_SHARE = 0.2  # of the best one's score: what reads much less alike is not worth a line
_K, _B = 1.2, 0.75  # how fast repetition stops counting, and how much a long text is held against it: the usual values
_WORD = regex(r"[^\W_]+(?:[-.][^\W_]+)*")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "about after again all also although and another any are back because been before being between both but came "
        "can could did does down due during each for from further had has have here how incident into its just later "
        "made may more most not now off once one only other our out over own page paged same she should since some "
        "such than that the their them then there these they this those through time todo too two under until up utc "
        "very was were what when where which while who why will with without would you",
    )
)


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier postmortem, how alike it reads (0 upwards, for ranking only), and the words that both have."""

    postmortem: Postmortem
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The words of every public postmortem, and in how many of them each stands."""

    entries: Sequence[tuple[Postmortem, Counter[str]]]
    spread: Mapping[str, int]
    average: float


def similar(
    world: World, text: str, names: Iterable[str] = (), *, but: str = "", day: date | None = None
) -> tuple[Similar, ...]:
    """The postmortems that read most like a text, the best first; restricted ones are not looked at.

    `names` are services and alerts, which count as words that they may have in common. `but` is the incident
    itself, `day` the last day of those that are earlier.
    """
    corpus = _corpus(world)
    wanted = dict(_spelt(text)) | {name.casefold(): name for name in names}
    found = (
        _rated(wanted, postmortem, words, corpus)
        for postmortem, words in corpus.entries
        if postmortem.incident.casefold() != but.casefold() or not but
        if not (day and postmortem.day and postmortem.day > day)
    )
    shared = (each for each in found if len(each.words) >= _LEAST)
    alike = sorted(shared, key=lambda each: (-each.score, each.postmortem.path))
    return tuple(each for each in alike[:MOST] if each.score >= _SHARE * alike[0].score)


def _rated(wanted: Mapping[str, str], postmortem: Postmortem, words: Counter[str], corpus: _Corpus) -> Similar:
    total, size = len(corpus.entries), words.total()
    weights: dict[str, float] = {}
    for word in wanted:
        if count := words[word]:
            rare = math.log(1 + (total - corpus.spread[word] + 0.5) / (corpus.spread[word] + 0.5))
            weights[word] = rare * count * (_K + 1) / (count + _K * (1 - _B + _B * size / corpus.average))
    ranked = sorted(weights, key=lambda word: (-weights[word], word))
    shown = tuple(wanted[word] for word in ranked[:_SHOWN])
    return Similar(postmortem, round(sum(weights.values()), 1), shown)


@once
def _corpus(world: World) -> _Corpus:
    entries = [(each, Counter(_all_words(world, each))) for each in public_postmortems(world)]
    spread = Counter(word for _, words in entries for word in words)
    average = sum(words.total() for _, words in entries) / max(len(entries), 1) or 1.0
    return _Corpus(entries, spread, average)


def _all_words(world: World, postmortem: Postmortem) -> Iterator[str]:
    """The words of a title (twice: it says most), the summary, the causes, and the names of services and alerts."""
    document = world.documents.get(postmortem.path)
    title = list(_words(postmortem.title or (document.title if document else "")))
    yield from title * 2
    yield from (name.casefold() for name in (*postmortem.services, *postmortem.alerts, *postmortem.factors))
    for cause in postmortem.causes:
        yield from _words(cause.text)
    if document:
        yield from _words(" ".join(_section(document, world, "summary")))


def _section(document: Document, world: World, concept: str) -> Iterator[str]:
    for section in find_sections(document, world.settings):
        if concept in section.concepts:
            lines = document.prose[section.first_line - 1 : section.last_line]
            yield from (line for line in lines if not line.startswith("TODO"))


def _words(text: str) -> Iterator[str]:
    return (form for form, _ in _spelt(text))


def _spelt(text: str) -> Iterator[tuple[str, str]]:
    """The words that may tell one incident from another: in one form for one and many, and as they are spelt."""
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if len(word) > 2 and word not in _COMMON and not word.isdecimal():
            several = len(word) > 4 and not word.endswith(("ss", "us", "is"))
            yield word.removesuffix("s") if several else word, word
