"""Files read and packed, in whatever process: what the store keeps of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from runbook_lint.app.cache.rows import Row
from runbook_lint.app.processes import LEAST, as_done
from runbook_lint.model.document import Document
from runbook_lint.model.settings import Settings
from runbook_lint.parse.brought import Make, OfPage
from runbook_lint.parse.secrets import Secret, all_searched, find_secrets
from runbook_lint.parse.stored import lines_of, pack
from runbook_lint.parse.worked_out import all_kept, has_more, pack_derived

Finish = Callable[[Document, Settings], None]

_SHARE = 8
"""Files that a process is given at a time."""

_MANY = 2 * LEAST
"""Shares that are worth being packed and brought back: then one process more is worth its start, where there is one."""


def share_of(
    contents: Mapping[str, bytes], make: Make, finish: Finish | None, settings: Settings
) -> list[tuple[str, Row, bool]]:
    """A part of the files, read and packed, and whether they are without secrets."""
    done = []
    for path, content in contents.items():
        made = make(path, content)
        if finish and isinstance(made, Document):
            finish(made, settings)
        done.append((path, row_of(made, settings), is_clean(made, tuple(find_secrets(lines_of(made))))))
    return done


def rows_of(
    contents: Mapping[str, bytes], make: Make, finish: Finish | None, settings: Settings
) -> Iterator[tuple[str, Row, bool]]:
    """The same for many files, by as many processes as there are for it and as they come; nothing for a few."""
    paths = list(contents)
    parts = [paths[start : start + _SHARE] for start in range(0, len(paths), _SHARE)]
    if len(parts) < _MANY:
        return
    shares = ({path: contents[path] for path in part} for part in parts)
    for done in as_done([partial(share_of, share, make, finish, settings) for share in shares]):
        yield from done


def more_of(page: Document) -> Iterator[tuple[bytes, Row]]:
    """What is to be kept of a page that was brought back, by its name: nothing where nothing more was worked out."""
    later = page.__dict__.get("later")
    if isinstance(later, OfPage) and later.name and has_more(page):
        packed = later.bytes_of(page)
        if packed:
            yield later.name, Row(packed[0], pack_derived(page, later.origin.settings))
            all_kept(page)


def is_clean(made: object, secrets: Sequence[Secret]) -> bool:
    """Whether a file was searched and holds no secret."""
    return not secrets and all_searched(lines_of(made))


def row_of(made: object, settings: Settings) -> Row:
    """What is kept of a file."""
    return Row(pack(made), pack_derived(made, settings) if isinstance(made, Document) else b"")
