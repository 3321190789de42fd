"""`postmortem actions import`: states from the export of whichever tracker."""

import json

import pytest
from conftest import Done, Repo

from runbook_lint.model.errors import UsageError
from runbook_lint.parse.intake.tracker_export import Ticket, read_tickets, state_of
from runbook_lint.parse.intake.tracker_match import settle

PATH = "postmortems/2026/INC-7-clock.md"
HEAD = "---\nincident: INC-7\n---\n# INC-7\n\n## Action items\n\n| ID | Action | State | Ticket |\n|---|---|---|---|\n"
ROWS = (
    "| A1 | Sync | accepted | [PIER-7](https://jira.example/browse/PIER-7) |\n"
    "| A2 | Page | accepted | https://github.example/ferries/ops/issues/12 |\n"
    "| A3 | Test | verified | SEA-3 |\n"
    "| A4 | Move | | PIER-9 |\n"
    "| A5 | Talk | in-progress | |\n"
)
LINES = {"A1": 10, "A2": 11, "A3": 12, "A4": 13}


@pytest.fixture
def tree(repo: Repo) -> Repo:
    return repo.write({PATH: HEAD + ROWS})


def run(repo: Repo, text: str, *arguments: str, name: str = "export") -> Done:
    repo.write({name: text})
    return repo.run("postmortem", "actions", "import", name, *arguments)


def told(done: Done) -> list[str]:
    return [line.removeprefix(f"{PATH}:") for line in done.out.splitlines()]


JIRA_CSV = (
    "Summary,Issue key,Issue id,Status,Resolution,Assignee,Due date,Comment,Comment\n"
    'Sync,PIER-7,1001,Done,Done,ann,2026-01-01,"a\nb, c",\n'
    "Test,SEA-3,1002,Closed,Fixed,bo,,,\n"
    "Move,PIER-9,1003,Closed,Won't Do,,,x,y\n"
    "Other,PIER-99,1004,Open,,,,,\n"
)
JIRA_JSON = {
    "issues": [
        {"key": "PIER-7", "fields": {"status": {"name": "Done"}, "resolution": {"name": "Done"}}},
        {"key": "SEA-3", "fields": {"status": {"name": "Closed"}, "resolution": None}},
        {"key": "PIER-9", "fields": {"status": {"name": "Closed"}, "resolution": {"name": "Won't Do"}}},
        {"key": "PIER-99", "fields": {"status": {"name": "Open"}}},
    ]
}
FROM_JIRA = [
    "10: INC-7 A1 accepted → done (PIER-7 is Done)",
    "13: INC-7 A4 no state → declined (PIER-9 is Closed (Won't Do))",
]
GH = [{"number": 12, "state": "CLOSED", "stateReason": "COMPLETED", "url": "https://github.example/ferries/ops/issues/12"}]
GH_REST = [
    {
        "number": 12, "state": "closed", "state_reason": "not_planned",
        "url": "https://api.github.example/repos/ferries/ops/issues/12",
        "html_url": "https://github.example/ferries/ops/issues/12",
    }
]  # fmt: skip
GITLAB_CSV = (
    "Title,Description,Issue ID,URL,State,Author,Assignee Username,Due Date\n"
    "Page,,12,https://github.example/ferries/ops/issues/12,Closed,x,y,2026-01-01\n"
)
GITLAB_JSON = [{"iid": 12, "web_url": "https://github.example/ferries/ops/issues/12", "state": "closed"}]
LINEAR_CSV = "ID,Team,Title,Status,Assignee,Completed\nPIER-7,Piers,Sync,In Progress,ann,\nSEA-3,Sea,Test,Done,,2026-01-01\n"
LINEAR_JSON = {"data": {"issues": {"nodes": [{"identifier": "PIER-7", "state": {"name": "In Progress"}}]}}}


