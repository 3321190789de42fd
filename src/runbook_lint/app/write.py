"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from runbook_lint.model.errors import UsageError


def replace_file(place: Path, data: bytes) -> None:
    """Put new bytes in a file's place in one step; its mode survives, and a link stays a link."""
    target = place.resolve()
    temporary = None
    try:
        mode = target.stat().st_mode & 0o7777
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise UsageError(f"{place}: cannot be written: {error.strerror}; nothing was changed") from None
