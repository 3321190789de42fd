"""Exports of incident tools become the facts that a postmortem starts from.

The files in tests/data/exports are ours, written after the tools' public API references.
"""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.draft import Draft
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.intake.export_tools import TOOLS, Tool
from runbook_lint.parse.intake.exports import read_export

DATA = Path(__file__).parent / "data" / "exports"
DOCS = Path(__file__).parents[1] / "docs" / "postmortems.md"
TOKEN = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"


def told(draft: Draft) -> dict[str, object]:
    """What a draft says, in words; what is empty is left out."""
    found: dict[str, object] = {
        name: getattr(draft, name)
        for name in ("incident", "title", "severity", "services", "commander", "participants", "alerts", "ticket", "summary")
        if getattr(draft, name)
    }
    found["restricted"] = draft.restricted
    found["times"] = {name: f"{at:%Y-%m-%dT%H:%M:%S%z}" for name, at in draft.times.items()}
    found["timeline"] = [f"{entry.moment.at:%H:%M:%S} [{entry.who}] {entry.text}" for entry in draft.timeline]
    found["actions"] = [
        " | ".join((each.id, each.text, each.state, each.owner, str(each.due or ""), each.ticket)) for each in draft.actions
    ]
    found["notes"] = list(draft.notes)
    return found


def read(name: str, **roles: str) -> dict[str, object]:
    return told(read_export(name, (DATA / name).read_text(encoding="utf-8"), roles))


def test_incident_io() -> None:
    assert read("incident-io.json") == {
        "incident": "INC-1142",
        "title": "Card challenges time out",
        "severity": "SEV-3",
        "services": ("Checkout", "SVC-SAILINGS"),
        "commander": "akorhonen@gannetsound.example",
        "participants": ("akorhonen@gannetsound.example", "mokafor@gannetsound.example"),
        "ticket": "https://tickets.gannetsound.example/INC-1142",
        "summary": "Customers of one bank could not finish paying by card.",
        "restricted": False,
        "times": {
            "started": "2026-11-17T16:40:00+0000",
            "detected": "2026-11-17T16:58:00+0000",
            "acknowledged": "2026-11-17T17:01:10+0000",
            "mitigated": "2026-11-17T18:05:00+0000",
            "resolved": "2026-11-17T18:40:00+0000",
        },
        "timeline": [
            "17:01:10 [Responder 1] Investigating",
            "17:20:00 [Incident lead] The bank's challenge page answers after 40 seconds",
        ],
        "actions": [
            "A1 | Let the challenge wait 60 seconds | accepted | akorhonen@gannetsound.example |  | ",
            "A2 | Alert on slow challenges |  |  |  | https://tickets.gannetsound.example/API-77",
            "A3 | Ask the bank for its limits | done | Aino Korhonen |  | ",
        ],
        "notes": [
            "incident-io.json: severity Minor was taken as SEV-3",
            "incident-io.json: incident_updates: rows without a time or a text: 1 left out",
        ],
    }


def test_pagerduty() -> None:
    assert read("pagerduty.json", PU1="Platform on call") == {
        "incident": "INC-1234",
        "title": "BookingsDbNoPrimary",
        "severity": "SEV-1",
        "services": ("Bookings database",),
        "alerts": ("BookingsDbNoPrimary",),
        "ticket": "https://gannet.pagerduty.com/incidents/PT4KHLK",
        "restricted": False,
        "times": {
            "started": "2026-07-17T15:44:00+0000",
            "detected": "2026-07-17T15:44:00+0000",
            "acknowledged": "2026-07-17T15:47:00+0000",
            "resolved": "2026-07-17T18:20:00+0000",
        },
        "timeline": [
            "15:44:00 [] PagerDuty pages",
            "15:47:00 [Platform on call] Acknowledged",
            "15:56:00 [Platform on call] no replica may be promoted",
            "18:20:00 [Responder 1] Resolved",
        ],
        "actions": [],
        "notes": [
            "pagerduty.json: PagerDuty does not say when it started: the time it was detected stands for both",
            "pagerduty.json: PagerDuty's number 1234 makes INC-1234, where --incident gives no other",
            "pagerduty.json: severity P1 was taken as SEV-1",
            "pagerduty.json: log_entries: notifications and other small steps: 1 left out",
        ],
    }


