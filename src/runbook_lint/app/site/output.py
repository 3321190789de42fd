"""Where a built site may go: to a new folder, an empty one, or one that holds a built site."""

from __future__ import annotations

from pathlib import Path

from runbook_lint.app.project import Project
from runbook_lint.app.site.generate import Generated
from runbook_lint.app.walk import BUILT
from runbook_lint.model.errors import UsageError


def check_output(project: Project, output: Path, made: Generated) -> Path:
    """The folder to build into; refuses one whose files the build would take away from somebody."""
    target, root, generated = output.resolve(), project.root.resolve(), made.folder.resolve()
    if target.exists() and not target.is_dir():
        raise UsageError(f"{output}: is a file; name a folder with --output")
    if root.is_relative_to(target):
        raise UsageError(f"{output}: holds the repository itself; name another folder with --output")
    if target.is_relative_to(generated / "docs") or generated.is_relative_to(target):
        raise UsageError(f"{output}: the site is generated there; name another folder with --output")
    if target.is_relative_to(root):
        inner = target.relative_to(root).as_posix() + "/"
        source = min((path for path in made.inputs if path.startswith(inner)), default="")
        if source:
            raise UsageError(f"{output}: holds pages of the repository ({source}); name another folder with --output")
    strange = _strange(target)
    if strange:
        raise UsageError(f"{output}: holds files that are no built site ({strange}); name another folder, or empty it")
    return target


def _strange(target: Path) -> str:
    """The first file of a folder that is no built site, "" where there is none."""
    if not target.is_dir() or (target / BUILT).is_file() or _is_built(target):
        return ""
    return min((each.name for each in target.iterdir() if not each.name.startswith(".")), default="")


def _is_built(target: Path) -> bool:
    """Whether MkDocs has built this; its first page says so."""
    try:
        home = (target / "index.html").read_bytes()
    except OSError:
        return False
    return b'name="generator" content="mkdocs' in home or b"\nMkDocs version : " in home
