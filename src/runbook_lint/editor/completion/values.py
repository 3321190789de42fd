"""The values of keys in manifests, rule files and front matter: names that the catalogue knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from runbook_lint.editor.completion.offer import Offer, Offers
from runbook_lint.editor.completion.targets import targets
from runbook_lint.model.document import Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World

_ENTRY = regex(
    r"""(?:^\s*(?:-\s+)*|[{,]\s*)["']?(?P<key>[\w.-]+)["']?\s*:\s+(?:\[(?:[^\]]*,)?\s*)?["']?(?P<typed>[^\s"',\[\]{}]*)\Z"""
)
_ITEM = regex(r"""^(?P<indent>\s*)-\s+["']?(?P<typed>[^\s"',\[\]{}:]*)\Z""")
_PARENT = regex(r"""^(?P<indent>\s*)(?:-\s+)?["']?(?P<key>[\w.-]+)["']?\s*:\s*(?:#.*)?\Z""")

_WANTED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("service", "services", "depends_on", "dependsOn"), ("service",)),
    **dict.fromkeys(("team", "primary", "secondary"), ("team",)),
    **dict.fromkeys(("owner", "escalation"), ("person", "team")),
    **dict.fromkeys(("reviewed_by", "members", "commander", "facilitator", "participants"), ("person",)),
    **dict.fromkeys(("alert", "alerts"), ("alert",)),
    "severity": ("severity",),
    "path": ("runbook",),
}


def value_offers(world: World, path: str, lines: Sequence[str], line: int, before: str) -> Offers | None:
    """The names that may stand under the key at a place."""
    place = _place(lines, line, before) if _is_data(world, path, lines, line) else None
    if place is None:
        return None
    key, start = place
    if path in world.alert_files and key in world.settings.alerts.runbook_keys:
        return targets(world, "", "", start, before[start:])
    kinds = _kinds(world, path, key)
    return Offers(start, chain.from_iterable(_names(world, kind, path) for kind in kinds)) if kinds else None


def _is_data(world: World, path: str, lines: Sequence[str], line: int) -> bool:
    """Whether a line is data: in a YAML file, or in a page's front matter, which may be broken while it is typed."""
    if path not in world.documents:
        return path.endswith((".yaml", ".yml"))
    fences = [number for number, text in enumerate(lines[:line], 1) if text.rstrip() == "---"]
    return fences == [1] and line > 1


def _place(lines: Sequence[str], line: int, before: str) -> tuple[str, int] | None:
    """The key at a place, and where its value begins: on the line, or of the list that the line is in."""
    match = _ENTRY.search(before)
    if match:
        return match["key"], match.start("typed")
    item = _ITEM.match(before)
    for number in range(line - 1, 0, -1) if item else ():
        parent, text = _PARENT.match(lines[number - 1]), lines[number - 1]
        if item and parent and len(parent["indent"]) <= len(item["indent"]):
            return parent["key"], item.start("typed")
        if item and text.strip() and len(text) - len(text.lstrip()) < len(item["indent"]):
            return None
    return None


def _kinds(world: World, path: str, key: str) -> tuple[str, ...]:
    """What is named under a key; an alert's name in a rule file and a manifest's own id are new names."""
    settings = world.settings
    if path in world.alert_files:
        if key in settings.alerts.service_labels:
            return ("service",)
        return ("team",) if key in settings.alerts.team_labels else ("tier",) * (key == settings.alerts.severity_label)
    if path in world.documents:
        ours = next((name for name, names in settings.keys.items() if key in names), key)
        return _WANTED.get(ours, ())
    return () if key in ("service", "path", "severity") else _WANTED.get(key, ())


def _names(world: World, kind: str, path: str) -> Iterable[Offer]:
    catalog, settings = world.catalog, world.settings
    match kind:
        case "service":
            named = {each.id: each.name or each.description for each in catalog.services if each.path != path}
            return _offers(named, "service")
        case "team":
            return _offers({id: team.name for id, team in catalog.teams.items()}, "team")
        case "person":
            return _offers({id: each.name for id, each in catalog.people.items() if not each.former}, "person")
        case "alert":
            return _offers({alert.name: alert.file for alert in reversed(world.alerts)}, "alert")
        case "severity":
            return (Offer(name, "value") for name in settings.postmortems.severities)
        case "tier":
            return (Offer(name, "value", tier) for name, tier in settings.alerts.tiers.items())
    pages = {each.path: each.title for each in world.documents.values() if each.kind in (Kind.RUNBOOK, Kind.PLAN)}
    return _offers(pages, "page")


def _offers(named: Mapping[str, str], kind: str) -> Iterator[Offer]:
    return (Offer(name, kind, named[name]) for name in sorted(named))
