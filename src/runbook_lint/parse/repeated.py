"""Actions that were promised before: near-equal texts in different postmortems."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from runbook_lint.parse.ledger import ActionRow

_ALIKE = 0.7  # of the words of both together
_LEAST = 3  # words: shorter texts (`Update the docs`) are alike by chance
_COMMON = 200  # actions with a word; one that more have says nothing
_SMALL = frozenset(
    re.findall(r"\w+", "a an and are as at be by for from in into is it its of on or that the this to we with")
)
_WORD = re.compile(r"[^\W_]+")


def repeated_actions(rows: Iterable[ActionRow]) -> tuple[tuple[ActionRow, ...], ...]:
    """Groups of actions that say nearly the same, each from at least two postmortems, the oldest first."""
    told = [row for row in rows if len(_words(row.text)) >= _LEAST]
    words = [_words(row.text) for row in told]
    leader = list(range(len(told)))
    for one, other in _pairs(words):
        if told[one].path != told[other].path and _alike(words[one], words[other]):
            leader[_first(leader, other)] = _first(leader, one)
    groups: dict[int, list[ActionRow]] = defaultdict(list)
    for index, row in enumerate(told):
        groups[_first(leader, index)].append(row)
    found = (tuple(sorted(group, key=_age)) for group in groups.values())
    several = (group for group in found if len({row.path for row in group}) > 1)
    return tuple(sorted(several, key=lambda group: (-len(group), _age(group[0]))))


def _age(row: ActionRow) -> tuple[str, str, int]:
    return (str(row.day or ""), row.path, row.line)


def _words(text: str) -> frozenset[str]:
    """The words that carry a text: in lower case, without small ones, one form for one and many."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words if word not in _SMALL)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _pairs(words: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """The pairs that may be alike: those that share one of their rarer words, each once."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(words):
        for word in each:
            holders[word].append(index)
    seen: set[tuple[int, int]] = set()
    for having in holders.values():
        if len(having) > _COMMON:
            continue
        for place, one in enumerate(having):
            for other in having[place + 1 :]:
                if (one, other) not in seen:
                    seen.add((one, other))
                    yield one, other


def _first(leader: list[int], index: int) -> int:
    """The group of an action, by its first one."""
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
