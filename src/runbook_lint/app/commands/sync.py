"""`runbook-lint sync`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import click

from runbook_lint.app.commands.options import config_option
from runbook_lint.app.fetch import FetchFailed, fetch
from runbook_lint.app.pins import check_pin, copy_path, read_lock_file, read_pins
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.write import path_within, replace_files
from runbook_lint.model.errors import UsageError
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.parse.imports import judged_inventory, read_inventory
from runbook_lint.parse.lock import NAME, Pin, digest, lock_text
from runbook_lint.render.imports import changes, holdings
from runbook_lint.render.text import visible


@click.command("sync")
@click.argument("names", nargs=-1, metavar="[NAMES]...")
@click.option("--check", is_flag=True, help="Fetch nothing: exit 1 where a copy or the lock is not as configured.")
@config_option
def command(names: tuple[str, ...], check: bool, config: tuple[str, ...]) -> int:
    """Fetch the catalogues under [imports], judge them, and pin them in runbook-lint.lock.

    Without NAMES all of them. This is the only command that fetches; the others read the copies in
    .runbook-lint/imports, which belong into git with the lock. Either everything is fetched or nothing
    is changed.
    """
    project = open_project(Path.cwd(), config)
    imports = project.settings.imports
    for name in names:
        if name not in imports:
            hint = did_you_mean(name, imports) or f"there are: {', '.join(sorted(imports)) or 'none'}"
            raise UsageError(f"no import {name} under [imports]; {hint}")
    lock = read_lock_file(project.root)
    pins = read_pins(lock)
    if check:
        return _check(project, pins)
    if not imports and not pins:
        raise UsageError('nothing to sync; name catalogues under [imports]: payments = "https://…/catalog.json"')
    return _sync(project, lock, names or sorted(imports))


def _check(project: Project, pins: dict[str, Pin]) -> int:
    """Say what is not as it was pinned, without the network."""
    imports = project.settings.imports
    found = {name: check_pin(project.root, name, source, pins.get(name))[0] for name, source in sorted(imports.items())}
    left = dict.fromkeys(pins.keys() - imports, f"no longer under [imports], still in {NAME}; run `runbook-lint sync`")
    problems = {name: problem for name, problem in {**found, **left}.items() if problem}
    for name in sorted(problems):
        click.echo(f"{visible(name)}: {problems[name]}")
    if not problems:
        click.echo(f"{len(imports)} import{'' if len(imports) == 1 else 's'} as pinned in {NAME}")
    return int(bool(problems))


def _sync(project: Project, lock: bytes | None, names: Iterable[str]) -> int:
    root, imports, pins = project.root, project.settings.imports, read_pins(lock)
    said: list[str] = []
    new: dict[str, bytes] = {}
    kept = {name: pin for name, pin in pins.items() if name in imports}
    for name in names:
        new[name] = _fetched(name, imports[name], root, alone=len(imports) == 1)
        inventory = judged_inventory(name, new[name])
        _, old = check_pin(root, name, kept[name].source, kept[name]) if name in kept else ("", b"")
        if not old:
            said.append(f"{name}: new: {holdings(inventory)}")
        elif digest(old) == digest(new[name]):
            said.append(f"{name}: unchanged")
        else:
            said.append(f"{name}: changed: {changes(read_inventory(name, old), inventory)}")
        kept[name] = Pin(imports[name], digest(new[name]), inventory.commit)
    gone = sorted(pins.keys() - imports)
    copies = {copy_path(name): data for name, data in new.items()}
    _write(root, {**copies, NAME: lock_text(kept).encode()}, gone, lock)
    for line in (*said, *(f"{visible(name)}: removed" for name in gone)):
        click.echo(line)
    return 0


def _fetched(name: str, source: str, root: Path, alone: bool) -> bytes:
    try:
        return fetch(source, root)
    except FetchFailed as error:
        others = "" if alone else "; `runbook-lint sync NAME` syncs the others one by one"
        raise UsageError(f"import {name}: {_shown(source)}: {error}; nothing was changed{others}") from None


def _shown(source: str) -> str:
    """A source as a log may keep it: what stands before `@` and behind `?` may be a key."""
    hidden = re.sub(r"(?<=://)[^/@]*@", "…@", source)
    return re.sub(r"\?.*", "?…", hidden) if "://" in source else source


def _write(root: Path, contents: dict[str, bytes], gone: Iterable[str], lock: bytes | None) -> None:
    """Write what differs, and remove the copies of imports that are no longer configured.

    `lock` is the lock file that the pins were made from: another run's pins must not be lost.
    """
    places = {root / path: data for path, data in contents.items()}
    places |= {root / copy_path(name): b"" for name in gone}
    for place in places:
        path = path_within(root, place)
        if path != place.relative_to(root).as_posix():
            raise UsageError(f"{place.relative_to(root)}: leads to {path}; remove the link; nothing was changed")
    removed = {place for place, data in places.items() if not data}
    replace_files(
        {
            place: data
            for place, data in places.items()
            if place not in removed and not (place.is_file() and place.read_bytes() == data)
        },
        {root / NAME: lock},
    )
    for place in removed:
        place.unlink(missing_ok=True)
