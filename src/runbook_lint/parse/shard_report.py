"""A shard's report, as `check --shard --format json` writes it: text to values, or an error that names the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Applicability, Edit, Finding, Fix, Severity
from runbook_lint.model.position import Location, Span
from runbook_lint.model.shard import MOST, Part, Report, Shard, Since

T = TypeVar("T")
Json = Mapping[str, Any]  # Any: what JSON holds, until `_as` has looked at it

_COUNTS = (
    "documents", "services", "alerts", "infos", "warnings", "errors", "waived", "baselined", "alert_files_unread",
    "fixed",
)  # fmt: skip
_WRITE = "write it anew with `runbook-lint check --shard … --format json`"


def read_report(data: bytes, place: str) -> Report:
    """The report in a file's bytes; `place` is its name for messages."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        if data.startswith(b'{"version"') and b"\n{" in data:
            raise UsageError(f"{place}: json-lines; merge reads --format json") from None
        told = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"{place}{told}: no JSON, or only a part of it; {_WRITE}") from None
    if not isinstance(document, dict) or not {"version", "findings", "summary"} <= set(document):
        raise UsageError(f"{place}: no report of `runbook-lint check`; {_WRITE}")
    if type(document["version"]) is int and document["version"] != 1:
        wrote = f"findings of version {document['version']}, this reads version 1"
        raise UsageError(f"{place}: {wrote}; merge with the version that wrote it")
    if "shard" not in document:
        raise UsageError(f"{place}: a report of a whole run, or of one that was merged; {_WRITE}")
    try:
        return _report(document, place)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise UsageError(f"{place}: not as `runbook-lint check` wrote it; {_WRITE}") from None


def _as(kind: type[T], value: object) -> T:
    """A value of this type and no other: True is no number."""
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _word(value: object) -> str:
    """What is ours to choose, such as a rule's code: a text in one line, with nothing in it that is not seen."""
    text = _as(str, value)
    if not text.isprintable():
        raise ValueError(text)
    return text


def _report(document: Json, place: str) -> Report:
    _as(int, document["version"])
    shard = _as(dict, document["shard"])
    details = _as(list, shard["details"])
    found = _as(list, document["findings"])
    read = [_finding(each, more) for each, more in zip(found, details, strict=True)]
    columns = {
        (finding.path, _as(int, line), _as(int, column)): _as(int, count)
        for finding, more in zip(read, details, strict=True)
        for line, column, count in more.get("byte_columns", ())
    }
    summary = {name: _as(int, document["summary"][name]) for name in _COUNTS}
    return Report(place, _part(shard), tuple(read), summary, columns)


def _part(shard: Json) -> Part:
    number, of = _as(int, shard["number"]), _as(int, shard["of"])
    if of > MOST:  # each of them would be counted
        raise ValueError(of)
    return Part(
        Shard(number, of),
        {_word(name): _word(version) for name, version in shard["versions"].items()},
        tuple(map(_word, _as(list, shard["rules"]))),
        _word(shard["settings"]),
        date.fromisoformat(shard["today"]),
        _word(shard["commit"]),
        _word(shard["tree"]),
        _as(str, shard["prefix"]),
        _as(bool, shard["fails"]),
        _as(int, shard["accepted_gone"]),
        _since(shard["since"]),
        tuple(_texts(shard["unread"])),
        tuple(_texts(shard["warnings"])),
    )


def _since(since: Json | None) -> Since | None:
    if since is None:
        return None
    ref, commit, configured = _as(str, since["ref"]), _word(since["commit"]), _as(bool, since["configured"])
    touched, gone, renamed, elsewhere = (_as(int, since[name]) for name in ("touched", "gone", "renamed", "elsewhere"))
    return Since(ref, commit, touched, gone, renamed, elsewhere, configured)


def _texts(values: list[object]) -> Iterator[str]:
    return (_as(str, value) for value in _as(list, values))


def _finding(given: Json, more: Json) -> Finding:
    related = given.get("related", ())
    ends = more.get("related_ends", ())
    return Finding(
        _as(str, given["path"]),
        _span(given),
        _word(given["code"]),
        _word(given["name"]),
        _as(str, given["message"]),
        Severity(given["severity"]),
        _as(str, given["help"]),
        _word(given["url"]),
        _word(given["fingerprint"]),
        _as(str, more.get("source", "")),
        _fix(given["fix"]),
        tuple(_related(place, end) for place, end in zip(related, ends, strict=True)),
    )


def _span(given: Json, line: str = "line", column: str = "column") -> Span:
    return Span(*(_as(int, given[name]) for name in (line, column, "end_line", "end_column")))


def _related(place: Json, end: list[object]) -> tuple[Location, str]:
    span = Span(_as(int, place["line"]), _as(int, place["column"]), _as(int, end[0]), _as(int, end[1]))
    return Location(_as(str, place["path"]), span), _as(str, place["message"])


def _fix(fix: Json | None) -> Fix | None:
    if fix is None:
        return None
    edits = tuple(
        Edit(_as(str, edit["path"]), _span(edit, "start_line", "start_column"), _as(str, edit["text"]))
        for edit in _as(list, fix["edits"])
    )
    return Fix(edits, Applicability(fix["applicability"]))
