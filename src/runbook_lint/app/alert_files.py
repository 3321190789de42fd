"""Files of alerts that are found otherwise than by git's list: rendered ones, and what they are rendered from."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from runbook_lint.app.read import read_bytes
from runbook_lint.app.walk import VENDORED
from runbook_lint.model.settings import Settings
from runbook_lint.parse.alert_sources.visible import has_traces, may_hold_alerts
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.layout import Roles

MOST = 512 * 1024  # bytes: what a person writes is no larger


def rendered_files(root: Path, settings: Settings) -> frozenset[str]:
    """The rule files that the layout names folder by folder, whether git ignores them or not.

    Rendered files usually are ignored. A glob that names their folder (`build/alerts/*.yaml`) means them; one
    that begins with a wildcard does not, or every dependency's files would be read as well.
    """
    globs = rooted(settings.layout.alert_rules)
    found = {path for glob in globs for path in _below(root, _named(glob))}
    if not found:
        return frozenset()
    wanted, excluded = matcher(globs), matcher(settings.exclude)
    return frozenset(path for path in found if wanted(path) and not excluded(path))


def _named(glob: str) -> str:
    """The folder or file that a glob spells out; empty where one of its folders is a wildcard."""
    parts = glob.strip("/").split("/")
    folders = parts[:-1] if _is_wild(parts[-1]) else parts
    while folders and folders[-1] == "**":
        folders = folders[:-1]
    return "" if any(_is_wild(part) for part in folders) else "/".join(folders)


def _is_wild(part: str) -> bool:
    return bool(set(part) & set("*?[\\!"))


def _below(root: Path, named: str) -> Iterator[str]:
    place = root / named
    if not named or ".." in Path(named).parts or place.is_symlink():
        return
    if place.is_file():
        yield named
    for folder, folders, files in os.walk(place):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in VENDORED)
        yield from (Path(folder, name).relative_to(root).as_posix() for name in files if name[0] != ".")


def authored_files(root: Path, paths: Iterable[str], roles: Roles) -> dict[str, bytes]:
    """The contents of the files without a role that may hold alerts, by their name and at a first glance."""
    found = {}
    for path in sorted(paths):
        if not roles.has_role(path) and may_hold_alerts(path) and not roles.excluded(path):
            data = _small(f"{root}/{path}")
            if has_traces(data):
                found[path] = data
    return found


def _small(place: str) -> bytes:
    try:
        state = os.lstat(place)
        if not stat.S_ISREG(state.st_mode) or state.st_size > MOST:
            return b""
        return read_bytes(place)
    except OSError:  # nobody asked for this file by name
        return b""
