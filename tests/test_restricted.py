"""A restricted postmortem stays out of everything that is built: searched for a word that stands only there."""

import itertools
import json
import re

import pytest
from conftest import Done, Repo

WORD = "zanzibar"
"""In every part of the restricted page, its file's name too."""

PATH = f"postmortems/2026/INC-7-{WORD}.md"
RESTRICTED = f"""\
---
incident: INC-7
title: Data of {WORD} passengers
kind: incident
severity: SEV-1
status: draft
services: [SVC-BOARDING]
started: 2026-08-03T10:00:00Z
detected: 2026-08-03T10:05:00Z
resolved: 2026-08-03T12:00:00Z
commander: {WORD}1
alerts: [BoardingSlow]
factors: [{WORD}]
ticket: https://t.example/{WORD}
visibility: %s
runbooks:
  - path: services/boarding/alerts/BoardingSlow.md
    used: true
    adequate: false
    change: {WORD}
---
# INC-7: {WORD}

## Summary

The clock of the boarding system was slow, and {WORD} noticed.

## Timeline

| Time | Who | What |
|---|---|---|
| 2026-08-03T10:00Z | {WORD} | {WORD} |

## Impact

{WORD}, TODO

## Root causes

- The clock of {WORD}

## Action items

| ID | Action | Type | Owner | Due | State | Ticket/Evidence |
|---|---|---|---|---|---|---|
| A1 | Fix the clock of {WORD} | prevent | {WORD} | 2026-08-10 | accepted | https://t.example/{WORD} |
"""
PUBLIC = (
    RESTRICTED.replace("visibility: %s\n", "")
    .replace("INC-7", "INC-6")
    .replace("https://t.example/zanzibar", "https://t.example/PIER-1")
    .replace(WORD, "wren")
)
FILES = {
    PATH: RESTRICTED % "restricted",
    "postmortems/2026/INC-6-wren.md": PUBLIC,
    "services/teams.yaml": "teams:\n  PIER: {name: Pier Systems, members: [rdasgupta]}\npeople:\n  rdasgupta: {name: Rohini Dasgupta}\n",
    "services/boarding/service.yaml": "service: SVC-BOARDING\nname: Boarding\nteam: PIER\nowner: rdasgupta\ntier: 2\n",
    "services/boarding/runbook.md": "# Boarding\n\n## What broke\n\nThe clock.\n",
    "services/boarding/alerts/BoardingSlow.md": "# BoardingSlow\n\n## Meaning\n\nSlow.\n",
    "services/boarding/alerts/boarding.rules.yaml": (
        "groups:\n  - name: boarding\n    rules:\n      - alert: BoardingSlow\n        expr: slow > 1\n"
        "        labels: {severity: page, service: SVC-BOARDING}\n"
        "        annotations: {runbook_url: services/boarding/alerts/BoardingSlow.md}\n"
    ),
}  # fmt: skip

COMMANDS = [
    *(["postmortem", "list", "--format", form] for form in ("table", "json", "csv")),
    *(["postmortem", "actions", "--all", "--format", form] for form in ("table", "json", "csv", "md", "ics")),
    ["postmortem", "actions", "--all", "--restricted", "--format", "ics"],
    ["postmortem", "list", "--factor", "zanzibra"],
    ["postmortem", "actions", "--owner", "zanzibra"],
    ["export"],
    *(["payload", "BoardingSlow", "--format", form] for form in ("text", "slack", "json", "alertmanager")),
    ["coverage"],
    ["coverage", "--format", "json"],
    ["postmortem", "review-pack", "--month", "2026-08"],
    ["postmortem", "review-pack", "--month", "2026-08", "--json"],
    ["new", "arp", "BoardingSlow", "--output", "-"],
    ["postmortem", "new", "--incident", "INC-8", "--title", "Slow clock of the boarding system", "--severity", "SEV-1",
     "--service", "SVC-BOARDING", "--started", "2026-08-20T10:00:00Z", "--alert", "BoardingSlow", "--output", "-"],
    ["new", "comms", "--incident", "INC-7", "--audience", "status-page", "--output", "-"],
]  # fmt: skip


@pytest.fixture
def tree(repo: Repo) -> Repo:
    return repo.write(FILES)


