"""What is known of a file before it is understood: known where nothing is read, so it imports next to nothing."""

from enum import StrEnum

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE, Span

MEMORY = ".runbook_lint_links.json"
"""The file at the root in which `links` keeps its verdicts, committed or in a cache."""


class Kind(StrEnum):
    """What a page is: by the layout, or for updates and processes by its own front matter."""

    RUNBOOK = "runbook"
    PLAN = "plan"
    POSTMORTEM = "postmortem"
    COMMS = "comms"
    PROCESS = "process"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class DataProblem:
    """Why a piece of YAML, TOML or a schema could not be taken: one sentence and its place."""

    message: str
    span: Span = PAGE
    help: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be taken: `kind` is encoding or unreadable."""

    path: str
    kind: str
    problem: DataProblem
