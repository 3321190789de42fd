"""What was made of each file, remembered between runs: by the file's content, never by its time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runbook_lint.app.cache.folder import is_ours
from runbook_lint.app.cache.stamp import engine, told
from runbook_lint.app.cache.store import Row, Store
from runbook_lint.app.processes import all_done, processes
from runbook_lint.app.workspace import warn
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.settings import Settings
from runbook_lint.parse.before import Before

if TYPE_CHECKING:  # and below where files are read: a run in which nothing changed reads none
    from runbook_lint.app.cache.reading import Finish
    from runbook_lint.model.document import Document
    from runbook_lint.model.world import World
    from runbook_lint.parse.stored import Make

_SHARE = 8
"""Files that a process is given at a time."""

_AT_ONCE = 1_000
"""Rows that are written at a time."""


@dataclass
class _New:
    """A file that the store does not know, until it is written there; `world` is the one that it became part of."""

    path: str
    made: object
    settings: Settings
    world: World | None = None


class _Known(NamedTuple):
    """A page that the store knows."""

    page: Document
    settings: Settings
    facts: bytes


class Memory(Before):
    """What was made of files, this time and earlier; `save` keeps what is new for the next run.

    `finish` works out of a new page what the run will ask for, where that can be done beside others.
    """

    def __init__(self, store: Store | None, root: Path | None = None) -> None:
        """Without a store nothing outlives the run; `root` is whose facts are kept, where several share a store."""
        super().__init__()
        self.store, self.root = store, root
        self.finish: Finish | None = None
        self._new: dict[bytes, _New] = {}
        self._known: dict[bytes, _Known] = {}
        self._rows: dict[bytes, Row] = {}
        self._used: set[bytes] = set()

    def distrust(self, root: Path, tracked: Set[str]) -> None:
        """A cache that is part of the repository was made by whoever committed it: it is not used."""
        if self.store is None or not is_ours(self.store.folder):
            return
        folder, root = (Path(os.path.realpath(place)) for place in (self.store.folder, root))
        inside = f"{folder.relative_to(root).as_posix()}/" if folder != root and folder.is_relative_to(root) else ""
        above = {inside[:end] for end, char in enumerate(inside) if char == "/"}  # one of these may be a submodule
        if inside and (not above.isdisjoint(tracked) or any(path.startswith(inside) for path in tracked)):
            self.store = None
            warn(f"{inside} is committed, so it is not used as a cache; `git rm -r --cached {inside}` takes it out")

    def make(self, contents: Mapping[str, bytes], make: Make) -> dict[str, object]:
        """What files are made into: from the store where it knows them, else by reading them."""
        settings = self.settings or Settings()
        names = self._names(contents, settings)
        made = self._remembered(contents, names, settings, make)
        missing = {path: content for path, content in contents.items() if path not in made}
        return made | self._read(missing, make, names, settings)

    def get(self, name: str) -> bytes | None:
        """What was worked out of all files together, this time or earlier."""
        if name not in self.facts and self.store is not None:
            row = self.store.fetch([self._fact(name)]).get(self._fact(name))
            if row:
                self.facts[name] = row.facts
                self._used.add(self._fact(name))
        return super().get(name)

    def put(self, name: str, data: bytes) -> None:
        """Keep such a thing for the next run as well."""
        super().put(name, data)
        self._rows[self._fact(name)] = Row(data, b"")

    @property
    def lasts(self) -> bool:
        """Whether there is a store, and it may be used."""
        return self.store is not None and self.keeps

    def recall(self, names: Iterable[bytes]) -> dict[bytes, bytes]:
        """Pieces of earlier runs, from the store."""
        rows = self.store.fetch(names) if self.store else {}
        self._used |= rows.keys()
        return {name: row.facts for name, row in rows.items()}

    def keep(self, pieces: Mapping[bytes, bytes]) -> None:
        """Keep pieces for the next run; none that a secret stands in."""
        self._rows |= {name: Row(data, b"") for name, data in pieces.items()}

    def _fact(self, name: str) -> bytes:
        return blake2b(f"fact\0{self.root}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def built(self, world: World) -> None:
        """What is new is part of this world: it knows which files hold secrets."""
        for each in self._new.values():
            each.world = each.world or world

    def save(self) -> None:
        """Write what is new. A file with a secret in it leaves no trace."""
        if self.store is None or not self.keeps:
            return
        rows = self._to_keep()
        while some := dict(islice(rows, _AT_ONCE)):
            self.store.keep(some, self._used)
            self._used = set()
        self.forget()

    def _to_keep(self) -> Iterator[tuple[bytes, Row]]:
        """The rows that are new, each packed when its turn comes: all at once would be as much again as the pages."""
        yield from self._rows.items()
        if not self._new and not self._known:
            return
        from runbook_lint.app.cache.reading import is_clean, row_of
        from runbook_lint.parse.secrets import secrets_of
        from runbook_lint.parse.worked_out import has_more, pack_derived

        for name, each in self._new.items():
            if each.world is not None and is_clean(each.made, secrets_of(each.world, each.path)):
                yield name, row_of(each.made, each.settings)
        for name, known in self._known.items():
            if has_more(known.page):
                yield name, Row(known.facts, pack_derived(known.page, known.settings))

    def doubt(self) -> bool:
        """A run that failed as no run should may have been told wrong: forget all. Whether it was told anything."""
        told = self.store is not None and bool(self._used)
        if self.store is not None and told:
            self.store.remove()
        self.forget()
        return told

    def forget(self) -> None:
        """What is new shall not outlive the run, nor be held until its end."""
        self._new, self._known, self._rows, self._used = {}, {}, {}, set()

    def _names(self, contents: Mapping[str, bytes], settings: Settings) -> dict[str, bytes]:
        """What each file is called in the store: by everything that what it is made into depends on."""
        if self.store is None:
            return {}
        base = blake2b(f"{engine()}\0{told(settings)}\0".encode("utf-8", "surrogatepass"), digest_size=16)
        names = {}
        for path, content in contents.items():
            name = base.copy()
            name.update(path.encode("utf-8", "surrogatepass") + b"\0")
            name.update(content)
            names[path] = name.digest()
        return names

    def _remembered(
        self, contents: Mapping[str, bytes], names: Mapping[str, bytes], settings: Settings, make: Make
    ) -> dict[str, object]:
        """What the store knows, brought back."""
        rows = self.store.fetch(names.values()) if self.store else {}
        made: dict[str, object] = {}
        for path, name in names.items():
            if name in rows:
                with suppress(ValueError):  # as good as unknown
                    made[path] = self._back(path, contents[path], name, rows[name], settings, make)
        return made

    def _back(self, path: str, content: bytes, name: bytes, row: Row, settings: Settings, make: Make) -> object:
        from runbook_lint.model.document import Document
        from runbook_lint.parse.stored import unpack

        made = unpack(row.facts, row.derived, path, content, settings, make)
        if isinstance(made, Document):
            self._known[name] = _Known(made, settings, row.facts)
        self._used.add(name)
        self.clean.add(path)
        return made

    def _read(
        self, contents: Mapping[str, bytes], make: Make, names: Mapping[str, bytes], settings: Settings
    ) -> dict[str, object]:
        """What nobody knows yet, read by as many processes as there are for it."""
        from runbook_lint.app.cache.reading import share_of
        from runbook_lint.parse.stored import unpack

        made: dict[str, object] = {}
        paths = list(contents)
        parts = [paths[start : start + _SHARE] for start in range(0, len(paths), _SHARE)]
        if processes(len(parts)) > 1:
            shares = [{path: contents[path] for path in part} for part in parts]
            tasks = [partial(share_of, share, make, self.finish, settings) for share in shares]
            for path, row, clean in (each for part in all_done(tasks) for each in part):
                with suppress(ValueError):
                    made[path] = unpack(row.facts, row.derived, path, contents[path], settings, make)
                    if clean:
                        self.clean.add(path)
                        self._rows |= {names[path]: row} if names else {}
        for path, content in contents.items():
            if path not in made:
                made[path] = make(path, content)
                if names:
                    self._new[names[path]] = _New(path, made[path], settings)
        return made
