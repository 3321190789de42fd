"""Everything in a repository that has a day: reviews, actions, plans and waivers that end, drafts to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256

from runbook_lint.model.dates import parse_date
from runbook_lint.model.document import Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import Span
from runbook_lint.model.world import World
from runbook_lint.parse.entries import find_entry
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_front_page, is_template, page_service
from runbook_lint.parse.postmortems import postmortems
from runbook_lint.parse.site.freshness import Duty, all_duties, whose
from runbook_lint.parse.tracking.ledger import ActionRow, PostmortemRow, action_rows, owners_of, postmortem_rows
from runbook_lint.parse.visibility import is_restricted
from runbook_lint.parse.waivers import Waiver, alert_file_waivers, data_waivers, document_waivers

KINDS = ("review", "action", "plan", "waiver", "postmortem")
_RULES = {
    "review": ("FR001", "review-overdue"),
    "action": ("PM009", "action-overdue"),
    "plan": ("AL007", "plan-expired"),
    "postmortem": ("PM015", "postmortem-overdue"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day: `kind` is one of KINDS, `what` a line for people, `key` a name that stays.

    `owners` and `teams` are ids where these are known; `tier` is that of the service, the lowest number of several.
    `source` is the value that it was made of, for those who know more about it.
    """

    kind: str
    day: date
    path: str
    line: int
    what: str
    key: str
    owners: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    tier: int | None = None
    source: Duty | ActionRow | PostmortemRow | Waiver | None = None

    def late(self, today: date) -> int:
        """Days since it was due, 0 where it is not overdue."""
        return max((today - self.day).days, 0)


@once
def due_items(world: World) -> tuple[Due, ...]:
    """All of it, the earliest first; nothing of restricted pages, nor of what a waiver excuses today."""
    found = (*_reviews(world), *_actions(world), *_plans(world), *_drafts(world), *_expiring_waivers(world))
    hidden = _restricted(world) | world.silent
    kept = (each for each in found if each.path not in hidden and not _excused(world, each))
    named = _named_once(kept)
    return tuple(sorted(named, key=lambda each: (each.day, KINDS.index(each.kind), each.path, each.line, each.key)))


def _named_once(items: Iterable[Due]) -> Iterator[Due]:
    """The items with keys of their own: two waivers may say the same, and two pages be of one incident."""
    taken: Counter[str] = Counter()
    for item in sorted(items, key=lambda each: (each.path, each.line)):
        taken[item.key] += 1
        yield replace(item, key=f"{item.key}-{taken[item.key]}") if taken[item.key] > 1 else item


@once
def _restricted(world: World) -> frozenset[str]:
    return frozenset(path for path, page in world.documents.items() if is_restricted(page, world.settings))


def restricted_postmortems(world: World) -> int:
    """How many postmortems are left out."""
    return sum(each.restricted for each in postmortems(world))


def _reviews(world: World) -> Iterator[Due]:
    for duty in all_duties(world):
        if duty.due:
            owners, teams = owners_of(world, duty.owner), (duty.team,) if duty.team else ()
            services = (duty.service,) if duty.service else ()
            key = f"review-{duty.path}"
            yield Due(
                "review", duty.due, duty.path, duty.line, duty.path, key, owners, teams, services, duty.tier, duty
            )


def _actions(world: World) -> Iterator[Due]:
    for row in action_rows(world):
        if row.due and row.falls_due and not row.restricted:
            what = f"{row.name} {row.id if row.numbered else ''}".strip() + f": {' '.join(row.text.split())}"
            tier = _lowest(world, row.services)
            teams = _teams_of_people(world, row.owners) or row.teams
            yield Due(
                "action", row.due, row.path, row.line, what, row.key, row.owners, teams, row.services, tier, row
            )


def _drafts(world: World) -> Iterator[Due]:
    writers = {each.path: each.facilitator or each.commander for each in postmortems(world)}
    spans = {each.path: each.spans.get("status", Span()) for each in postmortems(world)}
    for row in postmortem_rows(world):
        if row.due and not row.restricted and not (is_template(row.path) or is_front_page(row.path)):
            key = f"postmortem-{row.incident or row.path}"
            what = f"{row.name}: {' '.join(row.title.split())}"
            owners, tier = owners_of(world, writers[row.path]), _lowest(world, row.services)
            line = spans[row.path].line
            yield Due("postmortem", row.due, row.path, line, what, key, owners, row.teams, row.services, tier, row)


def _plans(world: World) -> Iterator[Due]:
    """As plan-expired judges them."""
    for path, page in world.documents.items():
        data = page.front_matter.data if page.front_matter else None
        if data is None or page.kind in (Kind.POSTMORTEM, Kind.DOCUMENT) or is_template(path):
            continue
        entry = find_entry(data, world.settings.keys["expires"], page.lines)
        day = parse_date(entry.text) if entry and not entry.templated else None
        if entry and day:
            yield _of_page(world, "plan", day, path, entry.span.line, path, f"plan-{path}")


def _expiring_waivers(world: World) -> Iterator[Due]:
    for waivers in _waivers(world).values():
        for waiver in waivers:
            if waiver.until:
                names = ", ".join(waiver.rules) or "no rule"
                words = sha256(f"{names}\0{waiver.reason}".encode("utf-8", "surrogatepass")).hexdigest()[:10]
                what, key = f"{waiver.path}:{waiver.span.line} ({names})", f"waiver-{waiver.path}-{words}"
                yield _of_page(world, "waiver", waiver.until, waiver.path, waiver.span.line, what, key, waiver)


def _of_page(
    world: World, kind: str, day: date, path: str, line: int, what: str, key: str, source: Waiver | None = None
) -> Due:
    """Something that a page or another file of the catalogue says, with its service's people."""
    page = world.documents.get(path)
    about = page_service(page, world.settings, world.catalog) if page else world.catalog.folder_service(path)
    said = find_entry(page.front_matter.data, world.settings.keys["owner"]) if page and page.front_matter else None
    owners = owners_of(world, (said.text if said else "") or (about.owner if about else ""))
    service, tier, team = whose(world, about)
    teams, services = (team,) if team else (), (service,) if service else ()
    return Due(kind, day, path, line, what, key, owners, teams, services, tier, source)


@once
def _waivers(world: World) -> dict[str, tuple[Waiver, ...]]:
    """The waivers of every file that has some."""
    found = {path: document_waivers(page) for path, page in world.documents.items()}
    found |= {path: data_waivers(file) for path, file in world.data_files.items()}
    found |= {path: alert_file_waivers(file) for path, file in world.alert_files.items()}
    return {path: waivers for path, waivers in found.items() if waivers}


def _excused(world: World, item: Due) -> bool:
    """Whether a waiver that holds today takes away the finding that stands for it."""
    place = Span(item.line, 1, item.line, 1)
    holding = (each for each in _waivers(world).get(item.path, ()) if not (each.until and each.until < world.today))
    names = _RULES.get(item.kind, ())
    return any(waiver.covers(place) and not set(names).isdisjoint(waiver.rules) for waiver in holding)


def _lowest(world: World, services: Iterable[str]) -> int | None:
    known = (world.catalog.service(id) for id in services)
    return min((each.tier for each in known if each and each.valid and each.tier), default=None)


def _teams_of_people(world: World, owners: tuple[str, ...]) -> tuple[str, ...]:
    """The teams that own something by themselves or by one of their people."""
    teams = world.catalog.teams.values()
    return tuple(team.id for team in teams if team.id in owners or not set(owners).isdisjoint(team.members))
