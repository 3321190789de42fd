"""`postmortem actions set`: one value changes and no other byte, or nothing at all."""

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import Done, Repo
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.app.write import replace_files
from runbook_lint.model.document import Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.model.settings import Settings
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.text import Text, split_lines
from runbook_lint.parse.tracking.action_edits import change_actions

PATH = "postmortems/2026/INC-7-clock.md"
TEAMS = """\
teams:
  PIER: {name: Pier Systems, members: [rdasgupta]}
people:
  rdasgupta: {name: Rohini Dasgupta}
  hmacrae: {name: Hector Macrae}
  ckent: {name: Carol Kent, former: true}
"""
HEAD = "---\nincident: INC-7\n---\n# INC-7\n\n## Action items\n\n"
PLAIN = (
    "| ID | Action | Owner | Due | State | Ticket | Evidence |\n|---|---|---|---|---|---|---|\n"
    "| A1 | Sync the clocks | rdasgupta | 2026-08-20 | accepted | PIER-7 | |\n"
    "| A2 | Page on drift | @hmacrae | | | | https://t.example/1 |\n"
)


def run(repo: Repo, *arguments: str, **env: str) -> Done:
    return repo.run("postmortem", "actions", "set", *arguments, env=env)


def text(repo: Repo, path: str = PATH) -> str:
    return (repo.root / path).read_bytes().decode()


@pytest.fixture
def tree(repo: Repo) -> Repo:
    return repo.write({"services/teams.yaml": TEAMS, PATH: HEAD + PLAIN})


def written(body: str, index: int, **wanted: str) -> str:
    """A page's body after some values of one action are set, worked out without a disk."""
    lines = split_lines(HEAD + body)
    document = parse_document(PATH, Kind.POSTMORTEM, Text(lines))
    result = list(lines)
    for edit in sorted(change_actions(document, Settings(), {index: wanted}), reverse=True):
        line = result[edit.span.line - 1]
        assert edit.span.line == edit.span.end_line
        result[edit.span.line - 1] = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    return "\n".join(result).removeprefix(HEAD)


TABLE = "| ID | Action | Owner | Due | State | Evidence |\n|---|---|---|---|---|---|\n"
SHARED = "| ID | Action | State | Ticket/Evidence |\n|---|---|---|---|\n"
CASES = [
    # a table
    ({"state": "done"}, TABLE, "| A1 | Do it | x | | accepted | |", "| A1 | Do it | x | | done | |"),
    ({"state": "done"}, TABLE, "| A1 | Do it | x | | |  |", "| A1 | Do it | x | | done |  |"),
    ({"state": "done"}, TABLE, "| A1 | Do it | x | ||  |", "| A1 | Do it | x | |done|  |"),
    ({"state": "done"}, TABLE, "|A1|Do it|x||open||", "|A1|Do it|x||done||"),
    ({"state": "done"}, TABLE, "A1 | Do it | x | | open |", "A1 | Do it | x | | done |"),
    ({"evidence": "me"}, TABLE, "A1 | Do it | x | | open | you", "A1 | Do it | x | | open | me"),
    ({"owner": "bo"}, TABLE, "| A1 | Do it | @ann | | open | |", "| A1 | Do it | @bo | | open | |"),
    ({"due": "2026-10-01"}, TABLE, "| A1 | Do it | x | 1 May 2026 | open | |", "| A1 | Do it | x | 2026-10-01 | open | |"),
    ({"evidence": "a|b"}, TABLE, "| A1 | Do it | x | | open | |", "| A1 | Do it | x | | open | a\\|b |"),
    ({"evidence": "C:\\"}, TABLE, "|A1|Do it|x||open||", "|A1|Do it|x||open|C:\\ |"),
    ({"state": "done"}, TABLE, "| A1 | `a \\| b` \\| c | x | | open | |", "| A1 | `a \\| b` \\| c | x | | done | |"),
    ({"state": "done"}, TABLE, "| A1 | 日本語 | x | | open | |", "| A1 | 日本語 | x | | done | |"),
    ({"state": "done", "evidence": "#9"}, TABLE, "| A1 | Do it | x | | **open** | |", "| A1 | Do it | x | | done | #9 |"),
    # a ticket and its evidence in one cell
    ({"evidence": "https://e.example"}, SHARED, "| A1 | Do it | open | |", "| A1 | Do it | open | https://e.example |"),
    ({"evidence": "https://e.example"}, SHARED, "| A1 | Do it | open | PIER-7 |", "| A1 | Do it | open | PIER-7, https://e.example |"),
    ({"evidence": "https://e.example"}, SHARED, "| A1 | Do it | open | [PIER-7](https://t.example/PIER-7) |",
     "| A1 | Do it | open | [PIER-7](https://t.example/PIER-7), https://e.example |"),
    ({"ticket": "PIER-8"}, SHARED, "| A1 | Do it | open | PIER-7 |", "| A1 | Do it | open | PIER-8 |"),
    ({"evidence": "me"}, SHARED, "| A1 | Do it | done | https://git.example/x/pull/9 |", "| A1 | Do it | done | me |"),
    # a list
    ({"state": "done"}, "", "- [ ] A1: Do it (owner: ann)", "- [x] A1: Do it (owner: ann)"),
    ({"state": "accepted"}, "", "- [x] A1: Do it", "- [ ] A1: Do it"),
    ({"state": "done"}, "", "- A1: Do it (owner: ann, state: open)", "- A1: Do it (owner: ann, state: done)"),
    ({"state": "done"}, "", "- A1: Do it (owner: ann, due: 2026-08-01)", "- A1: Do it (owner: ann, due: 2026-08-01, state: done)"),
    ({"due": "2026-09-01"}, "", "1. A1: Do it (owner: ann, due: 2026-08-01)", "1. A1: Do it (owner: ann, due: 2026-09-01)"),
    ({"owner": "bo"}, "", "* A1: Do it @ann", "* A1: Do it @bo"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "head", "before", "after"), CASES)
