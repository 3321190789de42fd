"""What a check found goes to where it is wanted: the terminal, files, the summary of a CI step."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from runbook_lint import __version__
from runbook_lint.app.fixing import Told
from runbook_lint.app.judge import Judgement
from runbook_lint.app.terminal import for_log, paint_for
from runbook_lint.app.verdict import Verdict
from runbook_lint.app.workspace import CONFIG_NAMES, Workspace, warn
from runbook_lint.app.write import real_place, replace_files
from runbook_lint.lint.select import select_rules
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.report import Survey
from runbook_lint.model.shard import Part
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.render.findings import count
from runbook_lint.render.formats import FORMATS, HUMAN, MOST, Look, left_out, statistics_of, text_of
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.notes import notes_of, shard_note

_PRINTED = ("-", "/dev/stdout", "/dev/fd/1")


@dataclass(frozen=True)
class Target:
    """A format and where it goes; None is standard output."""

    form: str
    place: Path | None = None


def read_targets(given: Sequence[str], output: str | None) -> tuple[Target, ...]:
    """The values of --format, each NAME or NAME:FILE; `output` is where those without a file go."""
    targets = []
    for value in given or ("full",):
        form, colon, file = value.partition(":")
        if form not in FORMATS:
            hint = did_you_mean(form, FORMATS) or f"there are: {', '.join(FORMATS)}"
            raise UsageError(f"--format {value}: no such format; {hint}")
        if colon and not file:
            raise UsageError(f"--format {value}: no file behind the colon; name one, or leave the colon out")
        place = file or (output if output is not None else "-")
        if not place:
            raise UsageError("--output-file: an empty name; name a file, or - to print")
        targets.append(Target(form, None if place in _PRINTED else Path.cwd() / place))
    _refuse_one_place_for_two(targets)
    return tuple(targets)


def refuse_statistics(targets: Iterable[Target], counted: bool) -> None:
    """Counts of rules are no form that a machine reads."""
    machine = next((target.form for target in targets if target.form not in HUMAN), None)
    if counted and machine:
        raise UsageError(f"--statistics is for people; leave it out, or leave out --format {machine}")


def _refuse_one_place_for_two(targets: Sequence[Target]) -> None:
    seen: dict[Path | None, str] = {}
    for target in targets:
        place = real_place(target.place) if target.place else None
        if place in seen:
            where = target.place.name if target.place else "standard output"
            raise UsageError(
                f"two formats to {where}, {seen[place]} and {target.form}; "
                f"give one a file of its own: --format {target.form}:FILE"
            )
        seen[place] = target.form


def refuse_sources(targets: Iterable[Target], workspace: Workspace) -> None:
    """No report takes the place of a page, a manifest, a rule file or the configuration."""
    places = {real_place(target.place): target.place for target in targets if target.place}
    if not places:
        return
    judged = (*workspace.documents(), *workspace.authored(), *CONFIG_NAMES)
    for place in sorted(places.keys() & set(_led_to(workspace.root / path for path in judged))):
        raise UsageError(f"{places[place]}: is one of the files that are judged; write the report elsewhere")


def _led_to(places: Iterable[Path]) -> Iterator[Path]:
    """Where paths lead in the end; a link that leads to itself leads nowhere, and a rule tells of it."""
    for place in places:
        with suppress(UsageError):
            yield real_place(place)


def _summary_of(seen: Survey, told: Verdict, fixed: int) -> dict[str, int]:
    """The counts that every format ends with."""
    return {
        "documents": seen.documents,
        "services": seen.services,
        "alerts": seen.alerts,
        **count(told.findings),
        "waived": told.waived,
        "baselined": told.baselined,
        "alert_files_unread": len(seen.unread),
        "fixed": fixed,
    }


def outcome_of(judged: Judgement, told: Verdict, fixed: Told | None = None, part: Part | None = None) -> Outcome:
    """Everything that a format may say; `fixed` is what is said around the findings, `part` a shard's own word."""
    project, fixed = judged.project, fixed or Told()
    notes = [*notes_of(told.since, told.gone), fixed.behind]
    if part:
        from runbook_lint.app.sharding import judged_here

        notes.append(shard_note(part.shard, *judged_here(judged.world, part.shard)))
    return Outcome(
        told.findings,
        _summary_of(judged.survey, told, fixed.fixed),
        select_rules(project.settings, project.rules),
        project.today,
        __version__,
        partial(byte_column, judged.lines),
        judged.tree.repository.prefix,
        judged.survey.unread,
        fixed.before,
        tuple(filter(None, notes)),
        part,
    )


def byte_column(lines_of: Callable[[str], Sequence[str]], path: str, line: int, column: int) -> int:
    """The column in bytes of UTF-8 of a place in a file that was read."""
    lines = lines_of(path)
    before = lines[line - 1][: column - 1] if 0 < line <= len(lines) else ""
    return column + len(before.encode("utf-8", "replace")) - len(before)


def write_outcome(
    outcome: Outcome, targets: Sequence[Target], quiet: int,
    counted: bool = False, unsafe: bool = False, aside: bool = False,
) -> None:  # fmt: skip
    """Each format to its place, the files first, all or none; -qq silences only what would be printed.

    `counted` says that people want each rule's findings counted instead of listed, `unsafe` that unsafe fixes count as
    fixes, `aside` that standard output is taken by a text: what would be printed there goes to standard error.
    """
    write = statistics_of if counted else text_of
    plain = Look(unsafe=unsafe)
    files = {target.place: write(target.form, outcome, plain).encode() for target in targets if target.place}
    replace_files(files, {})
    for target in targets:
        if target.place is None and quiet < 2:
            stream = sys.stderr if aside else sys.stdout
            text = write(target.form, outcome, Look(paint_for(stream), summary=not quiet, unsafe=unsafe))
            if target.form in HUMAN:
                click.echo(for_log(text), file=stream, nl=False, color=True)  # paint_for has decided; click would strip
            else:
                click.echo(text.encode(), file=stream, nl=False)  # whatever a terminal's encoding is
        if left_out(target.form, outcome):
            warn(f"{target.form}: the {MOST[target.form]:,} most severe of {len(outcome.findings):,} findings")
    if any(target.form == "github" for target in targets):
        _append_step_summary(outcome)


def for_people(targets: Iterable[Target]) -> bool:
    """Whether every format is one to read."""
    return all(target.form in HUMAN for target in targets)


def _append_step_summary(outcome: Outcome) -> None:
    """A table into the file that GitHub names; a step without it is no reason to fail."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    from runbook_lint.render.step_summary import step_summary

    try:
        with Path(place).open("a", encoding="utf-8") as stream:
            stream.write(step_summary(outcome, _source()))
    except OSError as error:
        warn(f"no table in the step's summary: {place}: {error.strerror}")


def _source() -> str:
    """Where GitHub shows the files of the commit that is checked."""
    server, repository, commit = (
        os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA")
    )
    return f"{server}/{repository}/blob/{commit}/" if server and repository and commit else ""
