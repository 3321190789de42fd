"""`postmortem list` and `postmortem actions`: what they show, to whom, in every format."""

import csv
import io
import json
from datetime import date

import pytest
from conftest import Repo
from icalendar import Calendar
from jsonschema import Draft202012Validator

from runbook_lint.parse.schema import load_schema

TEAMS = """\
teams:
  PIER: {name: Pier Systems, members: [rdasgupta]}
  SEA: {name: Sea Operations Software, members: [hmacrae]}
people:
  rdasgupta: {name: Rohini Dasgupta}
  hmacrae: {name: Hector Macrae}
"""
ACTIONS = "## Action items\n\n| ID | Action | Type | Owner | Due | State | Ticket/Evidence |\n|---|---|---|---|---|---|---|\n"


def page(incident: str, title: str, head: str, rows: str) -> str:
    return f"---\nincident: {incident}\ntitle: {title}\n{head}---\n# {incident}\n\n{ACTIONS}{rows}"


FILES: dict[str, str | bytes] = {
    "services/teams.yaml": TEAMS,
    "services/boarding/service.yaml": "service: SVC-BOARDING\nname: Boarding\nteam: PIER\nowner: rdasgupta\ntier: 2\n",
    "services/notify/service.yaml": "service: SVC-NOTIFY\nname: Notices\nteam: SEA\nowner: hmacrae\ntier: 3\n",
    "postmortems/2026/INC-12-count.md": page(
        "INC-12",
        "Count in doubt",
        "severity: SEV-1\nstatus: draft\nservices: [SVC-BOARDING]\nfactors: [clock, no-alert]\nstarted: 2026-08-03T10:00:00Z\n",
        "| A1 | Sync the clocks | prevent | rdasgupta | 2026-08-20 | accepted | |\n"
        "| A2 | Page on drift | detect | @hmacrae | 2026-10-01 | in-progress | [PIER-7](https://t.example/PIER-7) |\n"
        "| A3 | Say how it went | process | | | done | https://t.example/c/1 |\n",
    ),
    "postmortems/2026/INC-9-texts.md": page(
        "INC-9",
        "Texts came late",
        "severity: SEV-2\nstatus: closed\nkind: near-miss\nservices: [SVC-NOTIFY]\nstarted: 2026-05-01T10:00:00Z\n",
        "| A1 | Split the queue | prevent | Hector Macrae | 2026-06-01 | | [SEA-1](https://t.example/SEA-1) |\n",
    ),
    "postmortems/2026/INC-10-loose.md": "# Loose notes\n\n## Follow-ups\n\n- [ ] Look at the fence, by 2026-08-30\n",
    "postmortems/2026/INC-13-hidden.md": page(
        "INC-13",
        "Wren",
        "severity: SEV-1\nstatus: draft\nvisibility: restricted\nservices: [SVC-NOTIFY]\nstarted: 2026-08-20T10:00:00Z\n",
        "| A1 | Wren one | prevent | hmacrae | 2026-08-25 | accepted | |\n| A2 | Wren two | prevent | hmacrae | 2026-12-01 | accepted | |\n",
    ),
}  # fmt: skip


@pytest.fixture
def tree(repo: Repo) -> Repo:
    return repo.write(FILES)


def run(repo: Repo, *arguments: str, columns: int = 80, today: str = "2026-09-01"):
    command = list(arguments)
    if "set" not in command and "import" not in command:
        command += ["--today", today]
    return repo.run("postmortem", *command, env={"COLUMNS": str(columns)})


def keys(done) -> list[str]:
    assert done.code == 0, done.err
    return [f"{row['incident']} {row['id']}" for row in json.loads(done.out)["actions"]]


def test_the_list_fits_80_columns_and_shows_the_newest_first(tree):
    done = run(tree, "list")
    assert done.code == 0
    assert done.out == """\
day         incident  severity  review            actions       title
2026-08-03  INC-12    SEV-1     draft, 14 days    2 of 3 open,  Count in doubt
                                late              1 overdue
2026-05-01  INC-9     SEV-2     closed            1 of 1 open   Texts came late
-           INC-10    -         -                 1 of 1 open,  Loose notes
                                                  1 overdue

3 postmortems, 4 actions open, 2 overdue
"""
    assert done.err == "1 restricted postmortem is not shown; --restricted shows it\n"


