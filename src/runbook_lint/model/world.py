"""Everything a check may ask for, looked up once: nobody below `app` opens a file or asks the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any

from runbook_lint.model.alert import Alert, AlertFile
from runbook_lint.model.bump import Bump
from runbook_lint.model.catalog import Catalog
from runbook_lint.model.document import Data, DataProblem, Document
from runbook_lint.model.file import Unreadable as Unreadable
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.inventory import Inventory
from runbook_lint.model.later import Later
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Repository as Repository


@dataclass(frozen=True)
class DataFile(Later):
    """A YAML file of the catalogue: every entity in it, and what is wrong with it.

    `role` is services or teams. `problems` carry schema violations.
    """

    path: str
    role: str
    lines: tuple[str, ...]
    parts: tuple[Data, ...]
    problems: tuple[DataProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A commit: the day it came in, and those of its files that somebody asked about."""

    day: date
    paths: frozenset[str]


@dataclass(frozen=True)
class World:
    """The repository as values: pages, data files, alerts, the catalogue, and the day.

    `files` are all paths of the tree (or git's index); `silent` the pages that get no findings
    because git says they are generated or vendored. `imports` are other repositories' catalogues by
    the name that the configuration gives them. `changes` are the commits that touched what services `watch`,
    the newest first; they are looked up only where a rule that runs asks for them, and so are `bumps`, the commits that
    moved review dates and changed nothing else. `renames` maps paths that files had
    to those they have now, as git's history tells it; it is asked only where links are to be mended. `remembered` are
    the bytes of the file in which `links` keeps its verdicts, empty where there is none. `memo` keeps what
    `parse.memo.once` worked out.
    """

    today: date
    settings: Settings = Settings()
    documents: Mapping[str, Document] = field(default_factory=dict)
    data_files: Mapping[str, DataFile] = field(default_factory=dict)
    catalog: Catalog = Catalog()
    unreadable: tuple[Unreadable, ...] = ()
    files: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    alerts: tuple[Alert, ...] = ()
    alert_files: Mapping[str, AlertFile] = field(default_factory=dict)
    repository: Repository = Repository()
    imports: Mapping[str, Inventory] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    bumps: tuple[Bump, ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)
    remembered: bytes = b""
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # Any: what `once` kept

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of any file that was read."""
        if path in self.documents:
            return self.documents[path].lines
        if path in self.alert_files:
            return self.alert_files[path].lines
        return self.data_files[path].lines if path in self.data_files else ()
