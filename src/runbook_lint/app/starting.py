"""Where a check starts: the folder from which its root and its configuration are looked for."""

from __future__ import annotations

import os
from pathlib import Path

from runbook_lint.app.workspace import find_config, find_root, warn
from runbook_lint.model.errors import UsageError
from runbook_lint.render.text import visible


def start_of(paths: tuple[str, ...], folder: str | None) -> Path:
    """Where the root is looked for: in a given folder, else here, or where the paths lie if all lie elsewhere."""
    here = Path.cwd()
    places = [(here / path).absolute() for path in paths]
    for path in paths:
        if not is_there(path):
            raise UsageError(f"{path or 'an empty path'}: no such file or folder")
    if folder is not None:
        there = Path(os.path.abspath(here / folder))  # noqa: PTH100  # not resolve(): a link is named, not its end
        if not folder or not there.is_dir():
            raise UsageError(f"--folder {folder}: no such folder")
        return there
    root = find_root(here, find_config(here))
    outside = [place for place in places if not place.is_relative_to(root)]
    if outside and len(outside) == len(places):
        return outside[0] if outside[0].is_dir() else outside[0].parent
    return here


def is_there(path: str) -> bool:
    """Whether a path of the command line leads to anything."""
    return bool(path) and exists(Path.cwd() / path)


def exists(place: Path) -> bool:
    """Whether anything is at a place, be it a link that leads nowhere."""
    try:
        return place.exists() or place.is_symlink()
    except OSError:  # a name that is too long, a folder that may not be entered
        return False


def tell_of_configurations(root: Path, paths: tuple[str, ...]) -> None:
    """A configuration below the root does not hold from here, which whoever names a path beside it may not know."""
    places = {Path(os.path.abspath(path)) for path in paths if is_there(path)}  # noqa: PTH100
    folders = {place if place.is_dir() else place.parent for place in places}
    found = {find_config(folder) for folder in folders if folder.is_relative_to(root)}
    for config in sorted(filter(None, found)):
        there, here = config.parent, Path.cwd()
        folder = there.relative_to(here).as_posix() if there.is_relative_to(here) else str(there)
        warn(visible(f"{folder} has a configuration of its own; --folder {folder} judges by it"))
