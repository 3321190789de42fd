"""Edits and their proof: a fix is only offered to disk once its result has been read and judged again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from runbook_lint.lint.run import run_rules
from runbook_lint.model.finding import Edit, Finding, Fix
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.text import NEWLINE, Text, decode, usual_newline
from runbook_lint.parse.untouched import Said, only_there, said_by_data, said_by_page
from runbook_lint.parse.world import build_world

Key = tuple[str, str, str]
"""What a finding is known by from one run to the next: its path, rule and message."""


class OverlappingEdits(ValueError):
    """Two edits of one fix touch the same text."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """A text after some edits; line ends outside the edited spans stay as they are."""
    starts = line_starts(text)
    result, end_of_last = [], 0
    for edit in sorted(edits):
        start, end = edit_range(starts, edit)
        if start < end_of_last or end < start:
            raise OverlappingEdits(f"{edit.path}:{edit.span.line}:{edit.span.column}")
        result += [text[end_of_last:start], edit.text]
        end_of_last = end
    return "".join([*result, text[end_of_last:]])


def line_starts(text: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(match.end() for match in NEWLINE.finditer(text))]


def edit_range(starts: Sequence[int], edit: Edit) -> tuple[int, int]:
    """The offsets that an edit replaces in a text whose lines begin at `starts`."""
    start = starts[min(edit.span.line, len(starts)) - 1] + edit.span.column - 1
    return start, starts[min(edit.span.end_line, len(starts)) - 1] + edit.span.end_column - 1


def fixed_tree(tree: Tree, *fixes: Fix) -> Tree:
    """The tree after some fixes; a file's byte order mark and line ends survive."""
    by_path: dict[str, list[Edit]] = {}
    for edit in dict.fromkeys(edit for fix in fixes for edit in fix.edits):
        by_path.setdefault(edit.path, []).append(edit)
    return tree.with_contents({path: _edited(tree.contents[path], edits) for path, edits in by_path.items()})


def _edited(raw: bytes, edits: Iterable[Edit]) -> bytes:
    bom = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    text = raw[len(bom) :].decode("utf-8")
    newline = usual_newline(text)
    written = [Edit(edit.path, edit.span, edit.text.replace("\n", newline)) for edit in edits]
    return bom + apply_edits(text, written).encode("utf-8")


def meddling(tree: Tree, fixes: Sequence[Fix], pages: Iterable[str]) -> frozenset[int]:
    """The numbers of those fixes that change more of what their files say than the place they mend.

    The fixes do not overlap. They are applied one after the other, the last of a file first, and what the file says
    is read after each: `pages` are Markdown, of other files YAML and JSON are data, and the rest is text alone.
    """
    owners: dict[str, dict[Edit, set[int]]] = {}
    for number, fix in enumerate(fixes):
        for edit in fix.edits:
            owners.setdefault(edit.path, {}).setdefault(edit, set()).add(number)
    known = frozenset(pages)
    loud = (numbers for path, edits in owners.items() for numbers in _meddling(path, tree, edits, path in known))
    return frozenset(number for numbers in loud for number in numbers)


def _meddling(path: str, tree: Tree, edits: Mapping[Edit, Set[int]], page: bool) -> Iterator[Set[int]]:
    raw = tree.contents[path]
    before = _said(path, raw, page)
    for edit in sorted(edits, reverse=True):
        try:
            after_raw = _edited(raw, [edit])
        except OverlappingEdits:
            yield edits[edit]
            continue
        after = _said(path, after_raw, page)
        if before is not None and not (after is not None and only_there(before, after, edit, _old(raw, edit))):
            yield edits[edit]
        else:
            raw, before = after_raw, after


def _old(raw: bytes, edit: Edit) -> str:
    text = raw.decode("utf-8-sig")
    start, end = edit_range(line_starts(text), edit)
    return text[start:end]


def _said(path: str, raw: bytes, page: bool) -> Said | None:
    text = decode(raw)
    if not isinstance(text, Text):
        return None
    if page:
        return said_by_page(path, text)
    return said_by_data(text) if path.endswith((".yaml", ".yml", ".json")) else None


def unproven(
    before: Iterable[Finding], after: Iterable[Finding], mended: Sequence[Finding], rules: Iterable[Rule]
) -> frozenset[str]:
    """The paths in which the proof of some fixes fails: a finding is still there, or a new one is.

    One that comes with time may appear (a date that can be read now may prove to be past), and so may what a fix
    says that it leaves. A finding that says something else than before is no new one: of its rule there are no more
    on the page.
    """
    timed = {rule.name for rule in rules if rule.with_time}
    fixes = [finding.fix for finding in mended if finding.fix]
    left = {(edit.path, name) for fix in fixes for edit in fix.edits for name in fix.leaves}
    old, new, gone = Counter(map(key_of, before)), Counter(map(key_of, after)), Counter(map(key_of, mended))
    still = {key[0] for key, count in gone.items() if new[key] > old[key] - count}
    allowed = _by_rule(old)
    allowed.subtract(_by_rule(gone))
    found = _by_rule(new)
    grown = {key[:2] for key in new if new[key] > old[key] and found[key[:2]] > allowed[key[:2]]}
    more = {path for path, name in grown if name not in timed and (path, name) not in left}
    return frozenset(still | more)


def _by_rule(found: Counter[Key]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for (path, name, _), count in found.items():
        counts[path, name] += count
    return counts


def key_of(finding: Finding) -> Key:
    """What a finding is known by from one run to the next: lines move, so it is not its place."""
    return (finding.path, finding.name, finding.message)


def proven(
    tree: Tree,
    settings: Settings,
    today: date,
    rules: Sequence[Rule],
    finding: Finding,
    renames: Mapping[str, str] | None = None,
) -> Tree | None:
    """The tree after a finding's fix, None where its proof fails; `renames` are what git's history says."""
    if finding.fix is None:
        return None
    before = replace(build_world(tree, settings, today), renames=renames or {})
    if meddling(tree, [finding.fix], before.documents):
        return None
    fixed = fixed_tree(tree, finding.fix)
    after = replace(build_world(fixed, settings, today), renames=renames or {})
    old, new = (run_rules(world, rules).findings for world in (before, after))
    return None if unproven(old, new, [finding], rules) else fixed
