"""Actions, coverage and freshness on the site: what is due when, what is missing where, and a calendar to subscribe to."""

from datetime import timedelta

import pytest
from conftest import Repo
from icalendar import Calendar
from site_reading import python_markdown

from runbook_lint.parse.site.freshness import STATES

TEAMS = """\
teams:
  PIER: {name: Pier Systems, members: [rdasgupta]}
  SEA: {name: Sea Operations Software, members: [hmacrae]}
people:
  rdasgupta: {name: Ritu Dasgupta}
  hmacrae: {name: Hamish Macrae}
"""
RULES = """\
groups:
  - name: boarding
    rules:
      - alert: BoardingSlow
        expr: slow > 1
        labels: {severity: page, service: SVC-BOARDING}
        annotations: {runbook_url: services/boarding/alerts/BoardingSlow.md}
      - alert: BoardingGone
        expr: up == 0
        labels: {severity: page, service: SVC-BOARDING}
        annotations: {runbook_url: services/boarding/alerts/Nowhere.md}
      - alert: Nobody
        expr: up == 0
        labels: {severity: ticket}
"""
ACTIONS = "| ID | Action | Type | Owner | Due | State | Ticket/Evidence |\n|---|---|---|---|---|---|---|\n"
FILES: dict[str, str | bytes] = {
    "services/teams.yaml": TEAMS,
    "services/boarding/service.yaml": (
        "service: SVC-BOARDING\nteam: PIER\nowner: rdasgupta\ntier: 1\nlast_reviewed: 2026-08-15\n"
        "contacts: {rota: https://rota.example/pier}\n"
    ),
    "services/boarding/runbook.md": "---\nlast_reviewed: 2026-05-01\n---\n# Boarding | all of it\n",
    "services/boarding/alerts/BoardingSlow.md": "---\nlast_reviewed: 2026-06-20\n---\n# BoardingSlow\n",
    "services/boarding/alerts/boarding.rules.yaml": RULES,
    "services/notify/service.yaml": "service: SVC-NOTIFY\nteam: SEA\ntier: 3\nlast_reviewed: 2026-08-15\n",
    "services/notify/runbook.md": "# Notify\n",
    "services/README.md": "# All services\n",
    "postmortems/2026/INC-12-count.md": (
        "---\nincident: INC-12\nstatus: reviewed\nservices: [SVC-BOARDING]\nstarted: 2026-08-03T10:00:00Z\n---\n"
        f"# Count\n\n## Action items\n\n{ACTIONS}"
        "| A1 | Sync the clocks | prevent | rdasgupta | 2026-08-20 | accepted | https://t.example/PIER-1 |\n"
        "| A2 | Page on drift | detect | @hmacrae | 2026-10-01 | in-progress | javascript:alert(1) |\n"
        "| A3 | Say how it went | process | | | done | [boarding!3](https://t.example/merge_requests/3) |\n"
    ),
    "postmortems/2025/INC-3-old.md": (
        f"---\nincident: INC-3\nstatus: closed\nstarted: 2025-03-01T10:00:00Z\n---\n# Old\n\n## Action items\n\n{ACTIONS}"
        "| A1 | Buy [a] & bell | mitigate | PIER | 2026-12-01 | accepted | |\n"
    ),
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    repo = Repo(tmp_path_factory.mktemp("repo")).write(FILES)
    done = repo.run("site", "generate", "--today", "2026-09-01")
    assert (done.code, done.err) == (0, "")
    return repo.root / ".runbook_lint_site/docs"


def between(text: str, first: str, last: str) -> str:
    return text[text.index(first) : text.index(last, text.index(first))]


def due(day: str) -> str:
    return f'<time class="rl-due" datetime="{day}">{day}</time>'


def test_the_ledger_has_the_overdue_first_and_the_done_folded(docs):
    text = (docs / "actions.md").read_text()
    assert "3 open, 1 of them overdue on 2026-09-01, 1 done or declined." in text
    assert 'data-rl-filter="Team | Owner | State"' in text
    count, old = "[INC-12](postmortems/2026/INC-12-count.md)", "[INC-3](postmortems/2025/INC-3-old.md)"
    assert between(text, "## Open", "\n\n\n") == f"""\
## Open

| Due | Action | Owner | Team | State | Ticket or proof |
|---|---|---|---|---|---|
| {due("2026-08-20")} | {count} A1: Sync the clocks | rdasgupta | [PIER](teams/PIER.md) | accepted | [PIER-1](https://t.example/PIER-1) |
| {due("2026-10-01")} | {count} A2: Page on drift | hmacrae | [SEA](teams/SEA.md) | in-progress | javascript&#58;alert&#40;1&#41; |
| {due("2026-12-01")} | {old} A1: Buy &#91;a&#93; &#38; bell | PIER | [PIER](teams/PIER.md) | accepted | - |"""
    assert between(text, "<summary>Done", "\n\n\n") == f"""\
<summary>Done or declined: 1</summary>

| Due | Action | Owner | Team | State | Ticket or proof |
|---|---|---|---|---|---|
| - | {count} A3: Say how it went | - | [PIER](teams/PIER.md) | done | [boarding&#33;3](https://t.example/merge_requests/3) |"""


def test_open_actions_by_age(docs):
    text = (docs / "actions.md").read_text()
    assert between(text, "| Since", "\n\n</details>") == """\
| Since the incident | not overdue | overdue |
|---|---:|---:|
| to 30 days | 1 | 1 |
| to 90 days | 0 | 0 |
| to 180 days | 0 | 0 |
| to a year | 0 | 0 |
| older | 1 | 0 |"""
    assert ">to 30 days: 1 not overdue, 1 overdue; to 90 days: none;" in text


def test_what_falls_due_when(docs):
    text = (docs / "freshness.md").read_text()
    service, notify = "[SVC-BOARDING](services/SVC-BOARDING.md)", "[SVC-NOTIFY](services/SVC-NOTIFY.md)"
    pier, sea = "[PIER](teams/PIER.md)", "[SEA](teams/SEA.md)"
    assert between(text, "### Overdue", "\n\n\n") == f"""\
### Overdue: 1

| Due | Page | Kind | Service | Tier | Team |
|---|---|---|---|---|---|
| {due("2026-07-30")} | [Boarding &#124; all of it](services/boarding/runbook.md) | runbook | {service} | 1 | {pier} |"""
    assert f"| {due('2026-09-18')} | [BoardingSlow](alerts/BoardingSlow.md) | alert plan |" in between(
        text, "### In 30 days: 1", "</div>"
    )
    assert f"| {due('2026-11-13')} | [SVC-BOARDING](services/SVC-BOARDING.md) | manifest | {service} | 1 | {pier} |" in between(
        text, "### In 61 to 90 days: 1", "</div>"
    )
    assert f"| {due('2027-08-15')} | [SVC-NOTIFY](services/SVC-NOTIFY.md) | manifest | {notify} | 3 | {sea} |" in between(
        text, "<summary>Later: 1</summary>", "</details>"
    )
    assert between(text, "### Never reviewed", "\n\n\n").splitlines()[-1] == (
        f"| - | [Notify](services/notify/runbook.md) | runbook | {notify} | 3 | {sea} |"
    )
    assert "All services" not in text  # a page that only leads to others is not to be reviewed
    assert "Nothing was overdue" not in text


def test_freshness_by_team_and_tier(docs):
    text = (docs / "freshness.md").read_text()
    assert between(text, "| Team |", "\n\n</div>") == f"""\
| Team | {" | ".join(STATES)} | Calendar |
|---|---:|---:|---:|---:|---:|---:|---|
| [PIER](teams/PIER.md) | 1 | 1 | - | 1 | - | - | [.ics](teams/PIER.ics) |
| [SEA](teams/SEA.md) | - | - | - | - | 1 | 1 | [.ics](teams/SEA.ics) |"""
    assert between(text, "| Tier | later", "\n\n</details>") == """\
| Tier | later | in 30 days | overdue | never reviewed |
|---|---:|---:|---:|---:|
| tier 1 | 1 | 1 | 1 | 0 |
| tier 3 | 1 | 0 | 0 | 1 |"""


def test_the_calendar_has_every_review_on_its_day(docs):
    data = (docs / "freshness.ics").read_bytes()
    assert "[Subscribe to the calendar](freshness.ics)" in (docs / "freshness.md").read_text()
    events = list(Calendar.from_ical(data).walk("VEVENT"))
    assert [(str(event["summary"]), event["dtstart"].dt.isoformat()) for event in events] == [
        ("Review SVC-BOARDING runbook: services/boarding/runbook.md", "2026-07-30"),
        ("Review SVC-BOARDING alert plan: services/boarding/alerts/BoardingSlow.md", "2026-09-18"),
        ("Review SVC-BOARDING manifest: services/boarding/service.yaml", "2026-11-13"),
        ("Review SVC-NOTIFY manifest: services/notify/service.yaml", "2027-08-15"),
    ]
    assert str(events[0]["uid"]) == "review-services/boarding/runbook.md@runbooks"
    assert events[0]["dtend"].dt - events[0]["dtstart"].dt == timedelta(days=1)
    assert str(events[0]["description"]) == (
        "Team: PIER\nTier: 1\nLast reviewed: 2026-05-01\nThen: runbook-lint reviewed services/boarding/runbook.md"
    )
    assert data.count(b"\r\n") == data.count(b"\n")
    own = Calendar.from_ical((docs / "teams/PIER.ics").read_bytes())
    assert str(own["x-wr-calname"]) == "Reviews of PIER in runbooks"
    assert [event["uid"] for event in own.walk("VEVENT")] == [event["uid"] for event in events[:3]]


def test_a_review_moves_its_day_in_the_calendar_and_makes_no_second_one(repo):
    repo.write(FILES | {"services/boarding/runbook.md": "---\nlast_reviewed: 2026-09-01\n---\n# Boarding\n"})
    repo.run("site", "generate", "--today", "2026-09-01")
    data = (repo.root / ".runbook_lint_site/docs/freshness.ics").read_bytes()
    events = {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}
    assert len(events) == 4
    assert events["review-services/boarding/runbook.md@runbooks"]["dtstart"].dt.isoformat() == "2026-11-30"


def test_events_say_where_the_page_is_read(repo):
    repo.write({**FILES, "runbook-lint.toml": '[site]\nurl = "https://ops.example/"\nname = "Ops"\n'})
    repo.run("site", "generate", "--today", "2026-09-01")
    data = (repo.root / ".runbook_lint_site/docs/freshness.ics").read_bytes()
    event = next(iter(Calendar.from_ical(data).walk("VEVENT")))
    assert str(event["url"]) == "https://ops.example/services/boarding/runbook/"


def test_coverage_says_what_the_next_level_needs(docs):
    text = (docs / "coverage.md").read_text()
    assert between(text, "How far", "\n\n## By tier").splitlines() == [
        "How far each service is, on 2026-09-01. A level needs every level below it:",
        "",
        "- **1:** an owner who is known, a runbook",
        "- **2:** a rota or an escalation, no review overdue",
        "- **3:** a runbook with all its sections",
        "- **4:** a page for its alerts",
    ]
    assert "| 1 | 1 | - | - | - | 1 | - |\n| 3 | 1 | - | - | - | 1 | - |\n" in text
    assert "### Tier 1: 1 below the highest level" in text
    row = "| [SVC-BOARDING](services/SVC-BOARDING.md) | 1 | [PIER](teams/PIER.md) | 1 | review the runbook"
    assert row in text


def test_coverage_names_the_alerts_that_lead_nowhere(docs):
    text = (docs / "coverage.md").read_text()
    assert between(text, "| Tier of the alert", "\n\n</div>").rstrip() == """\
| Tier of the alert | Alerts | to a page here | to a page that is missing | nowhere |
|---|---:|---:|---:|---:|
| page | 2 | 1 | 1 | - |
| ticket | 1 | - | - | 1 |
| all | 3 | 1 | 1 | 1 |"""
    assert between(text, "| Alert | Tier", "\n\n</div>") == """\
| Alert | Tier | Service | Leads |
|---|---|---|---|
| [BoardingGone](alerts/BoardingGone.md) | page | [SVC-BOARDING](services/SVC-BOARDING.md) | to a page that is missing |
| [Nobody](alerts/Nobody.md) | ticket | [SVC-BOARDING](services/SVC-BOARDING.md) | nowhere |"""


@pytest.mark.parametrize("page", ["actions.md", "coverage.md", "freshness.md"])
def test_engines_make_tables_of_it(docs, page):
    text = (docs / page).read_text()
    html = python_markdown(text.split("---\n", 2)[2])
    assert html.count("<thead>") == text.count("|\n|---|")
    assert "|---" not in html
    assert "markdown=" not in html


def test_an_empty_repository_says_so(repo):
    done = repo.write({"docs/guide.md": "# Guide\n"}).run("site", "generate", "--today", "2026-09-01")
    assert done.code == 0
    docs = repo.root / ".runbook_lint_site/docs"
    said = {page: (docs / f"{page}.md").read_text().split("---\n")[-1] for page in ("actions", "coverage", "freshness")}
    assert "0 open, 0 done or declined." in said["actions"]
    assert "No service is known." in said["coverage"]
    assert "Nothing is to be reviewed" in said["freshness"]
    assert "VEVENT" not in (docs / "freshness.ics").read_text()


def test_a_large_repository_keeps_its_pages_small(repo):
    """Sections are cut, and say how much is missing and where it is; the calendar has everything."""
    files: dict[str, str | bytes] = {"services/teams.yaml": TEAMS}
    for index in range(130):
        files[f"services/s{index:03}/service.yaml"] = f"service: SVC-S{index:03}\nteam: SEA\ntier: 3\nlast_reviewed: 2024-01-01\n"
    repo.write(files).run("site", "generate", "--today", "2026-09-01")
    docs = repo.root / ".runbook_lint_site/docs"
    freshness, coverage = (docs / "freshness.md").read_text(), (docs / "coverage.md").read_text()
    assert "### Overdue: 130" in freshness
    assert freshness.count("| manifest |") == 50
    assert "80 more; the calendar has them all, the pages of [services](services/index.md) and" in freshness
    assert "### Tier 3: 130 below the highest level" in coverage
    assert coverage.count("](services/SVC-S") == 50
    assert "80 more: their [teams' pages](teams/index.md) list them." in coverage
    assert (docs / "freshness.ics").read_text().count("BEGIN:VEVENT") == 130
