"""`due`: what has a day, of whom, in every format; the calendar's events are those of the site and of `actions`."""

import json
import re
from datetime import date

import pytest
from conftest import Repo
from icalendar import Calendar
from jsonschema import Draft202012Validator

from runbook_lint.parse.schema import load_schema

FILES: dict[str, str | bytes] = {
    "services/teams.yaml": (
        "teams:\n  PIER: {name: Pier Systems, members: [rdasgupta]}\n  SEA: {name: Sea Operations, members: [hmacrae]}\n"
        "people:\n  rdasgupta: {name: Rohini Dasgupta}\n  hmacrae: {name: Hector Macrae}\n"
    ),
    "services/boarding/service.yaml": (
        "service: SVC-BOARDING\nteam: PIER\nowner: rdasgupta\ntier: 1\nlast_reviewed: 2026-06-02\n"
        "# runbook-lint: ignore[runbook-missing] the page is being written until=2026-09-20\ndescription: Scans\n"
    ),
    "services/boarding/alerts/GatesSlow.md": "---\nlast_reviewed: 2026-06-20\nexpires: 2026-08-30\n---\n# Gates slow\n",
    "services/notify/service.yaml": "service: SVC-NOTIFY\nteam: SEA\nowner: hmacrae\ntier: 3\nlast_reviewed: 2026-08-01\n",
    "runbooks/far.md": "---\nlast_reviewed: 2026-08-30\n---\n# Far\n",
    "runbooks/lost.md": "---\nlast_reviewed: 2025-08-01\nowner: Hector Macrae\n---\n# Lost\n",
    "runbooks/excused.md": (
        "---\n# runbook-lint: ignore[review-overdue] the vendor rewrites it until=2027-06-01\nlast_reviewed: 2020-01-01\n---\n# E\n"
    ),
    "runbooks/closed.md": "---\nlast_reviewed: 2020-01-01\nvisibility: restricted\n---\n# Wren\n",
    "postmortems/2026/INC-12-count.md": (
        "---\nincident: INC-12\ntitle: Count in doubt\nseverity: SEV-1\nstatus: draft\nfacilitator: hmacrae\n"
        "services: [SVC-BOARDING]\nstarted: 2026-08-03T10:00:00Z\n---\n# INC-12\n\n## Action items\n\n"
        "| ID | Action | Owner | Due | State | Ticket |\n|---|---|---|---|---|---|\n"
        "| A1 | Sync the clocks of every gate with one source, and page when they drift | rdasgupta | 2026-08-20 | accepted | |\n"
        "| A2 | Page on drift | | 2026-09-30 | accepted | |\n"
        "| A3 | Done with | rdasgupta | 2026-08-01 | done | |\n"
        "| A4 | The tracker knows | rdasgupta | 2026-09-02 | | [P-1](https://t.example/P-1) |\n"
    ),
    "postmortems/2026/INC-13-hidden.md": (
        "---\nincident: INC-13\ntitle: Wren\nstatus: draft\nvisibility: restricted\nstarted: 2026-01-01T10:00:00Z\n---\n# Wren\n\n"
        "## Action items\n\n| ID | Action | Owner | Due | State |\n|---|---|---|---|---|\n| A1 | Wren | hmacrae | 2026-08-01 | accepted |\n"
    ),
}  # fmt: skip


@pytest.fixture
def tree(repo: Repo) -> Repo:
    return repo.write(FILES)


def run(repo: Repo, *arguments: str, columns: int = 80):
    return repo.run("due", *arguments, "--today", "2026-09-01", env={"COLUMNS": str(columns)})


