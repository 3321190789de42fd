"""`runbook-lint reviewed`."""

from __future__ import annotations

from pathlib import Path

import click

from runbook_lint.app import completing
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.workspace import Workspace
from runbook_lint.app.write import replace_files
from runbook_lint.lint.prove import fixed_tree
from runbook_lint.model.document import DataProblem
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Fix
from runbook_lint.model.tree import Tree
from runbook_lint.parse.stamp import stamp_review
from runbook_lint.parse.text import decode
from runbook_lint.render.text import visible


@click.command("reviewed")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completing.files)
@click.option("--by", default="", metavar="PERSON", help="Who reviewed it: sets reviewed_by as well.")
@project_options
def command(paths: tuple[str, ...], by: str, config: tuple[str, ...], today: str | None) -> int:
    """Stamp pages or manifests as reviewed today, and change no other byte.

    A page without front matter gets one. Either every PATH is stamped or none is touched.
    """
    project = open_project(Path.cwd(), config, today)
    workspace = project.workspace()
    stamped = [_stamp(path, place, by, project, workspace) for path, place in _files(paths, workspace)]
    changed = [(place, data, raw) for _, place, data, raw in stamped if data is not None]
    replace_files({place: data for place, data, _ in changed}, {place: raw for place, _, raw in changed})
    for path, _, data, _ in stamped:
        state = f"reviewed {project.today}" if data is not None else f"already reviewed {project.today}"
        click.echo(f"{visible(path)}: {state}{f' by {visible(by)}' if by else ''}")
    return 0


def _files(paths: tuple[str, ...], workspace: Workspace) -> list[tuple[str, Path]]:
    found = list(workspace.resolve(paths, Path.cwd()))
    for path, place in found:
        try:
            if not place.is_file():
                raise UsageError(f"{path}: {'a folder; name its pages' if place.is_dir() else 'no such file'}")
            target = workspace.target(place)
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
        if not workspace.roles.has_role(path) or workspace.roles.data_role(path) in ("teams", "alert_rules"):
            raise UsageError(f"{path}: neither a page nor a manifest by the layout; nothing was changed")
        if target is None or not workspace.roles.has_role(target):
            raise UsageError(f"{path}: leads to no page or manifest of this repository; nothing was changed")
    return found


def _stamp(
    path: str, place: Path, by: str, project: Project, workspace: Workspace
) -> tuple[str, Path, bytes | None, bytes]:
    """The file's new bytes, None where they would be the old ones, and the old ones."""
    try:
        raw = place.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    text = decode(raw)
    if isinstance(text, DataProblem):
        raise UsageError(f"{path}:{text.span.line}:{text.span.column}: {text.message}; {text.help}")
    edits = stamp_review(path, text, project.today, by, workspace.settings.keys)
    if not edits:
        return path, place, None, raw
    return path, place, fixed_tree(Tree({path: raw}), Fix(edits)).contents[path], raw
