"""CODEOWNERS files, of GitHub and of GitLab: who is given a path.

Sources: docs.github.com "About code owners" and docs.gitlab.com "Code Owners syntax". The last
matching line wins; GitLab judges each section by itself, lends a section's owners to lines that
name none, and takes a pattern without a leading slash for one at any depth.
"""

from __future__ import annotations

import re
from posixpath import dirname

from runbook_lint.model.catalog import CodeOwners, CodeOwnersLine
from runbook_lint.model.patterns import regex
from runbook_lint.parse.globs import is_glob, matcher

_SECTION = regex(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>(?:\s.*)?)\Z")
_COMMENT = regex(r"(?:^|\s)#.*")
_WORD = regex(r"(?:\\.|\S)+")


def read_codeowners(path: str, lines: tuple[str, ...]) -> CodeOwners:
    """The rules of a CODEOWNERS file, a section's owners given to its lines that name none."""
    rules: list[CodeOwnersLine] = []
    gitlab = path.startswith(".gitlab/")
    section = ""
    lent: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        text = _COMMENT.sub("", line).strip()
        head = _SECTION.match(text)
        if head:
            gitlab, section, lent = True, head["name"].strip().casefold(), tuple(head["owners"].split())
        elif text:
            pattern, *owners = _WORD.findall(text)
            rules.append(CodeOwnersLine(re.sub(r"\\(\s)", r"\1", pattern), tuple(owners) or lent, number, section))
    return CodeOwners(path, tuple(rules), gitlab)


def owners_of(codeowners: CodeOwners, path: str) -> tuple[tuple[str, ...], int]:
    """The owners of a file and the line that gives it to them (the first such section's); line 0 for none."""
    owners: list[str] = []
    number = 0
    for section in dict.fromkeys(line.section for line in codeowners.lines):
        lines = [line for line in codeowners.lines if line.section == section]
        hit = next((line for line in reversed(lines) if _matches(line.pattern, path, codeowners.gitlab)), None)
        if hit and not _excluded(lines, path, codeowners.gitlab):
            owners += [owner for owner in hit.owners if owner not in owners]
            number = number or hit.line
    return tuple(owners), number


def _excluded(lines: list[CodeOwnersLine], path: str, gitlab: bool) -> bool:
    """Whether GitLab's `!pattern` takes a path out of a section; GitHub passes such lines over."""
    return gitlab and any(line.pattern[0] == "!" and _matches(line.pattern[1:], path, gitlab) for line in lines)


def _matches(pattern: str, path: str, gitlab: bool) -> bool:
    """Whether a pattern takes in a file; unlike in .gitignore, `docs/*` is not about what lies deeper."""
    if not pattern or pattern[0] == "!":
        return False
    if gitlab and not pattern.startswith(("/", "**/")):
        pattern = f"**/{pattern}"
    escaped = re.sub(r"([\[\]]|^#)", r"\\\1", pattern)  # neither knows character classes
    if not is_glob(escaped):
        return False
    matches = matcher((escaped,))
    shallow = pattern.endswith("/*") and not pattern.endswith("**/*")
    return matches(path) and not (shallow and matches(dirname(path)))