def test_only_the_value_changes(wanted, head, before, after):
    assert written(f"{head}{before}\n", 0, **wanted) == f"{head}{after}"


ALIGNED = """\
| ID  | Action          | State       | Evidence |
|-----|-----------------|-------------|----------|
| A1  | Sync the clocks | accepted    |          |
| A2  | Page on drift   | in-progress |          |"""


@pytest.mark.parametrize(
    ("wanted", "row"),
    [
        ({"state": "done"}, "| A1  | Sync the clocks | done        |          |"),
        ({"state": "in-progress"}, "| A1  | Sync the clocks | in-progress |          |"),
        ({"evidence": "PR 9"}, "| A1  | Sync the clocks | accepted    | PR 9     |"),
        ({"evidence": "https://t.example/1"}, "| A1  | Sync the clocks | accepted    | https://t.example/1 |"),
    ],
)
def test_a_table_stays_aligned_as_long_as_the_value_fits(wanted, row):
    lines = ALIGNED.split("\n")
    assert written(ALIGNED + "\n", 0, **wanted).split("\n") == [*lines[:2], row, lines[3]]


UNSURE = [
    ({"state": "done"}, TABLE, "| A1 | Do it", f"{PATH}:10: A1: the row has no cell for the state; add the missing `|` first"),
    ({"state": "done", "evidence": "https://t.example/1"}, TABLE, "| A1 | Do it", f"{PATH}:10: A1: the row has no cell for the state; add the missing `|` first"),
    ({"ticket": "PIER-7"}, TABLE, "| A1 | Do it | x | | open | |",
     f"{PATH}:10: A1: the table has no column for the ticket; add one, such as `Ticket`"),
    ({"evidence": "me"}, SHARED, "| A1 | Do it | open | PIER-7: too dear |",
     f"{PATH}:10: A1: its cell holds a ticket and more than that; write it by hand"),
    ({"state": "in-progress"}, "", "- [ ] A1: Do it",
     f"{PATH}:8: A1: a box is ticked or not; write `(state: in-progress)` behind the item"),
    ({"due": "2026-09-01"}, "", "- [ ] A1: Do it", f"{PATH}:8: A1: the item does not say its due; write `(due: 2026-09-01)` behind it"),
    ({"owner": "a, due: 2026-01-01"}, "", "- A1: Do it (owner: ann)",
     f"{PATH}:8: A1: the page would not read as wanted (owner); write it by hand"),
    ({"evidence": "x) (y"}, "", "- A1: Do it (owner: ann, evidence: x)",
     f"{PATH}:8: A1: the page would not read as wanted (evidence); write it by hand"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "head", "row", "message"), UNSURE)
def test_what_is_not_certain_is_refused(wanted, head, row, message):
    with pytest.raises(UsageError) as error:
        written(f"{head}{row}\n", 0, **wanted)
    assert str(error.value) == message


