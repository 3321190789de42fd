"""Did you mean …? One place decides what counts as near."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to a mistyped one, None where none is near."""
    from difflib import get_close_matches

    folded = {item.casefold(): item for item in sorted(known, reverse=True)}
    match = get_close_matches(word.casefold(), folded, n=1, cutoff=0.75)
    return folded[match[0]] if match else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean X?`, or an empty string."""
    match = nearest(word, known)
    return f"did you mean {match}?" if match else ""
