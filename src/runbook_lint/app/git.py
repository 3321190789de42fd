"""What git knows of the tree; everything works without it as well."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex

_HOOK_VARIABLES = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"}
)
_STAGED = regex(r"([0-7]{6}) [0-9a-f]{40,64} [0-3]\t")
_COMMIT = regex(r"\x01[0-9a-f]{40,64} (\d+)\x01")
_ARRIVAL = regex(r"\x01[0-9a-f]{40,64} ([0-9a-f]+) (\d+) ([^\x00\x01]*)\x01")
_LOGGED = regex(r"\x01([0-9a-f]{40,64})\x00([0-9-]{10})\x00([^\x00\x01]*)\x01")
_REMOTES = ("remote", "-v")
_BRANCHES = (
    "for-each-ref", "--format=%(refname)%00%(symref)",
    *(f"refs/{where}/{name}" for where in ("heads", "remotes/*") for name in ("main", "master", "HEAD")),
)  # fmt: skip
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


def run(
    root: Path, *arguments: str, given: bytes = b"", timeout: float | None = None, fine: Collection[int] = (0,)
) -> bytes:
    """What git prints; GitFailed where its exit status is none of the fine ones."""
    command, env = asked(root, arguments)
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=env, timeout=timeout)
    if done.returncode not in fine:
        raise _failed(done.stderr)
    return done.stdout


_git = run


def later(root: Path, *arguments: str) -> Callable[[], bytes]:
    """Ask git now, and let it work beside us: what it prints, or what `run` raises, comes when it is called for."""
    command, env = asked(root, arguments)
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, env=env)
    except OSError:
        return lambda: run(root, *arguments)  # which tells why

    def answer() -> bytes:
        output, error = process.communicate()
        if process.returncode:
            raise _failed(error)
        return output

    return answer


def _failed(error: bytes) -> GitFailed:
    return GitFailed((error.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[0])


def asked(root: Path, arguments: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """The command that asks git, and the environment it is asked in."""
    # core.fsmonitor names a program that git would start: a repository must not run anything by being read
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), *arguments]
    # inside a hook git's own variables name the repository of the commit, which need not be the root's
    env = {key: value for key, value in os.environ.items() if key not in _HOOK_VARIABLES}
    env["GIT_NO_LAZY_FETCH"] = "1"  # a partial clone would ask its remote for what it lacks
    return command, env


def in_repository(root: Path) -> bool:
    """Whether a folder lies in a git repository, by its looks: git itself is not asked."""
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def list_files(root: Path) -> Callable[[], GitListing]:
    """Files that git does not ignore, tracked or not, relative to the root; git begins at once to list them."""
    arguments = ("ls-files", "-z", "-t", "--stage", "--cached", "--deleted", "--others", "--exclude-standard")
    printed = later(root, *arguments)
    return lambda: _listing(printed())


def _listing(printed: bytes) -> GitListing:
    by_tag: dict[str, set[str]] = {}
    by_mode: dict[str, set[str]] = {}
    for entry in printed.split(b"\0"):
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


def remotes_and_branches(root: Path) -> Callable[[], tuple[dict[str, list[str]], dict[str, str]]]:
    """What `remotes` and `branches` say; git is asked for both at once."""
    wanted = later(root, *_REMOTES), later(root, *_BRANCHES)
    return lambda: (_remotes(wanted[0]()), _branches(wanted[1]()))


def remotes(root: Path) -> dict[str, list[str]]:
    """The URLs of every remote, as they are configured."""
    return _remotes(_git(root, *_REMOTES))


def _remotes(printed: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in printed.decode("utf-8", "replace").splitlines():
        name, _, rest = line.partition("\t")
        url = rest.rpartition(" (")[0]
        if url and url not in found.setdefault(name, []):
            found[name].append(url)
    return found


def branches(root: Path) -> dict[str, str]:
    """The branches of the usual names and the remotes' HEADs, each with the full name of what it points at."""
    return _branches(_git(root, *_BRANCHES))


def _branches(printed: bytes) -> dict[str, str]:
    listed = printed.decode("utf-8", "replace")
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


@dataclass(frozen=True, slots=True)
class GitChange:
    """A commit that is no merge: when it came in (seconds since 1970), and every file that it touched."""

    time: int
    paths: frozenset[str]


def changes_since(root: Path, folders: Iterable[str], since: str) -> tuple[GitChange, ...]:
    """The commits since a day that touched some folders (none: anything), the newest first.

    The first commit of a history is left out, and so is the edge of a shallow clone, which looks like one:
    there everything seems new. Paths are relative to the root.
    """
    arguments = ("-c", "log.showRoot=false", "log", "-z", "--no-merges", "--no-renames", "--no-show-signature")
    form = ("--format=%x01%H %ct%x01", "--name-only", "--relative", "--full-diff", f"--since={since}T00:00:00Z")
    pathspecs = [f":(literal){folder}" for folder in folders] or ["."]
    output = _git(root, *arguments, *form, "--", *pathspecs, timeout=20)
    _, *parts = _COMMIT.split(output.decode("utf-8", "surrogateescape"))
    names = (frozenset(text.removeprefix("\0").removeprefix("\n").split("\0")) - {""} for text in parts[1::2])
    return tuple(GitChange(int(time), paths) for time, paths in zip(parts[::2], names, strict=True))


