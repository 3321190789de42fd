"""A postmortem's times as a figure: its five moments with all that happened between, drawn where they stand in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from markupsafe import Markup

from runbook_lint.model.postmortem import STAMPS, Postmortem, TimelineEntry
from runbook_lint.render.site.chart_timeline import Mark, Stretch, timeline_chart
from runbook_lint.render.site.charts import Figure
from runbook_lint.render.site.words import clock, lasted
from runbook_lint.render.text import many

_NAME = "rl-timeline"
_MOST = 12  # entries that are named where a page gives no moments
_LONGEST = 120
_HEAD = ("Moment", "When (UTC)", "After the start")


def timeline_figure(postmortem: Postmortem) -> Figure:
    """The drawing and its table; no drawing where fewer than two times can be read."""
    marks = stamp_marks(postmortem)
    entries = [entry for entry in postmortem.timeline if entry.moment.at]
    rows = tuple((mark.name, clock(mark.at), mark.after.removeprefix("after ")) for mark in marks)
    title = "When it happened"
    if len({mark.at for mark in marks}) < 2:
        return Figure(title, _entries_only(title, entries), _HEAD, rows)
    marks = sorted(marks, key=lambda mark: mark.at)
    near = _near(marks, entries)
    note = f"{many(len(entries) - len(near), 'entry', 'entries')} of the timeline, further away, not drawn."
    drawn = timeline_chart(_NAME, title, marks, _stretches(postmortem), [_tick(entry) for entry in near])
    return Figure(title, drawn, _HEAD, rows, note if len(near) < len(entries) else "")


def stamp_marks(postmortem: Postmortem) -> list[Mark]:
    """The moments that the page gives and that can be read, in the order in which they should happen."""
    told = {name: postmortem.times[name].at for name in STAMPS if name in postmortem.times}
    times = {name: at for name, at in told.items() if at}
    one_day = len({at.astimezone(UTC).date() for at in times.values()}) == 1
    start = times.get("started")
    return [Mark(at, name.capitalize(), clock(at, day=not one_day), _after(start, at)) for name, at in times.items()]


def _after(start: datetime | None, at: datetime) -> str:
    return f"after {lasted(at - start)}" if start and start < at else ""


def _stretches(postmortem: Postmortem) -> list[Stretch]:
    """What went on: unnoticed until it was detected, harmful until it was mitigated, then only to be tidied up."""
    times = {name: moment.at for name, moment in postmortem.times.items() if moment.at}
    meanings = dict.fromkeys(STAMPS, "soon") | {"detected": "late"}
    if "mitigated" in times:
        meanings["resolved"] = "ok"
    names = sorted(times, key=lambda name: (times[name], STAMPS.index(name)))
    return [Stretch(times[one], times[two], meanings[two]) for one, two in pairwise(names)]


def _near(marks: Sequence[Mark], entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """The entries that may share a scale with the moments: what happened weeks before would make a dot of them."""
    first, last = marks[0].at, marks[-1].at
    room = (last - first) / 2
    return [entry for entry in entries if entry.moment.at and first - room <= entry.moment.at <= last + room]


def _tick(entry: TimelineEntry) -> Mark:
    assert entry.moment.at is not None
    words = " ".join(entry.text.split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
    return Mark(entry.moment.at, short, clock(entry.moment.at, day=False))


def _entries_only(title: str, entries: Sequence[TimelineEntry]) -> Markup:
    """The timeline's own entries, named where they are few, else the first and the last."""
    ticks = sorted(map(_tick, entries), key=lambda tick: tick.at)
    named = ticks if len(ticks) <= _MOST else [ticks[0], ticks[-1]]
    one_day = len({tick.at.astimezone(UTC).date() for tick in ticks}) == 1
    marks = [Mark(tick.at, f"{clock(tick.at, not one_day)} {tick.name}") for tick in named]
    return timeline_chart(_NAME, title, marks, (), ticks if len(ticks) > _MOST else ())
