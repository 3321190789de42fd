"""`runbook-lint links`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.app.links.addresses import allowed, one_name
from runbook_lint.app.links.engine import Engine, find_lychee
from runbook_lint.app.links.guard import Guard
from runbook_lint.app.links.rounds import ask_all, due_links
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.stopping import stoppable
from runbook_lint.app.terminal import emit, paint_for
from runbook_lint.app.workspace import warn
from runbook_lint.app.write import path_within, replace_files
from runbook_lint.lint.options import options_of
from runbook_lint.model.errors import UsageError
from runbook_lint.model.link_memory import MEMORY, LinkRecord, Verdict
from runbook_lint.model.world import World
from runbook_lint.parse.external_links import Use, external_links, host_of
from runbook_lint.parse.globs import is_glob
from runbook_lint.parse.link_memory import link_memory
from runbook_lint.render.link_memory import memory_bytes
from runbook_lint.render.links import DEAD, groups_of, links_json, links_text


@click.command("links")
@click.option("--exclude", multiple=True, metavar="GLOB", help="URLs that are not asked for, with * (repeatable).")
@click.option(
    "--allow-private",
    "private",
    multiple=True,
    metavar="HOST|NETWORK",
    help="Ask this host or network though its address is not public (repeatable).",
)
@click.option(
    "--token",
    "tokens",
    multiple=True,
    metavar="HOST[:PORT]=VARIABLE",
    help="Send this host, and no other, the token in an environment variable (repeatable).",
)
@click.option("--all", "everything", is_flag=True, help="Ask for those as well that were asked for today.")
@click.option("--offline", is_flag=True, help="Ask for nothing; show what is remembered.")
@click.option("--timeout", default=20, type=click.IntRange(1, 300), show_default=True, help="Seconds for a link.")
@click.option("--fail-dead", is_flag=True, help="Exit 1 where a link is dead.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How written."
)
@project_options
def command(config: tuple[str, ...], today: str | None, **given: Any) -> int:
    """Ask for every link to the outside, remember what came of it, and say which are dead.

    The only command besides `sync` that touches the network. What it hears is kept in .runbook_lint_links.json,
    for the rule dead-external-link and for the next run: a link is dead after several failures over several days.
    """
    project = open_project(Path.cwd(), config, today)
    world = project.world(project.workspace().tree())
    if not world.documents and not world.data_files and not world.alert_files:
        raise UsageError(f"no document in {project.root}; name yours under [layout] in runbook-lint.toml")
    memory = link_memory(world)
    if memory.problem:
        raise UsageError(f"{MEMORY}: cannot be read: {memory.problem}; delete it to begin anew")
    uses = _without(external_links(world), given["exclude"])
    records: Mapping[str, LinkRecord] = {url: each for url, each in memory.records.items() if url in uses}
    if not given["offline"]:
        urls = due_links(list(uses), records, project.today, given["everything"])
        records = _ask(project, world, urls, records, given)
    rule = next(each for each in project.rules if each.name == "dead-external-link")
    options = options_of(rule, project.settings)
    groups = groups_of(uses, records, options.failures, options.days)
    if given["form"] == "json":
        emit(links_json(uses, records, groups, project.today))
    else:
        click.echo("\n".join(links_text(uses, records, groups, paint_for())), color=True)
    return int(given["fail_dead"] and bool(groups[DEAD]))


def _ask(
    project: Project, world: World, urls: list[str], records: Mapping[str, LinkRecord], given: dict[str, Any]
) -> Mapping[str, LinkRecord]:
    """The records after everything was asked for; each round is on disk before the next begins."""
    tokens, program = _tokens(given["tokens"]), find_lychee()
    if any(os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")):
        warn("links goes to the network directly, not through the proxy that the environment names")
    place = project.root / MEMORY
    path_within(project.root, place)
    before: bytes | None = world.remembered if place.exists() else None
    done = 0

    def save(now: Mapping[str, LinkRecord]) -> None:
        nonlocal before
        data = memory_bytes(now)
        replace_files({place: data}, {place: before})
        before = data

    allow = allowed(given["private"])
    with stoppable(), Guard(allow, given["timeout"]) as guard:
        engine = Engine(program, guard, tokens, given["timeout"])
        for heard in ask_all(urls, records, project.today, engine.ask, save, lambda url: allow.names(host_of(url)[0])):
            records = heard
            done = sum(records[url].checked == project.today for url in urls if url in records)
            if sys.stderr.isatty():
                click.echo(f"\rasked for {done:,} of {len(urls):,}", nl=False, err=True)
    if sys.stderr.isatty() and urls:
        click.echo(err=True)
    asked = [records[url] for url in urls if url in records and records[url].verdict is not Verdict.PRIVATE]
    if asked and all(each.status is None for each in asked):
        warn("no host answered; is there a network?")
    if not urls and records and before is not None and memory_bytes(records) != before:
        save(records)  # links that are gone are forgotten
    return records


def _tokens(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in given:
        name, equals, variable = text.partition("=")
        host, colon, port = name.partition(":")
        odd = colon and not (port.isascii() and port.isdecimal() and port == f"{int(port[:6])}")
        if not (equals and host and variable) or odd or set(host) & set("/@* "):
            raise UsageError(f"--token {name}…: give HOST=VARIABLE, the name of an environment variable")
        token = os.environ.get(variable, "").strip()
        if not token:
            raise UsageError(f"--token {name}={variable}: the environment has no {variable}")
        found[f"{one_name(host)}{colon}{port}"] = token
    return found


def _without(uses: Mapping[str, Sequence[Use]], globs: Sequence[str]) -> dict[str, Sequence[Use]]:
    """The links that no glob leaves out; a glob that leaves out none is told, since it was meant to."""
    left = dict(uses)
    for glob in globs:
        if not is_glob(glob):
            raise UsageError(f"--exclude {glob}: no glob; such as https://wiki.corp/*")
        found = {url for url in uses if fnmatchcase(url, glob)}
        if not found:
            warn(f"--exclude {glob}: no link is like that; a glob is for the whole URL, such as https://wiki.corp/*")
        left = {url: each for url, each in left.items() if url not in found}
    return left
