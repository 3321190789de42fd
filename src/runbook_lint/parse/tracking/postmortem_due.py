"""When a postmortem is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from runbook_lint.model.dates import Duration, parse_duration
from runbook_lint.model.postmortem import STAMPS, Postmortem
from runbook_lint.model.settings import DUE, Settings


def writing_time(severity: str, settings: Settings) -> Duration:
    """How long a postmortem of a severity may be a draft."""
    named = (text for name, text in settings.postmortems.due.items() if name.casefold() == severity.casefold())
    written = next(named, settings.postmortems.due.get("default", DUE["default"]))
    return parse_duration(written) or Duration(days=60)  # the configuration lets only durations through


def last_day(times: Mapping[str, datetime]) -> date | None:
    """The day, in UTC, of the last of an incident's times, from which the time to write is counted."""
    return next((times[name].astimezone(UTC).date() for name in reversed(STAMPS) if name in times), None)


def writing_due(postmortem: Postmortem, settings: Settings) -> date | None:
    """The day a draft is due: so long after the last of its times that can be read, by its severity."""
    times = {name: moment.at for name, moment in postmortem.times.items() if moment.at is not None}
    start = last_day(times) or postmortem.day
    return writing_time(postmortem.severity, settings).after(start) if start else None
