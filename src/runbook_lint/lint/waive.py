"""Waivers at work: what they suppress, and which of them did nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from runbook_lint.model.finding import Finding
from runbook_lint.model.rule import Rule
from runbook_lint.model.world import World
from runbook_lint.parse.waivers import Waiver, WaiverUse, alert_file_waivers, data_waivers, document_waivers


def collect_waivers(world: World, paths: Iterable[str]) -> list[Waiver]:
    """Every waiver written in some files."""
    found: list[Waiver] = []
    for path in paths:
        if path in world.documents:
            found += document_waivers(world.documents[path])
        elif path in world.data_files:
            found += data_waivers(world.data_files[path])
        elif path in world.alert_files:
            found += alert_file_waivers(world.alert_files[path])
    return found


def apply_waivers(
    findings: Sequence[Finding], waivers: Sequence[Waiver], active: Sequence[Rule], known: Sequence[Rule], world: World
) -> tuple[list[Finding], int, list[WaiverUse]]:
    """The findings left, how many were waived, and what each waiver did."""
    used: set[tuple[int, str]] = set()
    by_path: dict[str, list[tuple[int, Waiver]]] = {}
    for number, waiver in enumerate(waivers):
        if not (waiver.until and waiver.until < world.today):
            by_path.setdefault(waiver.path, []).append((number, waiver))
    left = []
    for finding in findings:
        hits = [
            (number, name)
            for number, waiver in by_path.get(finding.path, [])
            if waiver.covers(finding.span)
            for name in waiver.rules
            if name in (finding.code, finding.name)
        ]
        used.update(hits)
        if not hits:
            left.append(finding)
    uses = [_use(number, waiver, used, active, known, world) for number, waiver in enumerate(waivers)]
    return left, len(findings) - len(left), uses


def _is_broken(path: str, world: World) -> bool:
    if path in world.data_files:
        return bool(world.data_files[path].problems)
    if path in world.alert_files:
        return bool(world.alert_files[path].problems)
    front = world.documents[path].front_matter if path in world.documents else None
    return front is not None and front.data.problem is not None


def _use(
    number: int, waiver: Waiver, used: set[tuple[int, str]], active: Sequence[Rule], known: Sequence[Rule], world: World
) -> WaiverUse:
    names = {name for rule in known for name in (rule.code, rule.name)}
    on = {name for rule in active for name in (rule.code, rule.name)}
    expired = bool(waiver.until and waiver.until < world.today)
    unknown = tuple(name for name in waiver.rules if name not in names)
    idle = tuple(name for name in waiver.rules if name in on and (number, name) not in used)
    if expired or _is_broken(waiver.path, world):
        idle = ()  # in a broken file most rules are silent, so nothing can be said of what they would find
    return WaiverUse(waiver, expired, unknown, idle, tuple(sorted(names)))
