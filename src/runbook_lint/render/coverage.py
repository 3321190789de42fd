"""Coverage as a table for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Protocol

from runbook_lint.render.text import encodable, visible

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


def coverage_json(rows: Sequence[Row]) -> str:
    """Version 1: every service, and the levels by tier."""
    services = [asdict(row) for row in rows]  # type: ignore[call-overload]  # rows are dataclasses
    document = {"version": VERSION, "services": services, "tiers": tiers(rows)}
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


def coverage_table(rows: Sequence[Row], criteria: Mapping[str, int]) -> RenderableType:
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
