"""Charts as SVG text in the colours of the theme: values in, one drawing out, every figure in it written as well.

A drawing is 340 units wide, a phone's width, so that its letters are as large as the page's there. Colours come
from classes (assets/charts.css), and none tells anything alone: parts have patterns, and numbers stand in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from markupsafe import Markup

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.parse.text import encodable
from runbook_lint.render.text import width

WIDE = 340
"""Units across a drawing."""
LINE = 18
PLAIN = 'fill="currentColor" font-size="12" font-family="sans-serif"'
LINES = 'fill="none" stroke="currentColor"'
PALE = 'fill-opacity="0.3"'
"""How things are drawn where no style sheet came along."""
_LETTER = 6.6  # units that a letter of 12 takes at most, on average
_NO_XML = regex("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

PATTERNS: Mapping[str, str] = {
    "ok": "",
    "soon": '<path d="M0 8 8 0" />',
    "late": '<path d="M0 8 8 0M0 0 8 8" />',
    "none": '<path d="M4 4h.01" />',
}
"""What a part means, and the lines that tell it apart from the others without colour."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and its text alternative: a table with the same numbers, and a `note` on what is left out.

    No `svg` where there is nothing to draw.
    """

    title: str
    svg: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label, and a value for each part."""

    label: str
    values: tuple[int, ...]


def bars(name: str, title: str, parts: Mapping[str, str], rows: Sequence[Bar]) -> Markup:
    """Stacked bars, one below the other, with their sums; `parts` names each part's meaning (of PATTERNS) to its label.

    `name` is the drawing's own on its page.
    """
    most = max((sum(row.values) for row in rows), default=0)
    if not most:
        return Markup("")
    left, right = 86, WIDE - 40
    lines = [element for index, row in enumerate(rows) for element in _bar(name, row, parts, index, left, right, most)]
    key = _key(name, parts, len(rows) * 28 + 16)
    height = len(rows) * 28 + 16 + (len(parts) + 1) // 2 * LINE
    said = "; ".join(f"{row.label}: {_said(parts.values(), row.values)}" for row in rows)
    return drawing(name, title, said, height, [patterns(name, parts), *lines, *key])


def _bar(
    name: str, row: Bar, parts: Mapping[str, str], index: int, left: int, right: int, most: int
) -> Iterable[str]:
    top, at, several = index * 28 + 2, float(left), sum(map(bool, row.values)) > 1
    yield text(left - 6, top + 15, row.label, "end", room=left - 6)
    for (meaning, label), value in zip(parts.items(), row.values, strict=True):
        if value:
            across = max(value / most * (right - left), 3)
            yield _box(name, meaning, at, top, across, 22, f"{row.label}, {label}: {value}")
            if several and across > _LETTER * len(str(value)) + 4:
                yield text(at + across / 2, top + 15, str(value), "middle", "rl-chart__value")
            at += across
    yield text(at + 6, top + 15, f"{sum(row.values):,}", extra="rl-chart__sum")


def _key(name: str, parts: Mapping[str, str], top: int) -> Iterable[str]:
    """What the patterns mean, two to a line."""
    for index, (meaning, label) in enumerate(parts.items()):
        left, line = index % 2 * WIDE / 2, top + index // 2 * LINE
        yield _box(name, meaning, left + 1, line, 14, 12, label)
        yield text(left + 21, line + 10.5, label, room=WIDE / 2 - 24)


def _box(name: str, meaning: str, left: float, top: float, across: float, down: float, label: str) -> str:
    place = f'x="{number(left)}" y="{number(top)}" width="{number(across)}" height="{number(down)}"'
    pattern = f'<rect {place} fill="url(#{name}-{meaning})" />' if PATTERNS[meaning] else ""
    shape = f'<rect class="rl-chart__part rl-chart__part--{meaning}" {place} {PALE} />'
    return f'<g class="rl-chart__{meaning}"><title>{words(label)}</title>{shape}{pattern}</g>'


def patterns(name: str, meanings: Iterable[str]) -> str:
    """The patterns of some meanings, to be used in one drawing."""
    drawn = (
        f'<pattern id="{name}-{each}" width="8" height="8" patternUnits="userSpaceOnUse">{PATTERNS[each]}</pattern>'
        for each in meanings
        if PATTERNS[each]
    )
    return f'<defs class="rl-chart__patterns" {LINES}>{"".join(drawn)}</defs>'


def drawing(name: str, title: str, said: str, height: float, elements: Iterable[str]) -> Markup:
    """A whole drawing on one line, with what it shows in words for those who cannot see it."""
    size = f'viewBox="0 0 {WIDE} {number(height)}" width="{WIDE}" height="{number(height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {PLAIN}'
    label = f'<title id="{name}-title">{words(title)}</title><desc id="{name}-desc">{words(said)}</desc>'
    refs = f'aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
    return Markup(f"{head} {refs}>{label}{''.join(elements)}</svg>")  # every word in it went through `words`


def text(left: float, base: float, shown: str, anchor: str = "start", extra: str = "", room: float = 0) -> str:
    """A line of text, cut where there is no room for it."""
    cut = fitted(shown, room) if room else shown
    kind = f' class="{extra}"' if extra else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{number(left)}" y="{number(base)}"{side}{kind}>{words(cut)}</text>'


def fitted(shown: str, room: float) -> str:
    """As much of a text as fits into so many units."""
    most = int(room / _LETTER)
    if width(shown) <= most:
        return shown
    while shown and width(shown) >= most:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def words(value: object) -> str:
    """Text for XML, in one line: no blank line may end the block of HTML that the drawing is."""
    return escape(_NO_XML.sub("", " ".join(encodable(str(value)).split())))


def number(value: float) -> str:
    """A coordinate, as short as a tenth of a unit allows."""
    return f"{value:.1f}".removesuffix(".0")


def _said(names: Iterable[str], values: Iterable[int]) -> str:
    return ", ".join(f"{value} {name}" for name, value in zip(names, values, strict=True) if value) or "none"
