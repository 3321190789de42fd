"""An incident as one line in time: what happened stands where it stood, its marks numbered and named below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from runbook_lint.model.frozen import dataclass
from runbook_lint.render.site.charts import LINE, LINES, PALE, WIDE, drawing, number, patterns, text, words

_FIRST, _LAST = 12, WIDE - 12
_RADIUS = 9
_APART = 2 * _RADIUS + 2
_RAIL = 46


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, as its mark is named: `Detected`, `15:44`, `after 2 min`."""

    at: datetime
    name: str
    clock: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What went on between two marks, by its meaning (of PATTERNS)."""

    start: datetime
    end: datetime
    meaning: str


def timeline_chart(
    name: str, title: str, marks: Sequence[Mark], stretches: Sequence[Stretch] = (), ticks: Sequence[Mark] = ()
) -> Markup:
    """Marks in their order, with smaller things as ticks between; nothing for fewer than two moments."""
    moments = [each.at for each in (*marks, *ticks)]
    if not marks or min(moments) == max(moments):
        return Markup("")
    scale = _Scale(min(moments), max(moments) - min(moments))
    meanings = sorted({stretch.meaning for stretch in stretches})
    elements = [
        patterns(name, meanings),
        f'<path class="rl-chart__rail" {LINES} d="M{_FIRST} {_RAIL}H{_LAST}" />',
        *(_stretch(name, stretch, scale) for stretch in stretches if stretch.start < stretch.end),
        *(_tick(tick, scale) for tick in ticks),
        *_marks(marks, scale),
        *_names(marks),
    ]
    said = ". ".join(" ".join(filter(None, (mark.name, mark.clock, mark.after))) for mark in marks)
    return drawing(name, title, said, _RAIL + 32 + len(marks) * LINE, elements)


@dataclass(frozen=True, slots=True)
class _Scale:
    start: datetime
    whole: timedelta

    def at(self, moment: datetime) -> float:
        return _FIRST + (moment - self.start) / self.whole * (_LAST - _FIRST)


def _stretch(name: str, stretch: Stretch, scale: _Scale) -> str:
    left, right = scale.at(stretch.start), scale.at(stretch.end)
    place = f'x="{number(left)}" y="{_RAIL - 6}" width="{number(max(right - left, 1))}" height="12"'
    pattern = f'<rect {place} fill="url(#{name}-{stretch.meaning})" />' if stretch.meaning != "ok" else ""
    return f'<rect class="rl-chart__part rl-chart__part--{stretch.meaning}" {place} {PALE} />{pattern}'


def _tick(tick: Mark, scale: _Scale) -> str:
    label = words(" ".join(filter(None, (tick.clock, tick.name))))
    line = f'<path class="rl-chart__tick" {LINES} d="M{number(scale.at(tick.at))} {_RAIL + 7}v8" />'
    return f"<g><title>{label}</title>{line}</g>"


def _marks(marks: Sequence[Mark], scale: _Scale) -> Iterator[str]:
    """Numbers in circles, moved apart where they would lie on each other, each led to its place in time."""
    true = [scale.at(mark.at) for mark in marks]
    for index, (place, shown) in enumerate(zip(true, spread(true), strict=True)):
        lead = f"M{number(shown)} {2 * _RADIUS + 2}L{number(place)} {_RAIL - 8}V{_RAIL + 8}"
        circle = f'<circle cx="{number(shown)}" cy="{_RADIUS + 1}" r="{_RADIUS}" />'
        digit = text(shown, _RADIUS + 5, str(index + 1), "middle")
        yield f'<g class="rl-chart__mark"><g {LINES}><path d="{lead}" />{circle}</g>{digit}</g>'


def _names(marks: Sequence[Mark]) -> Iterator[str]:
    timed = any(mark.clock for mark in marks)
    for index, mark in enumerate(marks):
        base = _RAIL + 36 + index * LINE
        yield text(18, base, f"{index + 1}", "end", "rl-chart__sum")
        room = 104 if mark.clock and timed else WIDE - 28
        yield text(28, base, mark.name, extra="rl-chart__name", room=room)
        if mark.clock:
            yield text(138, base, mark.clock)
        if mark.after:
            yield text(WIDE, base, mark.after, "end")


def spread(places: Sequence[float]) -> list[float]:
    """The places in their order, moved so little that each is far enough from the next, and none leaves the drawing.

    Those that do not fit at all stand closer.
    """
    if not places:
        return []
    apart = min(_APART, (_LAST - _FIRST) / max(len(places) - 1, 1))
    shown: list[float] = []
    for place in places:
        shown.append(max(place, shown[-1] + apart) if shown else place)
    limit: float = _LAST
    for index in range(len(shown) - 1, -1, -1):
        shown[index] = min(shown[index], limit)
        limit = shown[index] - apart
    return shown
