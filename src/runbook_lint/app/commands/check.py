"""`runbook-lint check`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from runbook_lint.app import fixing
from runbook_lint.app.changed import is_ref
from runbook_lint.app.commands.options import project_options
from runbook_lint.app.judge import read_world
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.terminal import paint_for
from runbook_lint.app.verdict import Asked, Verdict, verdict
from runbook_lint.app.workspace import Workspace, find_config, find_root, warn
from runbook_lint.lint.select import select_rules
from runbook_lint.model.document import Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Severity
from runbook_lint.model.world import World
from runbook_lint.parse.unread import unread_alert_files
from runbook_lint.parse.world import Before
from runbook_lint.render import findings as render
from runbook_lint.render.text import visible

_SELECTORS = ("select", "ignore", "extend_select", "extend_ignore")


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--select", help="Rules to run instead of the profile's: codes, names, prefixes, ALL; comma-separated.")
@click.option("--ignore", help="Rules to leave out, comma-separated.")
@click.option("--extend-select", help="Rules to add, comma-separated.")
@click.option("--extend-ignore", help="More rules to leave out, comma-separated.")
@click.option(
    "--profile", type=click.Choice(["default", "strict"]), help="default: rules that must be right; strict: all."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["full", "concise", "json"]),
    default="full",
    show_default=True,
    help="How findings are written.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of listing them.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in reversed(Severity)]),
    help="The least severity that exits 1 (default: error).",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("-q", "--quiet", count=True, help="Findings only; twice for nothing at all.")
@click.option("--fix", is_flag=True, help="Write the fixes that are safe, each proven first, and report what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would write, and write nothing; exit 1 if there is any.")
@click.option("--unsafe-fixes", is_flag=True, help="Take the fixes that somebody must look at as well.")
@click.option("--stdin-filename", metavar="PATH", help="Judge standard input as if it were this file.")
@click.option(
    "--changed",
    metavar="[REF]",
    is_flag=False,
    flag_value="",
    help="Judge only what this branch touched since it left REF, and what it broke elsewhere "
    "(without REF: since it left the remote's default branch).",
)
@click.option("--no-baseline", is_flag=True, help="Show the findings that the baseline accepts as well.")
@click.option("--show-files", is_flag=True, help="List the files that would be read, and stop.")
@click.option("--show-settings", is_flag=True, help="Print the settings that hold here as JSON, and stop.")
@project_options
def command(paths: tuple[str, ...], config: tuple[str, ...], today: str | None, **given: Any) -> int:
    """Judge service manifests, runbooks and the pages around them.

    Without PATHS the whole repository is judged. PATHS narrow what is reported, never what is read.
    Exit status: 0 clean, 1 findings at or above --fail-on, 2 a usage or configuration error.
    """
    paths = _after_changed(paths, given)
    start = _start((*paths, *([str(Path(given["stdin_filename"]).parent)] if given["stdin_filename"] else [])))
    project = open_project(start, config, today, _changes(given))
    workspace = project.workspace()
    if workspace.warning:
        warn(workspace.warning)
    if given["statistics"] and given["form"] == "json":
        raise UsageError("--statistics is for people; leave it out, or leave out --format json")
    if given["show_files"]:
        click.echo("\n".join(visible(path) for path in workspace.documents()))
        return 0
    if given["show_settings"]:
        click.echo(_settings_json(project))
        return 0
    return _check(project, workspace, paths, given)


def _after_changed(paths: tuple[str, ...], given: dict[str, Any]) -> tuple[str, ...]:
    """The paths; what a hook puts behind --changed is one of them, though it stands in the place of a REF."""
    ref = given["changed"]
    if ref is not None and given["stdin_filename"] is not None:
        raise UsageError("--changed judges the files on disk; leave it out, or leave out --stdin-filename")
    if not ref or is_ref(Path.cwd(), ref) or not _exists(Path.cwd() / ref):
        return paths
    given["changed"] = ""
    return (ref, *paths)


def _start(paths: tuple[str, ...]) -> Path:
    """The folder from which the root is looked for: here, or the paths' own where they lie elsewhere."""
    here = Path.cwd()
    root = find_root(here, find_config(here))
    places = [(here / path).absolute() for path in paths]
    for path, place in zip(paths, places, strict=True):
        if not path or not _exists(place):
            raise UsageError(f"{path or 'an empty path'}: no such file or folder")
    outside = [place for place in places if not place.is_relative_to(root)]
    if outside and len(outside) == len(places):
        return outside[0] if outside[0].is_dir() else outside[0].parent
    return here


def _exists(place: Path) -> bool:
    try:
        return place.exists() or place.is_symlink()
    except OSError:  # a name that is too long, a folder that may not be entered
        return False


