"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from runbook_lint.model.errors import UsageError


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Put new bytes in the places of some files, all or none; modes and owners survive, and links stay links.

    Everything is written beside its place first; only when all of it is on disk are the names taken over.
    """
    ready: list[tuple[Path, Path]] = []
    place = Path()
    try:
        for place, data in contents.items():
            target = place.resolve()
            if not os.access(target, os.W_OK):
                raise PermissionError(13, "Permission denied")
            ready.append((_beside(target, data), target))
        for temporary, target in ready:
            temporary.replace(target)
    except OSError as error:
        raise UsageError(f"{place}: cannot be written: {error.strerror}; nothing was changed") from None
    finally:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)


def _beside(target: Path, data: bytes) -> Path:
    """The bytes in a new file of the same folder, mode and owner."""
    state = target.stat()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):  # only root may give a file away; the group is worth a try
            os.chown(temporary, state.st_uid, state.st_gid)
        temporary.chmod(state.st_mode & 0o7777)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
