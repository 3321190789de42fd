"""Which of what is due is wanted, and in which groups people look at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from runbook_lint.model.frozen import dataclass
from runbook_lint.parse.tracking.due import Due
from runbook_lint.parse.tracking.ledger_filters import NONE

GROUPS = ("owner", "team", "tier", "day")


@dataclass(frozen=True, slots=True)
class DueFilter:
    """What is wanted: an empty field wants all. `members` are whose duties are a wanted team's."""

    until: date
    kinds: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()

    def fits(self, item: Due) -> bool:
        """Whether an item is wanted; what is overdue is never too far away."""
        tier = str(item.tier) if item.tier else NONE
        return (
            item.day <= self.until
            and (not self.kinds or item.kind in self.kinds)
            and (not self.owners or not self.owners.isdisjoint(item.owners or (NONE,)))
            and (not self.teams or self._of_team(item))
            and (not self.tiers or tier in self.tiers)
        )

    def _of_team(self, item: Due) -> bool:
        return not self.teams.isdisjoint(item.teams) or not self.members.isdisjoint(item.owners)


def grouped(items: Iterable[Due], by: str, today: date) -> Mapping[str, tuple[Due, ...]]:
    """The items under each owner, team or tier, the one with most overdue first; "" is nobody's, and comes last.

    What belongs to several stands under each of them. By `day` there is one group of all.
    """
    found: dict[str, list[Due]] = {}
    for item in items:
        for name in _names(item, by):
            found.setdefault(name, []).append(item)
    if by == "tier":
        order = sorted(found, key=lambda name: (not name, name))
    else:
        late = {name: sum(each.late(today) > 0 for each in group) for name, group in found.items()}
        order = sorted(found, key=lambda name: (not name, -late[name], -len(found[name]), name))
    return {name: tuple(found[name]) for name in order}


def _names(item: Due, by: str) -> tuple[str, ...]:
    if by == "owner":
        return item.owners or ("",)
    if by == "team":
        return item.teams or ("",)
    return (f"tier {item.tier}" if item.tier else "",) if by == "tier" else ("",)
