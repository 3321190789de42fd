"""What git knows of the tree; everything works without it as well."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_HOOK_VARIABLES = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"}
)
_ATTRIBUTES = ("linguist-generated", "linguist-vendored")


@dataclass(frozen=True, slots=True)
class GitListing:
    """Paths in the work tree or the index, and those that are only in the index (sparse checkouts)."""

    paths: frozenset[str]
    absent: frozenset[str]


class GitFailed(Exception):
    """git is there, the folder is a repository, and git refuses; the text is git's first line."""


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    # core.fsmonitor names a program that git would start: a repository must not run anything by being read
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), *arguments]
    # inside a hook git's own variables name the repository of the commit, which need not be the root's
    env = {key: value for key, value in os.environ.items() if key not in _HOOK_VARIABLES}
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=env)
    if done.returncode:
        raise GitFailed((done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[0])
    return done.stdout


def in_repository(root: Path) -> bool:
    """Whether a folder lies in a git repository, by its looks: git itself is not asked."""
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def list_files(root: Path) -> GitListing:
    """Files that git does not ignore, tracked or not, relative to the root."""
    arguments = ("ls-files", "-z", "-t", "--cached", "--deleted", "--others", "--exclude-standard")
    by_tag: dict[str, set[str]] = {}
    for entry in _git(root, *arguments).split(b"\0"):
        if entry:
            tag, _, name = entry.partition(b" ")
            by_tag.setdefault(tag.decode(), set()).add(name.decode("utf-8", "surrogateescape"))
    absent = by_tag.get("S", set())
    deleted = by_tag.pop("R", set())
    return GitListing(frozenset(set().union(*by_tag.values()) - deleted if by_tag else ()), frozenset(absent))


def generated_files(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """Those of some paths that .gitattributes marks as generated or vendored."""
    given = b"\0".join(path.encode("utf-8", "surrogateescape") for path in paths)
    fields = _git(root, "check-attr", "-z", "--stdin", *_ATTRIBUTES, given=given).split(b"\0")
    triples = zip(fields[::3], fields[1::3], fields[2::3], strict=False)
    return frozenset(
        path.decode("utf-8", "surrogateescape") for path, _, value in triples if value in (b"set", b"true")
    )
