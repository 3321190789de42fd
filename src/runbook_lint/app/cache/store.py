"""Rows of bytes in a SQLite file: several runs may use it at once, and any may be killed; what is broken goes."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

from runbook_lint.app.cache.folder import BESIDE, is_ours, make_folder
from runbook_lint.app.cache.stamp import engine

T = TypeVar("T")

MOST = 1 << 30
"""Bytes that a file may have; what was seen longest ago goes first."""

_DAYS = 30
"""How long rows are kept that no run asks for."""

_DAY = 86_400
_WAIT = 5.0  # seconds for another run to finish writing
_CHUNK = 500
_TABLE = (
    "CREATE TABLE rows (id INTEGER PRIMARY KEY, name BLOB NOT NULL, seen INTEGER NOT NULL, "
    "sum INTEGER NOT NULL, facts BLOB NOT NULL, derived BLOB NOT NULL)"
)


class Row(NamedTuple):
    """What is kept of a file: what was read in it, and what was worked out of that."""

    facts: bytes
    derived: bytes


class Store:
    """A file of rows; whatever goes wrong, there are just no rows."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened or made yet; every engine has a file of its own in the folder."""
        self.folder = folder
        self.place = folder / f"{engine()}.db"

    def fetch(self, names: Iterable[bytes]) -> dict[bytes, Row]:
        """The rows of some names (of 16 bytes), as far as they are there and whole."""
        try:
            if not is_ours(self.folder) or self.place.is_symlink() or not self.place.is_file():
                return {}
            with closing(self._open()) as base:
                return dict(_found(base, sorted(names))) if _is_made(base) else {}
        except (sqlite3.Error, TypeError) as error:  # TypeError: rows of somebody else's
            self._mend(error)
        except OSError:
            pass  # may not be looked at
        return {}

    def keep(self, rows: Mapping[bytes, Row], used: Iterable[bytes] = ()) -> None:
        """Keep rows, and remember of those `used` that somebody asked for them."""
        if not make_folder(self.folder) or self.place.is_symlink():
            return
        try:
            with closing(self._open()) as base, base:
                base.execute("BEGIN IMMEDIATE")
                if not _is_made(base):
                    base.execute(_TABLE)
                today = int(time.time()) // _DAY
                base.executemany(
                    "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?)",
                    ((_id(name), name, today, _sum(row), *row) for name, row in rows.items()),
                )
                for part in _parts(sorted(map(_id, used))):
                    marks = ",".join("?" * len(part))
                    old = f"seen < ? AND id IN ({marks})"
                    base.execute(f"UPDATE rows SET seen = ? WHERE {old}", (today, today - 7, *part))
                base.execute("DELETE FROM rows WHERE seen < ? OR seen > ?", (today - _DAYS, today + _DAYS))
            self._bound()
            _forget_others(self.place, today)
        except sqlite3.Error as error:
            self._mend(error)
        except OSError:
            return  # gone, or taken away from us, while we wrote

    def remove(self) -> None:
        """Forget all rows: something is wrong with them that the file does not show."""
        if is_ours(self.folder):
            self._unlink()

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.place, timeout=_WAIT)
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
        for end in ("", *BESIDE):
            with suppress(OSError):
                os.unlink(f"{self.place}{end}")  # noqa: PTH108


def _is_made(base: sqlite3.Connection) -> bool:
    """Whether the table is there; an error where anything else is: a view may have no end, a trigger may refuse."""
    found = base.execute("SELECT sql FROM sqlite_master LIMIT 2").fetchall()
    if found not in ([], [(_TABLE,)]):
        raise sqlite3.DatabaseError("not a table of ours")
    return bool(found)


def _forget_others(place: Path, today: int) -> None:
    """Files of other engines go when nobody has written to them for as long as a row is kept."""
    for other in place.parent.glob("*.db"):
        with suppress(OSError):
            if other != place and other.stat().st_mtime < (today - _DAYS) * _DAY:
                other.unlink()


def _found(base: sqlite3.Connection, names: list[bytes]) -> Iterator[tuple[bytes, Row]]:
    for part in _parts(names):
        marks = ",".join("?" * len(part))
        wanted = set(part)
        for name, total, facts, derived in base.execute(
            f"SELECT name, sum, facts, derived FROM rows WHERE id IN ({marks})", [*map(_id, part)]
        ):
            row = Row(facts, derived)
            if name in wanted and total == _sum(row):
                yield name, row


def _parts(items: list[T]) -> Iterator[list[T]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))


def _id(name: bytes) -> int:
    return int.from_bytes(name[:8], "big", signed=True)


def _sum(row: Row) -> int:
    return crc32(row.derived, crc32(row.facts))
