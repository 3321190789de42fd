"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from runbook_lint.app.read import read_regular
from runbook_lint.model.errors import UsageError


def real_place(place: Path) -> Path:
    """Where a path leads in the end."""
    try:
        return place.resolve()
    except RuntimeError:
        raise UsageError(f"{place}: a link that leads to itself; nothing was changed") from None


def path_within(root: Path, place: Path) -> str:
    """Where a place below a repository's root leads, as a path from there: never out of it, and not to git's files."""
    real, top = real_place(place), root.resolve()
    if not real.is_relative_to(top):
        shown = place.relative_to(root) if place.is_relative_to(root) else place
        raise UsageError(f"{shown}: leads out of the repository; nothing was changed")
    path = real.relative_to(top).as_posix()
    if ".git" in path.casefold().split("/"):
        raise UsageError(f"{path}: belongs to git; nothing was changed")
    return path


def replace_files(contents: Mapping[Path, bytes], made_from: Mapping[Path, bytes | None]) -> None:
    """Put bytes in the places of some files, all or none; modes and owners survive, and links stay links.

    A file that is not there yet is made, with its folders. `made_from` are the bytes that were read, None for
    a file that was not there: where one has changed since, nothing is written, so that no other's change is lost.

    Everything is written beside its place first; only when all of it is on disk are the names taken over.
    """
    ready: list[tuple[Path, Path]] = []
    taken: list[str] = []
    place = Path()
    try:
        for place, data in contents.items():
            target = real_place(place)
            if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
                # a device is no file: a rename would take its place
                raise PermissionError(13, "Permission denied" if target.is_file() else "not a file")
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.append((_beside(target, data), target))
        with alone({target.parent for _, target in ready} | {real_place(place).parent for place in made_from}):
            for place, before in made_from.items():
                if _now(place) != before:
                    raise changed(place)
            for temporary, place in ready:
                temporary.replace(place)
                taken.append(place.name)
    except OSError as error:
        told = f"{', '.join(taken)} had been written before" if taken else "nothing was changed"
        raise UsageError(f"{place}: cannot be written: {error.strerror}; {told}") from None
    finally:
        for temporary, _ in ready:
            _forget(temporary)


def changed(place: Path) -> UsageError:
    """What is said of a file that is no longer as it was read, by its path from where the user stands."""
    here = Path.cwd()
    shown = place.relative_to(here) if place.is_relative_to(here) else place
    return UsageError(f"{shown}: changed while this ran; nothing was changed; run it again")


def _now(place: Path) -> bytes | None:
    try:
        return read_regular(place)
    except FileNotFoundError:
        return None


@contextmanager
def alone(folders: Set[Path]) -> Iterator[None]:
    """Hold off other runs of ours while names are taken over; a system without such locks has the look before alone."""
    with ExitStack() as held:
        for folder in sorted(folders):  # in order, so that no two wait for each other
            with suppress(ImportError, OSError):  # Windows has no fcntl, some network file systems no flock
                import fcntl

                handle = os.open(folder, os.O_RDONLY)
                held.callback(os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def create_file(place: Path, data: bytes) -> None:
    """Write a new file with its folders, whole or not at all; raises UsageError where one stands there already."""
    temporary = None
    try:
        _make_folder(place.parent)
        temporary = _beside(place, data)
        try:
            os.link(temporary, place)  # a link never replaces what is there, a rename would
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            place.open("xb").close()  # takes the name, which a rename alone would take from another
            try:
                temporary.replace(place)
            except OSError:
                _forget(place)
                raise
    except FileExistsError:
        raise UsageError(f"{place}: is there already; nothing was changed") from None
    except OSError as error:
        raise UsageError(f"{place}: cannot be written: {error.strerror}; nothing was changed") from None
    finally:
        if temporary:
            _forget(temporary)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(20, "a file stands in the place of a folder") from None


def _beside(target: Path, data: bytes) -> Path:
    """The bytes in a new file of the same folder, and of the old one's mode and owner where there is one."""
    state = target.stat() if target.exists() else None
    import tempfile  # which imports what compresses

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if state:
            with suppress(OSError):  # only root may give a file away; the group is worth a try
                os.chown(temporary, state.st_uid, state.st_gid)
        temporary.chmod(state.st_mode & 0o7777 if state else 0o666 & ~_umask())
    except OSError:
        _forget(temporary)
        raise
    return temporary


def _forget(temporary: Path) -> None:
    """Take away what is left of a write; what is written stays written where that fails."""
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """What new files are not allowed here; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
