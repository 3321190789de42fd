"""What came of asking for links, for people and as JSON with a version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from runbook_lint.model.link_memory import LinkRecord, Verdict
from runbook_lint.parse.external_links import Use, host_of
from runbook_lint.parse.text import encodable
from runbook_lint.render.findings import Paint
from runbook_lint.render.text import visible

VERSION = 1
Json = dict[str, Any]  # JSON
Uses = Mapping[str, Sequence[Use]]
Records = Mapping[str, LinkRecord]

DEAD, MOVED, NEVER = "dead", "moved", "not asked"
_SHOWN = 3  # places of a link
_STYLES = {DEAD: "error", "failing": "warning", MOVED: "info"}
_TITLES = {
    DEAD: "dead",
    "failing": "failing, not for long enough to be dead",
    MOVED: "moved for good",
    "blocked": "blocked: there, and not for us",
    "unknown": "unknown",
    "private": "not public, and not asked (--allow-private HOST)",
}


def groups_of(uses: Uses, records: Records, failures: int, days: int) -> dict[str, list[str]]:
    """The URLs by what is known of them; a good one that has moved is under MOVED as well."""
    found: dict[str, list[str]] = {name: [] for name in (*_TITLES, "good", NEVER)}
    for url in uses:
        record = records.get(url)
        if record is None:
            found[NEVER].append(url)
            continue
        found[DEAD if record.dead(failures, days) else record.verdict.value].append(url)
        if record.verdict is Verdict.GOOD and record.moved:
            found[MOVED].append(url)
    return found


def links_text(uses: Uses, records: Records, groups: Mapping[str, Sequence[str]], paint: Paint) -> Iterator[str]:
    """Everything but what is good, each link with the first of its places, and a sum at the end."""
    for name, title in _TITLES.items():
        if not groups[name]:
            continue
        yield f"{paint(title, _STYLES.get(name, 'dim'))} ({len(groups[name]):,})"
        for url in groups[name]:
            yield f"  {visible(url)}"
            yield f"    {visible(_said(records[url], moved=name == MOVED))}"
            places = list(dict.fromkeys(_place(use) for use in uses[url]))
            yield from (f"    {visible(place)}" for place in places[:_SHOWN])
            if len(places) > _SHOWN:
                yield f"    and {len(places) - _SHOWN:,} more"
        yield ""
    yield _sum(uses, groups)


def _said(record: LinkRecord, moved: bool) -> str:
    if moved:
        return f"→ {record.moved}"
    said = record.reason or "no reason given"
    if record.verdict is Verdict.FAILING:
        said += f"; failed {record.failures} {'time' if record.failures == 1 else 'times'} since {record.since}"
    return f"{said}; last good on {record.good}" if record.good else said


def _place(use: Use) -> str:
    return f"{use.location.path}:{use.location.span.line}"


def _sum(uses: Uses, groups: Mapping[str, Sequence[str]]) -> str:
    hosts = len({host_of(url)[0] for url in uses})
    what = f"{len(uses):,} link{'' if len(uses) == 1 else 's'} to {hosts:,} host{'' if hosts == 1 else 's'}"
    names = ("good", DEAD, "failing", "blocked", "unknown", "private", NEVER)
    counts = [f"{len(groups[name]):,} {name}" for name in names if groups[name]]
    return f"{what}: {', '.join(counts)}" if counts else "No links to other hosts."


def links_json(uses: Uses, records: Records, groups: Mapping[str, Sequence[str]], today: date) -> str:
    """Version 1; its schema is `runbook-lint schema links`."""
    summary = {"links": len(uses), **{name.replace(" ", "_"): len(urls) for name, urls in groups.items()}}
    dead = frozenset(groups[DEAD])
    links = [_link(url, uses[url], records.get(url), url in dead) for url in uses]
    document = {"version": VERSION, "today": str(today), "links": links, "summary": summary}
    return encodable(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _link(url: str, uses: Sequence[Use], record: LinkRecord | None, dead: bool) -> Json:
    days = {name: str(day) if (day := getattr(record, name, None)) else None for name in ("checked", "good", "since")}
    return {
        "url": url,
        "verdict": record.verdict.value if record else None,
        "dead": dead,
        **days,
        "failures": record.failures if record else 0,
        "status": record.status if record else None,
        "reason": record.reason if record else "",
        "moved": record.moved if record else "",
        "places": [_place_json(use) for use in uses],
    }


def _place_json(use: Use) -> Json:
    span = use.location.span
    return {"path": use.location.path, "line": span.line, "column": span.column}
