"""Files that are read by a fixed name, behind which a link may have put something else."""

from __future__ import annotations

import errno
import stat
from pathlib import Path


def read_regular(place: Path) -> bytes:
    """A file's bytes; an OSError for what is none: a folder, or a device or pipe, which might never end."""
    if not stat.S_ISREG(place.stat().st_mode):
        raise OSError(errno.EINVAL, "not a file", str(place))
    return place.read_bytes()
