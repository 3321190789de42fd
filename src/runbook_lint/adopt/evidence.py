"""What speaks for a page being a runbook, a plan or a postmortem: its own words, its place, and who leads there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from posixpath import dirname

from runbook_lint.adopt.headings import HINTS, headings_say
from runbook_lint.adopt.words import STRONG, WEAK, folder_says, is_alert_name, is_form, record_says, stem, title_says
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.vocabulary import KEY_ALIASES
from runbook_lint.model.world import World
from runbook_lint.parse.alert_targets import look_up
from runbook_lint.parse.pages import is_borrowed, is_front_page, is_signpost, is_template

_FADES = 0.85  # of what a folder's name says, one folder further down
_PLAIN = 1.0  # what speaks for a document where nothing else does
_BOOKS = regex(r"books\b", re.IGNORECASE)
_RECORD_KEYS = ("incident", "started", "detected", "mitigated", "resolved")

Votes = dict[Kind, float]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that speaks for a kind, how loudly, and the words for it."""

    kind: Kind
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A page with what it says itself; `fixed` where it is a document whatever stands around it."""

    path: str
    says: tuple[Said, ...] = ()
    fixed: bool = False

    @property
    def own(self) -> Votes:
        """What speaks for each kind, summed up."""
        return {kind: sum(each.weight for each in self.says if each.kind is kind) for kind in Kind}

    def why(self, kind: Kind) -> str:
        """What speaks loudest for a kind; empty where only its place does."""
        mine = [each for each in self.says if each.kind is kind]
        return max(mine, key=lambda each: each.weight).why if mine else ""


def leads(world: World) -> Mapping[str, frozenset[str]]:
    """The pages that alerts lead to, each with the names of these alerts."""
    found: dict[str, set[str]] = defaultdict(set)
    known: dict[str, tuple[str, ...]] = {}
    for alert in world.alerts:
        if alert.runbook not in known:
            target = look_up(world, alert)
            path = target.resolution.path if target.resolution else ""
            known[alert.runbook] = target.matches or (path,)
        for path in known[alert.runbook]:
            found[path].add(alert.name)
    return {path: frozenset(names) for path, names in found.items()}


def look(
    page: Document, led: Iterable[str], alerts: frozenset[str], recurs: bool = False, alone: bool = False
) -> Seen:
    """What a page itself says, and those who lead to it; `alerts` are the names of all alerts.

    `recurs` says that many folders have a page of its name: then the name says as much as a folder's. `alone` says
    that its folder has no other page: then a README may be all there is on its subject.
    """
    names = frozenset(led)
    told = [Said(kind, weight, "by the headings") for kind, weight in headings_say(page)]
    says = [*_titles(page), *told, *_front(page)]
    foreign = is_template(page.path) or is_form(page.path) or is_borrowed(page.path)
    index = is_front_page(page.path) and not (alone and _is_bundle(page.path, says))
    if foreign or ((index or (_BOOKS.search(page.title) and is_signpost(page))) and not names):
        return Seen(page.path, fixed=True)
    if names:
        says.append(Said(Kind.RUNBOOK, 3 if is_front_page(page.path) else 2, "alerts lead there"))
    name = stem(page.path)
    said = folder_says(name)
    if said and said[1] >= WEAK and (said[0] is Kind.DOCUMENT or (recurs and said[0] is Kind.RUNBOOK)):
        says.append(Said(said[0], STRONG, "by the name"))
    if record_says(name):
        says.append(Said(Kind.POSTMORTEM, record_says(name), "a day or number in the name"))
    title = page.title.strip("`")
    if {name, title} & alerts or is_alert_name(name) or is_alert_name(title):
        says = [replace(each, kind=Kind.PLAN) if each.kind is Kind.RUNBOOK else each for each in says]
        says.append(Said(Kind.PLAN, 2.5, "named after an alert"))  # a runbook for one alert is its plan
    return Seen(page.path, tuple(says))


def _is_bundle(path: str, says: Iterable[Said]) -> bool:
    """Whether a folder's only page is what the folders above hold: `runbooks/kafka/README.md`, beside its pictures."""
    around = {said[0] for part in dirname(dirname(path)).split("/") if part and (said := folder_says(part))}
    return any(each.kind in around - {Kind.DOCUMENT} and each.weight > 2 * HINTS for each in says)


def _titles(page: Document) -> Iterator[Said]:
    for said in {title_says(stem(page.path)), title_says(page.title)} - {None}:
        yield Said(said[0], said[1], "by the title")  # type: ignore[index]  # None was taken out


def _front(page: Document) -> Iterator[Said]:
    value = page.front_matter.data.value if page.front_matter else None
    keys = set(value) if isinstance(value, dict) else set()
    record = sum(bool(keys & set(KEY_ALIASES[key])) for key in _RECORD_KEYS)
    if record:
        yield Said(Kind.POSTMORTEM, record, "by the front matter")
    if "alert" in keys:
        yield Said(Kind.PLAN, 2, "by the front matter")
    if keys & {*KEY_ALIASES["review_in"], *KEY_ALIASES["last_reviewed"]}:
        yield Said(Kind.RUNBOOK, 0.5, "by the front matter")


def judge(pages: Iterable[Seen], titles: Mapping[str, str]) -> dict[str, Kind]:
    """The kind of every page; `titles` are those of the folders' front pages, which speak like the folders' names."""
    seen = list(pages)
    around: dict[str, list[Seen]] = defaultdict(list)
    for each in seen:
        if not each.fixed:
            around[dirname(each.path)].append(each)
    above = {folder: _above(folder, titles) for folder in {dirname(each.path) for each in seen}}
    return {each.path: _kind(each, around, above) for each in seen}


def _kind(each: Seen, around: Mapping[str, list[Seen]], above: Mapping[str, Votes]) -> Kind:
    if each.fixed:
        return Kind.DOCUMENT
    folder = dirname(each.path)
    own, others, place = each.own, _others(each, around[folder]), above[folder]
    votes = {kind: own[kind] + others[kind] + place[kind] for kind in Kind}
    votes[Kind.DOCUMENT] += _PLAIN
    return max(votes, key=lambda kind: (votes[kind], kind is Kind.DOCUMENT))


def _others(each: Seen, members: list[Seen]) -> Votes:
    """What the page's neighbours speak for on the average; that one explains says nothing of the next."""
    own = each.own
    count = max(len(members) - 1, 1)
    total = {kind: sum(other.own[kind] for other in members) - own[kind] for kind in Kind}
    return {kind: votes / count if kind is not Kind.DOCUMENT else 0.0 for kind, votes in total.items()}


def _above(folder: str, titles: Mapping[str, str]) -> Votes:
    """What the names of a page's folders say, and the titles of their front pages; the nearest speaks loudest."""
    votes: Votes = dict.fromkeys(Kind, 0.0)
    strength = 1.0
    while True:
        name = folder.rpartition("/")[2]
        said = (folder_says(name) if name else None) or _titled(titles.get(folder, ""))
        if said and not (said[0] is Kind.RUNBOOK and votes[Kind.PLAN]):  # plans among runbooks are plans
            votes[said[0]] = max(votes[said[0]], said[1] * strength)
        if not folder:
            return votes
        folder, strength = dirname(folder), strength * _FADES


def _titled(title: str) -> tuple[Kind, float] | None:
    said = title_says(title) or folder_says(title)
    many = said and (said[0] is not Kind.RUNBOOK or _BOOKS.search(title))  # "Runbook linter" is not full of runbooks
    return (said[0], min(said[1], STRONG)) if said and many and said[0] is not Kind.DOCUMENT else None
