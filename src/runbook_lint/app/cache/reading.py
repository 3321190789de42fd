"""Files read and packed, in whatever process: what the store keeps of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from runbook_lint.app.cache.store import Row
from runbook_lint.model.document import Document
from runbook_lint.model.settings import Settings
from runbook_lint.parse.secrets import Secret, all_searched, find_secrets
from runbook_lint.parse.stored import Make, lines_of, pack
from runbook_lint.parse.worked_out import pack_derived

Finish = Callable[[Document, Settings], None]


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


def is_clean(made: object, secrets: Sequence[Secret]) -> bool:
    """Whether a file was searched and holds no secret."""
    return not secrets and all_searched(lines_of(made))


def row_of(made: object, settings: Settings) -> Row:
    """What is kept of a file."""
    return Row(pack(made), pack_derived(made, settings) if isinstance(made, Document) else b"")
