"""Actions that were promised before: near-equal texts in different postmortems."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from runbook_lint.model.patterns import regex
from runbook_lint.parse.tracking.ledger import ActionRow

_ALIKE = 0.7  # of the words of both together
_LEAST = 3  # words: shorter texts (`Update the docs`) are alike by chance
_MOST = 500  # texts with one rare word that a text is compared with
_SMALL = frozenset(
    re.findall(r"\w+", "a an and are as at be by for from in into is it its of on or that the this to we with")
)
_WORD = regex(r"[^\W_]+")


def repeated_actions(rows: Iterable[ActionRow]) -> tuple[tuple[ActionRow, ...], ...]:
    """Groups of actions that say nearly the same, each from at least two postmortems, the oldest first."""
    told: dict[frozenset[str], list[ActionRow]] = defaultdict(list)
    for row in rows:
        told[_words(row.text)].append(row)
    texts = [words for words in told if len(words) >= _LEAST]
    leader = list(range(len(texts)))
    for one, other in _pairs(texts):
        if len(texts[one] & texts[other]) >= _ALIKE * len(texts[one] | texts[other]):
            leader[_first(leader, other)] = _first(leader, one)
    groups: dict[int, list[ActionRow]] = defaultdict(list)
    for index, words in enumerate(texts):
        groups[_first(leader, index)] += told[words]
    found = (tuple(sorted(group, key=_age)) for group in groups.values())
    several = (group for group in found if len({row.path for row in group}) > 1)
    return tuple(sorted(several, key=lambda group: (-len(group), _age(group[0]))))


def _age(row: ActionRow) -> tuple[str, str, int]:
    return (str(row.day or ""), row.path, row.line)


def _words(text: str) -> frozenset[str]:
    """The words that carry a text: in lower case, without small ones, one form for one and many."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words if word not in _SMALL)


def _pairs(texts: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """The pairs that may be alike, each once.

    Two texts with so many words in common share one of the rarest few of each, so only these are looked up.
    """
    spread = Counter(word for words in texts for word in words)
    holders: dict[str, list[int]] = defaultdict(list)
    for index, words in enumerate(texts):
        rarest = sorted(words, key=lambda word: (spread[word], word))
        few = rarest[: len(words) - ceil(_ALIKE * len(words)) + 1]
        yield from ((one, index) for one in sorted({one for word in few for one in holders[word][-_MOST:]}))
        for word in few:
            holders[word].append(index)


def _first(leader: list[int], index: int) -> int:
    """The group of an action, by its first one."""
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