@pytest.mark.parametrize(
    ("export", "lines", "rest"),
    [
        (JIRA_CSV, FROM_JIRA, "2 actions changed, 1 as the tracker says, 1 ticket that no action names"),
        (JIRA_CSV.replace(",", ";").replace("\n", "\r\n"), None, None),
        (json.dumps(JIRA_JSON), FROM_JIRA, "2 actions changed, 1 as the tracker says, 1 ticket that no action names"),
        (json.dumps(GH), ["11: INC-7 A2 accepted → done (https://github.example/ferries/ops/issues/12 is CLOSED (COMPLETED))"],
         "1 action changed, 0 as the tracker says, 0 tickets that no action names"),
        (json.dumps(GH_REST), ["11: INC-7 A2 accepted → declined (https://github.example/ferries/ops/issues/12 is closed (not_planned))"], None),
        (GITLAB_CSV, ["11: INC-7 A2 accepted → done (https://github.example/ferries/ops/issues/12 is Closed)"], None),
        (json.dumps(GITLAB_JSON), ["11: INC-7 A2 accepted → done (https://github.example/ferries/ops/issues/12 is closed)"], None),
        (LINEAR_CSV, ["10: INC-7 A1 accepted → in-progress (PIER-7 is In Progress)"], None),
        (json.dumps(LINEAR_JSON), ["10: INC-7 A1 accepted → in-progress (PIER-7 is In Progress)"], None),
        ("\ufeff" + LINEAR_CSV, ["10: INC-7 A1 accepted → in-progress (PIER-7 is In Progress)"], None),
    ],
    ids=["jira-csv", "semicolons", "jira-json", "gh", "github", "gitlab-csv", "gitlab", "linear-csv", "linear", "bom"],
)  # fmt: skip
def test_exports_of_trackers(tree, export, lines, rest):
    done = run(tree, export)
    assert done.code == 0, done.err
    said = [line.replace("; write why it was declined", "") for line in told(done)]
    if lines is not None:
        assert said == lines
    if rest is not None:
        assert done.err == f"{rest}\n"
    assert run(tree, export).out == ""  # once more changes nothing


def test_only_the_cells_change(tree):
    assert run(tree, JIRA_CSV).code == 0
    assert (tree.root / PATH).read_text() == HEAD + ROWS.replace("Sync | accepted", "Sync | done").replace(
        "Move | |", "Move | declined |"
    )


def test_a_dry_run_changes_nothing(tree):
    done = run(tree, JIRA_CSV, "--dry-run")
    assert told(done) == [
        "10: INC-7 A1 would be accepted → done (PIER-7 is Done)",
        "13: INC-7 A4 would be no state → declined (PIER-9 is Closed (Won't Do)); write why it was declined",
    ]
    assert done.err == "2 actions would change, 1 as the tracker says, 1 ticket that no action names\n"
    assert (tree.root / PATH).read_text() == HEAD + ROWS


def test_a_state_that_we_do_not_know_is_listed_and_not_guessed(tree):
    export = "Key,Status\nPIER-7,Awaiting vendor\nPIER-9,Done\n"
    done = run(tree, export)
    assert done.code == 1
    assert told(done) == ["13: INC-7 A4 no state → done (PIER-9 is Done)"]
    assert done.err == (
        "Awaiting vendor: none of our states (1 ticket: PIER-7); give --map 'Awaiting vendor=STATE'\n"
        "1 action changed, 0 as the tracker says, 1 ticket that no action names\n"
    ).replace("1 ticket that", "0 tickets that")
    mapped = run(tree, export, "--map", "awaiting vendor=in-progress")
    assert (mapped.code, told(mapped)) == (0, ["10: INC-7 A1 accepted → in-progress (PIER-7 is Awaiting vendor)"])


def test_an_action_without_a_place_for_its_state(repo):
    repo.write({PATH: HEAD.replace(" State |", "").replace("---|---|---|---|", "---|---|---|") + "| A1 | Sync | PIER-7 |\n"})
    done = run(repo, "Key,Status\nPIER-7,Done\n")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"{PATH}:10: INC-7 A1 is done; the page has no state to set\n"
        "0 actions changed, 0 as the tracker says, 0 tickets that no action names\n"
    )


def test_an_action_that_cannot_be_changed_for_certain_is_left(repo):
    repo.write({PATH: f"{HEAD}| A1 | Sync | open | PIER-7 |\n\n- [ ] Paint, PIER-8\n"})
    done = run(repo, "Key,Status\nPIER-7,Done\nPIER-8,In Progress\n")
    assert (done.code, told(done)) == (1, ["10: INC-7 A1 accepted → done (PIER-7 is Done)"])
    assert done.err.startswith(f"{PATH}:12: A2: a box is ticked or not; write `(state: in-progress)` behind the item\n")


def test_an_issue_of_this_very_repository(repo):
    repo.write({PATH: HEAD + "| A1 | Sync | open | #12 |\n"})
    repo.git("init", "-q")
    repo.git("remote", "add", "origin", "git@github.example:ferries/ops.git")
    assert told(run(repo, json.dumps(GH))) == [
        "10: INC-7 A1 accepted → done (https://github.example/ferries/ops/issues/12 is CLOSED (COMPLETED))"
    ]


