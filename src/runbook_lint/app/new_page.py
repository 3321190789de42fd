"""A new file in the repository: where it goes, how it gets there, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, TypeVar

import click

from runbook_lint.app.project import Project
from runbook_lint.app.terminal import emit
from runbook_lint.app.write import create_file, path_within, real_place, replace_files
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.render.text import visible

Command = TypeVar("Command", bound=Callable[..., Any])
OUTPUT = click.option(
    "--output", metavar="PATH", help="Where to write it instead of where the layout wants it; - prints it."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Say what was made as JSON (version 1).")


@dataclass(frozen=True)
class Made:
    """A new file: what it is, where it stands, and what is to be done next. `notes` are further sentences.

    `facts` are further values that --json tells.
    """

    kind: str
    path: str
    text: str
    next: str = ""
    notes: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


def output_options(command: Command) -> Command:
    """--output and --json."""
    return OUTPUT(JSON(command))


def flag(name: str, read: Callable[[str], str], text: str) -> str:
    """What a flag means; "" where it was not given. Raises UsageError that names it."""
    try:
        return read(text) if text.strip() else ""
    except UsageError as error:
        raise UsageError(f"--{name}: {error}") from None


def given_path(project: Project, output: str, suffixes: tuple[str, ...] = (".md", ".markdown")) -> str:
    """The path in the repository that --output names; raises UsageError for one outside it or of another kind."""
    place = real_place(Path.cwd() / output)
    root = project.root.resolve()
    if not place.is_relative_to(root):
        raise UsageError(f"--output {output}: outside the repository {root}")
    if not place.name.endswith(suffixes):
        what = "a Markdown page" if ".md" in suffixes else "a YAML file"
        raise UsageError(f"--output {output}: name {what}, such as {place.name or 'page'}{suffixes[0]}")
    return place.relative_to(root).as_posix()


def create(project: Project, path: str, text: str) -> None:
    """Write a new file at a path of the repository; raises UsageError where one stands there already."""
    place = _place(project, path)
    try:
        create_file(place, text.encode("utf-8"))
    except UsageError as error:
        raise UsageError(str(error).replace(str(place), path, 1)) from None


def create_all(project: Project, made: Sequence[Made]) -> None:
    """Write some new files, all or none."""
    if len(made) == 1:
        return create(project, made[0].path, made[0].text)
    places = {_place(project, each.path): each for each in made}
    for place, each in places.items():
        if place.exists() or place.is_symlink():
            raise UsageError(f"{each.path}: is there already; nothing was changed")
    replace_files({place: each.text.encode("utf-8") for place, each in places.items()}, dict.fromkeys(places))
    return None


def _place(project: Project, path: str) -> Path:
    place = project.root / path
    path_within(project.root, place.parent)
    return place


def publish(project: Project, made: tuple[Made, ...], output: str | None, as_json: bool) -> int:
    """Write what was made, or print it with `--output -`, and say so."""
    if output != "-":
        create_all(project, made)
    if as_json:
        files = [_described(each, printed=output == "-") for each in made]
        emit(json.dumps({"version": 1, "made": files}, indent=2, ensure_ascii=False) + "\n")
    elif output == "-":
        click.echo("".join(each.text for each in made), nl=False)
        for note in (note for each in made for note in each.notes):
            click.echo(visible(note), err=True)
    else:
        for each in made:
            click.echo(visible(f"{each.path}: written{each.next and '; '}{each.next}"))
            for note in each.notes:
                click.echo(visible(f"  {note}"))
    return 0


def _described(made: Made, printed: bool) -> dict[str, object]:
    """`todo` counts the lines that wait for an answer."""
    told: dict[str, object] = {"kind": made.kind, "path": None if printed else made.path}
    told |= {"todo": sum("TODO" in line for line in made.text.split("\n")), "next": made.next, "notes": [*made.notes]}
    told |= made.facts
    return told | ({"text": made.text} if printed else {})