def _changes(given: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name.replace("_", "-"): [part.strip() for part in given[name].split(",") if part.strip()]
        for name in _SELECTORS
        if given[name] is not None
    }
    return changes | {name.replace("_", "-"): given[name] for name in ("profile", "fail_on") if given[name]}


def _check(project: Project, workspace: Workspace, paths: tuple[str, ...], given: dict[str, Any]) -> int:
    instead: dict[str, bytes] = {}
    only: frozenset[str] | None = None
    name = given["stdin_filename"]
    if name is not None:
        path = next(iter(workspace.resolve([name], Path.cwd())))[0]
        inside = not path.startswith(("/", "../")) and workspace.roles.has_role(path)
        instead[path], only = sys.stdin.buffer.read(), frozenset({path} if inside else ())
    elif paths:
        only = _narrow(workspace, paths)
    if only is not None and not only:
        fixing.give_back(instead, given["fix"] and not given["diff"])
        if given["quiet"] < 2:
            shown = (name,) if name is not None else paths
            warn(f"no document in {', '.join(shown[:3])}{' …' if len(shown) > 3 else ''}")
        return 0
    before = Before()
    tree, world = read_world(project, workspace, instead, before)
    asked = Asked(given["changed"], not given["no_baseline"], only)
    told = verdict(project, workspace, tree, world, asked, before)
    fixes = fixing.Fixes(given["fix"], given["diff"], given["unsafe_fixes"], frozenset(instead), given["quiet"])
    done = fixing.carry_out(fixes, project, tree, world, told, before)
    if fixes.diff:
        return int(done.tree != tree and not given["exit_zero"])
    if done.tree != tree:
        told = verdict(project, workspace, done.tree, done.world, asked, before)
    _write(project, done.world, told, given, fixing.told(tree, done, told.findings, fixes))
    return int(told.worst >= project.settings.fail_on.rank and not given["exit_zero"])


def _narrow(workspace: Workspace, paths: tuple[str, ...]) -> frozenset[str]:
    documents = [*workspace.documents(), *workspace.authored()]
    chosen: set[str] = set()
    for path, place in workspace.resolve(paths, Path.cwd()):
        if place == workspace.root:
            return frozenset(documents)
        chosen |= {document for document in documents if document == path or document.startswith(f"{path}/")}
    return frozenset(chosen)


def _write(project: Project, world: World, told: Verdict, given: dict[str, Any], fixed: fixing.Told) -> None:
    if given["quiet"] > 1:
        return
    for warning in told.warnings:
        warn(warning)
    unread = unread_alert_files(world)
    summary = {
        "documents": len(world.documents),
        "services": len(world.catalog.services),
        "alerts": len(world.alerts),
        **render.count(told.findings),
        "waived": told.waived,
        "baselined": told.baselined,
        "alert_files_unread": len(unread),
        "fixed": fixed.fixed,
    }
    if given["form"] == "json":
        click.echo(render.as_json(told.findings, summary), err=fixed.aside)
        return
    lines = (
        render.statistics if given["statistics"] else {"full": render.full, "concise": render.concise}[given["form"]]
    )
    text = "\n".join(lines(told.findings, paint_for(sys.stderr if fixed.aside else sys.stdout), given["unsafe_fixes"]))
    if text:
        click.echo(text, err=fixed.aside, color=True)  # paint_for has decided; click would strip the colours again
    if not given["quiet"]:
        if project.config is None:
            warn(_found(world))
        unread_line = render.unread_line(unread) if unread else ""
        for line in filter(None, (fixed.before, render.summary_line(summary), *told.notes, fixed.behind, unread_line)):
            click.echo(line, err=fixed.aside)


def _found(world: World) -> str:
    """What the default layout found, and what to do where it found too little."""
    kinds = [document.kind for document in world.documents.values()]
    runbooks, postmortems = kinds.count(Kind.RUNBOOK), kinds.count(Kind.POSTMORTEM)
    others = len(kinds) - runbooks - postmortems
    counts = [(len(world.catalog.services), "service"), (runbooks, "runbook")]
    counts += [*([(postmortems, "postmortem")] if postmortems else []), (others, "other page")]
    found = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    hint = "" if runbooks and world.catalog.services else "; `runbook-lint init` looks where yours are"
    return f"no configuration, so the default layout holds: {found}{hint}"


def _settings_json(project: Project) -> str:
    import json
    from dataclasses import asdict

    names = tuple(rule.name for rule in select_rules(project.settings, project.rules))
    values = asdict(replace(project.settings, select=names))
    where = {"root": str(project.root), "config": str(project.config) if project.config else None}
    return json.dumps({**where, **values}, indent=2, default=str)
