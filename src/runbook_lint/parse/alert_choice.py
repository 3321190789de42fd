"""Which of several alerts of one name is meant: names repeat, so a person chooses by what tells them apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations

from runbook_lint.model.alert import Alert
from runbook_lint.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """What is known of the alert that is meant: its rule file (`path` or `path:line`), group and labels."""

    rule_file: str = ""
    group: str = ""
    labels: tuple[tuple[str, str], ...] = ()

    def fits(self, alert: Alert) -> bool:
        """Whether an alert may be the one."""
        if self.group and alert.group != self.group:
            return False
        return all(alert.labels.get(key) == value for key, value in self.labels) and self._in_file(alert)

    def _in_file(self, alert: Alert) -> bool:
        path, colon, line = self.rule_file.rpartition(":")
        if colon and line.isdigit():
            return _ends_with(alert.location.path, path) and alert.location.span.line == int(line)
        names = (alert.file, alert.location.path)
        return not self.rule_file or any(_ends_with(name, self.rule_file) for name in names)


def _ends_with(path: str, given: str) -> bool:
    tail = given.removeprefix("./").lstrip("/")
    return path == tail or path.endswith(f"/{tail}")


def grouped(alerts: Sequence[Alert], key: Callable[[Alert], Hashable]) -> list[tuple[Alert, ...]]:
    """The alerts, those that are the same to a reader together, in their order."""
    found: dict[Hashable, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(key(alert), []).append(alert)
    return [tuple(each) for each in found.values()]


def ways(groups: Sequence[Sequence[Alert]]) -> Iterator[str]:
    """For each group the options that choose it and no other: as few as will do."""
    return (_way(group, [other for other in groups if other is not group]) for group in groups)


def _way(group: Sequence[Alert], others: Sequence[Sequence[Alert]]) -> str:
    alert = group[0]
    options = [*_label_options(alert, others)]
    if alert.group:
        options.append((f"--group {_shell(alert.group)}", Choice(group=alert.group)))
    options.append((f"--rule-file {_shell(alert.location.path)}", Choice(rule_file=alert.location.path)))
    strangers = [each for other in others for each in other]
    for count in (1, 2):
        for some in combinations(options, count):
            if not any(all(choice.fits(stranger) for _, choice in some) for stranger in strangers):
                return " ".join(text for text, _ in some)
    return f"--rule-file {_shell(f'{alert.location.path}:{alert.location.span.line}')}"


def _label_options(alert: Alert, others: Sequence[Sequence[Alert]]) -> list[tuple[str, Choice]]:
    """The labels that not every other alert has, severity first."""
    labels = sorted(alert.static_labels.items(), key=lambda each: (each[0] != "severity", each[0]))
    strangers = [each for other in others for each in other]
    telling = [(key, value) for key, value in labels if any(each.labels.get(key) != value for each in strangers)]
    return [(f"--label {_shell(f'{key}={value}')}", Choice(labels=((key, value),))) for key, value in telling]


def _shell(text: str) -> str:
    """A word as a shell takes it."""
    return text if re.fullmatch(r"[\w@%+=:,./-]+", text) else "'" + text.replace("'", "'\\''") + "'"
