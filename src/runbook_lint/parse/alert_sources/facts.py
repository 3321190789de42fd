"""What every adapter hands over: an alert made of values that stand somewhere in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runbook_lint.model.alert import Alert, Authored
from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import Location
from runbook_lint.model.settings import Alerts

Path = tuple[str | int, ...]
Read = Alert | DataProblem
"""What an adapter yields: an alert, or why something that should be one is none."""

_KINDS = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of a file, and how its alerts are read."""

    path: str
    data: Data
    settings: Alerts
    authored: Authored | None = None

    def place(self, at: Path) -> Location:
        """Where a value stands."""
        return Location(self.path, self.data.span(*at))


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of one alert; `at` is the rule's place in the data, the other paths lead on from there."""

    name: str
    at: Path
    name_key: Path
    labels_key: Path = ("labels",)
    annotations_key: Path = ("annotations",)
    group: str = ""
    expr: str = ""
    hold: str = ""
    labels: Mapping[str, str] | None = None
    annotations: Mapping[str, str] | None = None
    namespace: str = ""
    source: str = "prometheus"


def alert_of(sheet: Sheet, facts: Facts) -> Alert:
    """An alert from its values; its runbook is the first of the configured keys that says something."""
    labels, annotations = dict(facts.labels or {}), dict(facts.annotations or {})
    severity_key = sheet.settings.severity_label
    key, runbook, at = _runbook(sheet.settings, facts, annotations, labels)
    return Alert(
        facts.name,
        sheet.place((*facts.at, *facts.name_key)),
        sheet.path,
        group=facts.group,
        expr=facts.expr,
        hold=facts.hold,
        labels=labels,
        annotations=annotations,
        severity=labels.get(severity_key, ""),
        runbook=runbook,
        runbook_key=key,
        runbook_location=sheet.place(at) if key else Location(""),
        severity_location=sheet.place((*facts.at, *facts.labels_key, severity_key))
        if severity_key in labels
        else Location(""),
        source=facts.source,
        span=sheet.data.span(*facts.at),
        namespace=facts.namespace,
        authored=sheet.authored,
    )


def _runbook(
    settings: Alerts, facts: Facts, annotations: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[str, str, Path]:
    """The key, text and place of what leads to the page; one that is there but empty counts last."""
    found = [
        (key, table[key].strip(), (*facts.at, *table_key, key))
        for table, table_key in ((annotations, facts.annotations_key), (labels, facts.labels_key))
        for key in settings.runbook_keys
        if key in table
    ]
    return next((each for each in found if each[1]), found[0] if found else ("", "", ()))


def text_of(value: Any) -> str:  # Any: YAML
    """A scalar as text: what a rule file means by a number or a date is its text."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def text_map(value: Any) -> dict[str, str]:  # Any: YAML
    """A mapping of labels or annotations; values that are no text are left out."""
    if not isinstance(value, dict):
        return {}
    return {str(key): text_of(each) for key, each in value.items() if not isinstance(each, (dict, list))}


def kind_of(value: Any) -> str:  # Any: YAML
    """What a value is, in words."""
    return _KINDS.get(type(value), "empty")


def mappings(value: Any) -> list[dict[str, Any]]:  # Any: YAML
    """The mappings in a list; nothing where it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
