"""Fixes in an open file: one by one as they are offered, and all that are safe at once."""

from __future__ import annotations

from dataclasses import replace

from runbook_lint.app.editor.session import Session, encoded, lines_of
from runbook_lint.editor.quick_fixes import QuickFix, quick_fixes
from runbook_lint.editor.text_edits import edits_between
from runbook_lint.lint.baseline import settle
from runbook_lint.lint.mend import Scope, mend
from runbook_lint.lint.prove import meddling
from runbook_lint.lint.run import run_rules
from runbook_lint.model.finding import Applicability, Edit
from runbook_lint.model.report import Report
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World


def offered(session: Session, path: str, first_line: int, last_line: int) -> tuple[QuickFix, ...]:
    """The fixes of what stands on some lines, each of which changes nothing but the place it mends."""
    judged = session.judged
    if judged is None or path not in session.texts:
        return ()
    read, pages = judged.tree.contents, {*judged.world.documents, *session.alone(judged, path).documents}
    tree = judged.tree.with_contents(encoded({each: text for each, text in session.texts.items() if each in read}))
    return tuple(
        offer
        for offer in quick_fixes(session.findings(path), first_line, last_line)
        if offer.finding.fix
        and all(edit.path in tree.contents for edit in offer.edits)
        and not meddling(tree, [offer.finding.fix], pages)
    )


def has_safe_fixes(session: Session, path: str) -> bool:
    """Whether anything in an open file can be mended without a look."""
    return any(each.fix and each.fix.applicability is Applicability.SAFE for each in session.findings(path))


def mended(session: Session, path: str) -> tuple[Edit, ...]:
    """The edits that mend all that is safe to mend in an open file, proven by judging it anew."""
    judged, text = session.judged, session.texts.get(path)
    if judged is None or text is None or path not in judged.tree.contents or path in judged.tree.silent:
        return ()
    project, only = judged.project, frozenset({path})

    def judge(tree: Tree) -> tuple[World, Report]:
        known = judged.world
        world = replace(project.world(tree), changes=known.changes, bumps=known.bumps)
        report = run_rules(world, project.rules, only)
        return world, replace(report, findings=settle(judged.baseline, report.findings).left)

    done = mend(judged.tree.with_contents(encoded({path: text})), judge, Scope(only), project.rules)
    return edits_between(path, lines_of(text), lines_of(done.tree.contents[path].decode("utf-8")))
