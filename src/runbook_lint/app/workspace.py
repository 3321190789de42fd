"""The repository on disk: where it starts, which files it has, and what is in them."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from runbook_lint.app import git
from runbook_lint.app.alert_files import authored_files, rendered_files
from runbook_lint.app.pins import pinned_catalogues
from runbook_lint.app.read import read_bytes, read_regular
from runbook_lint.app.repository import read_repository
from runbook_lint.app.terminal import for_log
from runbook_lint.app.walk import BUILT, GENERATED, walk
from runbook_lint.model.errors import UsageError
from runbook_lint.model.file import MEMORY, DataProblem, Unreadable
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.layout import Roles

RENDERED = 8
"""How much larger than a page a file of alerts may be: what a renderer writes is not for reading."""

CONFIG_NAMES = ("runbook-lint.toml", ".runbook-lint.toml", "pyproject.toml")


def find_config(start: Path) -> Path | None:
    """The nearest configuration above a folder; a pyproject.toml counts where it has our table."""
    for folder in (start, *start.parents):
        for name in CONFIG_NAMES:
            path = folder / name
            if path.is_dir() and name != "pyproject.toml":
                raise UsageError(f"{path}: a folder, not a configuration; rename it")
            if path.is_file() and (name != "pyproject.toml" or _has_table(path)):
                return path
    return None


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml speaks of us; a broken one that may is opened, so that the error is told."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return False
    if "tool.runbook-lint" not in text:
        return False
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except (tomllib.TOMLDecodeError, RecursionError):
        return True
    return isinstance(tool, dict) and "runbook-lint" in tool


def find_root(start: Path, config: Path | None) -> Path:
    """The folder of the configuration, else the nearest one with .git, else the start."""
    if config is not None:
        return config.parent
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def _made_folders(untracked: Iterable[str]) -> frozenset[str]:
    """The folders that hold a site of ours which git does not ignore: no sources, as where git is absent."""
    marks = (PurePosixPath(path) for path in untracked if path.endswith((f"/{GENERATED}", f"/{BUILT}")))
    return frozenset(str(mark.parent) for mark in marks)


def _above(path: str) -> Iterator[str]:
    """The folders that a path is in."""
    return (path[:end] for end, char in enumerate(path) if char == "/")


class Workspace:
    """The files under a root, read once."""

    def __init__(self, root: Path, settings: Settings) -> None:
        """List the files; nothing is read before `tree` is asked for."""
        self.root, self.settings = root, settings
        listed = git.list_files(root) if git.in_repository(root) else None
        self.roles = Roles(settings)
        self.absent: frozenset[str] = frozenset()
        self.others: frozenset[str] = frozenset()
        self.skipped: frozenset[str] = frozenset()
        self.listing: git.GitListing | None = None
        self.warning = ""
        self.paths = self._list(listed)
        self.rendered = rendered_files(root, settings)
        self.recalled = False
        self._authored: dict[str, bytes] | None = None

    def _list(self, listed: Callable[[], git.GitListing] | None) -> frozenset[str]:
        if listed:
            try:
                listing = listed()
            except OSError:
                self.warning = "git is not installed: reading the folder without it, ignored files included"
            except git.GitFailed as error:
                self.warning = f"git cannot list the files ({error}): reading the folder without it"
            else:
                self.listing, self.absent = listing, listing.absent
                self.skipped = made = _made_folders(listing.others)
                return listing.paths - {path for path in listing.others if made and not made.isdisjoint(_above(path))}
        found = walk(self.root, CONFIG_NAMES)
        self.others, self.skipped = found.others, found.skipped
        return found.paths

    @property
    def seen(self) -> frozenset[str]:
        """The paths that may have a role; `recalled` says that a cache knew all of them."""
        return self.paths | self.rendered

    def documents(self) -> list[str]:
        """The pages and data files that have a role and are on disk, sorted."""
        here = (self.paths - self.absent) | self.rendered
        return sorted(path for path in here if self.roles.has_role(path))

    def authored(self) -> dict[str, bytes]:
        """The files without a role that may hold alerts; findings about rendered ones stand there."""
        if self._authored is None:
            self._authored = authored_files(self.root, self.paths - self.absent, self.roles)
        return self._authored

    def tree(self, instead: dict[str, bytes] | None = None) -> Tree:
        """The contents of every file that has a role; `instead` replaces some of them (standard input)."""
        contents: dict[str, bytes] = {}
        unreadable: list[Unreadable] = list(self._folders())
        extra = [path for path in self.settings.codeowners if path in self.paths]
        given = instead or {}
        asked = git.remotes_and_branches(self.root) if self.listing else None
        for path in sorted({*self.documents(), *extra, *given}):
            read = self._sized(path, given[path]) if path in given else self._read(path)
            if isinstance(read, DataProblem):
                unreadable.append(Unreadable(path, "unreadable", read))
            elif read is not None:
                contents[path] = read
        known = self.paths | self.others
        repository = read_repository(self.root, known, self.listing, self.skipped, asked)
        remembered = self._remembered()
        ignored = (self.rendered | set(remembered)) - self.paths
        judged = {path for path in contents if self.roles.data_role(path) != "alert_rules"}
        return Tree(
            {**contents, **remembered},
            known | (set(contents) - ignored),
            tuple(unreadable),
            self._silent({path: contents[path] for path in judged}),  # rendered rules are judged though generated
            repository,
            pinned_catalogues(self.root, self.settings.imports),
            ignored=ignored,
            authored=self.authored(),
        )

    def _remembered(self) -> dict[str, bytes]:
        """What `links` remembers, committed or kept by a cache: git may ignore it, and it may be large."""
        try:
            return {MEMORY: read_regular(self.root / MEMORY)}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise UsageError(f"{MEMORY}: cannot be read: {error.strerror}") from None

    def _folders(self) -> Iterator[Unreadable]:
        folders = {path.rsplit("/", 1)[0] for path in self.paths if "/" in path}
        for folder in sorted(folders):
            if folder.endswith((".md", ".markdown", ".md.erb")) and self.roles.kind(folder):
                yield Unreadable(folder, "unreadable", DataProblem("a folder, not a file", help="rename the folder"))

    def _read(self, path: str) -> bytes | DataProblem | None:
        """A file's bytes; why it cannot be had; None for a link whose target is read by its own name."""
        place = f"{self.root}/{path}"  # no Path: there are thousands
        try:
            state = os.lstat(place)
            if stat.S_ISLNK(state.st_mode):
                target = self.target(Path(place))
                if target is None:
                    return DataProblem("a link out of the repository", help="replace the link by a copy or a URL")
                if self.roles.has_role(target):
                    return None
                state = os.stat(place)  # noqa: PTH116
            if not stat.S_ISREG(state.st_mode):
                kind = "a folder" if stat.S_ISDIR(state.st_mode) else "a device or pipe"
                return DataProblem(f"{kind}, not a file")
            return self.too_large(path, state.st_size) or read_bytes(place)
        except RuntimeError:
            return DataProblem("a link that leads to itself", help="remove the link")
        except FileNotFoundError:
            dangling = DataProblem("a link to a file that does not exist", help="remove the link")
            return dangling if Path(place).is_symlink() else None
        except OSError as error:
            loop = error.errno == errno.ELOOP
            reason = "a link that leads to itself" if loop else f"cannot be read: {error.strerror}"
            return DataProblem(reason, help="remove the link" if loop else "check the file's permissions")

    def _sized(self, path: str, data: bytes) -> bytes | DataProblem:
        return self.too_large(path, len(data)) or data

    def too_large(self, path: str, size: int) -> DataProblem | None:
        """What is said of a file that is larger than what is read; None where it is not."""
        is_rules = self.roles.data_role(path) == "alert_rules"
        most = self.settings.max_kib * (RENDERED if is_rules else 1)
        if size <= most * 1024:
            return None
        return DataProblem(
            f"{size // 1024:,} KiB, more than the {most:,} KiB that are read",
            help=f"split the {'file' if is_rules else 'page'}, exclude it, or raise max-kib in the configuration",
        )

    def target(self, place: Path) -> str | None:
        """The file of the repository that a path leads to in the end; None for one that is none of its files.

        What git ignores is no file of the repository, and neither is what lies in .git: a link must
        not lead a reader or a writer there.
        """
        real, root = place.resolve(strict=True), self.root.resolve()
        path = real.relative_to(root).as_posix() if real.is_relative_to(root) else None
        return path if path in self.paths or (real.is_dir() and path is not None) else None

    def _silent(self, contents: dict[str, bytes]) -> frozenset[str]:
        marked = any(path.endswith(".gitattributes") for path in self.paths) and self._mentions_linguist()
        if not marked:
            return frozenset()
        try:
            return git.generated_files(self.root, contents)
        except (git.GitFailed, OSError):
            return frozenset()

    def _mentions_linguist(self) -> bool:
        for path in self.paths:
            if path.rsplit("/", 1)[-1] == ".gitattributes":
                try:
                    if b"linguist-" in read_regular(self.root / path):
                        return True
                except OSError:
                    continue  # git cannot read it either
        return False

    def resolve(self, given: Iterable[str], cwd: Path) -> Iterator[tuple[str, Path]]:
        """The paths of the command line as (path relative to the root, place on disk)."""
        for text in given:
            # not resolve(): a link is named, not what it points at
            place = Path(os.path.abspath(cwd / text))  # noqa: PTH100
            yield (place.relative_to(self.root).as_posix() if place.is_relative_to(self.root) else text), place


def warn(message: str) -> None:
    """One line on stderr."""
    print(for_log(f"runbook-lint: {message}"), file=sys.stderr)
