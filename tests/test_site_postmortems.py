"""Postmortems on the site: the index with what its filters need, and what stands on top of each page."""

from datetime import date

import pytest
from conftest import Repo
from site_reading import python_markdown

TEAMS = """\
teams:
  PIER: {name: Pier Systems, members: [rdasgupta]}
people:
  rdasgupta: {name: Ritu Dasgupta}
"""
MANIFEST = "service: SVC-BOARDING\nname: Boarding\nteam: PIER\nowner: rdasgupta\ntier: 2\nlast_reviewed: 2026-08-01\n"
RULES = """\
groups:
  - name: boarding
    rules:
      - alert: BoardingSlow
        expr: slow > 1
        labels: {severity: page, service: SVC-BOARDING}
        annotations: {runbook_url: services/boarding/alerts/BoardingSlow.md}
"""
COUNT = """\
---
incident: INC-12
title: Count in doubt
severity: SEV-1
status: draft
services: [SVC-BOARDING, SVC-UNKNOWN]
started: 2026-08-03T10:00:00Z
detected: 2026-08-03T10:02:00Z
mitigated: 2026-08-03T10:30:00Z
resolved: 2026-08-03T12:38:00+01:00
commander: rdasgupta
facilitator: somebody <else>
alerts: [BoardingSlow, GoneAlert]
factors: [clocks, no-alert]
ticket: javascript:alert(1)
runbooks:
  - path: services/boarding/alerts/BoardingSlow.md
    used: true
    adequate: false
    change: The clock check was added
  - path: services/boarding/none.md
    used: false
---
# INC-12: Count in doubt

## Timeline

| Time (UTC) | Who | What |
|---|---|---|
| 2026-08-01 09:00 | Firewall | A change closes the time server |
| 2026-08-03 10:01 | Boarding | Counts differ, 3 < 5 |

## Action items

| ID | Action | Type | Owner | Due | State | Ticket/Evidence |
|---|---|---|---|---|---|---|
| A1 | Sync the clocks | prevent | rdasgupta | 2026-08-20 | accepted | |
| A2 | Page on drift | detect | | | in-progress | [PIER-7](https://t.example/browse/PIER-7) |
| A3 | Say how it went | process | rdasgupta | 2026-08-10 | done | |
"""
FILES: dict[str, str | bytes] = {
    "services/teams.yaml": TEAMS,
    "services/boarding/service.yaml": MANIFEST,
    "services/boarding/runbook.md": "---\nlast_reviewed: 2026-08-01\n---\n# Boarding\n",
    "services/boarding/alerts/BoardingSlow.md": "# BoardingSlow\n\nSlow.\n",
    "services/boarding/alerts/boarding.rules.yaml": RULES,
    "postmortems/README.md": "# How we look back\n",
    "postmortems/2026/INC-12-count.md": COUNT,
    "postmortems/2026/INC-9-near.md": (
        "---\nincident: INC-9\ntitle: Nearly | late\nkind: near-miss\nseverity: SEV-2\nstatus: closed\n"
        "services: [SVC-BOARDING]\nstarted: 2026-07-01T10:00:00Z\n---\n# INC-9\n"
    ),
    "postmortems/2025/INC-3-old.md": "---\nincident: INC-3\ntitle: Old\nstarted: 2025-08-01T10:00:00Z\n---\n# INC-3\n",
    "postmortems/2026/INC-10-loose.md": "# Loose notes\n",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    repo = Repo(tmp_path_factory.mktemp("repo")).write(FILES)
    done = repo.run("site", "generate", "--today", "2026-09-01")
    assert (done.code, done.err) == (0, "")
    return repo.root / ".runbook_lint_site/docs"


def between(text: str, first: str, last: str) -> str:
    return text[text.index(first) : text.index(last, text.index(first))]


def test_the_index_is_a_table_with_a_column_for_each_filter(docs):
    text = (docs / "postmortems/index.md").read_text()
    assert between(text, "# Postmortems", "## By month") == (
        "# Postmortems\n\n4 postmortems, [2 actions open](../actions.md), 1 overdue on 2026-09-01. \n\n"
        "Introduced in [How we look back](readme.md).\n\n"
    )
    assert text[text.index("<div class") :] == """\
<div class="rl-filtered rl-records" data-rl-filter="Services | Severity | Status | Factors | Day:year" data-rl-noun="postmortem" markdown>

| Day | Postmortem | Severity | Services | Status | Factors | Open actions |
|---|---|---|---|---|---|---|
| <time datetime="2026-08-03">2026-08-03</time> | [INC-12](2026/INC-12-count.md) Count in doubt | SEV-1 | [SVC-BOARDING](../services/SVC-BOARDING.md), SVC-UNKNOWN | draft | clocks, no-alert | 2 of 3 |
| <time datetime="2026-07-01">2026-07-01</time> | [INC-9](2026/INC-9-near.md) Nearly &#124; late | SEV-2, near miss | [SVC-BOARDING](../services/SVC-BOARDING.md) | closed | - | - |
| <time datetime="2025-08-01">2025-08-01</time> | [INC-3](2025/INC-3-old.md) Old | - | - | - | - | - |
| - | [INC-10](2026/INC-10-loose.md) Loose notes | - | - | - | - | - |

</div>
"""


def test_the_chart_counts_twelve_months_and_says_what_it_leaves_out(docs):
    text = (docs / "postmortems/index.md").read_text()
    assert "<desc id=\"rl-months-desc\">2026-07: 1 near miss; 2026-08: 1 SEV-1</desc>" in text
    table = between(text, "| Month |", "\n\n</details>").splitlines()
    assert table[0] == "| Month | SEV-1 | near miss |"
    assert table[2] == "| 2025-10 | 0 | 0 |"
    assert table[-3:] == ["| 2026-07 | 0 | 1 |", "| 2026-08 | 1 | 0 |", "| 2026-09 | 0 | 0 |"]
    assert "\n1 older. 1 without a date.\n" in text


def test_what_stands_on_top_of_a_postmortem(docs):
    text = (docs / "postmortems/2026/INC-12-count.md").read_text()
    assert between(text, '<div class="rl-facts"', "<figure") == """\
<div class="rl-facts" markdown>

- **Severity:** SEV-1
- **Status:** draft, to be written by <time class="rl-due" datetime="2026-08-18">2026-08-18</time>
- **Services:** [SVC-BOARDING](../../services/SVC-BOARDING.md), SVC-UNKNOWN
- **Started:** 2026-08-03 10&#58;00 UTC
- **Resolved:** 2026-08-03 11&#58;38 UTC
- **Alerts:** [BoardingSlow](../../alerts/BoardingSlow.md), GoneAlert
- **Factors:** clocks, no-alert
- **Commander:** rdasgupta
- **Review led by:** somebody &#60;else&#62;
- **Ticket:** javascript&#58;alert&#40;1&#41;
- **Actions:** 2 of 3 open

</div>

"""


def test_its_times_are_drawn_and_told(docs):
    text = (docs / "postmortems/2026/INC-12-count.md").read_text()
    told = "Started 10:00. Detected 10:02 after 2 min. Mitigated 10:30 after 30 min. Resolved 11:38 after 1 h 38 min"
    assert f'<desc id="rl-timeline-desc">{told}</desc>' in text
    assert "<title>10:01 Counts differ, 3 &lt; 5</title>" in text
    assert "1 entry of the timeline, further away, not drawn." in text
    assert between(text, "| Moment |", "\n\n</details>") == """\
| Moment | When &#40;UTC&#41; | After the start |
|---|---:|---:|
| Started | 2026-08-03 10&#58;00 |  |
| Detected | 2026-08-03 10&#58;02 | 2 min |
| Mitigated | 2026-08-03 10&#58;30 | 30 min |
| Resolved | 2026-08-03 11&#58;38 | 1 h 38 min |"""


def test_its_open_actions_and_the_pages_that_were_used(docs):
    text = (docs / "postmortems/2026/INC-12-count.md").read_text()
    assert between(text, "<summary>Open actions", "</details>") == """\
<summary>Open actions</summary>

- **A1** Sync the clocks (rdasgupta, due <time class="rl-due" datetime="2026-08-20">2026-08-20</time>)
- **A2** Page on drift (no owner, no due date, [PIER-7](https://t.example/browse/PIER-7))

"""
    assert between(text, "<summary>Pages used", "</details>") == """\
<summary>Pages used in it</summary>

- [BoardingSlow](../../alerts/BoardingSlow.md), not adequate: The clock check was added
- services/boarding/none.md, not used

"""


def test_a_page_without_times_has_no_drawing(docs):
    text = (docs / "postmortems/2026/INC-10-loose.md").read_text()
    assert "<svg" not in text
    assert "as a table" not in text
    assert "- **Actions:** none\n" in text


def test_the_folders_own_page_is_no_postmortem(docs):
    text = (docs / "postmortems/readme.md").read_text()
    assert "rl-facts" not in text
    assert "How we look back" in text


def test_a_timeline_alone_is_drawn_with_its_entries(repo):
    rows = "".join(f"| 2026-08-03 10:{minute:02}Z | Somebody | Step {minute} |\n" for minute in (0, 5, 30))
    page = f"# Out\n\n## Timeline\n\n| Time | Who | What |\n|---|---|---|\n{rows}"
    repo.write({"postmortems/2026/out.md": page}).run("site", "generate", "--today", "2026-09-01")
    text = (repo.root / ".runbook_lint_site/docs/postmortems/2026/out.md").read_text()
    assert '<desc id="rl-timeline-desc">10:00 Step 0. 10:05 Step 5. 10:30 Step 30</desc>' in text


def test_engines_make_tables_and_lists_of_it(docs):
    html = python_markdown((docs / "postmortems/2026/INC-12-count.md").read_text().split("---\n", 2)[2])
    assert '<div class="rl-facts">\n<ul>\n<li><strong>Severity:</strong> SEV-1</li>' in html
    assert "<details class=\"rl-open-actions\" open=\"open\">\n<summary>Open actions</summary>\n<ul>" in html
    assert "<figure class=\"rl-chart\">\n<svg" in html
    assert "<script>" not in html
    index = python_markdown((docs / "postmortems/index.md").read_text().split("---\n", 2)[2])
    assert index.count("<tbody>") == 2
    assert index.count("<tr>") == 13 + 5


def test_no_postmortem_at_all(repo):
    repo.write({"services/boarding/service.yaml": MANIFEST}).run("site", "generate", "--today", "2026-09-01")
    text = (repo.root / ".runbook_lint_site/docs/postmortems/index.md").read_text()
    assert text.split("---\n")[-1] == "\n# Postmortems\n\nNo postmortem may be shown here. \n\n"


def test_severities_of_the_pages_own_are_told_apart_while_they_are_few(repo):
    def page(index: int, severity: str) -> str:
        day = date(2026, 8, index + 1)
        return f"---\nincident: INC-{index}\nseverity: {severity}\nstarted: {day}T10:00:00Z\n---\n# INC-{index}\n"

    def kinds(count: int) -> str:
        files: dict[str, str | bytes] = {
            f"postmortems/2026/INC-{each}-x.md": page(each, f"Class {each}") for each in range(count)
        }
        repo.write(files).run("site", "generate", "--today", "2026-09-01")
        text = (repo.root / ".runbook_lint_site/docs/postmortems/index.md").read_text()
        return between(text, "| Month |", "\n")

    assert kinds(3) == "| Month | Class 0 | Class 1 | Class 2 |"
    assert kinds(6) == "| Month | other |"


def test_a_secret_in_a_timeline_or_an_action_is_nowhere(repo):
    """Not in the drawing either, whose words are escaped where they are drawn."""
    secret = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]
    url = "https://" + "gulls:fe4thers" + "@db.internal/"
    page = COUNT.replace("Counts differ", f"{url} {secret} counts differ").replace("Sync the clocks", f"Use {secret} {url}")
    done = repo.write({**FILES, "postmortems/2026/INC-12-count.md": page}).run("site", "generate", "--today", "2026-09-01")
    assert done.code == 0
    files = [path for path in (repo.root / ".runbook_lint_site").rglob("*") if path.is_file() and "vendor" not in path.parts]
    told = {path.name: path.read_bytes() for path in files}
    assert [name for name, data in told.items() if secret[4:].encode() in data or b"fe4th" in data] == []
    assert b"counts differ, 3 &lt; 5</title>" in told["INC-12-count.md"]