def test_the_list_on_a_phone(tree):
    done = run(tree, "list", "--severity", "sev1", columns=40)
    assert done.out == """\
INC-12: Count in doubt
  2026-08-03, SEV-1, draft, 14 days late
  actions: 2 of 3 open, 1 overdue

1 postmortem, 2 actions open, 1 overdue
"""


@pytest.mark.parametrize(
    ("options", "incidents"),
    [
        (["--service", "SVC-BOARDING"], ["INC-12"]),
        (["--service", "notices"], ["INC-9"]),
        (["--team", "pier", "--team", "SEA"], ["INC-12", "INC-9"]),
        (["--severity", "SEV-2", "--severity", "SEV1"], ["INC-12", "INC-9"]),
        (["--status", "Closed"], ["INC-9"]),
        (["--since", "2026-05-02"], ["INC-12"]),
        (["--since", "2026-05-01"], ["INC-12", "INC-9"]),
        (["--factor", "Clock"], ["INC-12"]),
        (["--kind", "near-miss"], ["INC-9"]),
        (["--restricted"], ["INC-13", "INC-12", "INC-9", ""]),
        (["--severity", "SEV-4"], []),
    ],
)
def test_filters_of_the_list(tree, options, incidents):
    done = run(tree, "list", "--format", "json", *options)
    assert done.code == 0, done.err
    assert [row["incident"] for row in json.loads(done.out)["postmortems"]] == incidents


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["list", "--service", "SVC-BORDING"], "no service SVC-BORDING; did you mean SVC-BOARDING?"),
        (["list", "--team", "LAND"], "no team LAND; there are: PIER, Pier Systems, SEA, Sea Operations Software"),
        (["list", "--severity", "SEV-9"], "no severity SEV-9; did you mean SEV-5?"),
        (["list", "--severity", "bad"], "no severity bad; there are: SEV-0, SEV-1, SEV-2, SEV-3, SEV-4, SEV-5"),
        (["list", "--status", "open"], "no status open; there are: closed, draft, in-review, reviewed"),
        (["list", "--factor", "wren"], "no factor wren; there are: clock, no-alert"),
        (["list", "--since", "May"], "--since May: not an ISO date such as 2026-08-01"),
        (["actions", "--owner", "hmacray"], "no owner hmacray; did you mean hmacrae?"),
        (["actions", "--state", "finished"], "no state finished; there are: accepted, declined, done, in-progress, none, proposed, verified"),
        (["actions", "--due", "later"], "--due later: give overdue, soon, or a time such as `30 days`"),
        (["actions", "--due-before", "2026-13-01"], "--due-before 2026-13-01: not an ISO date such as 2026-08-01"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_an_error_with_a_hint(tree, command, message):
    done = run(tree, *command)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")


def test_a_repository_without_postmortems(repo):
    repo.write({"runbooks/a.md": "# A\n"})
    message = f"runbook-lint: no postmortem in {repo.root}: name yours in layout.postmortems, or run `postmortem new`\n"
    for command in (["list"], ["actions"], ["actions", "--fail-overdue"]):
        done = run(repo, *command)
        assert (done.code, done.out, done.err) == (2, "", message), command


def test_actions_overdue_first_then_by_date(tree):
    done = run(tree, "actions")
    assert done.code == 0
    assert done.out == """\
due           action      owner          state        what
2026-08-20    INC-12 A1   rdasgupta      accepted     Sync the clocks
12 days late
2026-08-30    INC-10 A1?  -              accepted     Look at the fence, by
2 days late                                           2026-08-30
2026-06-01    INC-9 A1    Hector Macrae  see ticket   Split the queue
2026-10-01    INC-12 A2   hmacrae        in-progress  Page on drift

4 actions in 3 postmortems, 2 of them overdue
"""
    assert done.err == "1 restricted postmortem with 2 actions, 1 overdue is not shown; --restricted shows it\n"


def test_actions_on_a_phone(tree):
    done = run(tree, "actions", "--service", "Boarding", columns=40)
    assert done.out == """\
INC-12 A1: Sync the clocks
  due 2026-08-20, 12 days late,
rdasgupta, accepted
INC-12 A2: Page on drift
  due 2026-10-01, hmacrae, in-progress

2 actions in 1 postmortem, 1 of them
overdue
"""


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--all"], ["INC-12 A1", " A1", "INC-9 A1", "INC-12 A2", "INC-12 A3"]),
        (["--state", "done"], ["INC-12 A3"]),
        (["--state", "none"], ["INC-9 A1"]),
        (["--state", "done", "--open"], []),
        (["--owner", "hmacrae"], ["INC-9 A1", "INC-12 A2"]),
        (["--owner", "Hector Macrae"], ["INC-9 A1", "INC-12 A2"]),
        (["--owner", "none", "--all"], [" A1", "INC-12 A3"]),
        (["--team", "SEA"], ["INC-9 A1", "INC-12 A2"]),
        (["--team", "PIER", "--all"], ["INC-12 A1", "INC-12 A3"]),
        (["--service", "SVC-NOTIFY"], ["INC-9 A1"]),
        (["--due", "overdue"], ["INC-12 A1", " A1"]),
        (["--due", "soon"], ["INC-12 A1", " A1", "INC-9 A1"]),
        (["--due", "30 days"], ["INC-12 A1", " A1", "INC-9 A1", "INC-12 A2"]),
        (["--due-before", "2026-08-20"], ["INC-9 A1"]),
        (["--due-before", "2026-08-21"], ["INC-12 A1", "INC-9 A1"]),
        (["--restricted", "--service", "SVC-NOTIFY"], ["INC-13 A1", "INC-9 A1", "INC-13 A2"]),
    ],
)
def test_filters_of_actions(tree, options, found):
    assert keys(run(tree, "actions", "--format", "json", *options)) == found


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--team", "SEA"], 1),  # the overdue one is restricted, and counts all the same
        (["--service", "SVC-BOARDING", "--state", "in-progress"], 0),
        (["--due-before", "2026-07-01"], 0),
    ],
)
def test_fail_overdue_is_for_a_scheduled_job(tree, options, code):
    assert run(tree, "actions", "--fail-overdue", *options).code == code