def test_standard_input(tree):
    done = tree.run("postmortem", "actions", "import", "-", given=b"Key,Status\nPIER-7,Done\n")
    assert (done.code, told(done)) == (0, ["10: INC-7 A1 accepted → done (PIER-7 is Done)"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Key,Status\nPIER-7,Done,extra\n", "export:2: 3 cells, but the head has 2"),
        ('Key,Status\nPIER-7,"Do\nne" x\n', "export:3: not valid CSV: ',' expected after '\"'"),
        ('Key,Status\nPIER-7,"Done\n', "export:2: not valid CSV: unexpected end of data"),
        ("Name,Colour\nx,y\n", "export:1: no column that we know; give one for the key (`issue key` or `key`) and the state"),
        ("Key,Status\n", "export: holds no ticket"),
        ("", "export:1: no column that we know; give one for the key (`issue key` or `key`) and the state"),
        ("Key,Name\nPIER-7,x\n", "export: no ticket says its state; export it with `status` or `fields.status.name`"),
        ("Status,Number\nDone,7\n", "export: no ticket has a key or a URL; export it with `issue key` or `key`, or with a URL"),
        ("Key,Status\nPIER-7,Done\nPIER-7,Open\n", "export:3: PIER-7 is Open, but Done at export:2; nothing was changed"),
        ('[{"key": "PIER-7"', "export:1:18: not valid JSON: expecting ',' delimiter"),
        ('{"a": 1}', "export: no list of tickets, neither at its top nor under issues, items, nodes, results, values"),
        ("[1]", "export: ticket 1 is no object"),
        ("[" * 100_000, "export: nests too deeply, or holds too long a number"),
        ('[{"key": "PIER-7", "status": ["Done"]}]', "export: no ticket says its state; export it with `status` or `fields.status.name`"),
    ],
)  # fmt: skip
def test_an_export_that_cannot_be_read_is_an_error_with_its_place(tree, text, message):
    done = run(tree, text)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")
    assert (tree.root / PATH).read_text() == HEAD + ROWS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.csv"], "nowhere.csv: cannot be read: No such file or directory"),
        (["."], ".: cannot be read: not a file"),
        (["x.csv", "--map", "Closed"], "--map Closed: give WORD=STATE, such as `In Review=in-progress`"),
        (["x.csv", "--map", "Shut=doen"], "--map Shut=doen: no state doen; did you mean done?"),
    ],
)
def test_a_wrong_use_is_an_error(tree, arguments, message):
    done = tree.run("postmortem", "actions", "import", *arguments)
    assert (done.code, done.err) == (2, f"runbook-lint: {message}\n")


def test_utf_16_is_an_error(tree):
    tree.write({"x.csv": "Key,Status\n".encode("utf-16")})
    done = tree.run("postmortem", "actions", "import", "x.csv")
    assert done.err == "runbook-lint: x.csv:1:1: the file is UTF-16, not UTF-8; save the file as UTF-8\n"


def test_hostile_words_of_a_tracker_are_written_out(tree):
    done = run(tree, "Key,Status\nPIER-7,\x1b[31mDone\x1b[0m\u202e\nPIER-9,Done \x07\n")
    assert not any(char in done.out + done.err for char in "\x1b\u202e\x07")


@pytest.mark.parametrize(
    ("status", "resolution", "state"),
    [
        ("Open", "", "accepted"), ("OPEN", "", "accepted"), ("opened", "", "accepted"), ("Reopened", "", "accepted"),
        ("Backlog", "", "proposed"), ("To Do", "", "accepted"), ("Selected for Development", "", "accepted"),
        ("In Progress", "", "in-progress"), ("In Review", "", "in-progress"), ("Done", "Done", "done"),
        ("Resolved", "Fixed", "done"), ("CLOSED", "COMPLETED", "done"), ("CLOSED", "NOT_PLANNED", "declined"),
        ("Closed", "Won't Do", "declined"), ("Closed", "Duplicate", "declined"), ("Done", "Cannot Reproduce", "declined"),
        ("Done", "Unresolved", "done"), ("Canceled", "", "declined"), ("Verified", "", "verified"), ("Purple", "", ""),
    ],
)  # fmt: skip
def test_words_of_trackers(status, resolution, state):
    assert state_of(Ticket("A-1", "", status, resolution, ""), {}) == state


@pytest.mark.parametrize(
    ("ours", "theirs", "settled"),
    [
        ("", "accepted", "accepted"), ("", "proposed", "accepted"), ("", "done", "done"),
        ("proposed", "accepted", "proposed"), ("in-progress", "accepted", "in-progress"),
        ("done", "accepted", "accepted"), ("verified", "accepted", "accepted"), ("declined", "accepted", "accepted"),
        ("verified", "done", "verified"), ("accepted", "in-progress", "in-progress"), ("done", "declined", "declined"),
    ],
)  # fmt: skip
def test_what_is_finer_here_stays(ours, theirs, settled):
    assert settle(ours, theirs) == settled


def test_ten_thousand_tickets_are_read_quickly():
    rows = "".join(f'SEA-{number},"line\n, two",Done\n' for number in range(10_000))
    assert len(read_tickets("x", "Key,Summary,Status\n" + rows)) == 10_000
    with pytest.raises(UsageError):
        read_tickets("x", "Key,Summary,Status\n" + rows + "SEA-1,x\n")
