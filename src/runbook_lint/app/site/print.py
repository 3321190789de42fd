"""`site generate --print`: services as single HTML files, and all of them as one archive."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path
from posixpath import basename
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from runbook_lint.app.project import Project
from runbook_lint.app.site.folder import check_folder
from runbook_lint.app.site.history import read_history
from runbook_lint.app.workspace import Workspace
from runbook_lint.app.write import path_within, replace_files
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.render.site.printed import Press, print_all, print_services
from runbook_lint.render.site.printed_body import EMBEDDED

ALL = "all"
FOLDER = "print"
ARCHIVE = "runbooks-offline.zip"

_LARGEST = 1024 * 1024  # bytes of an image: paper needs no more
_PICTURE = regex(rf'src="{EMBEDDED}([^"]*)"')
_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_MARK = b'name="generator" content="runbook-lint'
_NOTE = b"runbook-lint site generate --print all"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same tree gives the same archive


def print_site(project: Project, wanted: str, output: Path | None) -> tuple[Path, ...]:
    """Write a service, or all with an index and an archive; returns what was written."""
    if find_spec("nh3") is None:
        raise UsageError('printing needs the site extra (nh3 is not installed): pip install "runbook-lint[site]"')
    workspace = project.workspace()
    world = project.world(workspace.tree())
    folder = output or _own_folder(project)
    pictures = {path for path in world.files if path.casefold().endswith(_SUFFIXES)}
    head = read_history(project.root, world).head
    press = Press(world, _templates(), cleaner(world), frozenset(pictures), head)
    pages = print_all(press) if wanted == ALL else print_services(press, {_meant(world, wanted)})
    contents = {each.path: _with_pictures(workspace, each.text) for each in pages}
    if wanted == ALL:
        contents[ARCHIVE] = _archive(contents)
    _check_free(folder, contents)
    if wanted == ALL and output is None:
        _forget_others(folder, contents)
    replace_files({folder / path: data for path, data in contents.items()}, {})
    return tuple(folder / path for path in contents)


def _own_folder(project: Project) -> Path:
    folder = check_folder(project.root, project.settings.site.folder) / FOLDER
    path_within(project.root, folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".gitignore").exists():
        replace_files({folder / ".gitignore": b"*\n"}, {})
    return folder


def _forget_others(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Take away what an earlier run printed and this one did not: a service that is gone, a page now restricted."""
    for place in folder.glob("*.html"):
        if place.name not in contents and _is_printed(place):
            place.unlink()


def _check_free(folder: Path, names: Iterable[str]) -> None:
    """Refuse where a file of somebody else stands in the way."""
    for place in (folder / name for name in names):
        if place.exists() and not _is_printed(place):
            told = "was not written by `site generate --print`; nothing was changed; move it away"
            raise UsageError(f"{place}: {told}, or name another folder with --output")


def _is_printed(place: Path) -> bool:
    """Whether an earlier run wrote a file."""
    try:
        data = place.read_bytes() if place.is_file() else b""
    except OSError:
        return False
    return data.endswith(_NOTE) if place.name == ARCHIVE else _MARK in data[:1024]


def _templates() -> dict[str, str]:
    folder = files("runbook_lint") / "templates" / "print"
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".j2")}


def _meant(world: World, wanted: str) -> str:
    """The id of a service that is called by its id, its name or its folder's."""
    names = {
        name.casefold(): service.id
        for service in reversed(world.catalog.services)
        for name in (basename(service.folder), service.name, service.id)
        if name
    }
    if found := names.get(wanted.casefold()):
        return found
    known = [service.id for service in world.catalog.services]
    hint = did_you_mean(wanted, [*known, *names]) or f"print one of {len(known)} services by its id, or {ALL}"
    raise UsageError(f"--print {wanted}: no such service; {hint}")


def _with_pictures(workspace: Workspace, html: str) -> bytes:
    """A page with the pictures it shows in it; one that cannot be had, or is too large, leaves its words."""
    return _PICTURE.sub(lambda found: _source(workspace, found[1]), html).encode("utf-8", "replace")


def _source(workspace: Workspace, path: str) -> str:
    place = workspace.root / path
    try:
        if workspace.target(place) is None or not place.is_file() or place.stat().st_size > _LARGEST:
            return ""
        data = base64.b64encode(place.read_bytes()).decode()
    except (OSError, RuntimeError):
        return ""
    return f'src="data:{guess_type(path)[0] or "image/png"};base64,{data}"'


def _archive(contents: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        archive.comment = _NOTE
        for path, data in sorted(contents.items()):
            entry = ZipInfo(f"runbooks/{path}", _EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, data)
    return stream.getvalue()
