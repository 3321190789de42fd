"""The alert that a command is about, chosen by a person where names repeat."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import click

from runbook_lint.model.alert import Alert
from runbook_lint.model.errors import UsageError
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.alert_choice import Choice, grouped, ways
from runbook_lint.parse.alert_pages import find_alerts
from runbook_lint.render.text import visible

Command = TypeVar("Command", bound=Callable[..., Any])
_MOST = 20

_RULE_FILE = click.option(
    "--rule-file", default="", metavar="PATH[:LINE]", help="Of several alerts of the name, the one in this file."
)
_GROUP = click.option("--group", default="", help="Of several alerts of the name, the one in this group.")
_LABEL = click.option(
    "--label", "labels", multiple=True, metavar="KEY=VALUE", help="The one with this label (repeatable)."
)


def choice_options(command: Command) -> Command:
    """--rule-file, --group and --label."""
    return _RULE_FILE(_GROUP(_LABEL(command)))


def read_choice(rule_file: str, group: str, labels: tuple[str, ...]) -> Choice:
    """The options as one value."""
    for label in labels:
        if "=" not in label:
            raise UsageError(f"--label {label}: give KEY=VALUE")
    pairs = (label.partition("=") for label in labels)
    return Choice(rule_file, group, tuple((key, value) for key, _, value in pairs))


def chosen(world: World, name: str, choice: Choice, key: Callable[[Alert], Hashable]) -> tuple[Alert, ...]:
    """The alerts that are meant: one, or several that are the same by `key`; else a list to choose from, and exit 2."""
    named = find_alerts(world, name)
    if not named:
        raise UsageError(_unknown(world, name))
    fitting = [alert for alert in named if choice.fits(alert)]
    groups = grouped(fitting or named, key)
    if fitting and len(groups) == 1:
        return groups[0]
    for group, way in zip(groups[:_MOST], ways(groups), strict=False):
        click.echo(visible(f"  {_place(group)}: {way}"), err=True)
    if len(groups) > _MOST:
        click.echo(f"  and {len(groups) - _MOST} more", err=True)
    if not fitting:
        raise UsageError(f"none of the alerts named {name} is the one asked for; choose one of those above")
    raise UsageError(f"{len(groups)} alerts are named {name}; choose one by what stands behind it above")


def _place(group: tuple[Alert, ...]) -> str:
    at = group[0].location
    more = f" and {len(group) - 1} more" if len(group) > 1 else ""
    return f"{at.path}:{at.span.line}{more}"


def _unknown(world: World, name: str) -> str:
    if not world.alerts:
        return f"no alert {name}: no alerting rule was read; name your rule files in layout.alert_rules"
    hint = did_you_mean(name, {alert.name for alert in world.alerts})
    return f"no alert {name}; {hint or f'none of the {len(world.alerts):,} that were read is called so'}"
