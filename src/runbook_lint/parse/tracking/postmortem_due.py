"""When a postmortem is to be written."""

from __future__ import annotations

from datetime import date

from runbook_lint.model.dates import parse_duration
from runbook_lint.model.postmortem import STAMPS, Postmortem
from runbook_lint.model.settings import Settings


def writing_due(postmortem: Postmortem, settings: Settings) -> date | None:
    """The day a draft is due: so long after the last of its times that can be read, by its severity."""
    written = settings.postmortems.due
    severity = postmortem.severity.casefold()
    length = parse_duration(next((text for name, text in written.items() if name.casefold() == severity), None))
    length = length or parse_duration(written.get("default"))
    times = (postmortem.times[name].at for name in reversed(STAMPS) if name in postmortem.times)
    start = next((at.date() for at in times if at), postmortem.day)
    return length.after(start) if length and start else None
