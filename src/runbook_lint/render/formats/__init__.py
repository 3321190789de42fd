"""Findings in every format: a module for each, `lines` for people and `text` for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module

from runbook_lint.model.frozen import dataclass
from runbook_lint.render import findings as render
from runbook_lint.render.findings import Paint, plain
from runbook_lint.render.formats.outcome import Outcome

FORMATS: Mapping[str, str] = {
    "full": "to read: the line, a caret, the next step",
    "concise": "one line a finding, for editors and grep",
    "grouped": "one line a finding, below its file",
    "json": "one document, version 1",
    "json-lines": "one JSON object a line, the summary last, version 1",
    "sarif": "SARIF 2.1.0, for GitHub code scanning and other collectors",
    "github": "annotations in GitHub Actions, and a table in the step's summary",
    "gitlab": "a Code Quality report for GitLab",
    "junit": "JUnit XML, for whatever shows test results",
    "rdjson": "reviewdog's diagnostics, with suggested changes",
}
HUMAN = ("full", "concise", "grouped")
MOST = {"sarif": 5_000}
"""How many findings a format holds at most: GitHub stores no more, and refuses 25,000."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a format for people looks: its colours, whether the counts come last, whether unsafe fixes are marked."""

    paint: Paint = plain
    summary: bool = True
    unsafe: bool = False


_USUAL = Look()


def text_of(name: str, outcome: Outcome, look: Look = _USUAL) -> str:
    """The findings in a format; whole lines, the last one ended, or nothing at all."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")  # only the one that is asked for
    if name not in HUMAN:
        text: str = module.text(outcome)
        return text
    return _joined(module.lines(outcome.findings, look.paint, look.unsafe), outcome, look)


def statistics_of(name: str, outcome: Outcome, look: Look = _USUAL) -> str:
    """How often each rule speaks, whichever format for people was asked for."""
    return _joined(render.statistics(outcome.findings, look.paint, look.unsafe), outcome, look)


def _joined(lines: Iterable[str], outcome: Outcome, look: Look) -> str:
    return "".join(f"{line}\n" for line in (*lines, *(closing(outcome) if look.summary else ())))


def closing(outcome: Outcome) -> Iterator[str]:
    """What was mended, the counts, what else is to be said, and what was not read."""
    if outcome.mended:
        yield outcome.mended
    yield render.summary_line(dict(outcome.summary))
    yield from outcome.notes
    if outcome.unread:
        yield render.unread_line(outcome.unread)


def left_out(name: str, outcome: Outcome) -> int:
    """How many findings a format has no room for."""
    return max(0, len(outcome.findings) - MOST.get(name, len(outcome.findings)))
