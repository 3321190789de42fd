"""Rows of bytes in a SQLite file: several runs may use it at once, and any may be killed; what is broken goes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from threading import Lock

from runbook_lint.app.cache.folder import BESIDE, is_ours, make_folder
from runbook_lint.app.cache.rows import DAY, DAYS, TABLE, Row, found, insert, is_made, parts, tidy, today
from runbook_lint.app.cache.stamp import engine

MOST = 1 << 30
"""Bytes that a file may have; what was seen longest ago goes first."""

_WAIT = 5.0  # seconds for another run to finish writing


class Store:
    """A file of rows; whatever goes wrong, there are just no rows."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened or made yet; every engine has a file of its own in the folder."""
        self.folder = folder
        self.place = folder / f"{engine()}.db"
        self._readers: dict[int, sqlite3.Connection] = {}
        self._reading = Lock()

    def __del__(self) -> None:
        """What was opened is closed."""
        self.close()

    def close(self) -> None:
        """Read no more by what is open; another reading opens it again."""
        reader = self._readers.pop(os.getpid(), None)
        if reader:
            reader.close()

    def fetch(self, names: Iterable[bytes]) -> dict[bytes, Row]:
        """The rows of some names (of 16 bytes), as far as they are there and whole."""
        return dict(self.each(names))

    def each(self, names: Iterable[bytes]) -> Iterator[tuple[bytes, Row]]:
        """The same, some hundred at a time."""
        for part in parts(sorted(names)):
            yield from self.some(part)

    def some(self, names: Sequence[bytes]) -> list[tuple[bytes, Row]]:
        """The rows of a few names."""
        try:
            with self._reading:  # other threads may read as well
                base = self._reader()
                return list(found(base, names)) if base else []
        except (sqlite3.Error, TypeError) as error:  # TypeError: rows of somebody else's
            self._mend(error)
        except OSError:
            pass  # may not be looked at
        return []

    def _reader(self) -> sqlite3.Connection | None:
        """What is read by: opened once, and once more by a helper, which must not use what another process opened."""
        if os.getpid() not in self._readers:
            if not is_ours(self.folder) or self.place.is_symlink() or not self.place.is_file():
                return None
            base = self._open()
            try:
                if is_made(base):
                    self._readers[os.getpid()] = base
            finally:
                if os.getpid() not in self._readers:
                    base.close()
        return self._readers.get(os.getpid())

    def add(self, rows: Mapping[bytes, Row]) -> bool:
        """Keep rows; whether they could be."""
        return self._write(partial(insert, rows=rows))

    def keep(self, rows: Mapping[bytes, Row], used: Iterable[bytes] = ()) -> None:
        """Keep rows, remember of those `used` that somebody asked for them, and forget what nobody did for long."""
        if self._write(partial(insert, rows=rows)) and self._write(partial(tidy, used=used)):
            with suppress(OSError):  # gone, or taken away from us, while we wrote
                self._bound()
                _forget_others(self.place)

    def _write(self, work: Callable[[sqlite3.Connection], None]) -> bool:
        """Change the file, all or nothing; whether that could be done."""
        if not make_folder(self.folder) or self.place.is_symlink():
            return False
        try:
            with closing(self._open()) as base, base:
                base.execute("BEGIN IMMEDIATE")
                if not is_made(base):
                    base.execute(TABLE)
                work(base)
        except sqlite3.Error as error:
            self._mend(error)
            return False
        except OSError:
            return False
        return True

    def remove(self) -> None:
        """Forget all rows: something is wrong with them that the file does not show."""
        if is_ours(self.folder):
            self._unlink()

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.place, timeout=_WAIT, check_same_thread=False)  # one thread at a time
        base.execute("PRAGMA synchronous = OFF")  # what a power cut breaks is found broken, and made anew
        return base

    def _bound(self) -> None:
        size = self.place.stat().st_size
        if size <= MOST:
            return
        with closing(self._open()) as base:
            with base:
                base.execute(
                    "DELETE FROM rows WHERE id IN "
                    "(SELECT id FROM rows ORDER BY seen LIMIT (SELECT COUNT(*) / 2 FROM rows))"
                )
            base.execute("VACUUM")

    def _mend(self, error: Exception) -> None:
        """A file that is no database of ours, or is broken, goes; the next run makes it anew.

        One that is locked, may not be written or has no room is as it should be.
        """
        if not isinstance(error, sqlite3.OperationalError):
            self._unlink()

    def _unlink(self) -> None:
        self.close()
        for end in ("", *BESIDE):
            with suppress(OSError):
                os.unlink(f"{self.place}{end}")  # noqa: PTH108


def _forget_others(place: Path) -> None:
    """Files of other engines go when nobody has written to them for as long as a row is kept."""
    for other in place.parent.glob("*.db"):
        with suppress(OSError):
            if other != place and other.stat().st_mtime < (today() - DAYS) * DAY:
                other.unlink()