def run(repo: Repo, *command: str) -> Done:
    needs_day = command[:2] in (("postmortem", "list"), ("postmortem", "actions"))
    return repo.run(*command, *(["--today", "2026-09-01"] if needs_day else []))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_output_holds_a_word_of_it(tree, command):
    done = run(tree, *command)
    assert done.code == (2 if "zanzibra" in command else 0), done.err
    assert WORD not in (done.out + done.err).casefold().replace("\r\n ", "")


def test_the_search_finds_the_word_where_the_page_is_public(tree):
    """Else the test above would prove nothing."""
    tree.write({PATH: RESTRICTED % "public"})
    finding = [command for command in COMMANDS if WORD in run(tree, *command).out.casefold()]
    told = {" ".join(itertools.takewhile(lambda part: not part.startswith("-"), command)) for command in finding}
    assert told >= {"postmortem list", "postmortem actions", "export", "payload BoardingSlow"}


@pytest.mark.parametrize("visibility", ["restricted", "Restricted", '"restricted"', "private", "internal", "[restricted]"])
def test_any_visibility_but_public_is_restricted(tree, visibility):
    tree.write({PATH: RESTRICTED % visibility})
    for command in (["export"], ["postmortem", "actions", "--format", "json"], ["payload", "BoardingSlow"]):
        assert WORD not in run(tree, *command).out


def test_how_many_are_held_back_is_told(tree):
    assert run(tree, "postmortem", "list").err == "1 restricted postmortem is not shown; --restricted shows it\n"
    assert run(tree, "postmortem", "actions").err == (
        "1 restricted postmortem with 1 action, 1 overdue is not shown; --restricted shows it\n"
    )
    assert WORD in run(tree, "postmortem", "actions", "--restricted").out


def test_an_overdue_action_of_it_fails_the_scheduled_job(tree):
    (tree.root / "postmortems/2026/INC-6-wren.md").unlink()
    done = run(tree, "postmortem", "actions", "--fail-overdue")
    assert (done.code, done.out) == (1, "No action items.\n")


def test_check_names_the_page_and_shows_none_of_its_lines(tree):
    """A finding has to say where it is; the line stays where it stands."""
    out = tree.run("check", "--select", "action-overdue", "--format", "full", "--today", "2026-09-01", "-q").out
    public, restricted = out.strip().split("\n\n")
    place = "warning[PM009] action-overdue: action A1 was due on 2026-08-10, 22 days ago"
    assert restricted.splitlines()[0] == f"{PATH}:46:57: {place}"
    assert [line for line in restricted.splitlines() if "|" in line] == []
    assert len([line for line in public.splitlines() if "|" in line]) == 3


def test_its_findings_have_fingerprints_of_their_own(tree):
    """The line still makes the fingerprint, as a hash, so that a finding is known again when lines move."""
    row = f"| A2 | Wind it | prevent | {WORD} | 2026-08-11 | accepted | |\n"
    prints = []
    for text in (RESTRICTED % "restricted" + row, (RESTRICTED % "restricted").replace("## Impact", "\n\n## Impact") + row):
        tree.write({PATH: text})
        out = tree.run("check", "--select", "action-overdue", "--format", "json", PATH).out
        prints.append(re.findall(r'"fingerprint": "(\w+)"', out))
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_a_link_into_it_is_told_without_its_headings(tree):
    """Who may read the page with the link may not read the page that it leads to."""
    tree.write({"docs/a.md": f"[a](../{PATH}#root-cause) [b](../postmortems/2026/INC-6-wren.md#root-cause)\n"})
    out = tree.run("check", "--select", "broken-anchor", "--format", "full", "--today", "2026-09-01", "-q").out
    assert [line.strip() for line in out.splitlines() if "help" in line] == [
        "= help: name a heading that is there",
        "= help: did you mean #root-causes?",
    ]


def test_a_link_into_it_gets_no_heading_by_a_fix(tree):
    """An anchor that differs in its dashes alone would be mended from the restricted page's own words."""
    tree.write({"docs/a.md": f"[a](../{PATH}#root_causes) [b](../postmortems/2026/INC-6-wren.md#root_causes)\n"})
    done = tree.run("check", "--select", "broken-anchor", "--format", "json", "--today", "2026-09-01", "-q")
    fixes = [finding["fix"] for finding in json.loads(done.out)["findings"]]
    assert [fix and [edit["text"] for edit in fix["edits"]] for fix in fixes] == [None, ["../postmortems/2026/INC-6-wren.md#root-causes"]]