def test_rootly() -> None:
    assert read("rootly.json") == {
        "incident": "INC-31",
        "title": "Storm texts arrived late",
        "severity": "SEV-2",
        "services": ("Notices",),
        "ticket": "https://rootly.com/account/incidents/31-storm-texts-arrived-late",
        "summary": "Texts about cancelled sailings reached passengers an hour late.",
        "restricted": True,
        "times": {
            "started": "2026-10-03T12:10:00+0000",
            "detected": "2026-10-03T12:40:00+0000",
            "acknowledged": "2026-10-03T12:44:00+0000",
            "mitigated": "2026-10-03T13:30:00+0000",
            "resolved": "2026-10-03T14:15:00+0000",
        },
        "timeline": ["12:50:00 [] Queue of the gateway is full"],
        "actions": [
            "A1 | Send storm texts before all others | in-progress | eskaret@gannetsound.example | 2026-11-01 | ",
            "A2 | Page on a full queue |  |  |  | https://tickets.gannetsound.example/SEA-12",
            "A3 | Buy a second gateway | declined |  |  | ",
        ],
        "notes": [
            "rootly.json: Rootly's number 31 makes INC-31, where --incident gives no other",
            "rootly.json: soon is no day that can be read; left out",
        ],
    }


@pytest.mark.parametrize("name", ["incident-io.json", "pagerduty.json", "rootly.json"])
def test_answers_may_come_one_after_another_or_in_one_list(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    documents = []
    decoder, at = json.JSONDecoder(), 0
    while at < len(text.rstrip()):
        value, end = decoder.raw_decode(text, at)
        documents.append(value)
        at = end + 1
    in_a_list = read_export(name, json.dumps(documents), {})
    assert told(in_a_list) == told(read_export(name, text, {}))


def test_an_incident_without_its_wrapper() -> None:
    incident = json.loads((DATA / "pagerduty.json").read_text(encoding="utf-8").split("\n{")[0])["incident"]
    assert read_export("x.json", json.dumps(incident), {}).title == "BookingsDbNoPrimary"


SEVERITIES = [
    ("SEV1", "SEV-1"),
    ("sev-0", "SEV-0"),
    ("Sev 3", "SEV-3"),
    ("P2", "SEV-2"),
    ("Priority 4", "SEV-4"),
    ("S1 - everything is down", "SEV-1"),
    ("Critical", "SEV-1"),
    ("low", "SEV-4"),
    ("P9", ""),
    ("Pink", ""),
]


@pytest.mark.parametrize(("written", "ours"), SEVERITIES)
def test_severities(written: str, ours: str) -> None:
    export = {"incident": {"incident_number": 1, "title": "x", "priority": {"summary": written}}}
    assert read_export("x.json", json.dumps(export), {}).severity == ours


def test_severities_of_a_house() -> None:
    export = json.dumps({"incident": {"incident_number": 1, "title": "x", "priority": {"summary": "major"}}})
    assert read_export("x.json", export, {}, ("Major", "Minor")).severity == "Major"


def test_a_time_out_of_order_is_left_out() -> None:
    stamps = {"Impact started": "2026-11-17T10:00:00Z", "Resolved at": "2026-11-17T11:00:00Z"}
    values = [{"incident_timestamp": {"name": name}, "value": {"value": at}} for name, at in stamps.items()]
    export = {"incident": {"name": "x", "created_at": "2026-11-18T09:00:00Z", "incident_timestamp_values": values}}
    draft = read_export("x.json", json.dumps(export), {})
    assert list(draft.times) == ["started", "resolved"]
    assert draft.notes == ("x.json: detected 2026-11-18 09:00 lies after resolved; left out",)


def test_secrets_are_removed_wherever_they_stand() -> None:
    export = {
        "incident": {"name": f"a {TOKEN}", "summary": f"b\n{TOKEN}\nc", "incident_status": {}, "reference": "INC-1"},
        "follow_ups": [{"title": f"rotate {TOKEN}", "status": "outstanding"}],
        "incident_updates": [{"message": TOKEN, "created_at": "2026-11-18T09:00:00Z"}] * 2,
    }
    draft = read_export("x.json", json.dumps(export), {})
    assert TOKEN not in repr(draft)
    assert draft.title == "a (secret removed)"
    assert draft.summary == "b\n(secret removed)\nc"
    assert draft.notes == (
        "x.json: a secret (GitHub Token) in its title; removed",
        "x.json: a secret (GitHub Token) in its summary; removed",
        "x.json: a secret (GitHub Token) in its timeline; removed",
        "x.json: a secret (GitHub Token) in its actions; removed",
    )


REFUSED = [
    ("{", "x.json:1:2: not valid JSON: expecting property name enclosed in double quotes; export it again"),
    ("", "x.json: no export of incident.io, PagerDuty or Rootly; docs/postmortems.md says what to save"),
    ('{"a": 1}', "x.json: no export of incident.io, PagerDuty or Rootly; docs/postmortems.md says what to save"),
    ('[1, "x"]', "x.json: no export of incident.io, PagerDuty or Rootly; docs/postmortems.md says what to save"),
    ('{"incidents": [{"incident_number": 1}, {"incident_number": 2}]}', "x.json: holds 2 incidents of PagerDuty; save one of them"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_export(text: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read_export("x.json", text, {})
    assert str(error.value) == message


KEYS = sorted(
    {word for tool in TOOLS for word in re.findall(r"[a-z_]+", " ".join(tool.marks + tool.title + tool.services))}
    | {"data", "included", "type", "id", "follow_ups", "log_entries", "incident_updates", "status", "created_at", "relationships"}
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["incidents", "2026-11-18T09:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=40,
)


@given(VALUES, st.sampled_from(["incident_status", "incident_number", "attributes"]))
def test_any_json_is_read_or_refused(value: object, mark: str) -> None:
    for text in (json.dumps(value), json.dumps({"incident": {mark: value}, "log_entries": value, "follow_ups": value})):
        try:
            draft = read_export("x.json", text, {})
        except UsageError:
            continue
        assert isinstance(draft.title, str)


def test_deep_lists_do_no_harm() -> None:
    deep = "[" * 400 + "]" * 400
    export = f'{{"incident": {{"incident_number": 1, "title": {deep}}}, "log_entries": {deep}}}'
    assert read_export("x.json", export, {}).title == ""


def _table(tool: Tool) -> str:
    """The table that docs/postmortems.md holds for a tool."""
    rows = {name: getattr(tool, name) for name in ("incident", "number", "title", "severity", "services", "ticket", "summary")}
    rows |= {"visibility": tuple(f"{path}={value}" for path, value in tool.restricted.items())}
    rows |= {"commander": tool.commander, "participants": tool.participants, "alerts": tool.alerts, **tool.times}
    for each in tool.events:
        rows[f"timeline, from {each.at}"] = (*each.time, *each.text)
    for each in tool.actions:
        rows[f"actions, from {each.at}"] = (*each.text, *each.state, *each.owner, *each.due, *each.ticket)
    told = {("number, as INC-…" if name == "number" else name): paths for name, paths in rows.items() if paths}
    lines = [f"| {name} | {', '.join(dict.fromkeys(f'`{_shown(path)}`' for path in paths))} |" for name, paths in told.items()]
    return "\n".join(["| Here | There |", "|---|---|", *lines]) + "\n"


def _shown(path: str) -> str:
    """A path without what all of them begin with; a timestamp by its name."""
    stamp = re.search(r"incident_timestamp/name=([^\]]+)", path)
    return stamp[1] if stamp else re.sub(r"\A(?:incident\.)?(?:attributes\.)?|(?<=\.)data\.attributes\.", "", path)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_field_that_is_read_is_documented(tool: Tool) -> None:
    section = DOCS.read_text(encoding="utf-8").split(f"\n### {tool.name}\n")[1].split("\n## ")[0].split("\n### ")[0]
    assert _table(tool) in section
    assert tool.source in section
