"""Rule files on disk: annotations written into them, and what could not be written told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from runbook_lint.app.commands.choosing import chosen
from runbook_lint.app.workspace import Workspace
from runbook_lint.app.write import changed, replace_files
from runbook_lint.lint.prove import fixed_tree
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.alert import Alert
from runbook_lint.model.document import DataProblem
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Fix
from runbook_lint.model.position import Span
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.alert_choice import Choice
from runbook_lint.parse.alert_pages import AlertPage, alert_pages
from runbook_lint.parse.payload import build_payload
from runbook_lint.parse.rule_file_writer import add_annotations
from runbook_lint.parse.runbook_form import runbook_annotation
from runbook_lint.parse.text import decode
from runbook_lint.render.payload.alertmanager import file_annotations
from runbook_lint.render.text import visible

_BY_OTHERS = ("inventory", "terraform")


def write_annotations(world: World, workspace: Workspace, given: str, name: str, choice: Choice) -> int:
    """Add what is missing to the alerts of a rule file; exit 1 where some alert could not be written to."""
    path, place = _rule_file(world, workspace, given)
    pages = [page for page in alert_pages(world) if page.alert.file == path]
    if name:
        wanted = chosen(world, name, Choice(path, choice.group, choice.labels), lambda alert: alert.identity)
        pages = [page for page in pages if page.alert in wanted]
    clean = cleaner(world)
    entries = {page.alert.span: _annotations(world, page, clean) for page in pages}
    entries = {span: each for span, each in entries.items() if each}
    raw = place.read_bytes()
    text = decode(raw)
    if isinstance(text, DataProblem):
        raise UsageError(f"{path}:{text.span.line}: {text.message}; {text.help}")
    if text.lines != world.alert_files[path].lines:
        raise changed(place)
    written = add_annotations(path, text, entries)
    if written.edits:
        replace_files({place: fixed_tree(Tree({path: raw}), Fix(written.edits)).contents[path]}, {place: raw})
    for page in pages:
        click.echo(visible(clean(_line(page, entries, written.refused))), err=page.alert.span in written.refused)
    return 1 if written.refused else 0


def _rule_file(world: World, workspace: Workspace, given: str) -> tuple[str, Path]:
    """A rule file's path and place; one that is written by something else cannot be written to."""
    path, place = next(iter(workspace.resolve((given,), Path.cwd())))
    if not place.is_file():
        raise UsageError(f"{given}: no such file")
    if path not in world.alert_files:
        raise UsageError(f"{given}: no rule file by the layout; name it in layout.alert_rules")
    alerts = [alert for alert in world.alerts if alert.file == path]
    if not alerts:
        raise UsageError(f"{given}: no alert could be read from it; `runbook-lint check {given}` says why")
    made = next((alert for alert in alerts if not is_by_hand(world, alert)), None)
    if made:
        authored = next((alert.location.path for alert in alerts if alert.location.path != path), "something else")
        raise UsageError(f"{given}: made from {authored}; write the annotations there")
    if workspace.target(place) is None:
        raise UsageError(f"{given}: a link out of the repository; nothing was changed")
    if path in world.silent:
        raise UsageError(f"{given}: generated, as .gitattributes says; write the annotations into its source")
    return path, place


def is_by_hand(world: World, alert: Alert) -> bool:
    """Whether an alert is written in the file it was read from: what git ignores, a renderer wrote."""
    here = alert.location.path == alert.file and alert.file in world.files
    return here and alert.source not in _BY_OTHERS


def _annotations(world: World, page: AlertPage, clean: Callable[[str], str]) -> dict[str, str]:
    """What an alert lacks and its page gives; a text with a secret in it is left out."""
    if not page.path:
        return {}
    wanted = file_annotations(build_payload(world, page), runbook_annotation(world, page))
    return {key: text for key, text in wanted.items() if clean(text) == text}


def _line(page: AlertPage, entries: Mapping[Span, Mapping[str, str]], refused: Mapping[Span, str]) -> str:
    alert = page.alert
    place = f"{alert.file}:{alert.location.span.line}: {alert.name}:"
    if alert.span in refused:
        return f"{place} not written: {refused[alert.span]}"
    if alert.span in entries:
        return f"{place} {', '.join(entries[alert.span])} added"
    return f"{place} {'nothing to add' if page.path else f'no page serves it; see runbook-lint new arp {alert.name}'}"
