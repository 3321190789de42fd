"""Anchors as GitHub makes them from headings.

Source: GitHub's TableOfContentsFilter (`/[^\\p{Word}\\- ]/u` removed, spaces to hyphens) and
github-slugger, which agrees with it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_WORD_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Pc"})


@lru_cache(maxsize=4096)
def github_slug(text: str) -> str:
    """The anchor of one heading, before numbering."""
    kept = (
        char for char in text.lower() if char in " -" or unicodedata.category(char) in _WORD_CATEGORIES
    )
    return "".join(kept).replace(" ", "-")


class Slugger:
    """Numbers repeated anchors of one page: `setup`, `setup-1`, `setup-2`."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def slug(self, text: str) -> str:
        """The next anchor for a heading's text."""
        base = slug = github_slug(text)
        while slug in self._seen:
            self._seen[base] += 1
            slug = f"{base}-{self._seen[base]}"
        self._seen[slug] = 0
        return slug
