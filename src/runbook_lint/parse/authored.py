"""Alerts that come in rendered, brought back to the place where someone wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from runbook_lint.model.alert import Alert, AlertFile, Authored
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Location, Span
from runbook_lint.parse.alert_sources.visible import form_problem, visible_form
from runbook_lint.parse.text import Text, decode
from runbook_lint.parse.yaml_reader import waiver_comments

_BEGINS = regex(r"""^\s*(?:-\s+)?(?:\{\s*)?["']?alert["']?\s*:|^\s*resource\s+\"""")
_NAME = regex(
    r"""^\s*(?:-\s+)?(?:\{\s*)?["']?alert["']?\s*:+\s*(["']?)(?P<name>[^"'\s,{}%+#]+)\1\s*(?:[,}#].*)?$"""
)
_RESOURCE = regex(r'^[ \t]*(?P<name>resource[ \t]+"(?P<type>[^"]+)"[ \t]+"(?P<label>[^"]+)")')
_GOES_ON = regex(r"[|>][-+\d]*$|[\[{(]$|<<")  # a text on the lines below, no value of one line
_FAR = 80  # lines: no alert is longer


def outside_files(contents: Mapping[str, bytes]) -> dict[str, AlertFile]:
    """The files beside the layout that visibly hold alerts, each with why it is not read."""
    found = {}
    for path, data in sorted(contents.items()):
        text = decode(data)
        visible = visible_form(path, text.joined) if isinstance(text, Text) else None
        if isinstance(text, Text) and visible:
            problem = form_problem(*visible, text.joined)
            comments = tuple(waiver_comments(text.joined, 1))
            found[path] = AlertFile(path, text.lines, problems=(problem,), comments=comments, outside=True)
    return found


def brought_home(
    alerts: Iterable[Alert],
    outside: Mapping[str, AlertFile],
    files: frozenset[str],
    ignored: frozenset[str],
    severity_label: str,
) -> tuple[tuple[Alert, ...], dict[str, AlertFile]]:
    """The alerts, placed where they were written as far as that is certain, and the sources.

    One that came in from a file that git ignores is sought by its name, if nothing says where it was written.
    A source is read if an alert was brought back to it, or if all the names it spells out came in.
    """
    sources = _Sources(outside, files)
    placed = []
    for alert in alerts:
        start = sources.find(alert.authored) if alert.authored else None
        if alert.file in ignored and not alert.authored:
            start = sources.named(alert.name)
        placed.append(_placed(alert, start, sources, severity_label) if start else alert)
    homes, names = {alert.location.path for alert in placed}, {alert.name for alert in placed}
    read = {path for path in outside if path in homes or (sources.names[path] and sources.names[path] <= names)}
    return tuple(placed), {path: replace(file, problems=()) if path in read else file for path, file in outside.items()}


class _Sources:
    """What is written in the files beside the layout: names of alerts, and Terraform's resources."""

    def __init__(self, outside: Mapping[str, AlertFile], files: frozenset[str]) -> None:
        self.lines = {path: file.lines for path, file in outside.items()}
        self.files = files
        self.paths: dict[str, str | None] = {}
        self.places: dict[str | tuple[str, str], list[Location]] = {}
        self.inside: dict[tuple[str, str | tuple[str, str]], list[Location]] = {}
        self.names: dict[str, set[str]] = {}
        for path, lines in self.lines.items():
            found = list(_places(path, lines))
            self.names[path] = {key for key, _ in found if isinstance(key, str)}
            for key, place in found:
                self.places.setdefault(key, []).append(place)
                self.inside.setdefault((path, key), []).append(place)

    def find(self, authored: Authored) -> Location | None:
        """Where a renderer's word for a source leads in this repository: nowhere, unless that is certain."""
        if authored.resource:
            return self.named(authored.resource)
        if authored.path not in self.paths:
            self.paths[authored.path] = _template(authored.path, self.files)
        path, line = self.paths[authored.path], authored.line
        return Location(path, Span(line, 1, line, 1) if line else Span()) if path else None

    def named(self, key: str | tuple[str, str]) -> Location | None:
        """The one place where a name or a resource is written."""
        places = self.places.get(key, [])
        return places[0] if len(places) == 1 else None

    def within(self, path: str, name: str) -> Location | None:
        """The one place in a file where a name is written."""
        places = self.inside.get((path, name), [])
        return places[0] if len(places) == 1 else None


def _places(path: str, lines: Sequence[str]) -> Iterator[tuple[str | tuple[str, str], Location]]:
    terraform = path.endswith((".tf", ".tofu"))
    for number, line in enumerate(lines, 1):
        match = (_RESOURCE if terraform else _NAME).match(line)
        if match:
            start, end = match.span("name")
            yield (match["type"], match["label"]) if terraform else match["name"], _at(path, number, start, end - start)


def _template(path: str, files: frozenset[str]) -> str | None:
    """A file of the repository by its own path, or by the one that `helm template` gives: from the chart's name on."""
    if path in files:
        return path
    rest = path.partition("/")[2]
    if "templates/" not in rest:
        return None
    found = [file for file in files if f"/{file}".endswith(f"/{rest}")]
    best = [file for file in found if file.endswith(f"/{path}")] or found
    return best[0] if len(best) == 1 else None


def _placed(alert: Alert, start: Location, sources: _Sources, severity_label: str) -> Alert:
    lines = sources.lines.get(start.path, ())
    home = start
    if start.span == Span():
        home = sources.within(start.path, alert.name) or start
    elif start.span.column == start.span.end_column and start.span.line <= len(lines):
        column = lines[start.span.line - 1].find(alert.name)
        home = _at(start.path, start.span.line, column, len(alert.name)) if column >= 0 else start
    runbook, severity = alert.runbook_location, alert.severity_location
    if runbook.path:
        runbook = _value_place(alert.runbook_key, alert.runbook, home, lines)
    if severity.path:
        severity = _value_place(severity_label, alert.severity, home, lines)
    return replace(alert, location=home, runbook_location=runbook, severity_location=severity)


def _value_place(key: str, value: str, home: Location, lines: Sequence[str]) -> Location:
    """Where a value stands behind an alert's name in its source; else where the alert does."""
    entry = re.compile(rf"""^\s*["']?{re.escape(key)}["']?\s*[:=]+\s*(?P<value>\S.*?)\s*,?\s*$""")
    if home.span == Span():
        return home
    for number in range(home.span.line, min(home.span.line + _FAR, len(lines)) + 1):
        line = lines[number - 1]
        if number > home.span.line and _BEGINS.match(line):
            break
        if len(value) > 8 and line.count(value) == 1:
            return _at(home.path, number, line.find(value), len(value))
        match = entry.match(line)
        if match and not _GOES_ON.match(match["value"]):
            return _at(home.path, number, match.start("value"), len(match["value"]))
    return home


def _at(path: str, line: int, start: int, length: int) -> Location:
    return Location(path, Span(line, start + 1, line, start + length + 1))
