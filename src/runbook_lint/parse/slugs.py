"""Anchors as the engines make them from headings; tested against what the engines themselves make.

github: github-slugger, whose fixtures were recorded at GitHub. gitlab: comrak's `anchorizer.rs`, which GitLab's
gitlab-glfm-markdown wraps. mkdocs: `slugify` and `unique` of Python-Markdown's toc extension. hugo: Hugo's
`autoid.go` with its default `autoIDType = "github"`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from runbook_lint.model.patterns import regex

_WORD = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})
_CIRCLED = ("Ⓐ", "ⓩ"), ("🄰", "🅉"), ("🅐", "🅩"), ("🅰", "🆉")  # symbols that Unicode calls alphabetic
_COUNTED = regex(r"(.*)_([0-9]+)")


@lru_cache(maxsize=8192)
def github_slug(text: str) -> str:
    """GitHub's anchor of one heading, before numbering."""
    return _kept(text.lower(), _is_word)


def gitlab_slug(text: str) -> str:
    """GitLab's: it keeps every kind of number."""
    return _kept(text.lower().replace("\n", " "), _is_letter_mark_or_number)


def mkdocs_slug(text: str) -> str:
    """Python-Markdown's: ASCII only, runs of spaces and hyphens as one hyphen."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split())).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def hugo_slug(text: str) -> str:
    """Hugo's: letters, decimal digits and underscores of the heading's last line."""
    line = text.strip().split("\n")[-1]
    lower = "".join(char.lower()[0] for char in line)
    return _kept(lower, lambda char: char == "_" or unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd"))


def _kept(text: str, keep: Callable[[str], bool]) -> str:
    return "".join(char for char in text if char in " -" or keep(char)).replace(" ", "-")


def _is_word(char: str) -> bool:
    return unicodedata.category(char) in _WORD or any(first <= char <= last for first, last in _CIRCLED)


def _is_letter_mark_or_number(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LMN" or category == "Pc"


class Numbering:
    """GitHub's, GitLab's and Hugo's: `setup`, `setup-1`, `setup-2`, none of them given twice."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def take(self, slug: str) -> str:
        """The next free anchor for a slug."""
        free = slug
        while free in self._seen:
            self._seen[slug] += 1
            free = f"{slug}-{self._seen[slug]}"
        self._seen[free] = 0
        return free

    def put(self, anchor: str) -> None:
        """An anchor that is given, whatever was taken before."""
        self._seen.setdefault(anchor, 0)


class Underscores:
    """Python-Markdown's: `setup`, `setup_1`; explicit ids anywhere on the page are taken first."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def take(self, slug: str) -> str:
        """The next free anchor for a slug; an empty one becomes `_1`."""
        free = slug
        while free in self._taken or not free:
            match = _COUNTED.fullmatch(free)
            free = f"{match[1]}_{int(match[2]) + 1}" if match else f"{free}_1"
        self._taken.add(free)
        return free
