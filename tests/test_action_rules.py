"""The rules that follow a postmortem's actions, on pages of every form that people keep."""

import pytest

from runbook_lint.parse.wording.vague import VAGUE, vague
from runbook_lint.rules.action_due_missing import RULE as DUE
from runbook_lint.rules.action_evidence_missing import RULE as EVIDENCE
from runbook_lint.rules.action_overdue import RULE as OVERDUE
from runbook_lint.rules.action_owner_missing import RULE as OWNER
from runbook_lint.rules.action_vague import RULE as VAGUE_RULE
from runbook_lint.testing import lint, shown

HEAD = "---\nincident: INC-7\nstatus: {}\n---\n"
PATH = "postmortems/2026/INC-7-disk.md"
COLUMNS = "| ID | Action | Owner | Due | State | Ticket |\n|---|---|---|---|---|---|\n"


def found(text, *rules, today="2026-09-01", config="", **others):
    files = {PATH: text, **{f"postmortems/2026/{name}.md": page for name, page in others.items()}}
    return [shown(each).removeprefix(f"{PATH}:") for each in lint(files, rules, config, today).findings]


def page(actions, status="reviewed"):
    return HEAD.format(status) + f"# INC-7: Disk\n\n## Action items\n\n{actions}\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| A1 | Rotate | | | accepted | |", ["owner", "due date"]),
        ("| A1 | Rotate | ? | - | in progress | |", ["owner", "due date"]),
        ("| A1 | Rotate | Unassigned | n/a | | |", ["owner", "due date"]),
        ("| A1 | Rotate | Ada | soon | accepted | |", []),
        ("| A1 | Rotate | Ada, Bo | 1 Oct | accepted | |", []),
        ("| A1 | Rotate | | | accepted | OPS-12 |", []),
        ("| A1 | Rotate | | | done | |", []),
        ("| A1 | Rotate | | | ✅ | |", []),
        ("| A1 | Rotate | | | won't do | |", []),
        ("| A1 | Rotate | | | waits for the budget | |", []),
        ("| A1 | | | | open | |", []),
    ],
)
def test_what_an_open_action_in_a_table_owes(row, said):
    messages = [message.split(": ", 1)[1] for message in found(page(COLUMNS + row), OWNER, DUE)]
    assert messages == [f"action A1 has no {name}" for name in said]


@pytest.mark.parametrize(
    ("status", "state", "count"),
    [
        ("draft", "accepted", 0),
        ("in-review", "accepted", 2),
        ("in-review", "proposed", 0),
        ("reviewed", "proposed", 2),
        ("closed", "accepted", 0),
        ("Resolved", "accepted", 0),
    ],
)
def test_it_is_asked_when_the_actions_are_agreed_on(status, state, count):
    assert len(found(page(COLUMNS + f"| A1 | Rotate | | | {state} | |", status), OWNER, DUE)) == count


def test_a_list_is_judged_by_what_half_of_it_does():
    list_ = "# Disk\n\n## Action items\n\n- [ ] Rotate (owner: ada)\n- [ ] Page at 80 %\n- [ ] Split the volume\n"
    assert found(list_, OWNER) == []
    assert found(list_.replace("Page", "@bo Page"), OWNER) == ["7:3: action has no owner"]


def test_a_page_is_judged_by_what_half_of_the_repository_does():
    bare = "# Disk\n\n## Action items\n\n- Rotate\n"
    owned = "# Cart\n\n## Action items\n\n- Add an index (owner: ada)\n"
    assert found(bare, OWNER, one=owned) == ["5:3: action has no owner"]
    assert found(bare, OWNER, one=owned, two=bare) == []


def test_history_is_left_alone():
    old = "# Disk, 2024-03-01\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| Rotate | | |\n"
    assert found(old, OWNER, DUE) == []
    assert found(old, OWNER, DUE, today="2024-06-01") == ["7:11: action has no owner", "7:13: action has no due date"]