def test_each_owner_with_the_most_overdue_first(tree):
    done = run(tree)
    assert done.err == "1 restricted postmortem is not shown\n"
    assert done.code == 0
    assert done.out == """\
rdasgupta: 3 overdue, 2 soon
  2026-08-20  12 days late   action  INC-12 A1: Sync the clocks of every gate
                                     with one source, and page when they drift
  2026-08-30  2 days late    plan    services/boarding/alerts/GatesSlow.md
  2026-08-31  1 day late     review  services/boarding/service.yaml
  2026-09-18  in 17 days     review  services/boarding/alerts/GatesSlow.md
  2026-09-20  in 19 days     waiver  services/boarding/service.yaml:6 (runbook-missing)

hmacrae: 2 overdue
  2026-08-01  31 days late   review  runbooks/lost.md
  2026-08-18  14 days late   draft   INC-12: Count in doubt

no owner: 1 soon
  2026-09-30  in 29 days     action  INC-12 A2: Page on drift

5 overdue, 3 due within 30 days
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--by", "team", "--within", "0 days"], ["PIER: 4 overdue", "no team: 1 overdue", "5 overdue, 0 due within 0 days"]),
        (["--by", "tier", "--within", "20 days"], ["tier 1: 4 overdue, 2 soon", "no tier: 1 overdue", "5 overdue, 2 due within 20 days"]),
        (["--by", "day", "--kind", "plan", "--kind", "waiver"], ["1 overdue, 1 due within 30 days"]),
        (["--owner", "Rohini Dasgupta", "--kind", "review"], ["rdasgupta: 1 overdue, 1 soon", "1 overdue, 1 due within 30 days"]),
        (["--owner", "none"], ["no owner: 1 soon", "0 overdue, 1 due within 30 days"]),
        (["--team", "sea"], ["hmacrae: 2 overdue", "2 overdue, 0 due within 30 days"]),
        (["--tier", "3", "--within", "1 year"], ["hmacrae: 1 soon", "0 overdue, 1 due within 1 year"]),
        (["--tier", "4"], ["Nothing due within 30 days."]),
    ],
)  # fmt: skip
def test_groups_and_filters(tree, options, expected):
    done = run(tree, *options)
    assert done.code == 0, done.err
    assert [line for line in done.out.splitlines() if line and not line.startswith("  ")] == expected


def with_address(tree: Repo) -> Repo:
    return tree.write({"runbook-lint.toml": '[links]\nrepository = "https://git.example/pier/runbooks"\nbranch = "main"\n'})


def test_the_digest_leads_to_the_pages(tree):
    done = run(with_address(tree), "--format", "markdown", "--within", "1 day", "--owner", "hmacrae")
    assert done.out == """\
**2 overdue, 0 due within 1 day** (2026-09-01)

**hmacrae**: 2 overdue

