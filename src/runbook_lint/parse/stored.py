"""What was made of a file, as bytes that outlive the process, and back: a page's fields when they are asked for."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from runbook_lint.model.alert import AlertFile
from runbook_lint.model.document import Document
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import DataFile, Unreadable
from runbook_lint.parse.brought import Make, Origin, Packed, default, page_of
from runbook_lint.parse.lean import OfData, share_words
from runbook_lint.parse.lean import packed as packed_places
from runbook_lint.parse.pickled import dumped, loaded
from runbook_lint.parse.pieces import sizes_of

_OF_FILE = frozenset({"path", "lines", "memo"})
"""Fields that a page takes from its file."""

_MADE = (DataFile, Unreadable, tuple, type(None))
"""What else a file is made into: data, why it is none, alerts with their file, or nothing."""

def pack(made: object) -> bytes:
    """What was made of a file, without the file's own text."""
    if isinstance(made, Document):
        values = {each.name: getattr(made, each.name) for each in fields(made) if each.name not in _OF_FILE}
        if made.front_matter:
            values["front_matter"] = replace(made.front_matter, data=packed_places(made.front_matter.data))
        kept = {name: dumped(value) for name, value in values.items() if value != default(name)}
        return b"".join((dumped(sizes_of(kept)), *kept.values()))
    if isinstance(made, DataFile):
        made = replace(made, lines=(), parts=tuple(map(packed_places, made.parts)))
    elif isinstance(made, tuple) and made and isinstance(made[-1], AlertFile):
        made = *made[:-1], replace(made[-1], lines=())
    return dumped((made,))


def unpack(
    data: bytes, derived: bytes, path: str, content: bytes, settings: Settings, make: Make | None = None
) -> object:
    """What `pack` took; ValueError where the bytes are none of its own. `content` is the file.

    A field of a page that turns out to be none of its own later is read anew from the file by `make`.
    """
    return bring((data, derived), path, content, Origin(settings, make))


def bring(packed: Packed, path: str, content: bytes, origin: Origin, name: bytes = b"") -> object:
    """What was packed; of a page with a `name` the bytes are not held, but fetched by it when a field is asked for."""
    value = loaded(packed[0])
    if isinstance(value, dict):
        return page_of(path, content, packed, value, origin, name)
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], _MADE):
        return _file_of(value[0], content)
    raise ValueError("not what was packed")


def _file_of(made: Any, content: bytes) -> object:  # Any: whatever was packed
    """A data file, or alerts with their file: what they have in common with others is there once."""
    file = made[-1] if isinstance(made, tuple) and made else made
    try:
        if isinstance(file, DataFile):
            for data in file.parts:
                share_words(data.value)
        elif isinstance(file, AlertFile):
            for alert in made[0]:
                share_words(alert.labels)
                share_words(alert.annotations)
        if isinstance(file, (DataFile, AlertFile)):
            del file.__dict__["lines"]
            file.__dict__["later"] = OfData(content)
    except (TypeError, AttributeError):
        raise ValueError("not what was packed") from None
    return made


def lines_of(made: object) -> tuple[str, ...]:
    """The lines of the file that something was made of."""
    file = made[-1] if isinstance(made, tuple) else made
    lines: tuple[str, ...] = getattr(file, "lines", ())
    return lines
