"""What is installed beside us, by the names of folders: to import importlib.metadata alone takes longer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runbook_lint.app.read import read_bytes

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_WHEEL, _OLDER = ".dist-info", ".egg-info"
"""How the folders of a distribution's metadata end; only those of wheels always have its version in their name."""


def version_of(name: str) -> str:
    """The version of a distribution, "none" where it is not installed."""
    known = _known()
    folder = known.get(_plain(name), "") if known is not None else _OLDER
    if folder.endswith(_WHEEL):
        return Path(folder).name.removesuffix(_WHEEL).partition("-")[2]
    if not folder:
        return "none"
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def files_of(name: str, place: Path) -> list[str]:
    """What the installer says of the files of a distribution in a folder; nothing where it put none there."""
    folder = Path((_known() or {}).get(_plain(name), ""))
    try:
        return (folder / "RECORD").read_text(encoding="utf-8").splitlines() if folder.parent == place else []
    except OSError:
        return []


def points_of(group: str) -> Sequence[EntryPoint]:
    """The entry points of a group; where no distribution names it, nothing more is asked."""
    folders = _folders()
    if folders is not None and not any(_names(folder, group.encode()) for folder in folders):
        return ()
    from importlib.metadata import entry_points

    return tuple(entry_points(group=group))


def _names(folder: str, group: bytes) -> bool:
    try:
        return group in read_bytes(f"{folder}/entry_points.txt")
    except OSError:
        return False


@cache
def _known() -> dict[str, str] | None:
    """The folder of each distribution's metadata by its name; of several the first one counts, as for imports."""
    folders = _folders()
    if folders is None:
        return None
    names = (each.rpartition("/")[2].removesuffix(_WHEEL).removesuffix(_OLDER) for each in reversed(folders))
    return {_plain(name.partition("-")[0]): each for name, each in zip(names, reversed(folders), strict=True)}


@cache
def _folders() -> tuple[str, ...] | None:
    """The folders of metadata on Python's path; None where there is what only importlib.metadata can look into."""
    if sum(hasattr(each, "find_distributions") for each in sys.meta_path) != 1:
        return None
    found: list[str] = []
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208  # a Path for each of a thousand names is dear
        except NotADirectoryError:  # an archive
            return None
        except OSError:
            continue
        if any(name.endswith(".egg") for name in (place, *names)):
            return None
        found += (f"{place}/{name}" for name in names if name.endswith((_WHEEL, _OLDER)))
    return tuple(found)


def _plain(name: str) -> str:
    """A name as it is compared."""
    return name.lower().replace("-", "_").replace(".", "_")
