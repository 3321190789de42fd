"""Waivers: `runbook-lint: ignore[rule] reason until=2027-01-31` in an HTML or YAML comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from runbook_lint.model.alert import AlertFile
from runbook_lint.model.dates import parse_date
from runbook_lint.model.document import Comment, Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.world import DataFile
from runbook_lint.parse.blocks import blocks_of
from runbook_lint.parse.memo import once_each

_WAIVER = regex(
    r"runbook-lint:\s*(?P<scope>file-ignore|ignore)\b\s*(?:\[(?P<rules>[^\]]*)\])?(?P<rest>.*)", re.DOTALL
)
_MISSPELT = regex(r"runbook-lint:\s*([\w-]+)\s*\[")
SCOPES = ("ignore", "file-ignore")
UNTIL = regex(r"\buntil=([^\s,;)]*[^\s,;).])")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A documented exception: which rules, over which lines of one file, why, and until when.

    `bad_until` is a date that could not be read, `unknown_word` what stands where `ignore` should.
    """

    path: str
    span: Span
    rules: tuple[str, ...]
    first_line: int
    last_line: int
    reason: str
    until: date | None = None
    bad_until: str = ""
    unknown_word: str = ""

    def covers(self, span: Span) -> bool:
        """Whether a finding at a place lies in the waiver's lines."""
        return self.first_line <= span.line <= self.last_line


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver after a run: the rules in it that are unknown, and those that were on and suppressed nothing."""

    waiver: Waiver
    expired: bool
    unknown: tuple[str, ...]
    idle: tuple[str, ...]
    known_rules: tuple[str, ...]


_WHOLE_FILE = (0, 10**9)


@once_each
def document_waivers(document: Document) -> tuple[Waiver, ...]:
    """The waivers in a page's HTML comments and in its front matter's comments."""
    found: list[Waiver] = []
    for comment in document.comments:
        if not comment.text.startswith("runbook-lint:"):
            continue
        lines = _block_after(comment, blocks_of(document)) if comment.own_line else _own_lines(comment)
        found += _waivers(document.path, comment, lines)
    if document.front_matter:
        found += _data_waivers(document.path, document.front_matter.data.comments, document.lines)
    return tuple(found)


def data_waivers(data_file: DataFile) -> tuple[Waiver, ...]:
    """The waivers in a YAML file's comments."""
    comments = data_file.parts[0].comments if data_file.parts else ()
    return tuple(_data_waivers(data_file.path, comments, data_file.lines))


def alert_file_waivers(file: AlertFile) -> tuple[Waiver, ...]:
    """The waivers in the comments of a file of alerts, or of a source that they are rendered from."""
    return tuple(_data_waivers(file.path, file.comments, file.lines))


def _data_waivers(path: str, comments: Iterable[Comment], lines: tuple[str, ...]) -> Iterator[Waiver]:
    for comment in comments:
        covered = _own_lines(comment)
        if comment.own_line:
            covered = _entry_after(comment.span.end_line, lines)
        yield from _waivers(path, comment, covered)


def _entry_after(line: int, lines: tuple[str, ...]) -> tuple[int, int]:
    """The YAML entry below a comment: its first line and what is nested under it."""
    first = line + 1
    while first <= len(lines) and (not lines[first - 1].strip() or lines[first - 1].lstrip().startswith("#")):
        first += 1
    if first > len(lines):
        return first, first
    head = lines[first - 1]
    last = first
    while last < len(lines) and _nested(lines[last], head):
        last += 1
    return first, last


def _nested(text: str, head: str) -> bool:
    """Whether a line belongs to the YAML entry that another line starts; a list may stand at its key's indent."""
    deeper = _indent(text) - _indent(head)
    is_item = text.lstrip().startswith("- ") and not head.lstrip().startswith("- ")
    return not text.strip() or deeper > 0 or (deeper == 0 and is_item)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _own_lines(comment: Comment) -> tuple[int, int]:
    return comment.span.line, comment.span.end_line


def _block_after(comment: Comment, blocks: Sequence[Span]) -> tuple[int, int]:
    inside = [block for block in blocks if block.line <= comment.span.line and block.end_line > comment.span.end_line]
    if inside:  # inside a list or a paragraph: what follows there
        nested = [b for b in blocks if b.line > comment.span.end_line and b.line <= inside[-1].end_line]
        block = min(nested, key=lambda b: (b.line, -b.end_line)) if nested else inside[-1]
        return comment.span.line, block.end_line
    after = [block for block in blocks if block.line > comment.span.end_line]
    if not after:
        return comment.span.line, comment.span.end_line
    following = min(after, key=lambda b: (b.line, -b.end_line))
    return comment.span.line, following.end_line


def _waivers(path: str, comment: Comment, lines: tuple[int, int]) -> Iterator[Waiver]:
    match = _WAIVER.match(comment.text)
    if not match:
        misspelt = _MISSPELT.match(comment.text)
        if misspelt:
            yield Waiver(path, comment.span, (), *_own_lines(comment), "", unknown_word=misspelt[1])
        return
    rest = match["rest"]
    until = UNTIL.search(rest)
    day = parse_date(until[1]) if until else None
    reason = " ".join(UNTIL.sub("", rest).replace("()", "").split()).strip(" -–—:")
    rules = tuple(name.strip() for name in (match["rules"] or "").split(",") if name.strip())
    first, last = _WHOLE_FILE if match["scope"] == "file-ignore" else lines
    bad = until[1] if until and day is None else ""
    yield Waiver(path, comment.span, rules, first, last, reason, day, bad)
