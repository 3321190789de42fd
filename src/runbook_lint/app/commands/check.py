"""`runbook-lint check`."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from runbook_lint.app import completing, hook
from runbook_lint.app.checking import check
from runbook_lint.app.commands.options import output_options, project_options
from runbook_lint.app.outcome import Target, read_targets, refuse_sources, refuse_statistics
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.starting import exists, is_there, start_of, tell_of_configurations
from runbook_lint.app.workspace import Workspace, warn
from runbook_lint.lint.select import select_rules
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Severity
from runbook_lint.model.shard import Shard
from runbook_lint.render.text import leading

_SELECTORS = ("select", "ignore", "extend_select", "extend_ignore")


@click.command("check", cls=hook.Command)
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=completing.files)
@click.option(
    "--select",
    shell_complete=completing.selectors,
    help="Rules to run instead of the profile's: codes, names, prefixes, ALL; comma-separated.",
)
@click.option("--ignore", shell_complete=completing.selectors, help="Rules to leave out, comma-separated.")
@click.option("--extend-select", shell_complete=completing.selectors, help="Rules to add, comma-separated.")
@click.option("--extend-ignore", shell_complete=completing.selectors, help="More rules to leave out, comma-separated.")
@click.option(
    "--profile", type=click.Choice(["default", "strict"]), help="default: rules that must be right; strict: all."
)
@output_options
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in reversed(Severity)]),
    help="The least severity that exits 1 (default: error).",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("--watch", is_flag=True, help="Judge again whenever a file changes, until Ctrl-C.")
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
@click.option(
    "--shard",
    metavar="N/OF",
    help="Judge a part of the files, as one of several machines: 3/16 is the third of sixteen. All is still read; "
    "`runbook-lint merge` puts the parts' JSON together.",
)
@click.option(
    "--hook",
    is_flag=True,
    help="As hooks of pre-commit and prek want it: PATHS are what is touched; judge them, "
    "and what was broken elsewhere since the last commit.",
)
@click.option(
    "--folder",
    metavar="FOLDER",
    shell_complete=completing.folders,
    help="Look for the configuration there instead of here; PATHS are still named from here.",
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
    targets = read_targets(given["form"], given["output_file"])
    refuse_statistics(targets, given["statistics"])
    if given["watch"] and given["stdin_filename"]:
        raise UsageError("--watch looks at files; leave it out, or leave out --stdin-filename")
    if given["watch"] and (given["fix"] or given["diff"]):
        raise UsageError("--watch judges and writes nothing; leave it out, or leave out --fix and --diff")
    if given["shard"] is not None:
        given["shard"] = _shard(paths, given)
    if given["hook"]:
        hook.refuse_others(given)
        given["changed"] = hook.since()
    beside = [str(Path(given["stdin_filename"]).parent)] if given["stdin_filename"] else []

    def opened() -> tuple[Project, Workspace]:
        named = filter(is_there, paths) if given["hook"] else paths  # a hook may name what its commit deletes
        project = open_project(start_of((*named, *beside), given["folder"]), config, today, _changes(given))
        return project, project.workspace()

    def judged(project: Project, workspace: Workspace) -> int:
        return _judged(project, workspace, paths, targets, given)

    if given["watch"]:
        from runbook_lint.app.watch import watch

        return watch(opened, judged, [target.place for target in targets if target.place])
    gc.disable()  # what a run makes it keeps to its end: of a million things, two hundred could have gone
    try:
        return judged(*opened())
    except UsageError as error:
        raise (hook.in_its_words(error) if given["hook"] else error) from None


def _shard(paths: tuple[str, ...], given: dict[str, Any]) -> Shard | None:
    """Which part is to be judged."""
    from runbook_lint.app import sharding

    shard = sharding.read_shard(given["shard"])
    if shard:
        sharding.refuse_others(paths, {**given, "shard": shard})
    return shard


def _judged(
    project: Project,
    workspace: Workspace,
    paths: tuple[str, ...],
    targets: tuple[Target, ...],
    given: dict[str, Any],
) -> int:
    """One judgement of the tree as it is now, or what --show-… asks for; the exit status."""
    if workspace.warning:
        warn(workspace.warning)
    if given["show_files"]:
        shard = given["shard"]
        shown = [path for path in workspace.documents() if shard is None or path in shard]
        click.echo("".join(f"{leading(path)}\n" for path in shown), nl=False)
        return 0
    if given["show_settings"]:
        click.echo(_settings_json(project))
        return 0
    if project.config is None and given["quiet"] < 2:
        tell_of_configurations(project.root, paths)
    refuse_sources(targets, workspace)
    return check(project, workspace, paths, targets, given)


def _after_changed(paths: tuple[str, ...], given: dict[str, Any]) -> tuple[str, ...]:
    """The paths; what a hook puts behind --changed is one of them, though it stands in the place of a REF."""
    ref = given["changed"]
    if ref is not None and given["stdin_filename"] is not None:
        raise UsageError("--changed judges the files on disk; leave it out, or leave out --stdin-filename")
    if not ref:
        return paths
    from runbook_lint.app.changed import is_ref

    if is_ref(Path.cwd(), ref) or not exists(Path.cwd() / ref):
        return paths
    given["changed"] = ""
    return (ref, *paths)


def _changes(given: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name.replace("_", "-"): [part.strip() for part in given[name].split(",") if part.strip()]
        for name in _SELECTORS
        if given[name] is not None
    }
    return changes | {name.replace("_", "-"): given[name] for name in ("profile", "fail_on") if given[name]}


def _settings_json(project: Project) -> str:
    import json
    from dataclasses import asdict

    names = tuple(rule.name for rule in select_rules(project.settings, project.rules))
    values = asdict(replace(project.settings, select=names))
    where = {"root": str(project.root), "config": str(project.config) if project.config else None}
    return json.dumps({**where, **values}, indent=2, default=str)
