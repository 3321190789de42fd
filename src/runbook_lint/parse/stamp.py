"""A review written down: the edits that set `last_reviewed` and `reviewed_by`, and change nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from posixpath import dirname, join

from runbook_lint.model.document import Data
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Edit
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE
from runbook_lint.parse.entry_writer import BY_HAND, EntryWriter, Keys, on_one_line
from runbook_lint.parse.front_matter import is_unclosed, read_front_matter
from runbook_lint.parse.scalars import Scalar, is_day
from runbook_lint.parse.text import Text, split_lines
from runbook_lint.parse.yaml_reader import read_yaml_all

_MANIFEST_ORDER = ("tier", "owner", "team", "service")
"""The keys of a manifest behind which a review is added, the best place first."""
_TOML_TABLE = regex(r"\s*\[")


def stamp_review(path: str, text: Text | str, today: date, by: str, keys: Keys) -> tuple[Edit, ...]:
    """The edits that set the review of a Markdown page or a YAML manifest; none where it is set already.

    A key is replaced where it stands, under whichever of its names in `keys` (`Settings.keys`); a
    missing one is added; `by` may be empty. The result is read back before it is handed out. Raises
    UsageError where it cannot be done without touching anything else.
    """
    lines = text.lines if isinstance(text, Text) else split_lines(text.removeprefix("\N{BYTE ORDER MARK}"))
    if not by.isprintable():
        raise UsageError("the reviewer's name must be one line of plain text")
    wanted = {"last_reviewed": str(today)} | ({"reviewed_by": by.strip()} if by.strip() else {})
    if path.lower().endswith((".yaml", ".yml")):
        return _manifest(path, lines, wanted)
    return set_entries(path, lines, wanted, keys)


def set_entries(path: str, lines: Sequence[str], wanted: Mapping[str, str], keys: Keys) -> tuple[Edit, ...]:
    """The edits that set keys of a page's front matter, which is made where there is none; read back before given out.

    Raises UsageError where it cannot be done without touching anything else.
    """
    if is_unclosed(lines):
        raise UsageError(f"{path}:1: the front matter is never closed; end it with a line that is {lines[0].rstrip()}")
    front = read_front_matter(lines)
    if front is None:
        return (_new_front_matter(path, lines, {keys[key][0]: value for key, value in wanted.items()}),)
    if front.data.problem:
        raise _unreadable(path, front.data)
    toml = front.format == "toml"
    last = front.span.end_line - 1
    if toml:
        last = next((n for n in range(2, last + 1) if _TOML_TABLE.match(lines[n - 1])), last + 1) - 1
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    writer = EntryWriter(path, lines, front.data, last, toml)
    edits = writer.edits(wanted, keys)
    after = _applied(lines, edits)
    read = read_front_matter(after)
    body, body_after = lines[front.span.end_line :], after[read.span.end_line :] if read else ()
    if read is None or read.data.value != writer.expected or tuple(body) != tuple(body_after):
        raise UsageError(f"{path}: {next(iter(wanted))} cannot be set without touching more than its line; {BY_HAND}")
    return edits


def _manifest(path: str, lines: Sequence[str], wanted: Mapping[str, str]) -> tuple[Edit, ...]:
    parts = read_yaml_all("\n".join(lines) + "\n")
    broken = next((data for data in parts if data.problem), None)
    if broken:
        raise _unreadable(path, broken)
    if any(str(data.get("apiVersion")).startswith("backstage.io/") for data in parts):
        beside = join(dirname(path), "service.yaml")
        raise UsageError(
            f"{path}: a Backstage entity has no place for a review; write `last_reviewed: {wanted['last_reviewed']}` "
            f"into {beside}, a manifest with the keys service and team or owner"
        )
    writers = [EntryWriter(path, lines, data, _behind(data)) for data in parts if isinstance(data.get("service"), str)]
    if not writers:
        raise UsageError(f"{path}: no page and no manifest (it has no key service); only these carry a review")
    edits = tuple(edit for writer in writers for edit in writer.edits(wanted, {key: (key,) for key in wanted}))
    read = read_yaml_all("\n".join(_applied(lines, edits)) + "\n")
    expected = {id(writer.data): writer.expected for writer in writers}
    if [data.value for data in read] != [expected.get(id(data), data.value) for data in parts]:
        raise UsageError(f"{path}: last_reviewed cannot be set without touching more than its line; {BY_HAND}")
    return edits


def _behind(data: Data) -> int:
    """The line of a manifest behind which a review is added; 0 where none will do."""
    keys = [key for key in _MANIFEST_ORDER if on_one_line(data, key)]
    return data.span(keys[0]).line if keys else 0


def _new_front_matter(path: str, lines: Sequence[str], entries: Mapping[str, str]) -> Edit:
    written = {key: value if is_day(value) else Scalar(PAGE).written(value) for key, value in entries.items()}
    block = "".join(f"{key}: {value}\n" for key, value in written.items())
    gap = "\n" if lines and lines[0].strip() else ""
    return Edit(path, PAGE, f"---\n{block}---\n{gap}")


def _unreadable(path: str, data: Data) -> UsageError:
    problem = data.problem
    assert problem is not None
    return UsageError(f"{path}:{problem.span.line}:{problem.span.column}: {problem.message}; mend it first")


def _applied(lines: Sequence[str], edits: Sequence[Edit]) -> tuple[str, ...]:
    """The lines after edits that each stay on one line."""
    after = list(lines)
    for edit in sorted(edits, reverse=True):
        index = edit.span.line - 1
        after[index] = after[index][: edit.span.column - 1] + edit.text + after[index][edit.span.end_column - 1 :]
    return tuple("\n".join(after).split("\n"))