def test_json_is_version_1_and_keeps_its_schema(tree):
    done = run(tree, "actions", "--format", "json", "--all", "--service", "SVC-BOARDING")
    document = json.loads(done.out)
    Draft202012Validator(load_schema("actions")).validate(document)
    assert {**document, "actions": document["actions"][:2]} == {
        "version": 1,
        "today": "2026-09-01",
        "actions": [
            {
                "incident": "INC-12", "id": "A1", "numbered": True, "key": "INC-12-A1",
                "text": "Sync the clocks", "type": "prevent", "owner": "rdasgupta", "owners": ["rdasgupta"],
                "due": "2026-08-20", "days_overdue": 12, "state": "accepted", "written_state": "accepted",
                "finished": False, "ticket": "", "evidence": "", "severity": "SEV-1", "day": "2026-08-03",
                "services": ["SVC-BOARDING"], "teams": ["PIER"],
                "path": "postmortems/2026/INC-12-count.md", "line": 16, "restricted": False,
            },
            {
                "incident": "INC-12", "id": "A2", "numbered": True, "key": "INC-12-A2",
                "text": "Page on drift", "type": "detect", "owner": "hmacrae", "owners": ["hmacrae"],
                "due": "2026-10-01", "days_overdue": 0, "state": "in-progress", "written_state": "in-progress",
                "finished": False, "ticket": "https://t.example/PIER-7",
                "evidence": "[PIER-7](https://t.example/PIER-7)", "severity": "SEV-1", "day": "2026-08-03",
                "services": ["SVC-BOARDING"], "teams": ["PIER"],
                "path": "postmortems/2026/INC-12-count.md", "line": 17, "restricted": False,
            },
        ],
        "summary": {"actions": 3, "open": 2, "overdue": 1, "hidden": {"postmortems": 0, "actions": 0, "overdue": 0}},
    }  # fmt: skip
    listed = json.loads(run(tree, "list", "--format", "json").out)
    Draft202012Validator(load_schema("postmortems")).validate(listed)
    assert listed["postmortems"][0] == {
        "incident": "INC-12", "title": "Count in doubt", "kind": "incident", "severity": "SEV-1", "status": "draft",
        "day": "2026-08-03", "services": ["SVC-BOARDING"], "teams": ["PIER"], "factors": ["clock", "no-alert"],
        "ticket": "", "path": "postmortems/2026/INC-12-count.md", "actions": 3, "open_actions": 2,
        "overdue_actions": 1, "due": "2026-08-18", "days_overdue": 14, "restricted": False,
    }  # fmt: skip
    assert listed["summary"] == {
        "postmortems": 3, "open_actions": 4, "overdue_actions": 2, "hidden": {"postmortems": 1},
    }  # fmt: skip