def has_commits(root: Path) -> bool:
    """Whether anything was ever committed here."""
    try:
        return bool(_git(root, "rev-parse", "--verify", "--quiet", "HEAD", timeout=5))
    except (GitFailed, OSError, subprocess.TimeoutExpired):
        return False


def file_log(root: Path, most: int) -> tuple[tuple[GitCommit, tuple[str, ...]], ...]:
    """The newest commits that led to this one, each with the files below the root that it touched.

    Merges have none, and neither has the edge of a shallow clone, where everything seems new. Without authors.
    """
    shallow = _git(root, "rev-parse", "--is-shallow-repository", timeout=5).strip() == b"true"
    options = ("-z", "--no-renames", "--no-show-signature", "--no-color", "--no-notes", "--encoding=UTF-8")
    form = ("--format=%x01%H%x00%cs%x00%s%x01", "--name-only", "--relative", f"-{most}")
    output = _git(root, "-c", f"log.showRoot={str(not shallow).lower()}", "log", *options, *form, timeout=30)
    _, *parts = _LOGGED.split(output.decode("utf-8", "surrogateescape"))
    fields = zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
    return tuple(
        (GitCommit(id, day, "", subject), tuple(filter(None, names.lstrip("\0\n").split("\0"))))
        for id, day, subject, names in fields
    )


def commits_saying(root: Path, text: str, most: int) -> tuple[tuple[GitCommit, str], ...] | None:
    """The newest commits of any branch whose message holds a text in any case, each with its whole message.

    None where git cannot say within five seconds. Nothing is fetched and no signature is checked.
    """
    form = "--format=%h%x00%as%x00%an%x00%s%x00%B"
    told = ("--no-show-signature", "--no-color", "--no-notes", "--encoding=UTF-8", form)
    asked = ("--fixed-strings", "--regexp-ignore-case", f"--grep={text}", f"-{most}")
    try:
        output = _git(root, "log", "-z", *told, *asked, "HEAD", "--branches", "--remotes", "--", timeout=5)
    except (GitFailed, OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: a text with NUL in it
        return None
    fields = output.decode("utf-8", "replace").rstrip("\0").split("\0")
    groups = (fields[start : start + 5] for start in range(0, len(fields) - 4, 5))
    return tuple((GitCommit(*group[:4]), group[4]) for group in groups)


def ref_names(root: Path) -> tuple[str, ...] | None:
    """The full names of all branches, here and at remotes as last fetched; None where git cannot say in time."""
    try:
        listed = _git(root, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes", timeout=5)
    except (GitFailed, OSError, subprocess.TimeoutExpired):
        return None
    return tuple(listed.decode("utf-8", "replace").splitlines())


@dataclass(frozen=True, slots=True)
class GitArrival:
    """A change that came into the current branch, by itself or as a merge: when (seconds since 1970), what it says."""

    id: str
    time: int
    subject: str
    paths: tuple[str, ...]


def arrivals(root: Path, pathspecs: Iterable[str], since: str, until: str) -> tuple[GitArrival, ...] | None:
    """What came into the current branch between two times and touched some paths, the newest first.

    A merge stands for all that it brought, at the time it did. None where git cannot say within five seconds.
    """
    form = "--format=%x01%H %h %ct %s%x01"
    options = ("log", "-z", "--first-parent", "-m", "--no-renames", "--no-show-signature", "--no-color", "--name-only")
    window = ("--relative", f"--since={since}", f"--until={until}")
    try:
        output = _git(root, "-c", "log.showRoot=false", *options, form, *window, "--", *pathspecs, timeout=5)
    except (GitFailed, OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: a path with NUL in it
        return None
    _, *parts = _ARRIVAL.split(output.decode("utf-8", "surrogateescape"))
    fields = zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
    return tuple(
        GitArrival(id, int(time), subject, tuple(filter(None, names.lstrip("\0\n").split("\0"))))
        for id, time, subject, names in fields
    )


def user(root: Path) -> tuple[str, str]:
    """The name and the e-mail address that git is configured with, empty where there are none."""
    found = []
    for key in ("user.name", "user.email"):
        try:
            found.append(_git(root, "config", "--get", key, timeout=5).decode("utf-8", "replace").strip())
        except (GitFailed, OSError, subprocess.TimeoutExpired):
            found.append("")
    return found[0], found[1]


def renames(root: Path) -> dict[str, str]:
    """Every path below the root that a file had, and the one that it has in the end, by the history of this branch.

    Git takes a file for a renamed one where most of its text is the same. Nothing is fetched.
    """
    options = ("-z", "-M", "--diff-filter=R", "--name-status", "--no-merges", "--no-show-signature", "--format=")
    output = _git(root, "log", *options, "--relative", "HEAD", timeout=20).decode("utf-8", "surrogateescape")
    words = [word for word in (word.lstrip("\n") for word in output.split("\0")) if word]
    found: dict[str, str] = {}
    for old, new in zip(words[1::3], words[2::3], strict=False):  # the newest first
        found.setdefault(old, found.get(new, new))
    return found


def generated_files(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """Those of some paths that .gitattributes marks as generated or vendored."""
    given = b"\0".join(path.encode("utf-8", "surrogateescape") for path in paths)
    fields = _git(root, "check-attr", "-z", "--stdin", *_ATTRIBUTES, given=given).split(b"\0")
    triples = zip(fields[::3], fields[1::3], fields[2::3], strict=False)
    return frozenset(
        path.decode("utf-8", "surrogateescape") for path, _, value in triples if value in (b"set", b"true")
    )