@given(
    st.sampled_from([TABLE, SHARED, ""]),
    st.text("A1|\\-*[]x (){}:,@#`<>&é日\t", max_size=60),
    st.sampled_from(["state", "evidence", "owner", "ticket"]),
    st.text("ab1|\\*[](),:@#`<>&é ", min_size=1, max_size=12).map(str.strip).filter(bool),
)
@settings(max_examples=300, deadline=None)
def test_whatever_the_page_a_value_is_set_or_refused(head, row, role, value):
    before = f"{head}{row}\n"
    try:
        after = written(before, 0, **{role: "done" if role == "state" else value})
    except (UsageError, IndexError):
        return
    changed = [number for number, pair in enumerate(zip(before.split("\n"), after.split("\n"), strict=False)) if pair[0] != pair[1]]
    assert len(changed) <= 1


def test_a_value_is_set_on_disk(tree):
    done = run(tree, "INC-7", "A1", "--state", "done", "--evidence", "https://t.example/c/1")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{PATH}:10: A1: state done, evidence https://t.example/c/1\n"
    assert text(tree) == HEAD + PLAIN.replace("accepted | PIER-7 | |", "done | PIER-7 | https://t.example/c/1 |")


@pytest.mark.parametrize("name", ["INC-7", "inc-7", PATH])
def test_an_incident_or_its_page_is_named(tree, name):
    assert run(tree, name, "a2", "--owner", "rdasgupta").code == 0
    assert "| @rdasgupta |" in text(tree)


def test_line_ends_and_byte_order_mark_survive(repo):
    before = b"\xef\xbb\xbf" + (HEAD + PLAIN).replace("\n", "\r\n").encode() + b"\n\r\nlast line"
    repo.write({PATH: before})
    assert run(repo, "INC-7", "A1", "--state", "verified").code == 0
    assert (repo.root / PATH).read_bytes() == before.replace(b"accepted", b"verified")


def test_what_is_so_already_is_said(tree):
    done = run(tree, "INC-7", "A1", "--state", "accepted", "--due", "2026-08-20")
    assert (done.code, done.out) == (0, f"{PATH}:10: A1: state accepted, due 2026-08-20 already; nothing was changed\n")
    assert text(tree) == HEAD + PLAIN


def test_done_without_evidence_is_written_and_told(repo):
    repo.write({PATH: HEAD + TABLE + "| A1 | Do it | | | open | |\n"})
    done = run(repo, "INC-7", "A1", "--state", "done")
    assert (done.code, done.out) == (0, f"{PATH}:10: A1: state done\n")
    assert done.err == "A1 has no evidence; --evidence URL says what proves that it is done\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["INC-7", "A1"], "nothing to set; give --state, --evidence, --reason, --owner, --due or --ticket"),
        (["INC-7", "A1", "--state", "Closed"], "no state Closed; did you mean done?; nothing was changed"),
        (["INC-7", "A1", "--state", "verifyed"], "no state verifyed; did you mean verified?; nothing was changed"),
        (["INC-7", "A1", "--state", "blue"],
         "no state blue; there are: proposed, accepted, in-progress, done, verified, declined; nothing was changed"),
        (["INC-7", "A1", "--due", "tomorrow"], "--due tomorrow: not an ISO date such as 2026-08-01; nothing was changed"),
        (["INC-7", "A1", "--due", "2026-02-30"], "--due 2026-02-30: not an ISO date such as 2026-08-01; nothing was changed"),
        (["INC-7", "A1", "--owner", "hmacray"], "--owner hmacray: did you mean hmacrae?; nothing was changed"),
        (["INC-7", "A1", "--owner", "none"],
         "--owner none: no person and no team of the catalogue is called so; nothing was changed"),
        (["INC-7", "A1", "--owner", "ckent"], "--owner ckent: has left; nothing was changed"),
        (["INC-7", "A1", "--evidence", "a\nb"], "the evidence must be one line of plain text; nothing was changed"),
        (["INC-7", "A1", "--evidence", "\x1b[31m"], "the evidence must be one line of plain text; nothing was changed"),
        (["INC-7", "A1", "--owner", " "], "the owner must be one line of plain text; nothing was changed"),
        (["INC-7", "A1", "--evidence", "a", "--reason", "b"],
         "--evidence and --reason stand in the same place; give one of them"),
        (["INC-70", "A1", "--state", "done"], "no incident INC-70; did you mean INC-7?; nothing was changed"),
        (["INC-7", "A9", "--state", "done"], f"{PATH}: no action A9; there are: A1, A2; nothing was changed"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused(tree, arguments, message):
    done = run(tree, *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")
    assert text(tree) == HEAD + PLAIN


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({PATH: HEAD + TABLE + "| A1 | Do it | | | open | |\n| A1 | Do else | | | open | |\n"},
         f"{PATH}: A1 stands twice, on lines 10 and 11; number them apart; nothing was changed"),
        ({PATH: HEAD + PLAIN, "postmortems/2026/b.md": HEAD + PLAIN},
         f"INC-7 has 2 pages: {PATH} and postmortems/2026/b.md; name the page instead; nothing was changed"),
        ({PATH: HEAD + "- [ ] Do it\n"},
         f"{PATH}:8: the page does not write the id A1; write it there; nothing was changed"),
        ({PATH: HEAD}, f"{PATH}: no action item could be read; nothing was changed"),
        ({PATH: HEAD + TABLE.replace(" State |", "").replace("---|---|---|---|---|", "---|---|---|---|") + "| A1 | Do it | | | |\n"},
         f"{PATH}:10: A1: the table has no column for the state; add one, such as `State`"),
    ],
)  # fmt: skip
def test_an_action_that_is_not_certain_is_refused(repo, files, message):
    repo.write(files)
    done = run(repo, "INC-7", "A1", "--state", "done")
    assert (done.code, done.err) == (2, f"runbook-lint: {message}\n")
    assert {path: text(repo, path) for path in files} == files


