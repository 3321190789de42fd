"""The packed pages of a run on their way to the store, a thousand at a time, and back: none is held to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runbook_lint.app.cache.rows import Row
from runbook_lint.app.cache.store import Store

if TYPE_CHECKING:
    from runbook_lint.model.document import Document

AT_ONCE = 1_000
"""Rows that are written at a time."""


class Shelf:
    """Rows that are new: those that are not written yet, and those that are in the store.

    `wrote` tells whether any of them is in the store, where a run that fails must take them out again.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.wrote = False
        self._waiting: dict[bytes, Row] = {}
        self._stuck = False

    def put(self, name: bytes, row: Row) -> None:
        """Keep a row; none of a file with a secret in it."""
        self._waiting[name] = row
        if len(self._waiting) >= AT_ONCE and not self._stuck:
            self.write()

    def put_more(self, page: Document) -> None:
        """Keep what was worked out of a page in this run, or it would be worked out again when it is looked into."""
        from runbook_lint.app.cache.reading import more_of

        for name, row in more_of(page):
            self.put(name, row)

    def get(self, name: bytes) -> Row | None:
        """A row by its name, None where it is gone."""
        waiting = self._waiting.get(name)
        return waiting or next((row for _, row in self.store.some((name,))), None)

    def write(self) -> None:
        """Write what waits. What cannot be written is held, and is tried once more when the run ends."""
        if self._waiting and self.store.add(self._waiting):
            self._waiting, self.wrote = {}, True
        self._stuck = bool(self._waiting)

    def forget(self) -> None:
        """Hold nothing any more."""
        self._waiting, self.wrote, self._stuck = {}, False, False
