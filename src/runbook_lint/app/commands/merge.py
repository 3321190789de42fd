"""`runbook-lint merge`."""

from __future__ import annotations

from typing import Any

import click

from runbook_lint.app import completing
from runbook_lint.app.commands.options import output_options
from runbook_lint.app.merging import outcome_of_whole, read_whole, refuse_places
from runbook_lint.app.outcome import read_targets, refuse_statistics, write_outcome
from runbook_lint.app.workspace import warn
from runbook_lint.render.text import visible


@click.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=completing.files)
@output_options
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever was found.")
@click.option("-q", "--quiet", count=True, help="Findings only; twice for nothing at all.")
@click.option("--unsafe-fixes", is_flag=True, help="Mark what --fix --unsafe-fixes would mend as fixable as well.")
def command(files: tuple[str, ...], **given: Any) -> int:
    """Put the shards of one run together.

    FILE is what `check --shard 3/16 --format json` wrote; all of a run are needed. What is written, and the exit
    status, are those of one run over everything. No checkout is needed.
    """
    targets = read_targets(given["form"], given["output_file"])
    refuse_statistics(targets, given["statistics"])
    refuse_places(targets, files)
    whole = read_whole(files)
    outcome = outcome_of_whole(whole, given["unsafe_fixes"])
    if given["quiet"] < 2:
        for warning in whole.part.warnings:
            warn(visible(warning))
    write_outcome(outcome, targets, given["quiet"], given["statistics"], given["unsafe_fixes"])
    return int(whole.fails and not given["exit_zero"])
