"""Which files were renamed, by git's own measure of likeness."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from posixpath import basename
from tempfile import TemporaryDirectory

from runbook_lint.app import git

_LIMIT = "-l2000"  # above so many files on both sides only those with the very same content are found


def renames(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """Old path to new path, for those of the gone files that git takes to be one of the new ones.

    Files with the very same content need no git. The other contents are laid out in a folder for
    `git diff --no-index`: so files that nobody has added yet count, and git neither writes to the repository nor
    starts the programs that its configuration names. Where git cannot say, nothing more is found.
    """
    same = moved_whole(gone, new)
    like = _alike(
        {path: data for path, data in gone.items() if path not in same},
        {path: data for path, data in new.items() if path not in set(same.values())},
    )
    return same | like


def moved_whole(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """Old path to new path of files that say the same, whatever their line ends; those of one name come first."""
    places: dict[bytes, list[str]] = {}
    for path in sorted(new):
        places.setdefault(_lines(new[path]), []).append(path)
    moved = {}
    for path in sorted(gone):
        there = places.get(_lines(gone[path]), [])
        if there and gone[path].strip():
            alike = [each for each in there if basename(each) == basename(path)]
            moved[path] = (alike or there)[0]
            there.remove(moved[path])
    return moved


def _lines(data: bytes) -> bytes:
    """A content whatever its line ends are: git may write them otherwise than it keeps them."""
    return data.replace(b"\r\n", b"\n")


def _alike(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
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
    """Write files with their own last names, which git looks at; those of one name in folders of their own.

    No path below the two sides is the same: git would compare such files with each other, and see no rename.
    """
    names = {}
    seen: Counter[str] = Counter()
    for path, data in sorted(files.items()):
        last = basename(path)
        name = f"{side}/{side}{seen[last]}/{last}"
        seen[last] += 1
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        names[name] = path
    return names
