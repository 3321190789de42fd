"""What was made of each file, remembered between runs: by the file's content, never by its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from runbook_lint.app.cache.folder import committed_as, is_ours
from runbook_lint.app.cache.rows import Row
from runbook_lint.app.cache.shelf import Shelf
from runbook_lint.app.cache.stamp import names_of
from runbook_lint.app.cache.store import Store
from runbook_lint.app.workspace import warn
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.settings import Settings
from runbook_lint.parse.before import Before

if TYPE_CHECKING:  # and below where files are read: a run in which nothing changed reads none
    from runbook_lint.app.cache.reading import Finish
    from runbook_lint.model.document import Document
    from runbook_lint.model.world import World
    from runbook_lint.parse.brought import Make, Origin


@dataclass
class _New:
    """A file that the store does not know, until it is written there; `world` is the one that it became part of."""

    path: str
    made: object
    settings: Settings
    world: World | None = None


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
        self._known: list[Document] = []
        self._rows: dict[bytes, Row] = {}
        self._shelf = Shelf(store) if store else None
        self._used: set[bytes] = set()

    def distrust(self, root: Path, tracked: Set[str]) -> None:
        """A cache that is part of the repository was made by whoever committed it: it is not used."""
        if self.store is None or not is_ours(self.store.folder):
            return
        path = committed_as(self.store.folder, root, tracked)
        if path:
            self.store = self._shelf = None
            warn(f"{path} is committed, so it is not used as a cache; `git rm -r --cached {path}` takes it out")

    def make(self, contents: Mapping[str, bytes], make: Make) -> dict[str, object]:
        """What files are made into: from the store where it knows them, else by reading them."""
        from runbook_lint.parse.brought import Origin

        settings = self.settings or Settings()
        names = names_of(contents, settings) if self.store else {}
        origin = Origin(settings, make, judged=self.finish is not None)
        if self._shelf:  # not this memory: it knows all pages, and what is in a circle lives on
            origin.fetch = self._shelf.get
            origin.away = self._shelf.put_more if self.keeps else origin.away
        made = self._remembered(contents, names, origin)
        missing = {path: content for path, content in contents.items() if path not in made}
        return made | self._read(missing, make, names, origin)

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
        if self.store is None or self._shelf is None or not self.keeps:
            return
        for name, row in self._to_keep():
            self._shelf.put(name, row)
        self._shelf.write()
        if self._rows or self._used or self._shelf.wrote:
            self.store.keep(self._rows, self._used)
        self.store.close()
        self.forget()

    def _to_keep(self) -> Iterator[tuple[bytes, Row]]:
        """The rows that are new, each packed when its turn comes: all at once would be as much again as the pages."""
        if not self._new and not self._known:
            return
        from runbook_lint.app.cache.reading import is_clean, more_of, row_of
        from runbook_lint.parse.secrets import secrets_of

        for name, each in self._new.items():
            if each.world is not None and is_clean(each.made, secrets_of(each.world, each.path)):
                yield name, row_of(each.made, each.settings)
        for page in self._known:
            yield from more_of(page)

    def doubt(self) -> bool:
        """A run that failed as no run should may have been told wrong: forget all. Whether it was told anything."""
        told, wrote = bool(self._used), self._shelf is not None and self._shelf.wrote
        if self.store is not None and (told or wrote):
            self.store.remove()
        self.forget()
        return self.store is not None and told

    def forget(self) -> None:
        """What is new shall not outlive the run, nor be held until its end."""
        self._new, self._known, self._rows, self._used = {}, [], {}, set()
        if self._shelf:
            self._shelf.forget()

    def _remembered(
        self, contents: Mapping[str, bytes], names: Mapping[str, bytes], origin: Origin
    ) -> dict[str, object]:
        """What the store knows, brought back."""
        made: dict[str, object] = {}
        paths = {name: path for path, name in names.items()}
        for name, row in self.store.each(paths) if self.store else ():
            path = paths[name]
            with suppress(ValueError):  # as good as unknown
                made[path] = self._back(path, contents[path], row, origin, name)
                self._used.add(name)
                self.clean.add(path)
        return made

    def _back(self, path: str, content: bytes, row: Row, origin: Origin, name: bytes = b"") -> object:
        from runbook_lint.model.document import Document
        from runbook_lint.parse.stored import bring

        made = bring(row, path, content, origin, name)
        if name and isinstance(made, Document):
            self._known.append(made)
        return made

    def _read(
        self, contents: Mapping[str, bytes], make: Make, names: Mapping[str, bytes], origin: Origin
    ) -> dict[str, object]:
        """What nobody knows yet: many files by as many processes as there are, packed and brought back as they come."""
        from runbook_lint.app.cache.reading import rows_of

        made: dict[str, object] = {}
        for path, row, clean in rows_of(contents, make, self.finish, origin.settings):
            shelf = self._shelf if clean and self.keeps else None
            if clean:
                self.clean.add(path)
            if shelf:
                shelf.put(names[path], row)
            with suppress(ValueError):
                made[path] = self._back(path, contents[path], row, origin, names[path] if shelf else b"")
        for path, content in contents.items():
            if path not in made:
                made[path] = make(path, content)
                if names:
                    self._new[names[path]] = _New(path, made[path], origin.settings)
        return made
