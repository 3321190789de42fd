"""Globs as .gitignore writes them, for the layout, excludes and CODEOWNERS."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from runbook_lint.model.patterns import regex

_NAMED = regex(r"\(\?P<\w+>")


@lru_cache(maxsize=1024)
def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path (relative, forward slashes) matches one of the globs; a later `!glob` takes it back.

    Globs of which none takes anything back are one expression: they are asked of every path of a repository.
    """
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec
    from pathspec.pattern import RegexPattern

    spec = GitIgnoreSpec.from_lines(patterns)
    globs = [each for each in spec.patterns if each.include is not None]  # comments and empty lines are none
    plain = [each.regex for each in globs if each.include and isinstance(each, RegexPattern) and each.regex]
    if not globs or len(plain) < len(globs):
        return spec.match_file
    match = re.compile("|".join(_NAMED.sub("(?:", each.pattern) for each in plain)).match
    return lambda path: match(path[1:] if path[:1] == "/" else path.removeprefix("./")) is not None


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
