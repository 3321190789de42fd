"""Commits as git holds them: which files a commit has, what is in them, where two histories part."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha1, sha256
from pathlib import Path

from runbook_lint.app.git import run
from runbook_lint.model.frozen import dataclass

_WAIT = 60  # seconds: the largest repositories need a few


@dataclass(frozen=True, slots=True)
class GitFile:
    """A file of a commit: `mode` 120000 is a link, 160000 another repository."""

    mode: str
    id: str


def commit_id(root: Path, ref: str) -> str:
    """The commit that a branch, tag or hash names; empty where it names none."""
    found = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", fine=(0, 1))
    return found.decode("utf-8", "replace").strip()


def merge_base(root: Path, one: str, other: str) -> str:
    """The newest commit that two have in common; empty where git sees none."""
    return run(root, "merge-base", one, other, timeout=_WAIT, fine=(0, 1)).decode().strip()


def is_shallow(root: Path) -> bool:
    """Whether the clone holds only the newest part of the history."""
    return run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def last_change(root: Path, path: str) -> tuple[str, ...]:
    """The commit that changed a file last, then its parents; nothing where none did."""
    form = ("log", "-1", "--no-show-signature", "--no-color", "--format=%H %P")
    return tuple(run(root, *form, "--", f":(literal){path}", timeout=_WAIT).decode().split())


def files_of(root: Path, commit: str) -> dict[str, GitFile]:
    """The files of a commit below the root, by their paths from it."""
    found = {}
    for entry in run(root, "ls-tree", "-r", "-z", commit, timeout=_WAIT).split(b"\0"):
        head, _, name = entry.partition(b"\t")
        if name:
            mode, _, id = head.decode().split(" ")
            found[name.decode("utf-8", "surrogateescape")] = GitFile(mode, id)
    return found


def blob_id(content: bytes, like: str) -> str:
    """What git calls a file's content, by the hash that another name of this repository was made with."""
    head = b"blob %d\0" % len(content)
    if len(like) == 64:
        return sha256(head + content).hexdigest()
    return sha1(head + content, usedforsecurity=False).hexdigest()


def sizes(root: Path, ids: Iterable[str]) -> dict[str, int]:
    """The sizes of some objects; one that git lacks (a partial clone) is left out."""
    given = "".join(f"{id}\n" for id in dict.fromkeys(ids)).encode()
    if not given:
        return {}
    listed = run(root, "cat-file", "--batch-check=%(objectname) %(objectsize)", given=given, timeout=_WAIT)
    pairs = (line.split(" ") for line in listed.decode().splitlines())
    return {id: int(size) for id, size in pairs if size.isdecimal()}


def contents(root: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """What is in some objects; one that git lacks is left out."""
    given = "".join(f"{id}\n" for id in dict.fromkeys(ids)).encode()
    if not given:
        return {}
    output = run(root, "cat-file", "--batch", given=given, timeout=_WAIT)
    found, at = {}, 0
    while at < len(output):
        end = output.index(b"\n", at)
        head = output[at:end].decode().split(" ")
        at = end + 1
        if head[-1].isdecimal():  # else "… missing"
            size = int(head[-1])
            found[head[0]] = output[at : at + size]
            at += size + 1
    return found
