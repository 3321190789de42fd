"""The table of rows: what is asked of SQLite, on a connection that somebody opened."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar
from zlib import crc32

T = TypeVar("T")

DAYS = 30
"""How long rows are kept that no run asks for."""

DAY = 86_400
_CHUNK = 500

TABLE = (
    "CREATE TABLE rows (id INTEGER PRIMARY KEY, name BLOB NOT NULL, seen INTEGER NOT NULL, "
    "sum INTEGER NOT NULL, facts BLOB NOT NULL, derived BLOB NOT NULL)"
)


class Row(NamedTuple):
    """What is kept of a file: what was read in it, and what was worked out of that."""

    facts: bytes
    derived: bytes


def is_made(base: sqlite3.Connection) -> bool:
    """Whether the table is there; an error where anything else is: a view may have no end, a trigger may refuse."""
    there = base.execute("SELECT sql FROM sqlite_master LIMIT 2").fetchall()
    if there not in ([], [(TABLE,)]):
        raise sqlite3.DatabaseError("not a table of ours")
    return bool(there)


def insert(base: sqlite3.Connection, rows: Mapping[bytes, Row]) -> None:
    """Write rows, in the place of those of the same names."""
    base.executemany(
        "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?)",
        ((_id(name), name, today(), checksum(row), *row) for name, row in rows.items()),
    )


def tidy(base: sqlite3.Connection, used: Iterable[bytes]) -> None:
    """Remember which rows somebody asked for, and forget those that nobody did for long."""
    now = today()
    for part in parts(sorted(map(_id, used))):
        marks = ",".join("?" * len(part))
        base.execute(f"UPDATE rows SET seen = ? WHERE seen < ? AND id IN ({marks})", (now, now - 7, *part))
    base.execute("DELETE FROM rows WHERE seen < ? OR seen > ?", (now - DAYS, now + DAYS))


def today() -> int:
    """The day, counted from 1970."""
    return int(time.time()) // DAY


def found(base: sqlite3.Connection, names: Sequence[bytes]) -> Iterator[tuple[bytes, Row]]:
    """The rows of some names, as far as they are there and whole; TypeError for rows of somebody else's."""
    asked = set(names)
    wanted = f"SELECT name, sum, facts, derived FROM rows WHERE id IN ({','.join('?' * len(names))})"
    for name, total, facts, derived in base.execute(wanted, [*map(_id, names)]):
        row = Row(facts, derived)
        if name in asked and total == checksum(row):
            yield name, row


def parts(items: list[T]) -> Iterator[list[T]]:
    """A list in parts that a question may have."""
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))


def _id(name: bytes) -> int:
    return int.from_bytes(name[:8], "big", signed=True)


def checksum(row: Row) -> int:
    """What tells a row that is not as it was written."""
    return crc32(row.derived, crc32(row.facts))
