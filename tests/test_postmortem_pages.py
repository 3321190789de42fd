"""Postmortem pages as values: what is read of the forms that people write, and what is told as unread."""

import time
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.document import Kind
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import Postmortem, RunbookUse
from runbook_lint.model.settings import Settings
from runbook_lint.parse.config import read_config
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.postmortems import postmortems, public_postmortems, read_postmortem
from runbook_lint.parse.text import decode
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

TODAY = date(2026, 9, 1)
ROOT = Path(__file__).parents[1]


def read(text, path="postmortems/2026/INC-1-x.md"):
    return read_postmortem(parse_document(path, Kind.POSTMORTEM, decode(text.encode())), Settings())


def at(text, span):
    """What stands at a place of a page."""
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def timeline(text):
    """Entries as `time | who | what`, an unread time as written in quotes."""
    rows = []
    for entry in read(text).timeline:
        moment = entry.moment
        when = moment.at.isoformat(timespec="minutes") if moment.at else str(moment.day or repr(moment.text))
        rows.append(" | ".join(part for part in (when, entry.who, entry.text)))
    return rows


def unread(text):
    return [f"{each.span.line}:{each.span.column}: {each.what}" for each in read(text).unread]


FRONT = """---
incident: INC-7
title: Slow
kind: near-miss
severity: SEV-2
status: closed
services: [SVC-A, SVC-B]
started_at: 2026-07-17T15:42:00+01:00
detected: 2026-07-17
resolved: yesterday
commander: jo
attendees: ann
alerts: [A, 3, null, [x]]
factors: dns
ticket: https://t.example/7
visibility: public
runbooks:
  - path: runbooks/a.md
    used: yes
    adequate: false
    change: none
  - runbooks/b.md
  - {used: true}
  - 5
---
# Slow
"""


def test_front_matter():
    page = read(FRONT)
    assert (page.incident, page.title, page.kind, page.severity, page.status) == ("INC-7", "Slow", "near-miss", "SEV-2", "closed")
    assert (page.services, page.participants, page.alerts, page.factors) == (("SVC-A", "SVC-B"), ("ann",), ("A", "3"), ("dns",))
    assert (page.commander, page.facilitator, page.ticket, page.restricted) == ("jo", "", "https://t.example/7", False)
    assert {name: (moment.text, moment.at and moment.at.isoformat()) for name, moment in page.times.items()} == {
        "started": ("2026-07-17T15:42:00+01:00", "2026-07-17T15:42:00+01:00"),
        "detected": ("2026-07-17", None),
        "resolved": ("yesterday", None),
    }
    assert page.runbooks == (
        RunbookUse("runbooks/a.md", True, False, "none", page.runbooks[0].span),
        RunbookUse("runbooks/b.md", span=page.runbooks[1].span),
    )
    assert [at(FRONT, use.span) for use in page.runbooks] == ["runbooks/a.md", "runbooks/b.md"]
    assert at(FRONT, page.spans["services.1"]) == "SVC-B"
    assert at(FRONT, page.spans["started"]) == "2026-07-17T15:42:00+01:00"
    assert (page.day, page.loose, page.draft) == (date(2026, 7, 17), {}, False)


@pytest.mark.parametrize("value", ["[1, [2], {a: b}]", "{a: b}", "null", "12", "3.5", "true", "''", "2026-99-01", "[", "|"])
@pytest.mark.parametrize("key", ["incident", "severity", "services", "started", "alerts", "runbooks", "participants", "visibility"])
def test_malformed_values_are_none(key, value):
    page = read(f"---\n{key}: {value}\n---\n# A page\n")
    assert page.title == "A page"
    assert all(isinstance(each, str) for each in (page.incident, page.severity, *page.services, *page.alerts))
    assert all(moment.at is None for moment in page.times.values())


@pytest.mark.parametrize(
    ("front", "restricted"),
    [
        ("incident: INC-1", False),
        ("visibility: public", False),
        ("visibility: Public", False),
        ("visibility:", False),
        ("visibility: restricted", True),
        ("visibility: RESTRICTED", True),
        ("Visibility: restricted", True),
        ("visibility: internal", True),  # in doubt it stays in
        ("visibility: [public]", True),
        ("visibility: 1", True),
        ("visibility: public\nvisibility: restricted", True),  # no YAML, so nobody can say which holds
        ("title: 'open\nvisibility: restricted", True),
        ("title: 'open\nvisibility: public", False),
        ("title: {a\n  'visibility': restricted", True),
    ],
)
def test_who_may_read_a_page(front, restricted):
    assert read(f"---\n{front}\n---\n# A\n").restricted is restricted


