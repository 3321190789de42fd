"""Globs as .gitignore writes them, for the layout, excludes and CODEOWNERS."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=1024)
def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path (relative, forward slashes) matches one of the globs; a later `!glob` takes it back."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file


def is_glob(pattern: str) -> bool:
    """Whether a glob can be read."""
    try:
        matcher((pattern,))
    except ValueError:  # what every version of the library raises for a pattern that is none
        return False
    return bool(pattern.strip()) and "\0" not in pattern


def rooted(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Globs that start at the root, as the layout's do: `runbook.md` there means the one at the top."""
    return tuple(
        pattern if pattern.startswith(("/", "!", "**/")) else f"/{pattern.removeprefix('./')}" for pattern in patterns
    )
