"""Which files were renamed, by git's own measure of likeness."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from posixpath import basename
from tempfile import TemporaryDirectory

from runbook_lint.app import git

_LIMIT = "-l2000"  # above so many files on both sides only those with the very same content are found


def renames(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """Old path to new path, for those of the gone files that git takes to be one of the new ones.

    The contents are laid out in a folder for `git diff --no-index`: so files that nobody has added yet count, and
    git neither writes to the repository nor starts the programs that its configuration names. Nothing is found
    where git cannot say.
    """
    if not gone or not new:
        return {}
    try:
        with TemporaryDirectory(prefix="runbook-lint-") as folder:
            names = _laid_out(Path(folder), "old", gone) | _laid_out(Path(folder), "new", new)
            plain = ("--no-index", "--no-ext-diff", "--no-textconv", "--no-color")
            asked = ("--name-status", "--diff-filter=R", "-M", _LIMIT, "-z")
            output = git.run(Path(folder), "diff", *plain, *asked, "old", "new", timeout=20, fine=(0, 1))
    except (git.GitFailed, OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: no name on this system
        return {}
    _, *fields = output.decode("utf-8", "surrogateescape").split("\0")
    return {names[old]: names[now] for old, now in zip(fields[::3], fields[1::3], strict=False)}


def _laid_out(folder: Path, side: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Write files under numbered folders, with their own last names, which git looks at; what stands where."""
    names = {}
    for number, (path, data) in enumerate(sorted(files.items())):
        name = f"{side}/{number}/{basename(path)}"
        place = folder / name
        place.parent.mkdir(parents=True)
        place.write_bytes(data)
        names[name] = path
    return names
