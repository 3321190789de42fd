"""Coverage as a table for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Protocol

from runbook_lint.parse.text import encodable
from runbook_lint.render.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

VERSION = 1


class Row(Protocol):
    """One service's coverage, as `lint.coverage` judges it."""

    @property
    def service(self) -> str: ...  # noqa: D102  # the service's id
    @property
    def tier(self) -> int | None: ...  # noqa: D102  # 1 to 4
    @property
    def team(self) -> str: ...  # noqa: D102  # a team's id, or the owner
    @property
    def level(self) -> int: ...  # noqa: D102  # 0 to 4
    @property
    def criteria(self) -> Mapping[str, bool | None]: ...  # noqa: D102  # None: does not apply
    @property
    def missing_sections(self) -> Sequence[str]: ...  # noqa: D102  # concepts
    @property
    def next(self) -> str: ...  # noqa: D102  # what the next level needs


class Alerts(Protocol):
    """The alerts' coverage, as `lint.alert_coverage` counts it."""

    @property
    def total(self) -> int: ...  # noqa: D102  # how many alerts
    @property
    def states(self) -> Mapping[str, int]: ...  # noqa: D102  # how many in each state
    @property
    def tiers(self) -> Sequence[AlertRow]: ...  # noqa: D102  # one a tier
    @property
    def services(self) -> Sequence[AlertRow]: ...  # noqa: D102  # one a service and tier
    @property
    def unread(self) -> Sequence[Unread]: ...  # noqa: D102  # files that could not be read


class AlertRow(Protocol):
    """The alerts of one service and tier."""

    @property
    def service(self) -> str: ...  # noqa: D102  # a service's id or label
    @property
    def tier(self) -> str: ...  # noqa: D102  # page, ticket, fyi or nothing
    @property
    def alerts(self) -> int: ...  # noqa: D102  # how many
    @property
    def states(self) -> Mapping[str, int]: ...  # noqa: D102  # how many in each state


class Unread(Protocol):
    """A file that holds alerts and could not be read."""

    @property
    def path(self) -> str: ...  # noqa: D102  # its path
    @property
    def why(self) -> str: ...  # noqa: D102  # one sentence


def coverage_json(rows: Sequence[Row], alerts: Alerts, external: Sequence[str]) -> str:
    """Version 1: every service, the levels by tier, the alerts, and the names that only others may know."""
    services = [asdict(row) for row in rows]  # type: ignore[call-overload]  # rows are dataclasses
    counted = asdict(alerts)  # type: ignore[call-overload]  # so is this
    document = {"version": VERSION, "services": services, "tiers": tiers(rows), "alerts": counted, "external": external}
    return encodable(json.dumps(document, indent=2, ensure_ascii=False))


def tiers(rows: Sequence[Row]) -> list[dict[str, object]]:
    """For each tier: how many services, how many on each level, and how many meet each criterion."""
    result: list[dict[str, object]] = []
    for tier in sorted({row.tier for row in rows}, key=lambda tier: tier or 9):
        group = [row for row in rows if row.tier == tier]
        met = {
            name: {
                "met": sum(row.criteria[name] is True for row in group),
                "of": sum(row.criteria[name] is not None for row in group),
            }
            for name in group[0].criteria
        }
        levels = [sum(row.level == level for row in group) for level in range(5)]
        result.append({"tier": tier, "services": len(group), "levels": levels, "criteria": met})
    return result


def coverage_table(
    rows: Sequence[Row], criteria: Mapping[str, int], alerts: Alerts, external: Sequence[str]
) -> RenderableType:
    """The services, the alerts, and the names that only other repositories may know, each where there are any."""
    from rich.console import Group

    parts = [_services(rows, criteria)] if rows else []
    parts += [_alerts(alerts)] if alerts.total or alerts.unread else []
    parts += [_cell(f"{len(external)} external, in no import: {', '.join(external)}")] if external else []
    return Group(*(part for index, each in enumerate(parts) for part in ([""] * bool(index) + [each])))


def _alerts(alerts: Alerts) -> RenderableType:
    """One line a service and tier, one a tier, one for all; then the files that could not be read.

    States that no alert is in are left out.
    """
    from rich.console import Group

    states = [state for state, count in alerts.states.items() if count or state == "resolved"]
    table = _table("alerts of", "tier", "alerts", *states)
    sums = [(row.tier or "-", row.alerts, row.states) for row in alerts.tiers]
    rows = [(row.service or "-", row.tier or "-", row.alerts, row.states) for row in alerts.services]
    everything = ("all", alerts.total, alerts.states)
    for service, tier, count, counts in (*rows, *(("all", *each) for each in (*sums, everything))):
        cells = (service, tier, str(count), *(str(counts[state] or "-") for state in states))
        table.add_row(*map(_cell, cells))
    unread = [_cell(f"{each.path}: {each.why}") for each in alerts.unread]
    files = f"{len(unread)} file{'s' * (len(unread) != 1)} with alerts could not be read:"
    return Group(*([table] if alerts.total else []), *(["", files, *unread] if unread else []))


def _services(rows: Sequence[Row], criteria: Mapping[str, int]) -> RenderableType:
    """One line a service, the tiers' sums below, then what each level needs (`criteria` to its level)."""
    from rich.console import Group

    services = _table("service", "tier", "team", "level", "not yet")
    for row in rows:
        cells = (row.service, str(row.tier or "-"), row.team or "-", str(row.level), _not_yet(row))
        services.add_row(*(_cell(cell) for cell in cells))
    sums = _table("tier", "services", *criteria)
    for tier in tiers(rows):
        met = tier["criteria"]
        assert isinstance(met, dict)
        counts = [f"{each['met']}/{each['of']}" if each["of"] else "-" for each in met.values()]
        sums.add_row(str(tier["tier"] or "none"), str(tier["services"]), *counts)
    needs = "; ".join(
        f"{level} {', '.join(name for name, need in criteria.items() if need == level)}"
        for level in sorted(set(criteria.values()))
    )
    return Group(services, "", sums, "", f"A level needs every level below it: {needs}.")


def _table(*names: str) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in names:
        table.add_column(name, no_wrap=name != "not yet")
    return table


def _not_yet(row: Row) -> str:
    if all(met is None for met in row.criteria.values()):
        return row.next
    lacks = [name for name, met in row.criteria.items() if not met]
    detail = f" ({', '.join(row.missing_sections)})" if row.missing_sections else ""
    return ", ".join(name + (detail if name == "sections" else "") for name in lacks)


def _cell(text: str) -> str:
    """Text that rich does not take for markup."""
    from rich.markup import escape

    return escape(visible(text))