- **31 days late**, 2026-08-01: review [runbooks/lost.md](https://git.example/pier/runbooks/blob/main/runbooks/lost.md)
- **14 days late**, 2026-08-18: draft [INC-12: Count in doubt](https://git.example/pier/runbooks/blob/main/postmortems/2026/INC-12-count.md)
"""


def test_json_keeps_its_schema(tree):
    document = json.loads(run(tree, "--format", "json").out)
    Draft202012Validator(load_schema("due")).validate(document)
    assert document["summary"] == {
        "items": 8,
        "overdue": 5,
        "kinds": {"review": 3, "action": 2, "plan": 1, "waiver": 1, "postmortem": 1},
        "hidden": {"postmortems": 1},
    }
    assert document["until"] == "2026-10-01"
    assert document["items"][2] == {
        "kind": "action", "due": "2026-08-20", "days_overdue": 12, "key": "INC-12-A1", "tier": 1,
        "what": "INC-12 A1: Sync the clocks of every gate with one source, and page when they drift",
        "path": "postmortems/2026/INC-12-count.md", "line": 16,
        "owners": ["rdasgupta"], "teams": ["PIER"], "services": ["SVC-BOARDING"],
    }  # fmt: skip


def uids(text: str) -> set[str]:
    return {str(each["UID"]) for each in Calendar.from_ical(text).walk("VEVENT")}


def test_the_calendar_has_stable_names_and_those_of_the_other_calendars(tree):
    with_address(tree)
    text = run(tree, "--format", "ics", "--within", "1 year").out
    events = {str(each["UID"]): each for each in Calendar.from_ical(text).walk("VEVENT")}
    assert len(events) == text.count("BEGIN:VEVENT") == 11
    assert uids(run(tree, "--format", "ics", "--within", "1 month").out) < set(events)
    actions = uids(tree.run("postmortem", "actions", "--format", "ics", "--today", "2026-09-01").out)
    assert actions & set(events) == {f"INC-12-A{n}@git.example/pier/runbooks" for n in (1, 2)}
    assert tree.run("site", "generate", "--today", "2026-09-01").code == 0
    site = uids((tree.root / ".runbook_lint_site/docs/freshness.ics").read_text(encoding="utf-8"))
    excused = {"review-runbooks/excused.md@git.example/pier/runbooks"}
    assert {uid for uid in events if uid.startswith("review-")} == site - excused
    plan = events["plan-services/boarding/alerts/GatesSlow.md@git.example/pier/runbooks"]
    assert plan["DTSTART"].dt == date(2026, 8, 30)
    assert str(plan["SUMMARY"]) == "Plan ends: services/boarding/alerts/GatesSlow.md"


def test_an_event_keeps_its_name_when_its_day_and_its_line_change(tree):
    def events():
        found = Calendar.from_ical(run(with_address(tree), "--format", "ics", "--within", "5 years").out).walk("VEVENT")
        return {str(each["UID"]): each["DTSTART"].dt for each in found}

    before = events()
    for path, text in FILES.items():
        text = re.sub(r"last_reviewed: (?!2020)\S+", "last_reviewed: 2026-08-31", text)
        text = re.sub(r"(?<=expires: )\S+|(?<=until=)\S+|2026-\d\d-\d\d(?= \| accepted)", "2027-02-03", text)
        text = text.replace("started: 2026-08-03", "started: 2026-08-04").replace("## Action items\n", "More.\n\n## Action items\n")
        tree.write({path: text})
    after = events()
    assert set(before) == set(after)
    assert [uid for uid in before if before[uid] == after[uid]] == []


def test_what_says_the_same_twice_has_two_names(tree):
    waiver = "<!-- runbook-lint: ignore[broken-link] the page moves until=2026-09-09 -->\nText\n\n"
    tree.write({"runbooks/twice.md": f"# Twice\n\n{waiver}{waiver}"})
    found = json.loads(run(tree, "--format", "json", "--kind", "waiver").out)["items"]
    keys = [each["key"] for each in found if each["path"] == "runbooks/twice.md"]
    assert keys == [keys[0], f"{keys[0]}-2"]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "ics"])
def test_nothing_of_a_restricted_page_is_shown(tree, form):
    out = run(tree, "--format", form, "--within", "10 years").out
    assert "Wren" not in out
    assert "INC-13" not in out
    assert "closed.md" not in out


@pytest.mark.parametrize(
    ("options", "code"),
    [([], 1), (["--owner", "none"], 0), (["--team", "SEA"], 1), (["--kind", "waiver"], 0), (["--tier", "3"], 0)],
)
def test_the_gate_fails_where_something_that_fits_is_overdue(tree, options, code):
    assert run(tree, "--fail-overdue", *options).code == code


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--within", "soon"], "--within soon: not a time such as `30 days`"),
        (["--owner", "hmacre"], "no owner hmacre; did you mean hmacrae?"),
        (["--team", "SEAS"], "no team SEAS; did you mean SEA?"),
    ],
)
def test_what_cannot_be_understood(tree, options, message):
    done = run(tree, *options)
    assert (done.code, done.err) == (2, f"runbook-lint: {message}\n")


def test_a_wrong_layout_does_not_pass_for_ever(repo):
    done = run(repo, "--fail-overdue")
    assert done.code == 2
    assert "no document in" in done.err
