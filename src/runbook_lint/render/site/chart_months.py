"""How often something happened, by month and kind: columns for the months' sums, and every count below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from runbook_lint.model.frozen import dataclass
from runbook_lint.render.site.charts import LINES, PALE, WIDE, drawing, number, text, words

_LEFT = 72  # units that the kinds' names take
_TALL = 64  # units of the highest column
_CELL = 22
_YEAR = 2  # months that a year's number takes the room of
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def before(self) -> Month:
        """The month before."""
        return Month(self.year, self.month - 1) if self.month > 1 else Month(self.year - 1, 12)

    def __str__(self) -> str:  # noqa: D105  # 2026-11
        return f"{self.year:04}-{self.month:02}"


def last_months(last: Month, count: int = 12) -> tuple[Month, ...]:
    """So many months up to one, in their order."""
    months = [last]
    while len(months) < count and months[-1] > Month(1, 1):
        months.append(months[-1].before)
    return tuple(reversed(months))


def months_chart(
    name: str, title: str, months: Sequence[Month], kinds: Sequence[str], counts: Mapping[tuple[Month, str], int]
) -> Markup:
    """Nothing where nothing was counted."""
    sums = {month: sum(counts.get((month, kind), 0) for kind in kinds) for month in months}
    if not any(sums.values()):
        return Markup("")
    step = (WIDE - _LEFT) / len(months)
    top = _TALL + 22
    height = top + len(kinds) * _CELL + 34
    most = max(max(counts.values()), 1)
    elements = [
        *_columns(months, sums, step),
        *(each for row, kind in enumerate(kinds) for each in _row(months, kind, counts, step, top + row * _CELL, most)),
        *_axis(months, step, top + len(kinds) * _CELL + 14),
    ]
    said = "; ".join(
        f"{month}: " + ", ".join(f"{counts[month, kind]} {kind}" for kind in kinds if counts.get((month, kind)))
        for month in months
        if sums[month]
    )
    return drawing(name, title, said, height, elements)


def _columns(months: Sequence[Month], sums: Mapping[Month, int], step: float) -> Iterator[str]:
    most = max(sums.values())
    yield text(_LEFT - 8, _TALL + 12, "all", "end")
    for index, month in enumerate(months):
        if sums[month]:
            left, high = _LEFT + index * step, sums[month] / most * (_TALL - 2)
            place = f'x="{number(left + 3)}" y="{number(_TALL + 16 - high)}" width="{number(step - 6)}"'
            yield f'<rect class="rl-chart__column" {place} height="{number(high)}" {PALE} />'
            yield text(left + step / 2, _TALL + 12 - high, f"{sums[month]:,}", "middle", "rl-chart__sum")
    yield f'<path class="rl-chart__line" {LINES} d="M{_LEFT} {_TALL + 16.5}H{WIDE}" />'


def _row(
    months: Sequence[Month], kind: str, counts: Mapping[tuple[Month, str], int], step: float, top: float, most: int
) -> Iterator[str]:
    yield text(_LEFT - 8, top + 15, kind, "end", room=_LEFT - 8)
    middles = {month: _LEFT + (index + 0.5) * step for index, month in enumerate(months)}
    dots = (f"M{number(middles[month] - 1)} {number(top + 11)}h2" for month in months if not counts.get((month, kind)))
    yield f'<path class="rl-chart__empty" {LINES} d="{"".join(dots)}" />'
    for month in months:
        count = counts.get((month, kind), 0)
        if not count:
            continue
        size = f'width="{number(step - 2)}" height="{_CELL - 2}" rx="3"'
        place = f'x="{number(middles[month] - step / 2 + 1)}" y="{number(top + 1)}" {size}'
        label = f"<title>{words(f'{month}, {kind}: {count}')}</title>"
        shade = f'fill-opacity="{number(0.2 + 0.4 * count / most)}"'
        yield f'<rect class="rl-chart__cell" {place} {shade}>{label}</rect>'
        yield text(middles[month], top + 15.5, f"{count:,}", "middle", "rl-chart__value")


def _axis(months: Sequence[Month], step: float, base: float) -> Iterator[str]:
    """Every second month by its name, since all twelve have no room on a phone; a year where it begins."""
    turns = [index for index, month in enumerate(months) if month.month == 1]
    years = turns if turns and turns[0] < _YEAR else [0, *turns]
    for index, month in enumerate(months):
        middle = _LEFT + (index + 0.5) * step
        if (len(months) - 1 - index) % 2 == 0:
            yield text(middle, base, _NAMES[month.month - 1], "middle")
        if index in years:
            yield text(middle, base + 15, str(month.year), "middle", "rl-chart__year")
