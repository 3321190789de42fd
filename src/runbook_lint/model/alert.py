"""Alerts, whatever they are written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from runbook_lint.model.document import Comment, DataProblem
from runbook_lint.model.position import PAGE, Location, Span


@dataclass(frozen=True, slots=True)
class Alert:
    """An alerting rule. Names repeat: its identity is rule file, group, name and static labels.

    `location` is where findings about it stand: its name in the rule file, or the authored source that
    an inventory names. `runbook` is the annotation that leads to its page, empty where there is none,
    `runbook_key` the key it stands under, `runbook_location` its place (the whole value, quotes included).
    `source` is the adapter that read it: prometheus, prometheusrule, mimir, grafana or inventory; `file`
    the file that was read. `span` covers the rule in that file.
    """

    name: str
    location: Location
    file: str
    group: str = ""
    expr: str = ""
    hold: str = ""  # Prometheus' `for`: how long the expression must hold
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    severity: str = ""
    runbook: str = ""
    runbook_key: str = ""
    runbook_location: Location = Location("")
    severity_location: Location = Location("")
    source: str = "prometheus"
    span: Span = PAGE
    namespace: str = ""

    @property
    def static_labels(self) -> Mapping[str, str]:
        """The labels that are not templated."""
        return {key: value for key, value in self.labels.items() if "{{" not in value}

    @property
    def identity(self) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
        """Rule file, group, name and static labels."""
        return (self.file, self.group, self.name, tuple(sorted(self.static_labels.items())))


@dataclass(frozen=True, slots=True)
class AlertFile:
    """A file that holds alerts: how many were read from it, by which adapter, and why some were not.

    A file whose `problems` are not empty and whose `alerts` are 0 could not be read at all.
    """

    path: str
    lines: tuple[str, ...]
    source: str = ""
    alerts: int = 0
    problems: tuple[DataProblem, ...] = ()
    comments: tuple[Comment, ...] = ()