TABLE = """---
started: 2026-07-17T22:50:00+00:00
---
## Timeline

Times are CET.

| Time | Who | What | Source |
|---|---|---|---|
| 23:50 | Alerting | Pages | log |
| 00:10–00:15 | API on call | Looks at `a \\| b` | |
| T+2h | Jo | Mends it | |
| 14:?? | Jo | Sleeps | |
|  | Jo | Wakes | |
"""


def test_a_table_runs_past_midnight():
    assert timeline(TABLE) == [
        "2026-07-17T23:50+01:00 | Alerting | Pages; log",
        "2026-07-18T00:10+01:00 | API on call | Looks at a | b",
        "2026-07-18T00:50+00:00 | Jo | Mends it",
        "'14:??' | Jo | Sleeps",
        "'' | Jo | Wakes",
    ]
    assert unread(TABLE) == ["13:3: 14:?? is no time", "14:2: no time stands with Wakes"]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("## Timeline\n| Time (+01:00) | What |\n|-|-|\n| 2026-07-17 10:00 | a |", ["2026-07-17T10:00+01:00 |  | a"]),
        ("## Timeline (all times in CEST)\n- 2026-07-17 10:00 a", ["2026-07-17T10:00+02:00 |  | a"]),
        ("## Chronology\n| Date | Time UTC | Event |\n|-|-|-|\n| 2026-07-17 | 10:00 | a |\n| | 11:00 | b |",
         ["2026-07-17T10:00+00:00 |  | a", "2026-07-17T11:00+00:00 |  | b"]),
        ("## Timeline\n| | |\n|-|-|\n| 2026-07-17 10:00 | a |", ["2026-07-17T10:00+00:00 |  | a"]),
        ("- **Key events**\n  - First detected: 2026-07-17 10:00\n  - Resolved on 2026-07-17 11:00.",
         ["2026-07-17T10:00+00:00 |  | First detected", "2026-07-17T11:00+00:00 |  | Resolved"]),
        ("## Timeline\n**2026-07-17**\n- 23:50 UTC: a\n  - by hand\n- **00:10**: b",
         ["2026-07-17T23:50+00:00 |  | a; by hand", "2026-07-18T00:10+00:00 |  | b"]),
        ("## Timeline\n- 17 July 2026\n  - 10:00 a\n- 18 July 2026\n  - 09:00 b",
         ["2026-07-17T10:00+00:00 |  | a", "2026-07-18T09:00+00:00 |  | b"]),
        ("## Timeline\n### 2026-07-17\n#### 10:00 UTC\nIt broke.\n#### 10:30 UTC\nIt is mended.",
         ["2026-07-17T10:00+00:00 |  | It broke.", "2026-07-17T10:30+00:00 |  | It is mended."]),
        ("## Timeline\n2026-07-17 10:00 a\n2026-07-17 10:05 b", ["2026-07-17T10:00+00:00 |  | a", "2026-07-17T10:05+00:00 |  | b"]),
        ("# Incident on 2026-07-17\n- **Context**:\n  - 10:00 a\n  - 10:05 b\n  - 10:06 c\n  - Thread: there",
         [f"2026-07-17T10:0{minute}+00:00 |  | {what}" for minute, what in ((0, "a"), (5, "b"), (6, "c"))]),
        ("# Incident on 2026-07-17\n- **Context**:\n  - 10:00 a\n  - 10:05 b", []),  # two may be chance
        ("# Incident on 2026-07-17\n## What went well\n- 10:00 a\n- 10:01 b\n- 10:02 c", []),  # not told as a timeline
        ("# On 2026-07-17\n## Timeline\n| Time | What |\n|-|-|\n| 12:00 | c |\n| 11:00 | b |\n| 10:00 | a |",
         ["2026-07-17T12:00+00:00 |  | c", "2026-07-17T11:00+00:00 |  | b", "2026-07-17T10:00+00:00 |  | a"]),
        ("## Timeline\n| Time | What |\n|-|-|\n| 2026-07-17 --:-- | a |", ["2026-07-17 |  | a"]),
    ],
)  # fmt: skip
def test_timelines_that_people_write(body, rows):
    assert (timeline(body + "\n"), unread(body + "\n")) == (rows, [])


