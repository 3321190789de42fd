"""Commits, branches and pull requests that carry an incident's id, as git's own records tell; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from runbook_lint.app.git import GitCommit, commits_saying, ref_names
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex

MOST = 200
"""Commits that are looked at: more than anybody lists."""

_REQUESTS = (
    regex(r"\AMerge pull request #(?P<number>\d+) from "),  # GitHub's merge commit
    regex(r"\AMerged in .*\(pull request #(?P<number>\d+)\)"),  # Bitbucket's
    regex(r"\AMerged PR (?P<number>\d+):"),  # Azure's
    regex(r"\A[^\n]*\(#(?P<number>\d+)\)\s*(?:\n|\Z)"),  # a squashed one, by its title
    regex(r"^See merge request (?P<path>[\w./-]*)!(?P<mark>\d+)\s*$", re.MULTILINE),  # GitLab's trailer
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What carries the id: commits (the newest first), branches, and pull requests as `#12` or `group/name!12`.

    `complete` is False where git could not say, or not in time.
    """

    commits: tuple[GitCommit, ...] = ()
    branches: tuple[str, ...] = ()
    pull_requests: tuple[str, ...] = ()
    complete: bool = True


def mentions(root: Path, incident: str) -> Mentions:
    """All that carries an incident's id: `[INC-1234]` in a message, the bare id in a subject or a branch's name.

    The id counts only as a whole: INC-123 is not in INC-1234. Case does not matter, since branches are lower case.
    """
    if not incident:
        return Mentions()
    whole = rf"(?<![A-Za-z0-9-]){re.escape(incident)}(?![A-Za-z0-9])"
    bare, marked = re.compile(whole, re.IGNORECASE), re.compile(rf"\[[^\]\n]*{whole}[^\]\n]*\]", re.IGNORECASE)
    found, refs = commits_saying(root, incident, MOST), ref_names(root)
    carrying = [
        (commit, message) for commit, message in found or () if marked.search(message) or bare.search(commit.subject)
    ]
    branches = {_branch(ref) for ref in refs or () if bare.search(_branch(ref))}
    requests = dict.fromkeys(name for _, message in carrying for name in _requests(message))
    return Mentions(
        tuple(commit for commit, _ in carrying),
        tuple(sorted(branches)),
        tuple(requests),
        found is not None and refs is not None,
    )


def _branch(ref: str) -> str:
    """A branch's own name, which it has here and at any remote."""
    _, kind, name = ref.split("/", 2)
    return name.partition("/")[2] if kind == "remotes" else name


def _requests(message: str) -> Iterator[str]:
    """The pull or merge requests that a message belongs to."""
    for pattern in _REQUESTS:
        for match in pattern.finditer(message):
            groups = match.groupdict()
            yield f"#{groups['number']}" if groups.get("number") else f"{groups['path']}!{groups['mark']}"
