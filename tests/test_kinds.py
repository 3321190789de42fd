"""Pages that say themselves what they are: `kind: comms` and `kind: process`."""

import pytest

from runbook_lint.model.document import Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.world import build_world
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import lint, shown, tree_of

OLD = "2024-01-01"
TEAMS = "teams: {SHOP: {}}\npeople: {ann: {}}\n"
POSTMORTEM = "---\nincident: INC-7\nstatus: {}\n---\n# INC-7\n\nText.\n"


def kind_of(path, text):
    from datetime import date

    return build_world(tree_of({path: text}), Settings(), date(2026, 9, 1)).documents[path].kind


@pytest.mark.parametrize(
    ("path", "front", "kind"),
    [
        ("docs/a.md", "kind: comms", Kind.COMMS),
        ("docs/a.md", "kind: process", Kind.PROCESS),
        ("docs/a.md", "kind: ' Process '", Kind.PROCESS),
        ("docs/a.md", "kind: document", Kind.DOCUMENT),
        ("docs/a.md", "kind: [comms]", Kind.DOCUMENT),
        ("docs/a.md", "kind: runbook", Kind.DOCUMENT),
        ("docs/a.md", "kind:", Kind.DOCUMENT),
        ("docs/a.md", "title: x", Kind.DOCUMENT),
        ("runbooks/a.md", "kind: comms", Kind.RUNBOOK),
        ("services/a/alerts/a.md", "kind: process", Kind.PLAN),
        ("postmortems/2026/a.md", "kind: comms", Kind.POSTMORTEM),
    ],
)
def test_a_page_says_what_it_is_where_the_layout_leaves_it_open(path, front, kind):
    assert kind_of(path, f"---\n{front}\n---\n# A\n") is kind


def test_without_front_matter_it_is_a_document():
    assert kind_of("docs/a.md", "# A\n\nkind: comms\n") is Kind.DOCUMENT


def found(text, *names, path="docs/a.md", more=None):
    rules = [rule for rule in built_in_rules() if rule.name in names]
    files = {"services/teams.yaml": TEAMS, path: text, **(more or {})}
    return [shown(each) for each in lint(files, rules, today="2026-09-01").findings]


@pytest.mark.parametrize("kind", ["comms", "process"])
def test_owner_and_freshness_are_judged_like_a_runbooks(kind):
    text = f"---\nkind: {kind}\nowner: bo\nlast_reviewed: {OLD}\n---\n# A\n\nTODO\n\n## B\n"
    assert found(text, "owner-unknown", "review-overdue", "placeholder-left", "section-empty") == [
        "docs/a.md:3:8: owner bo is no known team or person",
        "docs/a.md:4:16: review was due on 2025-01-01, 608 days ago",
        'docs/a.md:8:1: "TODO" left in the text',
        'docs/a.md:10:1: the section "B" is empty',
    ]
    assert found(f"---\nkind: {kind}\n---\n# A\n", "review-date-missing") == ["docs/a.md:1:1: no review date"]


def test_a_document_is_not():
    text = "---\nkind: note\nowner: bo\n---\n# A\n\nTODO\n\n## B\n"
    assert found(text, "owner-unknown", "review-date-missing", "placeholder-left", "section-empty") == []


@pytest.mark.parametrize(
    ("status", "overdue"),
    [("draft", True), ("in-review", True), ("reviewed", False), ("closed", False)],
)
def test_an_update_is_a_record_once_its_postmortem_is_reviewed(status, overdue):
    text = f"---\nkind: comms\nincident: inc-7\nlast_reviewed: {OLD}\n---\n# A\n"
    findings = found(text, "review-overdue", more={"postmortems/2026/INC-7.md": POSTMORTEM.format(status)})
    assert bool(findings) is overdue


def test_commands_of_a_process_are_judged():
    fence = "## Steps\n\n```\nkubectl delete pod x\n```\n"
    names = ("risky-command-uncued", "command-language-missing")
    assert len(found(f"---\nkind: process\n---\n# A\n\n{fence}", *names)) == 2
    assert found(f"---\nkind: comms\n---\n# A\n\n{fence}", *names) == []


def test_updates_and_processes_in_a_services_folder_are_reviewed_by_its_tier():
    manifest = {"services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\ntier: 1\n"}
    text = "---\nkind: process\nlast_reviewed: 2026-05-01\n---\n# A\n"
    (finding,) = found(text, "review-overdue", path="services/cart/a.md", more=manifest)
    assert finding == "services/cart/a.md:3:16: review was due on 2026-07-30, 33 days ago"
