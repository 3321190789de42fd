"""`merge`: the shards' files read, put together, and written as one run writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from runbook_lint import __version__
from runbook_lint.app.fixing import fixable_line
from runbook_lint.app.outcome import Target, refuse_sources
from runbook_lint.app.project import all_rules, open_project
from runbook_lint.app.read import read_regular
from runbook_lint.app.write import real_place
from runbook_lint.lint.join import Whole, join
from runbook_lint.model.errors import UsageError
from runbook_lint.model.rule import Rule
from runbook_lint.model.shard import Report
from runbook_lint.parse.shard_report import read_report
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.notes import notes_of


def read_whole(files: Sequence[str]) -> Whole:
    """The reports in files, as one."""
    reports = [_read(file) for file in files]
    for report in reports:
        version = report.part.versions.get("runbook-lint", "none")
        if version != __version__:
            made = f"made by runbook-lint {version}, this is {__version__}"
            raise UsageError(f"{report.place}: {made}; merge with the version that judged")
    return join(reports)


def _read(file: str) -> Report:
    place = Path.cwd() / file
    if place.is_dir():
        raise UsageError(f"{file}: a folder; name the files in it: {file.rstrip('/')}/*.json")
    try:
        return read_report(read_regular(place), file)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}; name the JSON that a shard wrote") from None


def refuse_places(targets: Sequence[Target], files: Sequence[str]) -> None:
    """No report takes the place of what it is made from, nor, where merge runs in a checkout, of what is judged."""
    shards = {real_place(Path.cwd() / file): file for file in files}
    for target in targets:
        if target.place and real_place(target.place) in shards:
            raise UsageError(f"{target.place}: is one of the shards; write the report elsewhere")
    if any(target.place and target.place.exists() for target in targets):
        try:
            workspace = open_project(Path.cwd()).workspace()
        except UsageError:
            return  # a configuration that does not hold is nothing to merge
        refuse_sources(targets, workspace)


def outcome_of_whole(whole: Whole, unsafe: bool) -> Outcome:
    """Everything that a format may say, as the whole run would have it."""
    part = whole.part

    def byte_column(path: str, line: int, column: int) -> int:
        return whole.columns.get((path, line, column), column)

    notes = (*notes_of(part.since, part.accepted_gone), fixable_line(whole.findings, unsafe))
    rules, shown = _rules(part.rules), tuple(filter(None, notes))
    return Outcome(
        whole.findings, whole.summary, rules, part.today, __version__, byte_column, part.prefix, part.unread, "", shown
    )


def _rules(codes: Sequence[str]) -> tuple[Rule, ...]:
    known = {rule.code: rule for rule in all_rules()}
    missing = [code for code in codes if code not in known]
    if missing:
        step = "install the plugin that brings it, as where the shards were judged"
        raise UsageError(f"rule {missing[0]} is not known here; {step}")
    return tuple(known[code] for code in codes)
