"""What a rule says, and what the engine makes of it."""

from enum import StrEnum

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE, Location, Span


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 2 for error: larger weighs more."""
        return _RANK[self]


_RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Applicability(StrEnum):
    """Whether a fix may be written without a person looking at it."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the text in a span of one file."""

    path: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that together mend one finding.

    `leaves` names the rules that may find something in the new text: a section that is only begun says TODO.
    """

    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule says: a message at a place. The engine signs it, so a rule cannot misname itself.

    `path` is only given by rules that look at more than one file; `severity` raises the rule's own
    (a severity from the configuration wins over both); `secret` keeps the line out of every output.
    """

    message: str
    span: Span = PAGE
    path: str | None = None
    help: str = ""
    severity: Severity | None = None
    fix: Fix | None = None
    related: tuple[tuple[Location, str], ...] = ()
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem signed with its rule, path and severity."""

    path: str
    span: Span
    code: str
    name: str
    message: str
    severity: Severity
    help: str = ""
    url: str = ""
    fingerprint: str = ""
    source: str = ""
    fix: Fix | None = None
    related: tuple[tuple[Location, str], ...] = ()

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """Path, place, code, message: the order of every output."""
        return (self.path, self.span, self.code, self.message)
