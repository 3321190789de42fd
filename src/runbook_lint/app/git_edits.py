"""Every commit with the files that it changed, from one pass of git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from threading import Timer

from runbook_lint.app import git
from runbook_lint.model.frozen import dataclass

_WAIT = 60  # seconds: 20,000 commits over folders of 10,000 take a quarter of it


@dataclass(frozen=True, slots=True)
class GitEdit:
    """A file of a commit, before and after: modes and ids; `path` is where it lay, `now` where it lies."""

    status: str
    modes: tuple[str, str]
    ids: tuple[str, str]
    path: str
    now: str


@dataclass(frozen=True, slots=True)
class GitEdits:
    """A commit that is no merge: when it came in (seconds since 1970), and every file that it touched."""

    id: str
    time: int
    files: list[GitEdit] = field(default_factory=list)


def edits(root: Path, commits: str, since: str) -> Iterator[GitEdits]:
    """The commits of a range since a day, the newest first; paths are from the top of git's repository.

    The first commit of a history has no files, and neither has the edge of a shallow clone. A file that was moved
    as it is counts as renamed. Nothing is read but folders, and only one commit is held at a time.
    """
    options = ("-z", "--raw", "--no-abbrev", "-M100%", "--no-relative", "--no-merges", "--no-show-signature")
    form = ("--no-color", "--no-notes", "--format=%H %ct", f"--since={since}T00:00:00Z", commits, "--")
    fields = stream(root, "-c", "log.showRoot=false", "log", *options, *form, timeout=_WAIT)
    commit = None
    for text in fields:
        head = text.lstrip("\n")
        if head.startswith(":") and commit:
            commit.files.append(_edit(head[1:].split(" "), fields))
        elif head:
            if commit:
                yield commit
            id, _, time = head.partition(" ")
            commit = GitEdits(id, int(time))
    if commit:
        yield commit


def _edit(told: list[str], fields: Iterator[str]) -> GitEdit:
    was, now, old, new, status = told
    path = next(fields, "")
    return GitEdit(status[0], (was, now), (old, new), path, next(fields, "") if status[0] in "RC" else path)


def stream(root: Path, *arguments: str, timeout: float) -> Iterator[str]:
    """What git prints between NULs, as it comes; GitFailed where it refuses or takes longer than some seconds."""
    command, env = git.asked(root, arguments)
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nothing, stdout=subprocess.PIPE, stderr=nothing, env=env) as process:
        timer = Timer(timeout, process.kill)
        timer.start()
        try:
            rest = b""
            while process.stdout and (block := process.stdout.read(1 << 16)):
                *fields, rest = (rest + block).split(b"\0")
                yield from (field.decode("utf-8", "surrogateescape") for field in fields)
            process.wait()
        finally:
            timer.cancel()
            process.kill()
    if process.returncode:
        raise git.GitFailed("it failed, or took too long")
