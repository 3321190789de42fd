"""The review of the reviews: what a month's postmortems led to, and what was left lying."""

from __future__ import annotations

from calendar import month_name, monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from posixpath import dirname, relpath
from typing import Any

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.sections import find_sections
from runbook_lint.parse.targets import encoded
from runbook_lint.parse.tracking.ledger import ActionRow, PostmortemRow, action_rows, postmortem_rows
from runbook_lint.parse.tracking.repeated import repeated_actions

Values = dict[str, Any]  # Any: what a template is given

THIN = 8
"""Words; a section that has fewer says little."""

_PROSE = ("summary", "impact", "detection", "mitigation", "resolution", "causes", "lessons", "prevention")
_MONTH = regex(r"(\d{4})-(0[1-9]|1[0-2])\Z")
_WORD = regex(r"(?<!\w)[\d_]*[^\W\d_]\w*")
_YEAR = 12  # months in which a factor recurs


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its first and its last day."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """`October 2026`."""
        return f"{month_name[self.first.month]} {self.first.year}"

    def __contains__(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def year_before(self) -> Month:
        """The twelve months that end with it."""
        months = self.first.year * 12 + self.first.month - _YEAR
        return Month(date(months // 12, months % 12 + 1, 1), self.last)


def read_month(text: str, today: date) -> Month:
    """The month that a text names, the last whole one where it names none; raises UsageError for what is no month."""
    if text:
        match = _MONTH.match(text)
        if match is None or match[1] == "0000":
            raise UsageError(f"--month {text}: not a month such as {today:%Y-%m}")
        year, month = int(match[1]), int(match[2])
    else:
        year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    if (year, month) > (today.year, today.month):
        raise UsageError(f"--month {text}: has not begun")
    if year < 2:
        raise UsageError(f"--month {text}: too long ago")
    return Month(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def review_pack(world: World, month: Month, page: str = "") -> Values:
    """What the template of the pack is filled with; of restricted postmortems there are only counts.

    Links lead from `page`, a path in the repository, or from its root. What is open, and late, is so as of today.
    """
    every = postmortem_rows(world)
    rows = [row for row in every if not row.restricted]
    mine = [row for row in rows if row.day in month]
    paths = {row.path for row in mine}
    actions = [row for row in action_rows(world) if not row.restricted]
    own = [row for row in actions if row.path in paths]
    hidden = [row for row in every if row.restricted and row.day in month]
    link = _Links(page)
    return {
        "month": month.name,
        "today": str(world.today),
        "incidents": tuple(_postmortem(row, own, link) for row in mine if row.kind != "near-miss"),
        "near_misses": tuple(_postmortem(row, own, link) for row in mine if row.kind == "near-miss"),
        "undated": sum(row.day is None for row in rows),
        "restricted": {
            "postmortems": len(hidden),
            "actions": sum(row.actions for row in hidden),
            "open": sum(row.open for row in hidden),
            "overdue": sum(row.overdue for row in every if row.restricted),
        },
        "closed": tuple(_shares(own, actions, month)),
        "overdue": tuple(_postmortem(row, actions, link) for row in sorted(rows, key=_lateness) if row.late),
        "stale": tuple(_action(row, link) for row in actions if row.late),
        "repeated": tuple(
            tuple(_action(row, link) for row in group)
            for group in repeated_actions(actions)
            if any(row.path in paths or not row.finished for row in group)
        ),
        "factors": tuple(_recurring(rows, month, lambda row: row.factors)),
        "services": tuple(_recurring(rows, month, lambda row: row.services)),
        "thin": tuple(_thin(world, mine, link)),
    }


def _lateness(row: PostmortemRow) -> int:
    return -row.late


class _Links:
    """Targets that lead from a page to a file."""

    def __init__(self, page: str) -> None:
        self.folder = dirname(page) or "."

    def to(self, path: str) -> str:
        return encoded(relpath(path, self.folder))


def _postmortem(row: PostmortemRow, actions: Iterable[ActionRow], link: _Links) -> Values:
    own = [each for each in actions if each.path == row.path]
    return {
        "incident": row.name,
        "title": row.title,
        "link": link.to(row.path),
        "path": row.path,
        "severity": row.severity,
        "status": row.status,
        "day": str(row.day or ""),
        "services": row.services,
        "actions": len(own),
        "closed": sum(each.finished for each in own),
        "due": str(row.due or ""),
        "late": row.late,
    }


def _action(row: ActionRow, link: _Links) -> Values:
    return {
        "incident": row.name,
        "id": row.id if row.numbered else "",
        "text": row.text,
        "owner": row.owner,
        "due": str(row.due or ""),
        "late": row.late,
        "state": row.state,
        "finished": row.finished,
        "ticket": row.ticket,
        "link": link.to(row.path),
        "path": row.path,
        "line": row.line,
    }


def _shares(own: Sequence[ActionRow], every: Sequence[ActionRow], month: Month) -> Iterator[Values]:
    """How many actions are closed, by when they were due: of the month's postmortems, and of all."""
    spans = (
        ("all", lambda row: True),
        ("due by the end of the month", lambda row: row.due is not None and row.due <= month.last),
        ("due later", lambda row: row.due is not None and row.due > month.last),
        ("without a due date", lambda row: row.due is None),
    )
    for name, fits in spans:
        of_month, of_all = ([row for row in rows if fits(row)] for rows in (own, every))
        yield {"due": name, "month": _share(of_month), "all": _share(of_all)}


def _share(rows: Sequence[ActionRow]) -> Values:
    """`tracked` have a ticket and no state here: only the tracker knows, so they count on neither side."""
    tracked = sum(bool(row.ticket) and not row.state for row in rows)
    known, closed = len(rows) - tracked, sum(row.finished for row in rows)
    return {
        "actions": known,
        "closed": closed,
        "tracked": tracked,
        "percent": round(100 * closed / known) if known else None,
    }


def _recurring(
    rows: Sequence[PostmortemRow], month: Month, named: Callable[[PostmortemRow], tuple[str, ...]]
) -> Iterator[Values]:
    """The names in more than one postmortem of the twelve months up to this one, the most frequent first."""
    year = month.year_before()
    spelt: dict[str, str] = {}
    counted: Counter[str] = Counter()
    now: Counter[str] = Counter()
    where: dict[str, list[str]] = {}
    for row in rows:
        for key, name in {each.strip().casefold(): each.strip() for each in named(row) if each.strip()}.items():
            if row.day in year:
                spelt.setdefault(key, name)
                counted[key] += 1
                now[key] += row.day in month
                where.setdefault(key, []).append(row.name)
    for key, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        if count > 1:
            yield {"name": spelt[key], "month": now[key], "year": count, "incidents": tuple(where[key])}


def _thin(world: World, rows: Iterable[PostmortemRow], link: _Links) -> Iterator[Values]:
    """Sections of prose with few words; a section of subsections has theirs."""
    for row in rows:
        document = world.documents[row.path]
        found = []
        for section in find_sections(document, world.settings):
            lines = document.prose[section.first_line - 1 : section.last_line]
            words = sum(len(_WORD.findall(line)) for line in lines if "TODO" not in line)
            if set(section.concepts) & {*_PROSE} and words < THIN and not section.bold:
                found.append({"title": section.title, "words": words, "line": section.span.line})
        if found:
            yield {
                "incident": row.name,
                "link": link.to(row.path),
                "path": row.path,
                "status": row.status,
                "sections": tuple(found),
            }
