"""The files that come along: our styles and scripts, pictures that pages show, and what the configuration names."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from runbook_lint.app.workspace import Workspace, warn
from runbook_lint.parse.globs import matcher, rooted

MOST_MIB = 20
"""How large a file may be that the site copies; what is larger is better linked than shown."""


def own_assets() -> dict[str, bytes]:
    """Our own styles and scripts, by their place below `docs/`."""
    return {f"assets/{path}": data for path, data in _below(files("runbook_lint") / "site_assets", "")}


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.is_dir():
            yield from _below(each, f"{prefix}{each.name}/")
        elif not each.name.startswith("."):
            yield prefix + each.name, each.read_bytes()


def configured_assets(workspace: Workspace) -> dict[str, str]:
    """The files that `[site] assets` names, by their place below `docs/`."""
    globs = rooted(workspace.settings.site.assets)
    if not globs:
        return {}
    wanted = matcher(globs)
    return {path: path for path in sorted(workspace.paths - workspace.absent) if wanted(path)}


def copies(workspace: Workspace, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """The bytes of files of the repository, by their place; what leads out of it, is no file or too large is told."""
    found: dict[str, bytes] = {}
    for place, path in sorted(wanted.items()):
        data = _copy(workspace, workspace.root / path)
        if isinstance(data, str):
            warn(f"{path}: {data}; it is not on the site")
        else:
            found[place] = data
    return found


def _copy(workspace: Workspace, place: Path) -> bytes | str:
    try:
        if workspace.target(place) is None:
            return "no file of this repository"
        state = place.stat()
        if not stat.S_ISREG(state.st_mode):
            return "no file"
        if state.st_size > MOST_MIB * 1024 * 1024:
            return f"larger than {MOST_MIB} MiB"
        return place.read_bytes()
    except RuntimeError:
        return "a link that leads to itself"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
