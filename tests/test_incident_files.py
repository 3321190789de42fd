"""`postmortem new` with files: a channel's folder, its members, an export; what is no such file is told in a line."""

import json
from pathlib import Path

import pytest
from conftest import Repo

DATA = Path(__file__).parent / "data" / "exports"
TOKEN = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
SERVICES = {
    "services/teams.yaml": "teams:\n  API: {name: API}\npeople:\n  akorhonen: {name: Aino Korhonen}\n",
    "services/checkout/service.yaml": "service: SVC-CHECKOUT\nname: Checkout\nteam: API\ntier: 1\n",
    "services/bookings/service.yaml": "service: SVC-BOOKINGS-DB\nname: Bookings database\nteam: API\ntier: 1\n",
}
FLAGS = (
    *("new", "postmortem", "--incident", "INC-7", "--title", "Cards time out", "--severity", "SEV-2"),
    *("--service", "SVC-CHECKOUT", "--started", "2026-07-17T15:40+00:00", "--today", "2026-08-01", "--output", "-"),
)


def message(day: int, minute: int, user: str, text: str) -> dict[str, object]:
    return {"type": "message", "user": user, "text": text, "ts": f"{1784246400 + day * 86400 + minute * 60}.000100"}


def timeline(page: str) -> list[str]:
    """The rows of a page's timeline."""
    section = page.split("## Timeline")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| Time")]


def test_a_channels_folder_with_its_members(repo: Repo) -> None:
    repo.write(SERVICES)
    repo.write(
        {
            "runbook-lint.toml": "[postmortems.roles]\nakorhonen = 'API on call'\n",
            "export/users.json": json.dumps([{"id": "U02", "name": "akorhonen", "profile": {"real_name": "Aino Korhonen"}}]),
            "export/inc-7/2026-07-17.json": json.dumps([message(0, 943, "U05", f"<@U02> {TOKEN}"), message(0, 942, "U02", "on it")]),
            "export/inc-7/2026-07-18.json": json.dumps([message(1, 10, "U05", "over")]),
            "export/inc-7/canvas_in_the_conversation.json": "[]",
        }
    )
    done = repo.run(*FLAGS, "--timeline", "export/inc-7")
    assert timeline(done.out) == [
        "| 2026-07-17 15:40 |  | It begins |",
        "| 2026-07-17 15:42 | API on call | on it |",
        "| 2026-07-17 15:43 | Responder 1 | @API on call (secret removed) |",
        "| 2026-07-18 00:10 | Responder 1 | over |",
    ]
    assert "export/inc-7/2026-07-17.json: a secret (GitHub Token) at line 1; removed" in done.err
    assert TOKEN not in done.out + done.err
    assert done.code == 0


def test_an_export_and_a_timeline_beside_it(repo: Repo) -> None:
    repo.write({**SERVICES, "pd.json": (DATA / "pagerduty.json").read_bytes(), "notes.txt": "15:50 <akorhonen> looked\n"})
    done = repo.run("new", "postmortem", "--from", "pd.json", "--timeline", "notes.txt", "--today", "2026-08-01", "--output", "-")
    assert done.code == 0
    rows = timeline(done.out)
    assert "| 15:47 | Responder 1 | Acknowledged |" in rows
    assert "| 15:50 | Responder 3 | looked |" in rows  # nobody has the number of somebody else
    assert "| 18:20 | Responder 2 | Resolved |" in rows
    assert "ghp_" not in done.out
    assert not any(name in done.out for name in ("Nwosu", "Ferreira"))


REFUSED = [
    ({"t.csv": 'time,text\n15:42,"a\n'}, "t.csv", "t.csv:2:7: not valid CSV: a quote that is never closed; mend the file, or give lines of `time text`"),
    ({"t.json": "[{]"}, "t.json", "t.json:1:3: not valid JSON: expecting property name enclosed in double quotes; mend the file, or give lines of `time text`"),
    ({}, "gone.txt", "--timeline gone.txt: cannot be read: No such file or directory"),
    ({"t.txt": b"15:42 caf\xe9\n"}, "t.txt", "--timeline t.txt, line 1: byte 0xe9 is not UTF-8; save the file as UTF-8"),
    ({"x/users.json": "[]"}, "x", "--timeline x: no day file such as 2026-07-17.json in it; name one channel's folder"),
    ({"x.zip": b"PK\x03\x04"}, "x.zip", "--timeline x.zip: an archive; unpack it and name the folder of the incident's channel"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "name", "said"), REFUSED)
def test_a_file_that_cannot_be_read_leaves_nothing(repo: Repo, files: dict[str, str | bytes], name: str, said: str) -> None:
    repo.write({**SERVICES, **files})
    done = repo.run(*FLAGS[:-2], "--timeline", name)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {said}\n")
    assert not (repo.root / "postmortems").exists()
