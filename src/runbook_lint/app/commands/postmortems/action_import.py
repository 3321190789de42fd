"""`postmortem actions import`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from runbook_lint.app.action_pages import write_changes
from runbook_lint.app.commands.options import config_option
from runbook_lint.app.project import open_project
from runbook_lint.app.read import read_regular
from runbook_lint.model.document import DataProblem
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Edit
from runbook_lint.model.postmortem import ACTION_STATES
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.intake.tracker_export import Ticket, read_tickets, words
from runbook_lint.parse.intake.tracker_match import Change, Refresh, refresh
from runbook_lint.parse.text import decode
from runbook_lint.parse.tracking.action_edits import change_actions
from runbook_lint.render.text import visible

_MOST = 64 * 2**20
_SHOWN = 5


@click.command("import", short_help="Refresh states from the tracker's export, CSV or JSON.")
@click.argument("file", metavar="FILE")
@click.option(
    "--map", "mapped", multiple=True, metavar="WORD=STATE",
    help="What a word of the tracker means: `In Review=in-progress` (repeatable).",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@config_option
def import_command(file: str, mapped: tuple[str, ...], dry_run: bool, config: tuple[str, ...]) -> int:
    """Set the states of actions that name a ticket to what the tracker's export FILE says; - reads standard input.

    Actions are found by their ticket's URL or key. Exit 1 where a ticket's state is none that we know, or an
    action cannot be changed for certain: everything else is done.
    """
    own = _own_words(mapped)
    tickets = read_tickets(visible(file), _text(file))
    project = open_project(Path.cwd(), config)
    tree = project.workspace().tree()
    world = project.world(tree)
    found = refresh(world, tickets, own)
    edits, left = _edits(world, found.changes)
    if edits and not dry_run:
        write_changes(project.root, tree, edits)
    for number, change in enumerate(found.changes):
        if number not in left:
            click.echo(_line(change, "would be " * dry_run))
    for change in found.stateless:
        click.echo(f"{_place(change)}: {_name(change)} is {change.state}; the page has no state to set", err=True)
    for message in left.values():
        click.echo(visible(message), err=True)
    for said, strange in found.strange.items():
        click.echo(visible(_strange(said, strange)), err=True)
    click.echo(_sum(found, len(found.changes) - len(left), dry_run), err=True)
    return int(bool(left or found.strange))


def _own_words(mapped: Sequence[str]) -> Mapping[str, str]:
    own = {}
    for each in mapped:
        word, equals, state = (part.strip() for part in each.rpartition("="))
        if not equals or not words(word):
            raise UsageError(f"--map {each}: give WORD=STATE, such as `In Review=in-progress`")
        if state not in ACTION_STATES:
            hint = did_you_mean(state, ACTION_STATES) or f"there are: {', '.join(ACTION_STATES)}"
            raise UsageError(f"--map {each}: no state {state}; {hint}")
        own[words(word)] = state
    return own


def _text(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read(_MOST + 1) if file == "-" else _bytes(Path.cwd() / file)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    if len(raw) > _MOST:
        raise UsageError(f"{file}: larger than {_MOST // 2**20} MiB")
    text = decode(raw)
    if isinstance(text, DataProblem):
        raise UsageError(f"{file}:{text.span.line}:{text.span.column}: {text.message}; {text.help}")
    return raw.decode("utf-8-sig")


def _bytes(place: Path) -> bytes:
    """A file's bytes, no more than are taken."""
    return read_regular(place) if place.stat().st_size <= _MOST else b" " * (_MOST + 1)


def _edits(world: World, changes: Sequence[Change]) -> tuple[list[Edit], dict[int, str]]:
    """The edits of all pages, and why some changes are left, by their place in the order.

    A page where they cannot be made together is tried action by action.
    """
    pages: dict[str, list[int]] = {}
    for number, change in enumerate(changes):
        pages.setdefault(change.postmortem.path, []).append(number)
    edits: list[Edit] = []
    left: dict[int, str] = {}
    for path, numbers in pages.items():

        def made(some: Sequence[int], path: str = path) -> tuple[Edit, ...]:
            states = {changes[number].index: {"state": changes[number].state} for number in some}
            return change_actions(world.documents[path], world.settings, states)

        try:
            edits += made(numbers)
        except UsageError:
            for number in numbers:
                try:
                    made([number])
                except UsageError as error:
                    left[number] = str(error)
            edits += made([number for number in numbers if number not in left])
    return edits, left


def _line(change: Change, would: str) -> str:
    before = change.action.state or "no state"
    reason = "; write why it was declined" if change.state == "declined" and not change.action.evidence else ""
    told = f"{change.ticket.name} is {change.ticket.said}"
    return visible(f"{_place(change)}: {_name(change)} {would}{before} → {change.state} ({told}){reason}")


def _place(change: Change) -> str:
    return visible(f"{change.postmortem.path}:{change.action.span.line}")


def _name(change: Change) -> str:
    return visible(f"{change.postmortem.incident} {change.action.id}{'' if change.action.numbered else '?'}".strip())


def _strange(said: str, tickets: Sequence[Ticket]) -> str:
    names = ", ".join(ticket.name for ticket in tickets[:_SHOWN]) + (" …" if len(tickets) > _SHOWN else "")
    count = f"{len(tickets)} ticket{'s' * (len(tickets) > 1)}"
    hint = did_you_mean(said, ACTION_STATES)
    return f"{said}: none of our states ({count}: {names}); {f'{hint} ' if hint else ''}give --map '{said}=STATE'"


def _sum(found: Refresh, changed: int, dry_run: bool) -> str:
    done = f"{changed} action{'s' * (changed != 1)} {'would change' if dry_run else 'changed'}"
    others = f"{found.unmatched} ticket{'s' * (found.unmatched != 1)} that no action names"
    return f"{done}, {found.settled} as the tracker says, {others}"
