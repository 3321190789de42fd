"""What the commands of the ledger share: rows without what must not leave, and how they are shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from runbook_lint.app.project import Project
from runbook_lint.lint.redact import secret_words
from runbook_lint.model.dates import parse_date
from runbook_lint.model.errors import UsageError
from runbook_lint.model.world import World
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.tracking.ledger import ActionRow, Hidden, PostmortemRow, postmortem_rows

if TYPE_CHECKING:
    from datetime import date

    from rich.console import RenderableType

Row = TypeVar("Row", ActionRow, PostmortemRow)


def all_postmortems(project: Project, world: World) -> tuple[PostmortemRow, ...]:
    """Every postmortem; none at all is an error, so that a job with a wrong layout does not pass for ever."""
    rows = postmortem_rows(world)
    if not rows:
        raise UsageError(f"no postmortem in {project.root}: name yours in layout.postmortems, or run `postmortem new`")
    return rows


def split_rows(world: World, rows: Iterable[Row], restricted: bool) -> tuple[tuple[Row, ...], list[Row]]:
    """The rows that may be shown, without secrets, and those that are held back."""
    shown = tuple(row for row in rows if restricted or not row.restricted)
    words = secret_words(world, {row.path for row in shown})
    if words:
        shown = cleaned(shown, lambda text: _without(text, words))
    return shown, [row for row in rows if row.restricted and not restricted]


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "…")
    return text


def hidden_actions(rows: Sequence[ActionRow]) -> Hidden:
    """The counts of actions that are held back."""
    return Hidden(len({row.path for row in rows}), len(rows), sum(row.late > 0 for row in rows))


def tell_hidden(hidden: Hidden, remedy: str = "--restricted shows") -> None:
    """One line on stderr that says how many are not shown."""
    if not hidden.postmortems:
        return
    several = hidden.postmortems > 1
    what = f"{hidden.postmortems} restricted postmortem{'s' * several}"
    if hidden.actions:
        late = f", {hidden.overdue} overdue" if hidden.overdue else ""
        what += f" with {hidden.actions} action{'s' * (hidden.actions > 1)}{late}"
    shown = f"; {remedy} {'them' if several else 'it'}" if remedy else ""
    click.echo(f"{what} {'are' if several else 'is'} not shown{shown}", err=True)


def draw(table: Callable[[int], RenderableType]) -> None:
    """Print what is drawn for a width: the terminal's, and 80 columns where there is none."""
    from rich.console import Console

    columns = max(shutil.get_terminal_size().columns, 30)
    console = Console(highlight=False, width=columns)
    with console.capture() as shown:
        console.print(table(columns))
    click.echo("\n".join(line.rstrip() for line in shown.get().split("\n")), nl=False, color=True)


def day_option(option: str, value: str) -> date:
    """The day that an option names."""
    day = parse_date(value)
    if day is None:
        raise UsageError(f"{option} {value}: not an ISO date such as 2026-08-01")
    return day
