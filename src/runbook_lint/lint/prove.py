"""Edits and their proof: a fix is only offered to disk once its result has been judged again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from runbook_lint.lint.run import run_rules
from runbook_lint.model.finding import Edit, Finding, Fix
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.text import NEWLINE, usual_newline
from runbook_lint.parse.world import build_world


class OverlappingEdits(ValueError):
    """Two edits of one fix touch the same text."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """A text after some edits; line ends outside the edited spans stay as they are."""
    starts = [0, *(match.end() for match in NEWLINE.finditer(text))]
    result, end_of_last = [], 0
    for edit in sorted(edits):
        start = starts[min(edit.span.line, len(starts)) - 1] + edit.span.column - 1
        end = starts[min(edit.span.end_line, len(starts)) - 1] + edit.span.end_column - 1
        if start < end_of_last or end < start:
            raise OverlappingEdits(f"{edit.path}:{edit.span.line}:{edit.span.column}")
        result += [text[end_of_last:start], edit.text]
        end_of_last = end
    return "".join([*result, text[end_of_last:]])


def fixed_tree(tree: Tree, fix: Fix) -> Tree:
    """The tree after a fix; a file's byte order mark and line ends survive."""
    changed = {}
    for path in sorted({edit.path for edit in fix.edits}):
        raw = tree.contents[path]
        bom = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        text = raw[len(bom) :].decode("utf-8")
        newline = usual_newline(text)
        edits = [
            Edit(edit.path, edit.span, edit.text.replace("\n", newline)) for edit in fix.edits if edit.path == path
        ]
        changed[path] = bom + apply_edits(text, edits).encode("utf-8")
    return tree.with_contents(changed)


def proven(tree: Tree, settings: Settings, today: date, rules: Sequence[Rule], finding: Finding) -> Tree | None:
    """The tree after a finding's fix, None where the proof fails: the finding stays, or a new one appears.

    One that comes with time may appear: a date that can be read now may prove to be past.
    """
    if finding.fix is None:
        return None
    after = fixed_tree(tree, finding.fix)
    old = run_rules(build_world(tree, settings, today), rules).findings
    new = run_rules(build_world(after, settings, today), rules).findings
    before = [(each.path, each.name, each.message) for each in old]
    remaining = [(each.path, each.name, each.message) for each in new]
    key = (finding.path, finding.name, finding.message)
    gone = remaining.count(key) < before.count(key)
    timed = {rule.name for rule in rules if rule.with_time}
    nothing_new = all(remaining.count(each) <= before.count(each) or each[1] in timed for each in remaining)
    return after if gone and nothing_new else None
