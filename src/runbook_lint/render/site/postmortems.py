"""Postmortems: the index of all that may be shown, and what stands on top of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from posixpath import dirname

from markupsafe import Markup

from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.site import SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_front_page
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.postmortems import public_postmortems
from runbook_lint.parse.site.services import public_rows
from runbook_lint.parse.tracking.ledger import ActionRow, PostmortemRow, action_rows, postmortem_rows
from runbook_lint.render.site.chart_months import Month, last_months, months_chart
from runbook_lint.render.site.charts import Figure
from runbook_lint.render.site.timeline import timeline_figure
from runbook_lint.render.site.view import View
from runbook_lint.render.site.words import clock

MOST = 1000
"""Postmortems that the index shows, the newest; search finds every one."""
_NEAR_MISS = "near miss"
_FEW = 5  # severities of the pages' own that are told apart


def postmortem_pages(view: View) -> Iterator[SiteFile]:
    """The index."""
    rows = public_rows(view.world)
    held = sum(row.restricted for row in postmortem_rows(view.world))
    yield view.page(
        "postmortems/index.md",
        "postmortems.md.j2",
        "Postmortems",
        rows=rows[:MOST],
        total=len(rows),
        open=sum(row.open for row in rows),
        overdue=sum(row.overdue for row in rows),
        held=held,
        figure=incidents_figure(view),
        about=_front_pages(view),
        factors=any(row.factors for row in rows),
        severity=severity,
    )


def severity(row: PostmortemRow | Postmortem) -> str:
    """How bad it was, or would have been: `SEV-2`, `SEV-3, near miss`."""
    return ", ".join(filter(None, (row.severity, _NEAR_MISS if row.kind == "near-miss" else "")))


def incidents_figure(view: View) -> Figure:
    """The postmortems of the last twelve months by month and severity; near misses are counted by themselves."""
    world = view.world
    months = last_months(Month(world.today.year, world.today.month))
    counts: Counter[tuple[Month, str]] = Counter()
    older = undated = 0
    for row in public_rows(world):
        if row.day is None:
            undated += 1
        elif (month := Month(row.day.year, row.day.month)) in months:
            counts[month, _kind(world, row)] += 1
        else:
            older += month < months[0]
    kinds = sorted({kind for _, kind in counts}, key=lambda kind: _worst_first(world, kind))
    rows = tuple((str(month), *(str(counts[month, kind]) for kind in kinds)) for month in months) if kinds else ()
    note = " ".join([f"{older:,} older."] * bool(older) + [f"{undated:,} without a date."] * bool(undated))
    title = "Incidents by month and severity"
    drawn = months_chart("rl-months", title, months, kinds, counts)
    return Figure(title, drawn, ("Month", *kinds), rows, note)


def _kind(world: World, row: PostmortemRow) -> str:
    """What a postmortem is counted as: words that no one configured are one kind, where they are many."""
    if row.kind == "near-miss":
        return _NEAR_MISS
    if row.severity and (row.severity in world.settings.postmortems.severities or not _many_severities(world)):
        return row.severity
    return "other" if row.severity else "unknown"


@once
def _many_severities(world: World) -> bool:
    return len({row.severity for row in public_rows(world)} - {*world.settings.postmortems.severities}) > _FEW


def _worst_first(world: World, kind: str) -> tuple[bool, int, str]:
    known = world.settings.postmortems.severities
    return kind == _NEAR_MISS, known.index(kind) if kind in known else len(known), kind


def _front_pages(view: View) -> list[tuple[str, str]]:
    """The pages that introduce the folders of postmortems: title and place."""
    folders: set[str] = set()
    for row in public_rows(view.world):
        folder = dirname(row.path)
        while folder:
            folders.add(folder)
            folder = dirname(folder)
    pages = view.places.pages
    found = (path for path in pages if dirname(path) in folders and is_front_page(path))
    return [(view.world.documents[path].title, pages[path]) for path in found]


def postmortem_head(view: View, path: str, place: str) -> Markup:
    """What stands on top of a postmortem's own text: the facts, the pages that were used, its times, open actions.

    Nothing for a page that is none. `path` is the source's, `place` that of the page on the site.
    """
    postmortem, row = _postmortems(view.world).get(path), _rows(view.world).get(path)
    if postmortem is None or row is None:
        return Markup("")
    actions = _actions(view.world).get(path, ())
    return view.part(
        place,
        "_postmortem.md.j2",
        it=postmortem,
        row=row,
        severity=severity(row),
        times={name: clock(moment.at) for name, moment in postmortem.times.items() if moment.at},
        figure=timeline_figure(cleaned(postmortem, view.clean) if view.secrets else postmortem),
        open=[action for action in actions if not action.finished],
        total=len(actions),
    )


@once
def _postmortems(world: World) -> Mapping[str, Postmortem]:
    return {each.path: each for each in public_postmortems(world)}


@once
def _rows(world: World) -> Mapping[str, PostmortemRow]:
    return {row.path: row for row in public_rows(world)}


@once
def _actions(world: World) -> Mapping[str, tuple[ActionRow, ...]]:
    found: dict[str, list[ActionRow]] = {}
    for row in action_rows(world):
        found.setdefault(row.path, []).append(row)
    return {path: tuple(rows) for path, rows in found.items()}
