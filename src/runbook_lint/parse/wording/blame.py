"""Blame in prose: where a page judges people instead of telling what happened."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.wording.blame_lexicon import LEXICON, Entry
from runbook_lint.parse.wording.passages import Passage, passages
from runbook_lint.parse.wording.subjects import subject_before

_FAR = 300  # characters: what stands further off is of another thought
_DENIED = regex(
    r"\b(?:no|not|never|nobody|none|neither|nor|without|rather than|instead of|cannot|avoid\w*"
    r"|\w+n't)(?:\s+[\w'-]+){0,4}\s*\Z",
    re.IGNORECASE,
)
_SUPPOSED = regex(
    r"\b(?:prevent\w*|reduc\w*|eliminat\w*|minimi[sz]\w*|rul\w+ out|protect\w*|guard\w*|mitigat\w*|remov\w*|prone"
    r"|room|risk\w*"
    r"|chances?|possib\w+|potential\w*|susceptible|vulnerable|catch\w*|detect\w*|likel\w+|assum\w*|suspect\w*"
    r"|thought|think\w*"
    r"|if|whether|maybe|perhaps|may|might|could|can|such as|like)\b(?:\s+[\w'/-]+){0,5}\s*\Z",
    re.IGNORECASE,
)
_PAST = regex(r"\b(?:was|were|had|did|didn't|wasn't|weren't|hadn't|should|could|would)\b", re.IGNORECASE)
_ASKED = regex(  # a question or a denial judges nobody
    r"\b(?:whether|(?:reflect|discuss|consider|ask|check|decide|know|see|understand|evaluate|determine|wonder"
    r"|clarify)\w*"
    r" (?:on |about )?if|(?:not|n't) (?:assume|think|believe|say|claim))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Blame:
    """Words that blame: the entry they fall under, how the page writes them, and where."""

    entry: Entry
    words: str
    span: Span


def find_blame(document: Document) -> Iterator[Blame]:
    """Every place of a page that an entry of the lexicon finds, one for each group in a sentence."""
    for passage in passages(document):
        if _any().search(passage.text):
            yield from _judged(passage)


def _judged(passage: Passage) -> Iterator[Blame]:
    found: dict[tuple[int, str], tuple[int, int, Entry]] = {}
    bounds = passage.sentences()
    for entry, pattern in _compiled():
        for match in pattern.finditer(passage.text):
            index = bisect_right(bounds, match.start())
            start, end = bounds[index - 1], bounds[index]
            key = (start, entry.group)
            if key in found and found[key][0] <= match.start():
                continue
            before = passage.text[max(start, match.start() - _FAR) : match.start()]
            told = not entry.past or _PAST.search(passage.text, start, min(end, start + _FAR))
            if told and _is_meant(entry, before):
                found[key] = (*match.span(), entry)
    for start, end, entry in sorted(found.values(), key=lambda each: each[:2]):
        words = passage.text[start:end].rstrip()
        yield Blame(entry, words, passage.span(start, start + len(words)))


def _is_meant(entry: Entry, before: str) -> bool:
    """Whether the sentence up to a match is about whom the entry judges, and neither denies nor only fears it."""
    if entry.group == "counterfactual" and _ASKED.search(before):
        return False
    if entry.said_of and subject_before(before) not in entry.said_of:
        return False
    if entry.group in ("person", "hindsight", "care") and _DENIED.search(before):
        return False
    return entry.group != "cause" or not (_DENIED.search(before) or _SUPPOSED.search(before))


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[Entry, re.Pattern[str]], ...]:
    return tuple((entry, _regex(entry.pattern)) for entry in LEXICON)


@lru_cache(maxsize=1)
def _any() -> re.Pattern[str]:
    """Whether any entry may match at all: most cells of a long timeline have none."""
    return _regex("|".join(entry.pattern for entry in LEXICON))


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})", re.IGNORECASE)
