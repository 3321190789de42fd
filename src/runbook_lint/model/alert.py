"""Alerts, whatever they are written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from runbook_lint.model.document import Comment, DataProblem
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.later import Later
from runbook_lint.model.position import PAGE, Location, Span


@dataclass(frozen=True, slots=True)
class Authored:
    """What a rendered file or an inventory says of the place where an alert was written.

    `path` is a file as the renderer names it, `line` counts from 1 (0 where it is not told), `resource`
    the type and name of a Terraform resource.
    """

    path: str = ""
    line: int = 0
    resource: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """An alerting rule. Names repeat: its identity is rule file, group, name and static labels.

    `location` is where findings about it stand: its name in the rule file, or the authored source that
    an inventory names. `runbook` is the annotation that leads to its page, empty where there is none,
    `runbook_key` the key it stands under, `runbook_location` its place (the whole value, quotes included).
    `source` is the adapter that read it: prometheus, prometheusrule, mimir, grafana, terraform or inventory;
    `file` the file that was read. `span` covers the rule in that file. `authored` is what that file says of
    the place where the alert was written; where it is known, `location` and the other places stand there.
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
    authored: Authored | None = None

    @property
    def static_labels(self) -> Mapping[str, str]:
        """The labels that are not templated."""
        return {key: value for key, value in self.labels.items() if "{{" not in value}

    @property
    def identity(self) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
        """Rule file, group, name and static labels."""
        return (self.file, self.group, self.name, tuple(sorted(self.static_labels.items())))


@dataclass(frozen=True)
class AlertFile(Later):
    """A file that holds alerts: how many were read from it, by which adapter, and why some were not.

    `outside` marks a file that the layout does not name: one whose alerts were written there and come in
    rendered, or do not come in at all (then its one problem says so).
    """

    path: str
    lines: tuple[str, ...]
    source: str = ""
    alerts: int = 0
    problems: tuple[DataProblem, ...] = ()
    comments: tuple[Comment, ...] = ()
    outside: bool = False

    @property
    def unread(self) -> bool:
        """Whether it holds alerts, and none could be read."""
        return bool(self.problems) and not self.alerts
