"""`postmortem actions set`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from runbook_lint.app.action_pages import find_action, find_page, write_changes
from runbook_lint.app.commands.options import config_option
from runbook_lint.app.project import open_project
from runbook_lint.model.dates import parse_date
from runbook_lint.model.errors import UsageError
from runbook_lint.model.postmortem import ACTION_STATES
from runbook_lint.model.suggest import did_you_mean, near_miss
from runbook_lint.model.world import World
from runbook_lint.parse.neighbours import neighbours
from runbook_lint.parse.postmortem_parts.action_words import action_state
from runbook_lint.parse.tracking.action_edits import change_actions
from runbook_lint.parse.tracking.ledger import owners_of
from runbook_lint.render.text import visible

_NOTHING = "nothing was changed"


@click.command("set", short_help="Change the state, owner, due date or evidence of one action.")
@click.argument("incident", metavar="INCIDENT|PAGE")
@click.argument("action", metavar="ACTION")
@click.option("--state", default=None, help="proposed, accepted, in-progress, done, verified or declined.")
@click.option("--evidence", default=None, metavar="URL", help="What proves that it is done: a link, commit or ticket.")
@click.option("--reason", default=None, metavar="TEXT", help="Why it was declined; stands where evidence does.")
@click.option("--owner", default=None, metavar="ID", help="A person or team of the catalogue.")
@click.option("--due", default=None, metavar="DATE", help="An ISO date.")
@click.option("--ticket", default=None, metavar="URL|KEY", help="The record of truth.")
@config_option
def set_command(
    incident: str,
    action: str,
    state: str | None,
    evidence: str | None,
    reason: str | None,
    owner: str | None,
    due: str | None,
    ticket: str | None,
    config: tuple[str, ...],
) -> int:
    """Set values of one ACTION of an INCIDENT's page, and change no other byte: `set INC-1234 A2 --state done`.

    Where that cannot be done for certain nothing is changed, and the exit status is 2.
    """
    if evidence is not None and reason is not None:
        raise UsageError("--evidence and --reason stand in the same place; give one of them")
    proof = evidence if evidence is not None else reason
    wanted = _wanted({"state": state, "evidence": proof, "owner": owner, "due": due, "ticket": ticket})
    project = open_project(Path.cwd(), config)
    tree = project.workspace().tree()
    world = project.world(tree)
    postmortem = find_page(world, incident, project.root)
    index = find_action(postmortem, action)
    before = postmortem.actions[index]
    _judged(world, wanted)
    shown = wanted.get("evidence") or before.evidence or wanted.get("ticket") or before.ticket
    if wanted.get("state") == "declined" and not shown:
        raise UsageError(f"{before.id} is not declined without a reason or ticket; give --reason TEXT; {_NOTHING}")
    edits = change_actions(world.documents[postmortem.path], world.settings, {index: wanted})
    where = f"{visible(postmortem.path)}:{before.span.line}: {visible(before.id)}"
    said = ", ".join(f"{role} {visible(value)}" for role, value in wanted.items())
    if not edits:
        click.echo(f"{where}: {said} already; {_NOTHING}")
        return 0
    write_changes(project.root, tree, edits)
    click.echo(f"{where}: {said}")
    if wanted.get("state") in ("done", "verified") and not shown:
        click.echo(f"{visible(before.id)} has no evidence; --evidence URL says what proves that it is done", err=True)
    return 0


def _wanted(given: Mapping[str, str | None]) -> dict[str, str]:
    """The values that are given, each one line of plain text."""
    wanted = {role: _plain(role, value) for role, value in given.items() if value is not None}
    if not wanted:
        raise UsageError("nothing to set; give --state, --evidence, --reason, --owner, --due or --ticket")
    return wanted


def _plain(role: str, value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise UsageError(f"the {role} must be one line of plain text; {_NOTHING}")
    return value.strip()


def _judged(world: World, wanted: Mapping[str, str]) -> None:
    """Raise UsageError for a value that is none of ours."""
    state, due = wanted.get("state"), wanted.get("due")
    if state is not None and state not in ACTION_STATES:
        meant = action_state(state)
        hint = f"did you mean {meant}?" if meant else did_you_mean(state, ACTION_STATES)
        raise UsageError(f"no state {state}; {hint or 'there are: ' + ', '.join(ACTION_STATES)}; {_NOTHING}")
    if due is not None and (parse_date(due) is None or len(due) != len("2026-08-01")):
        raise UsageError(f"--due {due}: not an ISO date such as 2026-08-01; {_NOTHING}")
    for owner in owners_of(world, wanted.get("owner", "")):
        _judge_owner(world, owner)


def _judge_owner(world: World, owner: str) -> None:
    """Raise UsageError for who is not in the catalogue, or not any more; where it is incomplete, for a slip only."""
    catalogs = (world.catalog, neighbours(world))
    person = next((found for catalog in catalogs if (found := catalog.person(owner))), None)
    if person and person.former:
        raise UsageError(f"--owner {owner}: has left; {_NOTHING}")
    names = {name for catalog in catalogs for name in (*catalog.people, *catalog.teams)}
    if not names or owner in names or any(catalog.person(owner) or catalog.team(owner) for catalog in catalogs):
        return
    hint = did_you_mean(owner, names) or "no person and no team of the catalogue is called so"
    if world.settings.complete or near_miss(owner, names):
        raise UsageError(f"--owner {owner}: {hint}; {_NOTHING}")