@pytest.mark.parametrize(
    ("actions", "days"),
    [
        (COLUMNS + "| A1 | Rotate | ada | 2026-08-31 | accepted | |", "1 day"),
        (COLUMNS + "| A1 | Rotate | ada | 2026-08-31 | | |", "1 day"),
        (COLUMNS + "| A1 | Rotate | ada | 2026-08-22 | in-progress | OPS-12 |", "10 days"),
        (COLUMNS + "| A1 | Rotate | ada | 2026-08-22 | | OPS-12 |", ""),
        (COLUMNS + "| A1 | Rotate | ada | 2026-08-22 | waits for the budget | |", ""),
        (COLUMNS + "| A1 | Rotate | ada | 2026-09-01 | accepted | |", ""),
        (COLUMNS + "| A1 | Rotate | ada | 2026-08-22 | verified | |", ""),
        ("- [ ] A1: Rotate (owner: ada, due: 2026-08-22)", "10 days"),
        ("- [x] A1: Rotate (owner: ada, due: 2026-08-22)", ""),
    ],
)
@pytest.mark.parametrize("status", ["draft", "reviewed", "closed"])
def test_what_is_overdue(status, actions, days):
    messages = found(page(actions, status), OVERDUE)
    assert [message.split(", ")[-1] for message in messages] == ([f"{days} ago"] if days else [])


def test_what_has_no_place_for_a_state_is_never_overdue():
    text = "# Disk\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| Rotate | ada | 2020-01-01 |\n"
    assert found(text, OVERDUE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Improve monitoring", "Better alerting", "Improve the monitoring and alerting of our systems", "Documentation",
        "Investigate", "Investigate further", "Look into this", "Further investigation is needed", "Follow up",
        "Look into the disk's alerts", "Think about the limits", "Keep an eye on the queue", "Be more careful", "Raise awareness",
        "Make sure this does not happen again", "Prevent such incidents from happening again", "Fix the issue",
        "We should improve the process", "More tests", "Update documentation",
    ],
)  # fmt: skip
def test_a_vague_action(text):
    assert vague(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Page at 80 % of the log volume", "Improve monitoring of the DNS zone", "Add a dashboard for checkout", "Version lock Flux",
        "Better monitoring of namespaces", "Fluentd alerts", "Investigate why the second replica declined", "Update `deploy.sh`",
        "Look into whether the limit holds", "Add alerts for 5xx", "Document the rollover", "Improve monitoring, see #12", "",
        "Ensure that the alert fires", "Prevent the pod from restarting", "Test restores weekly", "Be on call in pairs",
    ],
)  # fmt: skip
def test_an_action_that_says_what_changes(text):
    assert vague(text) is None


@pytest.mark.parametrize("entry", VAGUE, ids=lambda entry: entry.words)
def test_every_entry_finds_its_own_example(entry):
    assert vague(f"{entry.words} the limits" if entry.words.endswith((" into", " about", " on")) else entry.words) is entry


def test_a_vague_action_with_a_ticket_or_a_day_for_its_question_is_a_plan():
    kinds = "| Action | Type | Due | State | Ticket |\n|---|---|---|---|---|\n"
    assert found(page(kinds + "| Look into the limits | investigate | 2026-10-01 | open | |"), VAGUE_RULE) == []
    assert found(page(kinds + "| Look into the limits | | | open | OPS-12 |"), VAGUE_RULE) == []
    assert found(page(kinds + "| Look into the limits | | | done | |"), VAGUE_RULE) == []
    expected = ['11:3: "Look into the limits" has no end']
    assert found(page(kinds + "| Look into the limits | investigate | | open | |"), VAGUE_RULE) == expected


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("| A1 | Rotate | done | |", "action A1 is done without evidence"),
        ("| A1 | Rotate | done (#33) | |", ""),
        ("| A1 | Rotate | done | by hand on Friday |", ""),
        ("| A1 | Rotate, OPS-12 | done | |", ""),
        ("| A1 | Rotate | verified | |", "action A1 is verified without evidence"),
        ("| A1 | Rotate | declined | |", "action A1 is declined without a reason"),
        ("| A1 | Rotate | declined: too costly | |", ""),
        ("| A1 | Rotate | duplicate | |", ""),
        ("| A1 | Rotate | accepted | |", ""),
    ],
)
def test_what_shows_that_an_action_is_finished(row, message):
    table = "| ID | Action | State | Evidence |\n|---|---|---|---|\n"
    assert [each.split(": ", 1)[1] for each in found(page(table + row), EVIDENCE)] == ([message] if message else [])
