"""CODEOWNERS files, of GitHub and of GitLab."""

from __future__ import annotations

from runbook_lint.model.catalog import CodeOwners


def read_codeowners(path: str, lines: tuple[str, ...]) -> CodeOwners:
    """The rules of a CODEOWNERS file; GitLab's `[Section]` heads are passed over."""
    rules = []
    for number, line in enumerate(lines, 1):
        text = line.split(" #")[0].strip()
        if not text or text.startswith(("#", "[", "^[")):
            continue
        pattern, *owners = text.replace("\\ ", "\0").split()
        rules.append((pattern.replace("\0", " "), tuple(owners), number))
    return CodeOwners(path, tuple(rules))


def owners_of(codeowners: CodeOwners, path: str) -> tuple[tuple[str, ...], int]:
    """The owners of a file and the line that gives it to them: the last matching line wins; line 0 for none."""
    from runbook_lint.parse.globs import matcher

    for pattern, owners, number in reversed(codeowners.lines):
        if matcher((pattern,))(path):
            return owners, number
    return (), 0
