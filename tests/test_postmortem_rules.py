"""The postmortem rules: faults planted in the example organisation are found, and nothing else is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.rules import built_in_rules
from runbook_lint.testing import lint, shown

ROOT = Path(__file__).parents[1]
NAMES = {
    "postmortem-section-missing",
    "postmortem-times-invalid",
    "postmortem-id-mismatch",
    "postmortem-duplicate",
    "postmortem-reference-unknown",
    "timeline-disordered",
    "facilitator-took-part",
    "single-cause",
    "runbook-feedback-missing",
    "postmortem-overdue",
    "review-before-incident",
}
RULES = tuple(rule for rule in built_in_rules() if rule.name in NAMES)
BOARDING = "postmortems/2025/INC-1038-passenger-count-on-the-1720.md"
DATABASE = "postmortems/2026/INC-1107-no-primary-on-getaway-friday.md"
DUNLIN = "postmortems/2026/INC-1125-dunlin-missing-from-the-map.md"
CARDS = "postmortems/2026/INC-1142-card-challenges-time-out.md"


def organisation():
    """The files of the example organisation."""
    places = [place for folder in ("services", "postmortems") for place in (ROOT / folder).rglob("*") if place.is_file()]
    return {place.relative_to(ROOT).as_posix(): place.read_text(encoding="utf-8") for place in places}


def found(files, today="2026-11-21"):
    return [shown(finding) for finding in lint(files, RULES, today=today).findings]


def test_the_example_organisation_is_clean():
    assert found(organisation()) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (BOARDING, "## Impact", "## Costs", ["1:1: no section on Impact"]),
        (CARDS, "## Impact", "## Costs", []),  # a draft
        (DATABASE, "resolved: 2026-07-17T18:20:00+00:00", "resolved: 2026-07-17T15:20:00+00:00", [
            "12:11: resolved 2026-07-17T15:20:00+00:00 is before mitigated 2026-07-17T16:05:00+00:00"
        ]),
        (DATABASE, "detected: 2026-07-17T15:44:00+00:00", "detected: 2026-07-17T15:44:00", [
            "9:11: detected 2026-07-17T15:44:00 has no offset"
        ]),
        (DATABASE, "incident: INC-1107", "incident: INC-1117", [
            "2:11: incident INC-1117 in a file that is named after INC-1107",
            "34:1: the title names INC-1107, the front matter INC-1117",
        ]),
        (DATABASE, "incident: INC-1107", "incident: 1107", ["2:11: incident 1107 is not in the form INC-[0-9]+"]),
        (DATABASE, "incident: INC-1107", "incident: 1106", [
            "2:11: incident 1106 in a file that is named after INC-1107",
            "2:11: incident 1106 is not in the form INC-[0-9]+",
            "34:1: the title names INC-1107, the front matter 1106",
        ]),
        (DATABASE, "severity: SEV-1", "severity: SEV1", ["5:11: SEV1 is no severity of an incident"]),
        (DATABASE, "SVC-SAILINGS, SVC-BOARDING", "SVC-SAILING, SVC-BOARDING", ["7:43: SVC-SAILING is no known service"]),
        (DATABASE, "facilitator: eskaret", "facilitator: eskarett", ["14:14: facilitator eskarett is no known person"]),
        (DATABASE, "facilitator: eskaret", "facilitator: Elin Skaret", []),
        (DATABASE, "facilitator: eskaret", "facilitator: lferreira", ["14:14: facilitator lferreira was the commander"]),
        (DATABASE, "BookingsDbNoPrimary, Sailings", "BookingsDbNoPrimry, Sailings", [
            "15:10: no rule file has the alert BookingsDbNoPrimry"
        ]),
        (DATABASE, "runbooks/availability.md", "runbooks/availibility.md", [
            "24:11: services/bookings-db/runbooks/availibility.md does not exist"
        ]),
        (DATABASE, "| 15:47 | Platform on call", "| 14:47 | Platform on call", ["53:3: 14:47 stands after 15:46"]),
        (DATABASE, "    change: The two log lines and the lag limit were added, action A5\n", "", [
            "20:11: services/bookings-db/alerts/BookingsDbNoPrimary.md: it was not adequate, and no change is named"
        ]),
        (DUNLIN, "    adequate: true\n", "", [
            "20:11: services/fleet-position/alerts/FleetPositionSilent.md: it is not said whether it helped"
        ]),
        (BOARDING, "commander: swetherby", "commander: nobodyknown", []),  # a closed one is history
        (CARDS, "started: 2026-11-17", "started: 2026-11-18", [
            "8:10: started 2026-11-18T16:55:00+00:00 is after detected, acknowledged, mitigated and resolved"
        ]),
    ],
)  # fmt: skip
def test_a_planted_fault_is_one_finding(path, old, new, expected):
    files = organisation()
    assert files[path].count(old) == 1
    assert found({**files, path: files[path].replace(old, new)}) == [f"{path}:{each}" for each in expected]


def test_two_branches_that_took_the_same_number():
    files = organisation()
    twin = "postmortems/2026/INC-1142-slow-timetable.md"
    assert found({**files, twin: files[CARDS]}) == [f"{twin}:2:11: INC-1142 already has a postmortem in {CARDS}"]


def test_a_page_that_was_not_read_again_after_the_incident():
    files = organisation()
    page = "services/fleet-position/alerts/FleetPositionSilent.md"
    reviewed = next(line for line in files[page].splitlines() if line.startswith("last_reviewed:"))
    files[page] = files[page].replace(reviewed, "last_reviewed: 2026-09-22")
    number = files[page].splitlines().index("last_reviewed: 2026-09-22") + 1
    assert found(files) == [
        f"{page}:{number}:16: this review is older than INC-1125 of 2026-09-23, in which the page was used"
    ]


@pytest.mark.parametrize(("today", "late"), [("2026-12-17", None), ("2026-12-18", "1 day"), ("2027-01-17", "31 days")])
def test_a_draft_comes_due_by_its_severity(today, late):
    expected = [f"{CARDS}:6:9: draft was due on 2026-12-17, {late} ago"] if late else []
    assert found(organisation(), today) == expected


def test_restricted_incidents_are_judged_and_named_nowhere_else():
    files = organisation()
    secret = files[DUNLIN].replace("visibility: public", "visibility: restricted").replace("SEV-3", "SEV-9")
    secret = secret.replace("status: closed", "status: reviewed")
    assert found({**files, DUNLIN: secret}) == [f"{DUNLIN}:5:11: SEV-9 is no severity of an incident"]


def test_from_the_command_line(repo):
    for folder in ("services", "postmortems"):
        shutil.copytree(ROOT / folder, repo.root / folder)
    place = repo.root / DUNLIN
    place.write_bytes(place.read_bytes().replace(b"status: closed", b"status: reviewed").replace(b"hmacrae\n", b"hmacra\n", 1))
    done = repo.run("check", "--select", "PM005", "--format", "concise", "-q", "--today", "2026-11-21")
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[0] == f"{DUNLIN}:13:12: PM005 commander hmacra is no known person"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dfds-postmortems", [
            "PM2021-011 - Log4Shell.md:1:1: PM001 no section on Root causes",
            "PM2021-011 - Log4Shell.md:23:3: PM006 2021-12-13   14:30 stands after 2021-12-13   15:50",
            "PM2023-001 - Total node failure.md:27:3: PM006 2023-02-14 11:07 stands after 2023-02-14 11:08",
        ]),
        ("moj-cloud-platform", [
            "source/incidents/2020-02-12.html.md.erb:1:1: PM001 no section on Impact",
            "source/incidents/2023-01-11-cluster-image-pull.html.md.erb:34:5: PM006 2022-01-11 14:40 stands after 2023-01-11 14:34",
            "source/incidents/2023-07-25-prometheus-on-live-cluster-down.html.md.erb:35:5: "
            "PM006 2023-07-05 16:18 stands after 2023-07-25 16:18",
            "source/incidents/2024-04-15-prometheus.html.md.erb:26:5: PM006 2024-04-15 12:57 stands after 2024-04-15 13:00",
            "source/incidents/2024-07-25-elasticsearch-logging.html.md.erb:26:5: "
            "PM006 2024-07-25 12:35 stands after 2024-07-25 12:50",
        ]),
    ],
)  # fmt: skip
def test_what_they_find_in_real_postmortems(corpora, name, expected):
    config = str(ROOT / "tests" / "corpora" / f"{name}.toml")
    rules = "PM001,PM002,PM003,PM004,PM005,PM006,FR002"
    command = [sys.executable, "-m", "runbook_lint", "check", "--config", config, "--select", rules, "-q"]
    command += ["--today", "2026-08-21", "--format", "concise"]
    assert subprocess.run(command, cwd=corpora / name, capture_output=True, text=True).stdout.splitlines() == expected


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates().map(str), st.text(max_size=12),
    st.sampled_from(["INC-1", "inc-1", "closed", "draft", "SEV-1", "2026-08-10T08:00:00Z", "0001-01-01T00:00:00+14:00", "[", "../..", "/"]),
)  # fmt: skip
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5)
KEYS = st.sampled_from([
    "incident", "title", "kind", "severity", "status", "services", "started", "detected", "acknowledged", "mitigated",
    "resolved", "commander", "facilitator", "participants", "alerts", "runbooks", "visibility",
])  # fmt: skip
USE = st.fixed_dictionaries({}, optional=dict.fromkeys(("path", "used", "adequate", "change"), VALUES))
HEADS = st.dictionaries(KEYS, VALUES | st.lists(USE, max_size=2), max_size=8)
BODIES = st.lists(
    st.sampled_from(["# INC-2: A", "## Timeline", "- 08:10 a", "- 07:10 b", "| Time | What |\n|---|---|\n| 9:00 | c |", "## Root cause", "- d", ""]),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(HEADS, BODIES)
def test_no_front_matter_breaks_a_rule(head, body):
    import json

    text = f"---\n{json.dumps(head)}\n---\n" + "\n\n".join(body) + "\n"
    files = {"postmortems/2026/INC-1-a.md": text, "postmortems/2026/INC-1-b.md": text, "services/teams.yaml": "people:\n  a: {}\n"}
    lines = text.split("\n")
    for finding in lint(files, RULES).findings:
        assert 1 <= finding.span.line <= len(lines)
        assert 1 <= finding.span.column <= len(lines[finding.span.line - 1]) + 1
