"""Findings as text: full (with the line and a caret), concise (one line each), JSON and statistics."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from runbook_lint.model.finding import Applicability, Finding, Fix, Severity
from runbook_lint.model.position import Location
from runbook_lint.model.rule import SITE
from runbook_lint.parse.text import encodable
from runbook_lint.render.text import leading, many, visible, width

Paint = Callable[[str, str], str]
"""Colours a text: (text, style) to text; the styles are error, warning, info, path, code, dim, help."""

VERSION = 1
_SHOWN = 110


def plain(text: str, style: str) -> str:
    """No colour at all."""
    return text


def concise(findings: Sequence[Finding], paint: Paint = plain, unsafe: bool = False) -> Iterator[str]:
    """`path:line:column: CODE message`, with `[*]` before the message where a fix can be written.

    Unsafe fixes count where they were asked for.
    """
    for finding in findings:
        place = paint(_place(finding), "path")
        code = paint(finding.code, finding.severity.value)
        yield f"{place} {code} {star(finding, paint, unsafe)}{visible(finding.message)}"


def full(findings: Sequence[Finding], paint: Paint = plain, unsafe: bool = False) -> Iterator[str]:
    """Each finding with its source line, a caret under the place, the next step, and `[*]` as in `concise`."""
    for finding in findings:
        head = paint(f"{finding.severity.value}[{finding.code}]", finding.severity.value)
        mark = star(finding, paint, unsafe)
        yield f"{paint(_place(finding), 'path')} {head} {finding.name}: {mark}{visible(finding.message)}"
        yield from _excerpt(finding, paint)
        if finding.help:
            yield f"  {paint('=', 'dim')} {paint('help:', 'help')} {visible(finding.help)}"
        for location, text in finding.related:
            yield f"  {paint('=', 'dim')} {paint('see:', 'help')} {_location(location)}: {visible(text)}"
        if finding.fix and finding.fix.applicability is Applicability.UNSAFE and not unsafe:
            yield f"  {paint('=', 'dim')} {paint('fix:', 'help')} --unsafe-fixes has one; look at what it writes"
        yield ""


def star(finding: Finding, paint: Paint, unsafe: bool) -> str:
    """`[*]` before what a fix can mend."""
    can = finding.fix and (unsafe or finding.fix.applicability is Applicability.SAFE)
    return f"{paint('[*]', 'path')} " if can else ""


def _place(finding: Finding) -> str:
    return f"{leading(finding.path)}:{finding.span.line}:{finding.span.column}:"


def _location(location: Location) -> str:
    return f"{visible(location.path)}:{location.span.line}"


def _excerpt(finding: Finding, paint: Paint) -> Iterator[str]:
    if not finding.source.strip() or finding.span.end_line < finding.span.line:
        return
    if finding.span.column == finding.span.end_column and finding.span.line == 1 == finding.span.column:
        return  # a page-level finding: its first line says nothing about it
    start = finding.span.column - 1
    end = finding.span.end_column - 1 if finding.span.end_line == finding.span.line else len(finding.source)
    first = max(0, min(start - 30, len(finding.source) - _SHOWN)) if len(finding.source) > _SHOWN else 0
    shown = finding.source[first : first + _SHOWN]
    cut_before, cut_behind = "…" if first else "", "…" if first + _SHOWN < len(finding.source) else ""
    before, marked = shown[: start - first], shown[start - first : max(end - first, start - first + 1)]
    number = str(finding.span.line)
    gutter = " " * len(number)
    bar = paint("|", "dim")
    caret = paint("^" * max(1, width(visible(marked.replace("\t", " ")))), finding.severity.value)
    yield f" {gutter} {bar}"
    yield f" {paint(number, 'dim')} {bar} {cut_before}{visible(shown.replace(chr(9), ' '))}{cut_behind}"
    yield f" {gutter} {bar} {' ' * width(cut_before + visible(before.replace(chr(9), ' ')))}{caret}"


def statistics(findings: Sequence[Finding], paint: Paint = plain, unsafe: bool = False) -> Iterator[str]:
    """How often each rule speaks, the most frequent first, with `[*]` where some of it can be fixed."""
    counts = Counter((finding.code, finding.name, finding.severity.value) for finding in findings)
    starred = {finding.code for finding in findings if star(finding, plain, unsafe)}
    stars = {code: "[*]  " if code in starred else "     " for code, _, _ in counts} if starred else {}
    for (code, name, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>6}  {paint(code, severity)}  {stars.get(code, '')}{name}"


def summary_line(counts: dict[str, int]) -> str:
    """`2 errors, 1 warning in 40 documents, 9 services and 31 alerts`, or that all is well."""
    read = f"{many(counts['documents'], 'document')} and {many(counts['services'], 'service')}"
    if counts["alerts"]:
        read = f"{read.replace(' and', ',')} and {many(counts['alerts'], 'alert')}"
    parts = [many(counts[f"{kind}s"], kind) for kind in ("error", "warning", "info") if counts[f"{kind}s"]]
    words = {"waived": "waived", "baselined": "accepted"}
    apart = [f"{counts[key]:,} {word}" for key, word in words.items() if counts[key]]
    told = f" ({', '.join(apart)})" if apart else ""
    return f"{', '.join(parts)} in {read}{told}" if parts else f"No findings in {read}{told}"


def unread_line(paths: Sequence[str]) -> str:
    """`2 files that hold alerts were not read: mixin/a.libsonnet, …`, and where it says what to do."""
    shown = ", ".join(visible(path) for path in paths[:3]) + (" …" if len(paths) > 3 else "")
    verb = "file that holds alerts was" if len(paths) == 1 else "files that hold alerts were"
    return f"{len(paths):,} {verb} not read: {shown} (see {SITE}/alerts/)"


def count(findings: Sequence[Finding]) -> dict[str, int]:
    """Findings by severity, as the summary names them."""
    by = Counter(finding.severity for finding in findings)
    return {f"{severity.value}s": by[severity] for severity in reversed(Severity)}


def as_json(findings: Sequence[Finding], summary: dict[str, int], shard: dict[str, Any] | None = None) -> str:
    """The stable machine format, version 1 (`runbook-lint schema findings`); `shard` is what a part says of itself.

    What no encoding can carry (odd file names) is replaced; in a shard it is escaped, so that nothing is lost before
    the whole is written.
    """
    document = {"version": VERSION, "findings": [finding_json(finding) for finding in findings], "summary": summary}
    text = json.dumps(document | ({"shard": shard} if shard else {}), indent=2, ensure_ascii=False)
    if shard and encodable(text) != text:
        return json.dumps(document | {"shard": shard}, indent=2)
    return encodable(text)


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as JSON holds it."""
    span = finding.span
    result: dict[str, Any] = {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "message": finding.message,
        "help": finding.help,
        "url": finding.url,
        "fingerprint": finding.fingerprint,
        "fix": _fix_json(finding.fix),
    }
    if finding.related:
        result["related"] = [
            {"path": place.path, "line": place.span.line, "column": place.span.column, "message": text}
            for place, text in finding.related
        ]
    return result


def _fix_json(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [
        {
            "path": edit.path,
            "start_line": edit.span.line,
            "start_column": edit.span.column,
            "end_line": edit.span.end_line,
            "end_column": edit.span.end_column,
            "text": edit.text,
        }
        for edit in fix.edits
    ]
    return {"applicability": fix.applicability.value, "edits": edits}