def test_csv_has_the_keys_of_the_json(tree):
    out = run(tree, "actions", "--format", "csv", "--service", "SVC-NOTIFY").out
    assert out == (
        "incident,id,numbered,key,text,type,owner,owners,due,days_overdue,state,written_state,finished,ticket,evidence,"
        "severity,day,services,teams,path,line,restricted\r\n"
        "INC-9,A1,true,INC-9-A1,Split the queue,prevent,Hector Macrae,hmacrae,2026-06-01,0,,,false,https://t.example/SEA-1,"
        "[SEA-1](https://t.example/SEA-1),SEV-2,2026-05-01,SVC-NOTIFY,SEA,postmortems/2026/INC-9-texts.md,16,false\r\n"
    )
    assert run(tree, "list", "--format", "csv", "--kind", "near-miss").out == (
        "incident,title,kind,severity,status,day,services,teams,factors,ticket,path,actions,open_actions,overdue_actions,"
        "due,days_overdue,restricted\r\n"
        "INC-9,Texts came late,near-miss,SEV-2,closed,2026-05-01,SVC-NOTIFY,SEA,,,postmortems/2026/INC-9-texts.md,1,1,0,,0,false\r\n"
    )


def test_markdown_is_a_table(tree):
    assert run(tree, "actions", "--format", "md", "--service", "SVC-BOARDING").out == (
        "| Due | Action | Owner | State | What | Ticket |\n|---|---|---|---|---|---|\n"
        "| 2026-08-20 (12 d late) | INC-12 A1 | rdasgupta | accepted | Sync the clocks |  |\n"
        "| 2026-10-01 | INC-12 A2 | hmacrae | in-progress | Page on drift | <https://t.example/PIER-7> |\n"
    )


def events(text: str) -> dict[str, dict[str, object]]:
    found = {}
    for event in Calendar.from_ical(text).walk("VEVENT"):
        assert event.get("TRANSP") == "TRANSPARENT"
        found[str(event["UID"])] = {
            "day": event.decoded("DTSTART"), "end": event.decoded("DTEND"),
            "title": str(event["SUMMARY"]), "text": str(event.get("DESCRIPTION", "")), "url": str(event.get("URL", "")),
        }  # fmt: skip
    return found


def test_a_calendar_keeps_its_uids(tree):
    tree.git("init", "-q")
    tree.git("remote", "add", "origin", "git@git.example:ferries/ops.git")
    out = run(tree, "actions", "--format", "ics", "--service", "SVC-BOARDING").out
    assert all(len(line.encode()) <= 75 for line in out.split("\r\n"))
    assert "\n" not in out.replace("\r\n", "")
    assert events(out) == {
        "INC-12-A1@git.example/ferries/ops": {
            "day": date(2026, 8, 20), "end": date(2026, 8, 21), "title": "INC-12 A1: Sync the clocks", "url": "",
            "text": "Sync the clocks\nOwner: rdasgupta\nState: accepted\npostmortems/2026/INC-12-count.md:16",
        },
        "INC-12-A2@git.example/ferries/ops": {
            "day": date(2026, 10, 1), "end": date(2026, 10, 2), "title": "INC-12 A2: Page on drift",
            "text": "Page on drift\nOwner: hmacrae\nState: in-progress\nTicket: https://t.example/PIER-7\n"
            "postmortems/2026/INC-12-count.md:17",
            "url": "https://t.example/PIER-7",
        },
    }  # fmt: skip
    assert run(tree, "actions", "--format", "ics", "--service", "SVC-BOARDING").out == out
    path = "postmortems/2026/INC-10-loose.md"
    before = set(events(run(tree, "actions", "--format", "ics").out))
    tree.write({path: str(FILES[path]).replace("- [ ] Look", "- [ ] Paint it, by 2026-12-01\n- [ ] Look")})
    after = set(events(run(tree, "actions", "--format", "ics").out))
    assert before < after  # an action without an id keeps its uid when others come before it


