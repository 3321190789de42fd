"""What git knows of the tree; everything works without it as well."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_HOOK_VARIABLES = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"}
)
_STAGED = re.compile(r"([0-7]{6}) [0-9a-f]{40,64} [0-3]\t")
_ATTRIBUTES = ("linguist-generated", "linguist-vendored")


@dataclass(frozen=True, slots=True)
class GitListing:
    """Paths in the work tree or the index, and those that are only in the index (sparse checkouts).

    `symlinks` are the tracked ones, `others` all that is not tracked, `submodules` the folders that
    belong to other repositories.
    """

    paths: frozenset[str]
    absent: frozenset[str]
    symlinks: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    submodules: frozenset[str] = frozenset()


class GitFailed(Exception):
    """git is there, the folder is a repository, and git refuses; the text is git's first line."""


def _git(root: Path, *arguments: str, given: bytes = b"", timeout: float | None = None) -> bytes:
    # core.fsmonitor names a program that git would start: a repository must not run anything by being read
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), *arguments]
    # inside a hook git's own variables name the repository of the commit, which need not be the root's
    env = {key: value for key, value in os.environ.items() if key not in _HOOK_VARIABLES}
    env["GIT_NO_LAZY_FETCH"] = "1"  # a partial clone would ask its remote for what it lacks
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=env, timeout=timeout)
    if done.returncode:
        raise GitFailed((done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[0])
    return done.stdout


def in_repository(root: Path) -> bool:
    """Whether a folder lies in a git repository, by its looks: git itself is not asked."""
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def list_files(root: Path) -> GitListing:
    """Files that git does not ignore, tracked or not, relative to the root."""
    arguments = ("ls-files", "-z", "-t", "--stage", "--cached", "--deleted", "--others", "--exclude-standard")
    by_tag: dict[str, set[str]] = {}
    by_mode: dict[str, set[str]] = {}
    for entry in _git(root, *arguments).split(b"\0"):
        tag, _, rest = entry.decode("utf-8", "surrogateescape").partition(" ")
        staged = _STAGED.match(rest)
        name = rest[staged.end() :] if staged else rest
        if tag:
            by_tag.setdefault(tag, set()).add(name)
            by_mode.setdefault(staged[1] if staged else "", set()).add(name)
    absent = by_tag.get("S", set())
    others = by_mode.get("", set())
    deleted = by_tag.pop("R", set())
    paths = set().union(*by_tag.values()) - deleted if by_tag else set()
    nested = {name for name in others if name.endswith("/")}  # a repository of its own that nobody added
    return GitListing(
        frozenset(paths - nested),
        frozenset(absent),
        frozenset(by_mode.get("120000", set()) - deleted),
        frozenset(others - nested),
        frozenset(by_mode.get("160000", set()) | {name.rstrip("/") for name in nested}),
    )


def remotes(root: Path) -> dict[str, list[str]]:
    """The URLs of every remote, as they are configured."""
    found: dict[str, list[str]] = {}
    for line in _git(root, "remote", "-v").decode("utf-8", "replace").splitlines():
        name, _, rest = line.partition("\t")
        url = rest.rpartition(" (")[0]
        if url and url not in found.setdefault(name, []):
            found[name].append(url)
    return found


def branches(root: Path) -> dict[str, str]:
    """The branches of the usual names and the remotes' HEADs, each with the full name of what it points at."""
    wanted = [f"refs/{where}/{name}" for where in ("heads", "remotes/*") for name in ("main", "master", "HEAD")]
    listed = _git(root, "for-each-ref", "--format=%(refname)%00%(symref)", *wanted).decode("utf-8", "replace")
    return dict(line.split("\0", 1) for line in listed.splitlines() if "\0" in line)


def prefix(root: Path) -> str:
    """The root's path in its git repository, an empty string where it is the whole of it."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    below = root.relative_to(top).as_posix()
    return "" if below == "." else below


@dataclass(frozen=True, slots=True)
class GitCommit:
    """A change as git's log tells it; `day` is its author's date."""

    id: str
    day: str
    author: str
    subject: str


def recent_commits(root: Path, pathspecs: Iterable[str], since: str, most: int) -> tuple[GitCommit, ...] | None:
    """The newest changes of some paths since a day; None where git cannot say within five seconds.

    Nothing is fetched and no signature is checked, whatever the repository's configuration asks for.
    """
    form = "--format=%h%x00%as%x00%an%x00%s"
    arguments = ("log", "-z", "--no-show-signature", "--no-color", form, f"--since={since}T00:00:00Z", f"-{most}")
    try:
        output = _git(root, *arguments, "--", *pathspecs, timeout=5)
    except (GitFailed, OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: a path with NUL in it
        return None
    fields = output.decode("utf-8", "replace").rstrip("\0").split("\0")
    return tuple(GitCommit(*fields[start : start + 4]) for start in range(0, len(fields) - 3, 4))


def generated_files(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """Those of some paths that .gitattributes marks as generated or vendored."""
    given = b"\0".join(path.encode("utf-8", "surrogateescape") for path in paths)
    fields = _git(root, "check-attr", "-z", "--stdin", *_ATTRIBUTES, given=given).split(b"\0")
    triples = zip(fields[::3], fields[1::3], fields[2::3], strict=False)
    return frozenset(
        path.decode("utf-8", "surrogateescape") for path, _, value in triples if value in (b"set", b"true")
    )
