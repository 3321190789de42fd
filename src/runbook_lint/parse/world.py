"""A tree of files to a `World`: pages, data files and the catalogue, all parsed once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from functools import partial

from runbook_lint.model.alert import Alert, AlertFile
from runbook_lint.model.catalog import CodeOwners
from runbook_lint.model.document import DataProblem, Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.link_memory import MEMORY
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import DataFile, Unreadable, World
from runbook_lint.parse.alerts import read_alerts
from runbook_lint.parse.authored import brought_home, outside_files
from runbook_lint.parse.before import Before
from runbook_lint.parse.catalog import build_catalog
from runbook_lint.parse.codeowners import read_codeowners
from runbook_lint.parse.imports import read_inventory
from runbook_lint.parse.judge import data_problems
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.pages import own_kind
from runbook_lint.parse.secrets import SECRETS
from runbook_lint.parse.text import Text, decode
from runbook_lint.parse.yaml_reader import read_yaml_all


@dataclass
class _Read:
    """What the files of a tree hold, as they are read one after the other."""

    documents: dict[str, Document] = field(default_factory=dict)
    data_files: dict[str, DataFile] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    alert_files: dict[str, AlertFile] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)

    def take(self, path: str, made: object) -> None:
        """Put what was made of a file where it belongs."""
        if isinstance(made, Unreadable):
            self.unreadable.append(made)
        elif isinstance(made, DataFile):
            self.data_files[path] = made
        elif isinstance(made, Document):
            self.documents[path] = made
        elif isinstance(made, tuple):
            found, self.alert_files[path] = made
            self.alerts += found


def build_world(tree: Tree, settings: Settings, today: date, before: Before | None = None) -> World:
    """Everything that the files say; what could not be taken is in `unreadable`."""
    roles = Roles(settings)
    before = before or Before()
    read = _read(tree, roles, settings, before)
    files = (tree.paths | set(tree.contents)) - tree.ignored
    label = settings.alerts.severity_label
    placed, outside = brought_home(read.alerts, outside_files(tree.authored), files, tree.ignored, label)
    catalog = build_catalog(read.data_files.values(), _codeowners(tree, settings), settings)
    if any(roles.data_role(path) in ("services", "teams") for path in _unread(tree, read.data_files)):
        catalog = replace(catalog, complete=False)
    world = World(
        today,
        settings,
        read.documents,
        read.data_files,
        catalog,
        (*tree.unreadable, *read.unreadable),
        files,
        tree.silent,
        placed,
        outside | read.alert_files,
        repository=tree.repository,
        imports={name: read_inventory(name, data) for name, data in sorted(tree.imported.items())},
        remembered=tree.contents.get(MEMORY, b""),
        memo={SECRETS: dict.fromkeys(before.clean, ())} if before.clean else {},
    )
    before.built(world)
    return world


def _read(tree: Tree, roles: Roles, settings: Settings, before: Before) -> _Read:
    """Every file that has a role, in path order."""
    read = _Read()
    contents = {path: content for path, content in tree.contents.items() if roles.has_role(path)}
    for path, made in before.read(contents, settings, partial(_made, roles=roles, settings=settings)).items():
        read.take(path, made)
    return read


def _made(path: str, content: bytes, roles: Roles, settings: Settings) -> object:
    """What a file is made into by its role."""
    role, kind = roles.data_role(path), roles.kind(path)
    text = decode(content)
    if isinstance(text, DataProblem):
        return Unreadable(path, "encoding", text)
    if role == "alert_rules" and kind is None:
        return read_alerts(path, text, settings)
    if role is not None and role != "alert_rules":
        return _data_file(path, role, text, settings)
    return own_kind(parse_document(path, kind, text), settings) if kind is not None else None


def _unread(tree: Tree, data_files: Mapping[str, DataFile]) -> Iterator[str]:
    """YAML files that are there and were not read: in another encoding, or outside a sparse checkout."""
    return (path for path in tree.paths if path not in data_files and path.endswith((".yaml", ".yml")))


def _codeowners(tree: Tree, settings: Settings) -> CodeOwners:
    for path in settings.codeowners:
        if path in tree.contents:
            text = decode(tree.contents[path])
            if isinstance(text, Text):
                return read_codeowners(path, text.lines)
    return CodeOwners()


def _data_file(path: str, role: str, text: Text, settings: Settings) -> DataFile:
    parts = read_yaml_all(text.joined + "\n")
    problems = tuple(data_problems(role, parts, text.joined, settings.ids))
    return DataFile(path, role, text.lines, parts, problems)