def test_a_calendar_never_holds_what_is_restricted_or_finished(tree):
    done = run(tree, "actions", "--format", "ics", "--restricted", "--all")
    assert {event["title"] for event in events(done.out).values()} == {
        "INC-12 A1: Sync the clocks",
        "INC-12 A2: Page on drift",
        "INC-9 A1: Split the queue",
        "INC-10 A1?: Look at the fence, by 2026-08-30",
    }
    assert done.err == "1 restricted postmortem with 2 actions, 1 overdue is not shown\n"


def test_two_pages_of_one_incident_make_two_uids(repo):
    row = "| A1 | Sync the clocks | prevent | | 2026-08-20 | accepted | |\n"
    repo.write({f"postmortems/2026/{name}.md": page("INC-5", "Twice", "", row) for name in ("a", "b")})
    assert len(events(run(repo, "actions", "--format", "ics").out)) == 2


HOSTILE = [
    "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\x1b[31mred\x1b[0m", "\u202egnp.exe", "a,b;c\\d\"e'f",
    "{{ 7*7 }} <script>alert(1)</script>", "[x](javascript:alert(1))", "`a`|b", "BEGIN:VEVENT", "x" * 20_000,
    "日本語" * 60, "`=1+1`",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_is_text_in_every_format(repo, text):
    cell = text.replace("|", "\\|")
    row = f"| A1 | {cell} | {cell} | {cell} | 2026-08-20 | {cell} | {cell} |\n"
    repo.write({"postmortems/2026/x.md": page("INC-5", json.dumps(text), f"severity: {json.dumps(text)}\n", row)})
    table = run(repo, "actions", "--all")
    listed = run(repo, "list")
    assert (table.code, listed.code) == (0, 0), table.err + listed.err
    for shown in (table.out, listed.out):
        assert not any(char in shown for char in "\x1b\u202e\r")
    assert len(table.out) < 3_000  # however long the text is
    document = json.loads(run(repo, "actions", "--all", "--format", "json").out)
    Draft202012Validator(load_schema("actions")).validate(document)
    assert len(document["actions"]) == 1
    csv.field_size_limit(10**6)
    for command in (["actions", "--all"], ["list"]):
        rows = list(csv.reader(io.StringIO(run(repo, *command, "--format", "csv").out, newline=""), strict=True))
        assert [len(row) for row in rows] == [len(rows[0])] * 2
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])
        assert not any(char in cell for cell in rows[1] for char in "\x1b\u202e\n")
    lines = run(repo, "actions", "--all", "--format", "md").out.splitlines()
    assert len(lines) == 3
    assert len([bar for index, bar in enumerate(lines[2]) if bar == "|" and lines[2][index - 1] != "\\"]) == 7
    assert "<s" not in lines[2].replace("\\<s", "")
    assert all("\x1b" not in event["title"] for event in events(run(repo, "actions", "--format", "ics").out).values())


def test_a_secret_in_an_action_is_not_shown(repo):
    secret = "ghp_" + "a1B2" * 9
    repo.write({"postmortems/2026/x.md": page("INC-5", "T", "", f"| A1 | Rotate {secret} | | | 2026-08-20 | | |\n")})
    for form in ("table", "json", "csv", "md", "ics"):
        done = run(repo, "actions", "--format", form, columns=400)
        assert secret not in done.out.replace("\r\n ", ""), form
        assert "Rotate …" in done.out


def test_the_postmortem_program_is_the_same(tree):
    assert "postmortem actions [OPTIONS]" in tree.run("postmortem", "actions", "--help").out
