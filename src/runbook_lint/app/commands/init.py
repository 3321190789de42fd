"""`runbook-lint init`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from os.path import relpath
from pathlib import Path

import click

from runbook_lint.adopt.config_text import config_text
from runbook_lint.adopt.merge import TABLE, lacking, merged
from runbook_lint.app.adopting import Looked, judged, look_over
from runbook_lint.app.ask import ask, can_ask
from runbook_lint.app.commands.options import today_option
from runbook_lint.app.project import all_rules, day_of
from runbook_lint.app.skeleton import skeleton
from runbook_lint.app.terminal import paint_for
from runbook_lint.app.workspace import find_config, find_root
from runbook_lint.app.write import create_file, path_within, replace_files
from runbook_lint.model.adoption import Adoption
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.config import read_config
from runbook_lint.render.adoption import outcome_lines, plan_lines
from runbook_lint.render.text import visible

_NAME = "runbook-lint.toml"


@click.command("init")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: take the best guess at every doubt, and write.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option(
    "--no-frontmatter", is_flag=True, help="Links and alerts alone: no page has to be edited, no manifest written."
)
@today_option
def command(yes: bool, dry_run: bool, no_frontmatter: bool, today: str | None) -> int:
    """Take up a repository that is there already: find its layout, and write runbook-lint.toml.

    It shows what it takes for what and why, asks where it is in doubt, and writes one file: only what is not as
    by default. Nothing is overwritten. Where there is nothing yet, it offers a small example.
    """
    here = Path.cwd()
    root = find_root(here, None)
    there = find_config(here)
    if there is not None and not there.is_relative_to(root):
        there = None  # a configuration above this repository is somebody else's
    looked = look_over(root, day_of(today))
    adoption = looked.adoption({}, not no_frontmatter)
    if there is not None:
        return _is_there(there, adoption, dry_run)
    if not (yes or dry_run or can_ask()):
        raise UsageError("without a terminal nothing can be asked; give --yes to write, or --dry-run to look")
    if adoption.bare:
        return _begin(looked, adoption, yes, dry_run)
    click.echo("\n".join(plan_lines(adoption, paint_for())), color=True)
    if not (yes or dry_run):
        adoption = _asked(looked, adoption, not no_frontmatter)
    return _write(looked, adoption, ask_first=not yes, dry_run=dry_run)


def _asked(looked: Looked, adoption: Adoption, front_matter: bool) -> Adoption:
    """What is made of the repository once people have answered; shown again where an answer changed it."""
    answers: dict[str, str] = {}
    for doubt in adoption.doubts:
        click.echo("", err=True)
        answer = ask(doubt.text, doubt.guess, doubt.choices)
        if answer != doubt.guess:
            answers[doubt.key] = answer
    if not answers:
        return adoption
    changed = looked.adoption(answers, front_matter)
    click.echo("")
    click.echo("\n".join(plan_lines(changed, paint_for())), color=True)
    return changed


def _write(looked: Looked, adoption: Adoption, ask_first: bool, dry_run: bool) -> int:
    text = config_text(adoption.settings)
    click.echo("")
    if dry_run:
        click.echo(_diff({_NAME: ("", text)}) + "\n")
    elif ask_first and ask(f"Write {_NAME}?", "yes", ("yes", "no")) != "yes":
        click.echo("nothing was written")
        return 0
    else:
        create_file(looked.root / _NAME, text.encode("utf-8"))
        click.echo(f"{_shown(looked.root)}: written; it is yours from now on")
    world, report = judged(looked, text)
    click.echo("\n".join(outcome_lines(world, report.findings, written=not dry_run)))
    return 0


def _begin(looked: Looked, adoption: Adoption, yes: bool, dry_run: bool) -> int:
    """Offer the example where there is nothing to take up; what stands there already is left alone."""
    if adoption.notes:  # there is something, in a form that is not read: nobody there waits for an example
        click.echo("\n".join([*plan_lines(adoption)][1:]))
        click.echo("")
        if yes:
            click.echo("nothing else to take up, so nothing was written; without --yes an example is offered")
            return 0
    files = skeleton(looked.today) | {_NAME: config_text(())}
    for path in files:
        path_within(looked.root, looked.root / path)
    taken = [path for path in files if (looked.root / path).exists() or (looked.root / path).is_symlink()]
    if taken:
        raise UsageError(f"{taken[0]}: is there already; nothing was changed")
    click.echo("Nothing to take up here: no runbook, no manifest, no alert. An example of each:")
    click.echo("\n".join(f"  {path}" for path in files))
    click.echo("")
    if dry_run:
        click.echo(_diff({path: ("", text) for path, text in files.items()}))
        return 0
    if not yes and ask("Write them?", "no" if adoption.notes else "yes", ("yes", "no")) != "yes":
        click.echo("nothing was written")
        return 0
    places = {looked.root / path: text.encode("utf-8") for path, text in files.items()}
    replace_files(places, dict.fromkeys(places))
    click.echo(f"{len(files)} files written; read them over, then put your own in their place. Next:")
    click.echo("  runbook-lint check       judges them\n  runbook-lint coverage    says what the service has")
    return 0


def _is_there(place: Path, adoption: Adoption, dry_run: bool) -> int:
    """Say what a configuration lacks that is there already; it is never written to."""
    within = TABLE if place.name == "pyproject.toml" else ""
    try:
        text = place.read_text(encoding="utf-8-sig")
        read_config(text, all_rules(), place.name)
        missing = lacking(text, adoption.settings, within)
    except UnicodeDecodeError as error:
        raise UsageError(f"{place.name}: cannot be read: {error}; save it as UTF-8") from None
    if dry_run:
        after = merged(text, missing, within) if missing else text
        click.echo(_diff({place.name: (text, after)}) or f"{place.name} has all that init would write")
        return 0
    added = [replace(each, table=".".join(filter(None, (within, each.table)))) for each in missing]
    if added:
        click.echo(config_text(added, head="").strip("\n"))
    told = "init would add what stands above; `--dry-run` shows where" if added else "it has all that init would write"
    raise UsageError(f"{place.name}: is there already; nothing was changed; {told}")


def _shown(root: Path) -> str:
    """The configuration's path from here, which may be a folder of the repository."""
    return visible(Path(relpath(root / _NAME)).as_posix())


def _diff(files: Mapping[str, tuple[str, str]]) -> str:
    lines: list[str] = []
    for path, (before, after) in files.items():
        old = before.splitlines()
        names = (f"a/{path}" if old else "/dev/null", f"b/{path}")
        lines += difflib.unified_diff(old, after.splitlines(), *names, lineterm="")
    return "\n".join(visible(line.replace("\t", "    ")) for line in lines)
