"""Did you mean …? One place decides what counts as near."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from functools import lru_cache

_MANY = 200
"""Names that are all compared with a word; of more only those that begin or end most as it does."""
_BESIDE = 10


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to a mistyped one, None where none is near."""
    from difflib import get_close_matches

    folded = {item.casefold(): item for item in sorted(_compared(word, known), reverse=True)}
    match = get_close_matches(word.casefold(), folded, n=1, cutoff=0.75)
    return folded[match[0]] if match else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean X?`, or an empty string."""
    match = nearest(word, known)
    return f"did you mean {match}?" if match else ""


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """The known name that a word is a slip of the finger from, None where it may well be a name of its own.

    Stricter than a hint: names that differ in a number, in a whole word or in a short one are different names.
    """
    names = sorted(_compared(word, known))
    return next((name for name in names if name != word and _is_slip(word.casefold(), name.casefold())), None)


def _compared(word: str, known: Iterable[str]) -> Collection[str]:
    """The names worth a comparison: each takes a while, and thousands of links may lead into a folder of thousands."""
    names = tuple(known)
    if len(names) <= _MANY:
        return names
    begins, ends = _in_order(names)
    folded = word.casefold()
    return {*_around(begins, folded), *_around(ends, folded[::-1])}


@lru_cache(maxsize=8)
def _in_order(names: tuple[str, ...]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The names by how they begin, and by how they end."""
    folded = [(name.casefold(), name) for name in names]
    return sorted(folded), sorted((form[::-1], name) for form, name in folded)


def _around(order: list[tuple[str, str]], form: str) -> Iterable[str]:
    place = bisect_left(order, (form, ""))
    return (name for _, name in order[max(place - _BESIDE, 0) : place + _BESIDE])


def _is_slip(word: str, name: str) -> bool:
    words, names = re.findall(r"[^\W_]+", word), re.findall(r"[^\W_]+", name)
    if "".join(words) == "".join(names):
        return True
    different = [pair for pair in zip(words, names, strict=False) if pair[0] != pair[1]]
    return len(words) == len(names) and len(different) == 1 and _is_typo(*different[0])


def _is_typo(first: str, second: str) -> bool:
    if re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    shorter, longer = sorted((len(first), len(second)))
    if shorter < 3 or longer < 4:
        return False
    swapped_or_missed = shorter < longer or sorted(first) == sorted(second)
    allowed = 2 if shorter >= 8 else 1
    return (swapped_or_missed or shorter >= 5) and _distance(first, second) <= allowed


def _distance(first: str, second: str) -> int:
    """Letters to change, add, leave out or swap with the next one, to make one word of another."""
    before, last = [0] * (len(second) + 1), list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and other == first[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
