"""What the shell offers behind Tab: names of rules, formats, services and alerts. Where it cannot know, nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from runbook_lint.model.patterns import regex

if TYPE_CHECKING:
    from runbook_lint.app.project import Project

_KEY = rb"""^[ \t]*(?:-[ \t]+)?["']?%s["']?[ \t]*:"""
_ALERT = regex(_KEY % b"alert" + rb"""[ \t]*["']?([^\s"',{}#]+)(?=["']?[ \t\r]*(?:[,}#]|$))""", re.MULTILINE)
_RECORD = regex(_KEY % b"record", re.MULTILINE)
"""A rule file of Prometheus by its looks: its alerts are known in milliseconds, where reading it takes seconds."""

_WORD = regex(r"[\w.,:@%+/=-]+")
"""A name from a page goes onto somebody's command line: `$(…)` in it would be run there."""

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _silent(complete: Complete) -> Complete:
    """A completion that offers nothing where it fails: nobody asked for a message while typing."""

    def offered(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            return complete(ctx, param, incomplete)
        except Exception:  # a broken configuration, a plugin, a file that is gone
            return []

    return offered


def items(names: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    """Those of some (name, help) that begin as what was typed, and that no shell takes for more than a word."""
    from runbook_lint.render.text import visible

    fitting = [each for each in names if each[0].startswith(incomplete) and _WORD.fullmatch(each[0])]
    return [CompletionItem(name, help=visible(told) or None) for name, told in fitting]


@_silent
def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats of check; files behind a colon."""
    from runbook_lint.render.formats import FORMATS

    if ":" in incomplete:
        return [CompletionItem(incomplete, type="file")]
    return items(FORMATS.items(), incomplete)


@_silent
def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, as the shell itself lists them."""
    return [CompletionItem(incomplete, type="file")]


@_silent
def folders(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Folders alone, as the shell itself lists them."""
    return [CompletionItem(incomplete, type="dir")]


@_silent
def rule_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules by name, or by code once a capital was typed."""
    return items(_rules(incomplete), incomplete)


@_silent
def selectors(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules by name, code or family, also behind a comma."""
    from runbook_lint.model.rule import FAMILIES

    before, comma, last = incomplete.rpartition(",")
    names = [*_rules(last), *([("ALL", "every rule"), *FAMILIES.items()] if last[:1].isupper() else [])]
    return [CompletionItem(before + comma + item.value, help=item.help) for item in items(names, last)]


def _rules(typed: str) -> list[tuple[str, str]]:
    from runbook_lint.app.project import all_rules

    return [(rule.code if typed[:1].isupper() else rule.name, rule.sentence) for rule in all_rules()]


@_silent
def schemas(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The JSON Schemas."""
    from runbook_lint.app.commands.schema import NAMES

    return items(NAMES.items(), incomplete)


@_silent
def alerts(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Alerts by name, with the file of the first one."""
    from runbook_lint.model.tree import Tree

    found: dict[str, str] = {}
    other: dict[str, bytes] = {}
    project, contents = _read(("alert_rules",))
    for path, content in contents.items():
        names = _ALERT.findall(content)
        for name in names:
            found.setdefault(name.decode("utf-8", "replace"), path)
        if not names and not _RECORD.search(content):
            other[path] = content
    for alert in project.world(Tree(other)).alerts if other else ():
        found.setdefault(alert.name, alert.location.path)
    return items(sorted(found.items()), incomplete)


@_silent
def services(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Services by id, with what people call them."""
    from runbook_lint.model.tree import Tree

    project, contents = _read(("services", "teams"))
    found = project.world(Tree(contents)).catalog.services
    return items([(each.id, each.name or "") for each in found], incomplete)


def _read(roles: tuple[str, ...]) -> tuple[Project, dict[str, bytes]]:
    """The files of some roles and no others: no page need be read for a name."""
    from runbook_lint.app.project import open_project

    project = open_project(Path.cwd())
    workspace = project.workspace()
    paths = [path for path in workspace.documents() if workspace.roles.data_role(path) in roles]
    return project, {path: (workspace.root / path).read_bytes() for path in paths}