FORMS = [
    ("**Severity:** SEV-2  \n**Date:** 2026-07-17  \n\n## Timeline\n- **~10:00**: a", ["2026-07-17T10:00+00:00 |  | a"]),
    ("## Incident date(s)\n\n2026-07-17 - 2026-07-19\n\n## Timeline\n- 10:00 a", ["2026-07-17T10:00+00:00 |  | a"]),
    ("## Timeline\n2026-07-17 (*all times CEST*)\n\n- 10:00 a", ["2026-07-17T10:00+02:00 |  | a"]),
    ("## Timeline\n2026-07-17:\n* a\n* 11:20 AM b\n\n2026-07-19\n* c",
     ["2026-07-17 |  | a", "2026-07-17T11:20+00:00 |  | b", "2026-07-19 |  | c"]),
    ("## Timeline\n| Time | What |\n|-|-|\n| 2026-07-17 | |\n| 23:00 | a |\n| … | … |\n| 2026-07-20 | |\n| 09:00 | b |",
     ["2026-07-17T23:00+00:00 |  | a", "2026-07-20T09:00+00:00 |  | b"]),
    ("**Date:** 2026-07-17\n\n## Timeline\n| Time | What |\n|-|-|\n| 7/18 | |\n| 10:00 | a |\n| 7/8 | |\n| 11:00 | b |",
     ["2026-07-18T10:00+00:00 |  | a", "'11:00' |  | b"]),
    ("## Timeline\n### 17 July 2026\n#### 22:00-23:00: it splits\n- 22:04 a\n\n#### 23:00-23:59: cause\n- 23:10 b\n"
     "### 18 July 2026\n#### 18:00-24:00: more\n- 18:03 c",
     ["2026-07-17T22:04+00:00 |  | a", "2026-07-17T23:10+00:00 |  | b", "2026-07-18T18:03+00:00 |  | c"]),
    ("## Timeline\n### 18 July 2026\n- 12:00 e\n- 11:00 d\n- 10:00 c\n### 17 July 2026\n- 22:00 b\n- 21:00 a",
     [f"2026-07-{when}:00+00:00 |  | {what}" for when, what in (("18T12", "e"), ("18T11", "d"), ("18T10", "c"), ("17T22", "b"), ("17T21", "a"))]),
    ("**Date:** 2026-07-17\n\nTimeline:\n\n10:00 UTC:\na starts\nand goes on\n10:05 UTC:\nb<br />\n*10:07*: c\\\n10:09: d",
     ["2026-07-17T10:00+00:00 |  | a starts and goes on", "2026-07-17T10:05+00:00 |  | b", "2026-07-17T10:07+00:00 |  | c", "2026-07-17T10:09+00:00 |  | d"]),
    ("**Started:** 2026-07-17 10:00 UTC\n\n## Timeline\n- T0: a\n- t+90 min: b\n\n| Time | What |\n|-|-|\n| +10m | c |\n| +10m30s | d |",
     ["2026-07-17T10:00+00:00 |  | a", "2026-07-17T11:30+00:00 |  | b", "2026-07-17T10:10+00:00 |  | c", "2026-07-17T10:10+00:00 |  | d"]),
    ("# Slow since 2026-07-17\n## Timeline\n- **Jul 2-5** - a\n- Jul 6 9:34 PM: b\n- 18:00 UTC / 11:00 PDT: c",
     ["2026-07-02 |  | a", "2026-07-06T21:34+00:00 |  | b", "2026-07-06T18:00+00:00 |  | c"]),
    ("**Date:** 2026-07-17\n## Timeline\n| Time (PT) | Time (UTC) | Block | What |\n|-|-|-|-|\n| 03:00 | 10:00 | — | a |",
     ["2026-07-17T10:00+00:00 |  | 03:00; a"]),
    ("## Timeline\n- 2026-07-17 10:00 a\n### Action items\n| Status | Action item | Owner |\n|-|-|-|\n| done | b | jo |", ["2026-07-17T10:00+00:00 |  | a"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rows"), FORMS)
def test_forms_that_recur_in_public_postmortems(body, rows):
    assert timeline(body + "\n") == rows


def test_the_head_of_a_page_in_one_paragraph():
    page = read(
        "# Sign-in fails\n\n**Severity:** SEV‑1  \n**Duration:** 08:41–09:54\\\n**Date**: 3 March 2026<br>\n"
        "Start Time: March 3, 2026 9:30 AM (UTC)\n\n- **Reported:** March 3, 2026 9:36 AM (UTC)\n- **Fixed:** 2026-03-03 09:45Z\n"
        "- **Closed:** 2026-03-03 10:12Z\n"
    )
    assert (page.severity, page.day) == ("SEV-1", date(2026, 3, 3))
    assert {name: moment.at.strftime("%H:%M") for name, moment in page.times.items()} == {
        "started": "09:30",
        "detected": "09:36",
        "mitigated": "09:45",
        "resolved": "10:12",
    }
    assert read("**Date:** [YYYY-MM-DD]\n**Severity**: [P0/P1]\n").severity == ""


def test_a_status_page_says_whether_it_is_resolved_not_when():
    page = read("---\ntitle: Down\ndate: 2026-07-09 16:02:43\nresolved: true\n---\n*Resolved* - over.\n")
    assert (page.times, page.day) == ({}, date(2026, 7, 9))


def test_a_due_date_without_a_year_is_the_next_such_day():
    table = "\n| Action | Owner | Due |\n|-|-|-|\n| a | jo | June 28 |\n| b | jo | Jan 5 |\n| c | jo | Q3 |\n"
    page = read("**Date:** 2026-06-20\n\n## Action items" + table)
    assert [action.due for action in page.actions] == [date(2026, 6, 28), date(2027, 1, 5), None]
    assert [each.what for each in page.unread] == ["due Q3 is no date"]
    assert [action.due for action in read("## Action items" + table).actions] == [None, None, None]


def test_a_state_in_capitals_behind_the_ticket():
    page = read("## Action items\n| Action | Owner | Bug |\n|-|-|-|\n| a | jo | n/a **DONE** |\n| b | jo | Bug 12 **TODO** |\n| c | jo | OPS-7 |\n")
    assert [(each.state, each.ticket) for each in page.actions] == [("done", ""), ("accepted", "Bug 12"), ("", "OPS-7")]


def test_a_value_that_closes_an_item_has_its_own_place():
    text = "## Actions\n- Tell ops about it (ops, 2026-08-01)\n"
    (action,) = read(text).actions
    assert (action.text, at(text, action.cells["owner"]), action.cells["owner"].column) == ("Tell ops about it", "ops", 22)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("## Timeline\nAll times US/Pacific\n- 2026-07-17 10:00 a", ["2:1: time zone US/Pacific has more than one meaning, times read as UTC"]),
        ("## Timeline (PST/PDT)\n- 2026-07-17 10:00 a", ["1:1: time zone PST/PDT has more than one meaning, times read as UTC"]),
        ("## Timeline (all times in Pacific Time)\n- 2026-07-17 10:00 a", ["1:1: time zone PACIFIC TIME has more than one meaning, times read as UTC"]),
        ("## Timeline (UTC/GMT)\n- 2026-07-17 10:00 a", []),
        ("## Timeline\n- 10:00 a", ["2:3: 10:00 has no day, and the page names none"]),
        ("## Timeline\n- 07/08/2026 10:00 a", ["2:3: 07/08/2026 may be two days"]),
        ("## Timeline\n- T+5m a", ["2:3: T+5m counts from a start that the page does not give"]),
        ("## Timeline\n- 2026-07-17 10:00 a\n- later that day", ["3:3: no time stands with later that day"]),
        ("## Timeline\n| Time IST | What |\n|-|-|\n| 2026-07-17 10:00 | a |", ["2:3: time zone IST has more than one meaning, times read as UTC"]),
        ("## Timeline\nIt all went wrong at once.", ["1:1: a timeline without a time in it"]),
        ("## Timeline\nSee [the document](https://d.example/1).", []),
        ("## Timeline\n", []),
        ("## Actions\nWe should mend it.", ["2:1: actions written as prose, not as a list or table"]),
        ("## Actions\nNone.", []),
        ("## Actions\n| Action | Type | Due | State |\n|-|-|-|-|\n| a | magic | Q3 | someday |\n| b | - | TBD | |",
         ["4:7: type magic is none that we know", "4:15: due Q3 is no date", "4:20: state someday is none that we know"]),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_told(body, told):
    assert unread(body + "\n") == told


def actions(text):
    names = ("type", "owner", "due", "state", "ticket", "evidence")
    rows = []
    for action in read(text).actions:
        given = {name: str(value) for name in names if (value := getattr(action, name))}
        rows.append((action.id if action.numbered else f"{action.id}?", action.text, given))
    return rows


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("- Mend it", ("A1?", "Mend it", {})),
        ("- [x] Mend it", ("A1?", "Mend it", {"state": "done"})),
        ("- [ ] Mend it", ("A1?", "Mend it", {"state": "accepted"})),
        ("- [x] Mend it (state: verified)", ("A1?", "Mend it", {"state": "verified"})),
        ("- Mend it (owner: jo, due: 2026-08-01)", ("A1?", "Mend it", {"owner": "jo", "due": "2026-08-01"})),
        ("- Mend it - Owner: jo - Due: 2026-08-01", ("A1?", "Mend it", {"owner": "jo", "due": "2026-08-01"})),
        ("- **Mend it** — Owner: @jo — Due: May 6, 2026 — Status: Open", ("A1?", "Mend it", {"owner": "jo", "due": "2026-05-06", "state": "accepted"})),
        ("- Mend it - @jo - 2026-08-01", ("A1?", "Mend it", {"owner": "jo", "due": "2026-08-01"})),
        ("- [ ] Mend it / Team A / 2026-08-01", ("A1?", "Mend it", {"owner": "Team A", "due": "2026-08-01", "state": "accepted"})),
        ("- Mend it (Team A, 2026-08-01)", ("A1?", "Mend it", {"owner": "Team A", "due": "2026-08-01"})),
        ("- Split reads/writes, then write/read", ("A1?", "Split reads/writes, then write/read", {})),
        ("- P0: Mend it", ("A1?", "Mend it", {})),
        ("- [P1] Mend it", ("A1?", "Mend it", {})),
        ("- Mend it (**Owner**: @jo; **status**: wip)", ("A1?", "Mend it", {"owner": "jo", "state": "in-progress"})),
        ("- Mend it. Owner: jo. Due: 1 Aug 2026.", ("A1?", "Mend it. Owner: jo. Due: 1 Aug 2026.", {"owner": "jo", "due": "2026-08-01"})),
        ("- @jo to mend it by 2026-08-01", ("A1?", "@jo to mend it by 2026-08-01", {"owner": "jo", "due": "2026-08-01"})),
        ("- Mend it @jo", ("A1?", "Mend it @jo", {"owner": "jo"})),
        ("- Write to jo@b.example", ("A1?", "Write to jo@b.example", {})),
        ("- A7: Mend it", ("A7", "Mend it", {})),
        ("- **AI-2** – Mend it", ("AI-2", "Mend it", {})),
        ("- Mend it OPS-12", ("A1?", "Mend it OPS-12", {"ticket": "OPS-12"})),
        ("- Mend it [OPS-12](https://t.example/browse/OPS-12)", ("A1?", "Mend it OPS-12", {"ticket": "https://t.example/browse/OPS-12"})),
        ("- Mend it. Ticket [#12](https://g.example/o/r/issues/12)", ("A1?", "Mend it. Ticket #12", {"ticket": "https://g.example/o/r/issues/12"})),
        ("- Mend it https://g.example/o/r/issues/12", ("A1?", "Mend it https://g.example/o/r/issues/12", {"ticket": "https://g.example/o/r/issues/12"})),
        ("- Mend it [#13](https://g.example/o/r/pull/13)", ("A1?", "Mend it #13", {"evidence": "https://g.example/o/r/pull/13"})),
        ("- Mend it DONE in [#13](https://g.example/o/r/pull/13)", ("A1?", "Mend it DONE in #13", {"state": "done", "evidence": "https://g.example/o/r/pull/13"})),
        ("- Allow UTF-8", ("A1?", "Allow UTF-8", {})),
        ("- Mend it (done)", ("A1?", "Mend it", {"state": "done"})),
        ("- [WIP] Mend it", ("A1?", "Mend it", {"state": "in-progress"})),
        ("- ✅ Mend it", ("A1?", "Mend it", {"state": "done"})),
        ("- Mend it (won't do: too dear)", ("A1?", "Mend it", {"state": "declined", "evidence": "too dear"})),
        ("- **Prevent**: mend it", ("A1?", "Prevent: mend it", {"type": "prevent"})),
        ("- **Mend it**: it is old", ("A1?", "Mend it: it is old", {})),
        ("- Mend it\n  - Owner: jo\n  - Status: in progress\n  - it is old", ("A1?", "Mend it", {"owner": "jo", "state": "in-progress"})),
    ],
)  # fmt: skip
def test_an_action_as_an_item(item, found):
    assert actions(f"## Follow-ups\n{item}\n") == [found]


def test_groups_lend_their_name_to_the_actions_below():
    text = (
        "## Next steps\n- Detection:\n  - a\n  - b\n### Process\n1. c\n### Done\n- d\n\n**High priority**\n\n- e\n  - its detail\n"
        "  - [ ] f\n- None\n"
    )
    assert actions(text) == [
        ("A1?", "a", {"type": "detect"}),
        ("A2?", "b", {"type": "detect"}),
        ("A3?", "c", {"type": "process"}),
        ("A4?", "d", {"state": "done"}),
        ("A5?", "e", {}),
        ("A6?", "f", {"state": "accepted"}),
    ]


LEDGER = """## Action items

| # | Task | Kind | Assignee | Target date | Status | Jira |
|---|---|---|---|---|---|---|
| 1 | Do `a` \\| b | Monitoring | @jo | 1 Aug 2026 | Done, see [!3](https://g.example/o/r/merge_requests/3) | OPS-1 |
| | Do c | - | TBD | n/a | ⬜ | [x](https://t.example/9) |
| 3 | | | | | | |
"""


def test_a_table_of_actions():
    assert actions(LEDGER) == [
        ("1", "Do a | b", {
            "type": "detect", "owner": "jo", "due": "2026-08-01", "state": "done", "ticket": "OPS-1",
            "evidence": "https://g.example/o/r/merge_requests/3",
        }),
        ("A2?", "Do c", {"state": "accepted", "ticket": "https://t.example/9"}),
    ]  # fmt: skip
    for action in read(LEDGER).actions:
        assert {name: at(LEDGER, span) for name, span in action.cells.items()} == action.written


def test_a_row_that_nobody_has_filled_in_is_no_action():
    head = "## Action items\n| ID | Action | Type | Owner | State |\n|-|-|-|-|-|\n"
    assert actions(f"{head}| A1 | TODO | TODO | TODO | proposed |\n| A2 | | prevent | | |\n") == []
    assert actions(f"{head}| A1 | | prevent | jo | proposed |\n") == [
        ("A1", "", {"type": "prevent", "owner": "jo", "state": "proposed"})
    ]


def test_one_column_for_ticket_and_evidence():
    head = "## Actions\n| Action | State | Ticket/Evidence |\n|-|-|-|\n"
    rows = {
        "done | [OPS-1](https://t.example/OPS-1)": ("https://t.example/OPS-1", "[OPS-1](https://t.example/OPS-1)"),
        "done | [the page](../a.md)": ("", "[the page](../a.md)"),
        "declined | OPS-1: too dear": ("OPS-1", "OPS-1: too dear"),
        "done | -": ("", ""),
    }
    for row, found in rows.items():
        (action,) = read(f"{head}| a | {row} |\n").actions
        assert (action.ticket, action.evidence) == found, row


def test_a_table_of_actions_needs_no_heading():
    assert actions("## What now\n| Follow-up | Who | By when |\n|-|-|-|\n| Call | jo | 2026-08-09 |\n") == [
        ("A1?", "Call", {"owner": "jo", "due": "2026-08-09"})
    ]
    assert actions("## Options\n| Action | Cost |\n|-|-|\n| Wait | 3 |\n") == []


@pytest.mark.parametrize(
    ("body", "causes"),
    [
        ("## Root cause(s)\n- a\n  - why a\n- b", ["a", "b"]),
        ("## Contributing factors (so far)\nPeople:\n- a\n\nMachines:\n- b", ["a", "b"]),
        ("## Root cause\nThe disk was full.\n\n```mermaid\ngraph TD\n```\n\nNobody looked.", ["The disk was full.", "Nobody looked."]),
        ("- **Root cause**: the disk", ["the disk"]),
        ("## Causes\n- Software:\n  - a\n  - b", ["a", "b"]),
        ("## Root cause\nTBD", []),
    ],
)
def test_causes(body, causes):
    assert [cause.text for cause in read(body + "\n").causes] == causes


TOLD = """# Incident on 2026-07-17

- **Severity**: sev 2
- **Key events**
  - Fault occurs 2026-07-17 10:00
  - Repaired: 2026-07-17 11:00
- **Time to repair**: 1h

| Detected | 2026-07-17 10:05 |
|---|---|
| Resolved | 18:00 |

# Stats

- Category: DNS, Process
"""


def test_what_the_text_says_where_the_front_matter_is_silent():
    page = read(TOLD)
    assert {name: moment.at.isoformat(timespec="minutes") for name, moment in page.times.items()} == {
        "started": "2026-07-17T10:00+00:00",
        "detected": "2026-07-17T10:05+00:00",
        "mitigated": "2026-07-17T11:00+00:00",
    }
    assert (page.severity, page.factors, page.day, page.spans) == ("SEV-2", ("DNS", "Process"), date(2026, 7, 17), {})
    assert {name: at(TOLD, span) for name, span in page.loose.items()} == {
        "severity": "sev 2",
        "started": "2026-07-17 10:00",
        "mitigated": "2026-07-17 11:00",
        "detected": "2026-07-17 10:05",
        "factors": "DNS, Process",
    }


def test_front_matter_holds_over_the_text():
    page = read("---\nseverity: SEV-1\nresolved: 2026-07-17T12:00:00Z\n---\n" + TOLD)
    assert (page.severity, page.times["resolved"].text) == ("SEV-1", "2026-07-17T12:00:00Z")
    assert set(page.loose) == {"started", "mitigated", "detected", "factors"}


@pytest.mark.parametrize(
    ("path", "text", "day"),
    [
        ("postmortems/2026/2026-07-17-x.md", "# Slow\n", date(2026, 7, 17)),
        ("postmortems/2026/x.md", "# Slow on 17 July 2026\n", date(2026, 7, 17)),
        ("postmortems/2026/x.md", "---\ndate: 2026-07-17\n---\n# Slow\n", date(2026, 7, 17)),
        ("postmortems/2026/x.md", "## Timeline\n- 2026-07-17 10:00 a\n", date(2026, 7, 17)),
        ("postmortems/2026/x.md", "# Slow\n", None),
    ],
)
def test_the_day_of_an_incident(path, text, day):
    assert read(text, path).day == day


def test_all_postmortems_of_a_repository():
    page = "---\nincident: INC-{0}\n{1}---\n# A\n"
    files = {
        "postmortems/2026/INC-2-index-template-lost.md": page.format(2, ""),
        "postmortems/2026/INC-1-a.md": page.format(1, "visibility: restricted\n"),
        "postmortems/2026/README.md": "# These are the postmortems\n",
        "postmortems/2026/template.md": page.format("NNNN", ""),
        "runbooks/a.md": "# A\n",
    }
    world = build_world(tree_of(files), Settings(), TODAY)
    assert [each.incident for each in postmortems(world)] == ["INC-1", "INC-2"]
    assert [each.incident for each in public_postmortems(world)] == ["INC-2"]


def _spans(value):
    if isinstance(value, Span):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _spans(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _spans(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _spans(getattr(value, each.name))


BITS = ["## Timeline\n", "## Actions\n", "## Root cause\n", "- **Key events**\n", "| Time | What |\n|-|-|\n", "| Action | Owner |\n|-|-|\n",
        "| 10:00 | a |\n", "- 10:00 a\n", "  - ", "- [x] ", "1. ", "2026-07-17 ", "T+5m ", "(owner: ", "due: 1 Aug 2026)", "@jo ", "OPS-1 ",
        "[x](https://a.example/issues/1) ", "**Severity**: ", "```\n", "\n", "\n\n", "> ", "\t", "|", "\\", "é", "🚧", "0001-01-01 00:00 +05:00 ",
        "9999-12-31 23:59 -05:00 ", "---\n", "started: ", "<!--", "\u2028", "done", ": ", "# "]  # fmt: skip


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=40).map("".join))
def test_any_page_is_read_and_every_place_is_on_it(text):
    decoded = decode(text.encode("utf-8", "ignore"))
    if not hasattr(decoded, "lines"):
        return
    document = parse_document("postmortems/2026/INC-1.md", Kind.POSTMORTEM, decoded)
    for span in _spans(read_postmortem(document, Settings())):
        assert 1 <= span.line <= span.end_line <= max(len(document.lines), 1)
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert span.end_column <= len(document.line(span.end_line)) + 1


def test_a_large_page_takes_no_time():
    rows = "".join(f"| {index % 24:02}:{index % 60:02} | a |\n" for index in range(5000))
    items = "".join(f"- [ ] a [OPS-{index}](https://t.example/{index}) (owner: jo)\n" for index in range(5000))
    page = read(f"# On 2026-07-17\n## Timeline\n| Time | What |\n|-|-|\n{rows}\n## Actions\n{items}")
    assert (len(page.timeline), len(page.actions)) == (5000, 5000)


def _corpus(root, config, folder):
    files = {
        str(path.relative_to(root)): path.read_bytes()
        for path in (root / folder).iterdir()
        if path.is_file() and path.suffix in (".md", ".erb", "")
    }
    return build_world(tree_of(files), read_config(config.read_text(), [], "runbook-lint.toml"), TODAY)


@pytest.mark.parametrize(
    ("name", "folder", "counts"),
    [
        ("dfds-postmortems", ".", (39, 378, 356, 127, 131, 10)),
        ("moj-cloud-platform", "source/incidents", (39, 330, 328, 92, 2, 5)),
    ],
)
def test_real_pages_are_read_as_docs_accuracy_says(corpora, name, folder, counts):
    world = _corpus(corpora / name, ROOT / "tests" / "corpora" / f"{name}.toml", folder)
    pages = postmortems(world)
    clocks = sum(entry.moment.at is not None for page in pages for entry in page.timeline)
    parts = [sum(len(part) for part in parts) for parts in zip(*((p.timeline, p.actions, p.causes, p.unread) for p in pages), strict=True)]
    assert (len(pages), parts[0], clocks, *parts[1:]) == counts
    for page in pages:
        lines = world.documents[page.path].lines
        assert all(entry.moment.text.split()[0] in lines[entry.moment.span.line - 1] for entry in page.timeline if entry.moment.text)
        assert all(action.text.split()[0].strip("*") in lines[action.span.line - 1] for action in page.actions)


@pytest.mark.parametrize(
    ("path", "incident", "name"),
    [
        ("postmortems/2026/INC-7-full-disk.md", "INC-8", "INC-8"),
        ("postmortems/2026/INC-7-full-disk.md", "", "INC-7"),
        ("PM2024-003 - Two nodes.md", "", "PM2024-003"),
        ("PM2022-009 - No suffix", "", "PM2022-009"),
        ("incidents/2026-03-30-rollback.html.md.erb", "", "2026-03-30-rollback"),
        ("incidents/disk.md", "", "disk"),
        ("incidents/v2-launch.md", "", "v2-launch"),
    ],
)
def test_what_people_call_one(path, incident, name):
    assert Postmortem(path, incident).name == name


LONG = {
    "lines that begin with a time": "## Timeline\n\n" + "10:10 x\n" * 20_000,
    "an item with a gap": f"## Action items\n\n- Mend it{' ' * 50_000}now\n",
    "an item of brackets": f"## Action items\n\n- Mend it {'(owner: ' * 10_000}\n",
    "a state with a gap": f"## Action items\n\n| ID | Action | State |\n|---|---|---|\n| A1 | Mend it | open{' ' * 50_000}now |\n",
    "a type with a gap": f"## Action items\n\n| ID | Action | Type |\n|---|---|---|\n| A1 | Mend it | fix{' ' * 50_000}now |\n",
    "a time with a gap": f"## Timeline\n\n| Time | What |\n|---|---|\n| 10:00{' ' * 50_000}x | Down |\n",
    "a time with marks": f"## Timeline\n\n| Time | What |\n|---|---|\n| 10:00{'**' * 10_000}x | Down |\n",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_text_is_read_in_a_moment(text):
    begun = time.process_time()
    read(f"# INC-1\n\n{text}")
    assert time.process_time() - begun < 4