def test_a_declined_action_needs_a_reason_or_a_ticket(repo):
    repo.write({PATH: HEAD + TABLE + "| A1 | Do it | | | open | |\n"})
    done = run(repo, "INC-7", "A1", "--state", "declined")
    assert done.err == "runbook-lint: A1 is not declined without a reason or ticket; give --reason TEXT; nothing was changed\n"
    assert run(repo, "INC-7", "A1", "--state", "declined", "--reason", "The berth closes in May").code == 0
    assert text(repo).endswith("| A1 | Do it | | | declined | The berth closes in May |\n")


def test_a_read_only_folder_is_left_as_it_is(tree):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder = (tree.root / PATH).parent
    folder.chmod(0o555)
    try:
        done = run(tree, "INC-7", "A1", "--state", "done")
    finally:
        folder.chmod(0o755)
    assert (done.code, text(tree)) == (2, HEAD + PLAIN)
    assert "cannot be written: Permission denied; nothing was changed" in done.err


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("os.fsync", 28, "No space left on device"),
        ("tempfile.mkstemp", 30, "Read-only file system"),
        ("tempfile.mkstemp", 13, "Permission denied"),
        ("pathlib.Path.replace", 5, "Input/output error"),
    ],
)
def test_a_disk_that_takes_nothing_loses_nothing(tmp_path, monkeypatch, name, number, said):
    place = tmp_path / "page.md"
    place.write_bytes(b"before")

    def fails(*arguments: object, **named: object) -> None:
        raise OSError(number, said)

    monkeypatch.setattr(name, fails)
    with pytest.raises(UsageError, match=f"cannot be written: {said}; nothing was changed"):
        replace_files({place: b"after"}, {place: b"before"})
    assert [each.name for each in tmp_path.iterdir()] == ["page.md"]
    assert place.read_bytes() == b"before"


def test_a_killed_process_leaves_the_old_page_or_the_new_one(tree):
    """Killed at any time: the page is whole either way."""
    old, new = HEAD + PLAIN, HEAD + PLAIN.replace("accepted", "done")
    command = [sys.executable, "-m", "runbook_lint", "postmortem", "actions", "set", "INC-7", "A1", "--state", "done"]
    for wait in (0.05, 0.2, 0.3, 0.4, 0.5):
        process = subprocess.Popen(command, cwd=tree.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert text(tree) in (old, new)


def test_two_at_once_lose_no_change(tree):
    """Each either writes or says that the page changed meanwhile; what was written stays."""
    base = [sys.executable, "-m", "runbook_lint", "postmortem", "actions", "set", "INC-7"]
    both = [["A1", "--state", "in-progress"], ["A2", "--due", "2026-12-01"]]
    running = [subprocess.Popen([*base, *each], cwd=tree.root, stderr=subprocess.PIPE, text=True) for each in both]
    errors = [process.communicate()[1] for process in running]
    after = text(tree)
    for process, error, sign in zip(running, errors, ("| in-progress |", "| 2026-12-01 |"), strict=True):
        assert (process.returncode == 0) == (sign in after)
        assert process.returncode == 0 or error.endswith("changed while this ran; nothing was changed; run it again\n")
    assert any(process.returncode == 0 for process in running)
