"""The folder of the cache: made by us, for git and backups nothing to keep, and never somebody else's."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

NAME = ".runbook_lint_cache"

_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"  # https://bford.info/cachedir/
_SAID = f"{_SIGNATURE}\n# Made by runbook-lint; `runbook-lint clean` removes it, and the next run makes it anew.\n"


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
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink() or any(folder.iterdir()):
            return False
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / _TAG).write_text(_SAID, encoding="utf-8")
        return True
    return False


def remove_folder(folder: Path) -> bool:
    """Remove a cache of ours with all that is in it; whether there was one."""
    if not is_ours(folder):
        return False
    shutil.rmtree(folder)
    return True
