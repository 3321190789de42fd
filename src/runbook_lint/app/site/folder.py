"""The folder that `site generate` writes: it holds our files and nobody else's, and only what changed is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from runbook_lint.app.walk import GENERATED
from runbook_lint.app.write import alone, path_within
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass

_SPARE = ".writing"


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written and removed; the others were as they are now."""

    written: int
    removed: int


def check_folder(root: Path, name: str) -> Path:
    """The folder of a name, where it may be written: inside the repository, new, empty, or made by us."""
    folder = root / name
    path = path_within(root, folder)
    if path in ("", "."):
        raise UsageError(f'[site] folder = "{name}": is the repository itself; name a folder in it')
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{path}: is a file; name another in [site] folder")
    if folder.is_dir() and not (folder / GENERATED).is_file():
        strange = sorted(each.name for each in folder.iterdir() if each.name not in (".gitignore", "print"))
        if strange:
            raise UsageError(
                f"{path}: holds files that `site generate` did not write ({strange[0]}); nothing was changed; "
                "name another folder in [site] folder, or empty this one"
            )
    return folder


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Make the folder hold exactly these files of ours; what is as it should be is not touched, its time neither.

    What an earlier run wrote and this one did not is removed. A file that is neither stops the run before any change.
    Other runs wait until this one is done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone({folder}):
        ours = _read_manifest(folder)
        _check_free(folder, files, ours)
        try:
            return _write(folder, files, ours)
        except OSError as error:
            raise UsageError(f"{error.filename or folder}: cannot be written: {error.strerror}; run it again") from None


def _write(folder: Path, files: Mapping[str, bytes], ours: frozenset[str]) -> Written:
    if ours | set(files) != ours or not (folder / GENERATED).is_file():
        _replace(folder, GENERATED, _manifest(ours | set(files)))  # a run that is stopped leaves nothing unlisted
    gone = ours - set(files)
    for path in sorted(gone):
        (folder / path).unlink(missing_ok=True)
    _prune(folder, gone)
    changed = [path for path in sorted(files) if _bytes(folder / path) != files[path]]
    for path in changed:
        _replace(folder, path, files[path])
    if gone:
        _replace(folder, GENERATED, _manifest(files))
    with suppress(OSError):
        (folder / _SPARE).rmdir()
    return Written(len(changed), len(gone))


def _read_manifest(folder: Path) -> frozenset[str]:
    try:
        value = json.loads((folder / GENERATED).read_bytes())
        paths = [path for path in value["files"] if isinstance(path, str) and inner(path)]
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{folder / GENERATED}: cannot be read; delete the folder and run it again") from None
    return frozenset(paths)


def inner(path: str) -> bool:
    """Whether a path stays in the folder: nobody is to remove or write other files by editing what lists them."""
    windows = os.sep == "\\" and "\\" in path  # elsewhere it may stand in a name
    return bool(path) and not path.startswith("/") and ".." not in PurePosixPath(path).parts and not windows


def _manifest(paths: Iterable[str]) -> bytes:
    return (json.dumps({"version": 1, "files": sorted(paths)}, indent=0) + "\n").encode()  # a name may be no UTF-8


def _check_free(folder: Path, files: Mapping[str, bytes], ours: frozenset[str]) -> None:
    """Refuse where a file of somebody else stands in the way, or a link leads out of the folder."""
    parts = {parent for path in {*files, *ours} for parent in PurePosixPath(path).parents}
    for part in sorted(parts):
        if (folder / part).is_symlink() and str(part) != ".":
            raise UsageError(f"{folder / part}: is a link; nothing was changed; remove it and run it again")
    for path in sorted(set(files) - ours):
        if _bytes(folder / path) not in (None, files[path]):
            raise UsageError(
                f"{folder / path}: was not written by `site generate`; nothing was changed; "
                "move it away and run it again"
            )


def _bytes(place: Path) -> bytes | None:
    """What stands in a place, None for nothing; a link or a folder is never what we wrote."""
    try:
        return b"" if place.is_symlink() else place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        return b""


def _replace(folder: Path, path: str, data: bytes) -> None:
    """A file is there whole or not at all."""
    target, spare = folder / path, folder / _SPARE / str(os.getpid())
    for parent in (spare.parent, target.parent):
        parent.mkdir(parents=True, exist_ok=True)
    spare.write_bytes(data)
    spare.replace(target)


def _prune(folder: Path, gone: Iterable[str]) -> None:
    """Remove the folders that nothing is left in."""
    parents = {parent for path in gone for parent in PurePosixPath(path).parents if str(parent) != "."}
    for parent in sorted(parents, key=lambda each: -len(each.parts)):
        with suppress(OSError):
            (folder / parent).rmdir()
