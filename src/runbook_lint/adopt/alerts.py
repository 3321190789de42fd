"""Alerts as this repository keeps them: the keys of their pages, the label of their severity, and what each asks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from runbook_lint.model.adoption import Doubt, Setting, counted
from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import TIERS, Alerts

_KEY = regex(
    r"(?:run|play)[-_ ]?book|\bsop\b|(?:^|_)(?:wiki|docs?|documentation|instructions|guide)(?:_|$)", re.IGNORECASE
)
_LINK = regex(r"https?://\S+|[\w.{}$ -]+(?:/[\w.{}$ -]+)+|\S+\.(?:md|html?)(?:#\S*)?")
_SEVERITY_KEY = regex(r"sev(?:erity)?|prio(?:rity)?|level|urgency|criticality|page", re.IGNORECASE)
_PAGES = regex(
    r"(?:p|s|sev|prio|priority)[-_ ]?[01]|crit\w*|page\w*|high|urgent|emergency|disaster|fatal|blocker", re.IGNORECASE
)
_TICKETS = regex(
    r"(?:p|s|sev|prio|priority)[-_ ]?[23]|warn\w*|medium|moderate|minor|major|ticket|error|average", re.IGNORECASE
)
_TOLD = regex(r"(?:p|s|sev|prio|priority)[-_ ]?[4-9]|info\w*|low|none|notice|debug|fyi|ok", re.IGNORECASE)
_TIERS = {
    "page": "wakes somebody",
    "ticket": "is looked at in working hours",
    "fyi": "is only told",
}
_OFTEN = 0.05


def alert_settings(
    alerts: Sequence[Alert], services: Sequence[Service], answers: Mapping[str, str]
) -> tuple[list[Setting], list[Doubt]]:
    """What `[alerts]` should say: the keys of pages, the label of the severity, what each severity asks."""
    if not alerts:
        return [], []
    label, label_settings = _severity_label(alerts)
    tiers, doubts = _tiers(alerts, label, answers)
    return [*_runbook_keys(alerts), *label_settings, *_service_labels(alerts, services), *tiers], doubts


def with_pages(alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """The alerts, each with its page under whichever key this repository keeps it."""
    more = [key for each in _runbook_keys(alerts) if isinstance(each.value, tuple) for key in each.value]
    return tuple(_with_page(alert, more) if more and not alert.runbook else alert for alert in alerts)


def _with_page(alert: Alert, keys: Sequence[str]) -> Alert:
    given = {**alert.labels, **alert.annotations}
    key = next((key for key in keys if given.get(key)), "")
    return replace(alert, runbook=given[key], runbook_key=key) if key else alert


def _runbook_keys(alerts: Sequence[Alert]) -> Iterator[Setting]:
    counts: Counter[str] = Counter()
    for alert in alerts:
        for key, value in {**alert.labels, **alert.annotations}.items():
            counts[key] += bool(_KEY.search(key) and _LINK.fullmatch(value.strip()))
    known = Alerts().runbook_keys
    more = [key for key, count in counts.most_common() if key not in known and count >= max(1, _OFTEN * len(alerts))]
    used = [key for key in known if counts[key]]
    if more:
        told = ", ".join(f"{key}: {counts[key]}" for key in (*used, *more))
        yield Setting("alerts", "runbook_keys", (*used, *more), f"alerts that have each: {told}")


def _severity_label(alerts: Sequence[Alert]) -> tuple[str, list[Setting]]:
    usual = Alerts().severity_label
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for alert in alerts:
        for key, value in alert.static_labels.items():
            values[key][value] += 1
    likely = {
        key: sum(found.values())
        for key, found in values.items()
        if _SEVERITY_KEY.fullmatch(key) and sum(_tier(each) != "" for each in found) * 2 > len(found)
    }
    best = max(likely, key=lambda key: likely[key], default=usual)
    if sum(values[usual].values()) * 2 >= likely.get(best, 0):
        return usual, []
    return best, [Setting("alerts", "severity_label", best, f"on {likely[best]} of {len(alerts)} alerts")]


def _service_labels(alerts: Sequence[Alert], services: Sequence[Service]) -> Iterator[Setting]:
    """The label that holds services' names, where it is not the usual one."""
    names = {name.casefold() for each in services for name in (each.id, each.name, each.id.rpartition("/")[2]) if name}
    counts: Counter[str] = Counter()
    for alert in alerts:
        counts.update(key for key, value in alert.static_labels.items() if value.casefold() in names)
    best, count = counts.most_common(1)[0] if counts else ("", 0)
    if best and best not in Alerts().service_labels and count * 2 > len(alerts):
        note = f"names a service on {counted(count, 'alert')}"
        yield Setting("alerts", "service_labels", (best, *Alerts().service_labels), note)


def _tier(severity: str) -> str:
    """What a severity most likely asks of people; empty where its word says nothing."""
    if severity in TIERS:
        return TIERS[severity]
    if _PAGES.fullmatch(severity):
        return "page"
    if _TICKETS.fullmatch(severity):
        return "ticket"
    return "fyi" if _TOLD.fullmatch(severity) else ""


def _tiers(alerts: Sequence[Alert], label: str, answers: Mapping[str, str]) -> tuple[list[Setting], list[Doubt]]:
    counts = Counter(alert.static_labels.get(label, "") for alert in alerts)
    values = {value: count for value, count in counts.items() if value}
    unknown = {value: count for value, count in values.items() if value not in TIERS and _tier(value)}
    if not unknown:
        return [], []
    doubts = [
        Doubt(f"tier:{value}", f"What does severity {value} ask? ({counted(count, 'alert')})", _TIERS, _tier(value))
        for value, count in sorted(unknown.items())
    ]
    every = {value: answers.get(f"tier:{value}", _tier(value)) for value in sorted(values) if _tier(value)}
    notes = {value: counted(values[value], "alert") for value in every}
    return [Setting("alerts.tiers", value, tier, notes[value]) for value, tier in every.items()], doubts
