"""The folder of the cache: made by us, for git and backups nothing to keep, and never somebody else's."""

from __future__ import annotations

import os
from collections.abc import Set
from contextlib import suppress
from pathlib import Path

NAME = ".runbook_lint_cache"

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite puts beside a file, by how the names end."""

_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"  # https://bford.info/cachedir/
_SAID = f"{_SIGNATURE}\n# Made by runbook-lint; `runbook-lint clean` removes it, and the next run makes it anew.\n"
_FILES = {".gitignore": "*\n", _TAG: _SAID}


def is_ours(folder: Path) -> bool:
    """Whether a folder is a cache that we made, and no link to one."""
    try:
        said = (folder / _TAG).read_text(encoding="utf-8", errors="replace")
        return not folder.is_symlink() and said == _SAID
    except OSError:
        return False


def make_folder(folder: Path) -> bool:
    """Make the folder where there is none; whether it can be used. One that holds other things is left alone."""
    if is_ours(folder):
        return True
    with suppress(OSError, UnicodeDecodeError):
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink() or not all(map(_is_begun, folder.iterdir())):
            return False
        for name, text in _FILES.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        return True
    return False


def _is_begun(place: Path) -> bool:
    """Whether a file is one of a cache that somebody began to make, and was killed or had no room."""
    text = _FILES.get(place.name)
    return text is not None and not place.is_symlink() and text.startswith(place.read_text(encoding="utf-8"))


def remove_folder(folder: Path) -> bool:
    """Remove a cache of ours; whether there was one. What somebody else put into the folder stays, and so does it."""
    if not is_ours(folder):
        return False
    ends = (".db", *(f".db{end}" for end in BESIDE))
    made = [place for place in folder.iterdir() if place.name.endswith(ends)]
    for each in (*made, *(folder / name for name in _FILES)):
        if each.is_symlink() or not each.is_dir():
            each.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
    return True


def committed_as(folder: Path, root: Path, tracked: Set[str]) -> str:
    """The path of a folder that is part of a repository, or of a submodule of it; "" for one that is not."""
    folder, root = (Path(os.path.realpath(place)) for place in (folder, root))
    inside = f"{folder.relative_to(root).as_posix()}/" if folder != root and folder.is_relative_to(root) else ""
    above = {inside[:end] for end, char in enumerate(inside) if char == "/"}  # one of these may be a submodule
    return inside if not above.isdisjoint(tracked) or any(path.startswith(inside) for path in tracked) else ""
