"""The repository as a commit had it, as the tree that the rules read: git's objects instead of the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from runbook_lint.app import git_trees
from runbook_lint.app.alert_files import MOST
from runbook_lint.app.git_trees import GitFile
from runbook_lint.app.pins import copy_path
from runbook_lint.app.project import Project
from runbook_lint.app.repository import follow
from runbook_lint.app.workspace import CONFIG_NAMES, RENDERED, Workspace
from runbook_lint.model.document import DataProblem
from runbook_lint.model.errors import UsageError
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import Unreadable
from runbook_lint.parse.alert_sources.visible import has_traces, may_hold_alerts
from runbook_lint.parse.config import read_config
from runbook_lint.parse.layout import Roles

LINK, REPOSITORY = "120000", "160000"


class Past:
    """A commit's files below the root, and what is in them, read when asked for."""

    def __init__(self, root: Path, commit: str, here: Mapping[str, bytes] | None = None) -> None:
        """List the files of a commit; an empty name stands for the time before the first one.

        `here` are contents of today: of those that are the commit's, git need not be asked.
        """
        self.root, self._here = root, here or {}
        self.files: Mapping[str, GitFile] = git_trees.files_of(root, commit) if commit else {}
        self._known: dict[str, bytes] = {}

    def read(self, paths: Iterable[str], most: int) -> dict[str, bytes]:
        """The contents of some paths, without files that are larger than `most` bytes or no files.

        A usage error where git lacks one: nothing is fetched.
        """
        ids = {path: self.files[path].id for path in paths if self._is_file(path)}
        for path, id in ids.items():
            if id not in self._known and self._is_as_it_was(path, id, most):
                self._known[id] = self._here[path]
        missing = set(ids.values()) - set(self._known)
        found = git_trees.sizes(self.root, missing)
        if missing - set(found):
            raise UsageError(
                "--changed: git lacks contents of the commit to compare with (a partial clone); "
                "clone without --filter, or run `git fetch --refetch --no-filter`"
            )
        self._known |= git_trees.contents(self.root, [id for id in missing if found[id] <= most])
        known = ((path, self._known[id]) for path, id in ids.items() if id in self._known)
        return {path: data for path, data in known if len(data) <= most}

    def _is_as_it_was(self, path: str, id: str, most: int) -> bool:
        data = self._here.get(path)
        return data is not None and len(data) <= most and git_trees.blob_id(data, id) == id

    def _is_file(self, path: str) -> bool:
        return path in self.files and self.files[path].mode != REPOSITORY

    def links(self, most: int) -> dict[str, str]:
        """What the links say."""
        paths = [path for path, file in self.files.items() if file.mode == LINK]
        return {path: data.decode("utf-8", "surrogateescape") for path, data in self.read(paths, most).items()}


def settings_then(past: Past, project: Project) -> Settings:
    """The configuration as the commit had it, under what the command line sets; today's where it cannot be read."""
    if project.config is not None and not project.config.is_relative_to(project.root):
        return project.settings
    now = project.config.relative_to(project.root).as_posix() if project.config else ""
    names = (now, *CONFIG_NAMES) if now in ("", *CONFIG_NAMES) else (now,)
    texts = past.read(names, MOST)
    try:
        for name in names:
            text = texts[name].decode("utf-8-sig") if name in texts else ""
            if name in texts and (not name.endswith("pyproject.toml") or "runbook-lint" in _tools(text)):
                return read_config(text, project.rules, name, project.overrides)
        return read_config("", project.rules, "--config", project.overrides) if len(names) > 1 else project.settings
    except (UsageError, ValueError):  # neither UTF-8 nor TOML
        return project.settings


def _tools(text: str) -> Mapping[str, object]:
    import tomllib

    tool = tomllib.loads(text).get("tool", {})
    return tool if isinstance(tool, dict) else {}


def tree_then(past: Past, settings: Settings, workspace: Workspace, now: Tree) -> Tree:
    """The commit's tree. What belongs to no commit (what git ignores, its marks, its remotes) is as it is now."""
    roles = Roles(settings)
    most = settings.max_kib * 1024 * RENDERED
    links = past.links(most)
    foreign = frozenset(path for path, file in past.files.items() if file.mode == REPOSITORY)
    ends = follow(links, frozenset(past.files), foreign)
    wanted = {path for path in past.files if roles.has_role(path) or path in settings.codeowners} - workspace.absent
    places = {path: ends.get(path, path) for path in wanted}
    read = past.read({end for end in places.values() if end}, most)
    contents, unreadable = dict[str, bytes](), []
    for path, end in places.items():
        if end is not None and end != path and roles.has_role(end):
            continue  # read by its own name
        if end in read and not workspace.too_large(path, len(read[end])):
            contents[path] = as_now(read[end], now.contents.get(path))
        elif end not in foreign:
            unreadable.append(Unreadable(path, "unreadable", DataProblem("could not be read then")))
    outside = {path: now.contents[path] for path in now.ignored & set(now.contents)}
    return Tree(
        {**contents, **outside},
        frozenset(past.files) | set(contents),
        tuple(sorted(unreadable, key=lambda each: each.path)),
        now.silent,
        replace(now.repository, symlinks=ends, submodules=foreign | now.repository.submodules),
        dict(_imports(past, settings)),
        ignored=now.ignored,
        authored=_authored(past, roles, set(links), now),
    )


def as_now(then: bytes, now: bytes | None) -> bytes:
    """A content as it lies on disk now, where git only wrote its line ends otherwise."""
    if now is None or now == then:
        return then if now is None else now
    return now if now.replace(b"\r\n", b"\n") == then.replace(b"\r\n", b"\n") else then


def _imports(past: Past, settings: Settings) -> Iterator[tuple[str, bytes]]:
    places = {name: copy_path(name) for name in settings.imports}
    found = past.read(places.values(), 1 << 30)
    return ((name, found[place]) for name, place in places.items() if place in found)


def _authored(past: Past, roles: Roles, links: set[str], now: Tree) -> dict[str, bytes]:
    paths = {
        path
        for path in past.files
        if may_hold_alerts(path) and path not in links and not roles.has_role(path) and not roles.excluded(path)
    }
    found = past.read(paths, MOST)
    return {path: as_now(data, now.authored.get(path)) for path, data in sorted(found.items()) if has_traces(data)}
