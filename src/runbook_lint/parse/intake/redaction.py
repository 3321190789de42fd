"""What comes from elsewhere is scanned for secrets before any of it is written down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from runbook_lint.model.patterns import regex
from runbook_lint.parse.secrets import find_secrets
from runbook_lint.parse.text import split_lines

GONE = "(secret removed)"
LONGEST = 8_000
"""Characters of one text that are taken: the scan reads no longer line."""
_AGAIN = regex(rf"{re.escape(GONE)}(?:\s*(?:{re.escape(GONE)}|-----END [A-Z ]+-----))+")


def redacted(texts: Sequence[str]) -> tuple[tuple[str, ...], dict[int, Counter[str]]]:
    """Texts without the secrets in them, and which kinds were in which text, by its place in the order.

    They are scanned as the lines of one file, so that a key that was pasted in pieces is one key.
    """
    split = [list(split_lines(text[:LONGEST])) or [""] for text in texts]
    starts = [0, *accumulate(len(lines) for lines in split)]
    lines = [line for each in split for line in each]
    owner = [index for index, each in enumerate(split) for _ in each]
    found: dict[int, Counter[str]] = {}
    gone: dict[int, list[tuple[int, int]]] = {}
    for secret in find_secrets(lines):
        first, last = secret.span.line, secret.span.end_line
        found.setdefault(owner[first - 1], Counter())[secret.kind] += 1
        for number in range(first, last + 1):
            begin = secret.span.column - 1 if number == first else 0
            end = secret.span.end_column - 1 if number == last else len(lines[number - 1])
            gone.setdefault(number, []).append((begin, end))
    for number, places in gone.items():
        lines[number - 1] = _without(lines[number - 1], places)
    joined = ["\n".join(lines[start:end]) for start, end in pairwise(starts)]
    return tuple(_AGAIN.sub(GONE, text) for text in joined), found


def _without(line: str, places: Sequence[tuple[int, int]]) -> str:
    for begin, end in sorted(_merged(places), reverse=True):
        line = line[:begin] + GONE + line[end:]
    return line


def _merged(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places that overlap are one: two detectors may see the same secret."""
    held: tuple[int, int] | None = None
    for begin, end in sorted(places):
        if held and begin <= held[1]:
            held = held[0], max(held[1], end)
        else:
            if held:
                yield held
            held = begin, end
    if held:
        yield held
