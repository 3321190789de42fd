"""Timelines from files: every form gives rows in UTC, by time, without names and secrets; what is not read is told."""

import json
import random
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.errors import UsageError
from runbook_lint.parse.intake.slack import user_roles
from runbook_lint.parse.intake.timelines import read_timeline, read_timelines

DAY = date(2026, 7, 17)
ROLES = {"U01": "Incident commander", "jtsimmons": "API on call"}
TOKEN = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"


def rows(name: str, text: str, roles: dict[str, str] | None = None, marked: bool = False) -> list[str]:
    entries, _ = read_timeline(name, text, DAY, ROLES if roles is None else roles, marked)
    return [f"{entry.moment.at:%d %H:%M:%S} [{entry.who}] {entry.text} ({entry.span.line})" for entry in entries]


def notes(name: str, text: str, day: date | None = DAY) -> list[str]:
    return list(read_timeline(name, text, day, ROLES)[1])


LINES = [
    ("15:42 Waiting room on", ["17 15:42:00 [] Waiting room on (1)"]),
    ("- 15:42 – Waiting room on", ["17 15:42:00 [] Waiting room on (1)"]),
    ("* **15:42** Waiting room on", ["17 15:42:00 [] Waiting room on (1)"]),
    ("[15:42:07] Waiting room on", ["17 15:42:07 [] Waiting room on (1)"]),
    ("2026-07-16T23:58:00+01:00 Deploy", ["16 22:58:00 [] Deploy (1)"]),
    ("2026-07-17 15:42 Deploy", ["17 15:42:00 [] Deploy (1)"]),
    ("4:05 pm Deploy", ["17 16:05:00 [] Deploy (1)"]),
    ("16:42 BST Deploy", ["17 15:42:00 [] Deploy (1)"]),
    ("15:42 <jtsimmons> Deploy", ["17 15:42:00 [API on call] Deploy (1)"]),
    ("15:42 jtsimmons: Deploy", ["17 15:42:00 [API on call] Deploy (1)"]),
    ("15:42 <akorhonen> Deploy", ["17 15:42:00 [Responder 1] Deploy (1)"]),
    ("15:42 Patroni: no primary", ["17 15:42:00 [] Patroni: no primary (1)"]),  # nobody that the map knows
    ("| 15:42 | Patroni | no primary |", ["17 15:42:00 [Patroni] no primary (1)"]),
    ("15:42 first\n  and more of it", ["17 15:42:00 [] first and more of it (1)"]),
    ("16:00 second\n15:42 first", ["17 15:42:00 [] first (2)", "17 16:00:00 [] second (1)"]),
    ("15:42-16:10 Waiting room on", ["17 15:42:00 [] Waiting room on (1)"]),
    ("17:42 UTC+2: Waiting room on", ["17 15:42:00 [] Waiting room on (1)"]),
    ("15:42 b\n15:42 a", ["17 15:42:00 [] b (1)", "17 15:42:00 [] a (2)"]),  # the file's order where times are the same
    ("2026-07-18\n00:10 late", ["18 00:10:00 [] late (2)"]),
    ("## 18 July 2026\n00:10 late", ["18 00:10:00 [] late (2)"]),
    ("23:50 late\n00:10 later", ["17 23:50:00 [] late (1)", "18 00:10:00 [] later (2)"]),
    ("# Timeline\n\n```\n15:42 a\n```", ["17 15:42:00 [] a (4)"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text: str, expected: list[str]) -> None:
    assert rows("notes.txt", text) == expected


def test_what_lines_do_not_say_is_told() -> None:
    text = "Call with the duty officer\n15:42 Waiting room on\n99:99 nonsense\n23:50 a\n00:10 b\n"
    assert notes("notes.txt", text) == [
        "notes.txt: no time at the start of lines 1 and 3; left out",
        "notes.txt: 3 of 3 times have no offset and were taken as UTC",
        "notes.txt: the clock goes past midnight at line 5; taken as the next day",
    ]
    assert notes("notes.txt", "15:42 a\n", day=None) == [
        "notes.txt: no time that can be read at line 1 (a time alone needs a day: give --started); left out",
    ]


def test_relative_times_count_from_the_start() -> None:
    start = datetime(2026, 7, 17, 15, 42, tzinfo=UTC)
    entries, _ = read_timeline("notes.txt", "T+5m ack\nT+1h over\n", DAY, {}, started=start)
    assert [f"{entry.moment.at:%H:%M} {entry.text}" for entry in entries] == ["15:47 ack", "16:42 over"]


CSV = [
    ("time,who,text\n15:42,Patroni,no primary\n", ["17 15:42:00 [Patroni] no primary (2)"]),
    ("Timestamp;User;Message\n2026-07-17T15:42:00Z;jtsimmons;on it\n", ["17 15:42:00 [API on call] on it (2)"]),
    ("time\tauthor\tmessage\n15:42\takorhonen\ton it\n", ["17 15:42:00 [Responder 1] on it (2)"]),
    ("date,time,event\n2026-07-18,00:10,late\n", ["18 00:10:00 [] late (2)"]),
    ("date,event\n2026-07-18 00:10,late\n", ["18 00:10:00 [] late (2)"]),
    ('time,text\n15:42,"a, ""b""\nand c"\n15:50,d\n', ['17 15:42:00 [] a, "b" and c (2)', "17 15:50:00 [] d (4)"]),
    ("time,text\n15:42,a, b\n", ["17 15:42:00 [] a, b (2)"]),  # a comma that should have been in quotes
    ("15:42,Patroni,no primary\n", ["17 15:42:00 [Patroni] no primary (1)"]),
    ("15:42,no primary\n", ["17 15:42:00 [] no primary (1)"]),
    ("time,text\n1784302920,epoch\n1784302921000,milliseconds\n", ["17 15:42:00 [] epoch (2)", "17 15:42:01 [] milliseconds (3)"]),
]


@pytest.mark.parametrize(("text", "expected"), CSV)
def test_csv(text: str, expected: list[str]) -> None:
    assert rows("timeline.csv", text) == expected


def test_what_csv_does_not_say_is_told() -> None:
    assert notes("t.csv", "time,text,cost\n,a,1\n15:42,b,2\nsoon,c,3\n") == [
        "t.csv: columns not taken: cost",
        "t.csv: no time that can be read at lines 2 and 4; left out",
        "t.csv: 1 of 1 times have no offset and were taken as UTC",
    ]


JSON = [
    ('{"time": "2026-07-17T15:42:00Z", "message": "a"}\n{"ts": 1784302921, "event": "b"}\n', ["17 15:42:00 [] a (1)", "17 15:42:01 [] b (2)"]),
    ('[\n{"at": "15:42", "who": "Patroni", "text": "a"},\n{"at": "15:43", "user": {"name": "akorhonen"}, "text": "b"}\n]', ["17 15:42:00 [Patroni] a (2)", "17 15:43:00 [Responder 1] b (3)"]),
    ('{"events": [{"time": "15:42", "text": "a"}]}', ["17 15:42:00 [] a (1)"]),
    ("[]", []),
]


@pytest.mark.parametrize(("text", "expected"), JSON)
def test_json(text: str, expected: list[str]) -> None:
    assert rows("timeline.json", text) == expected


BROKEN = [
    ("t.csv", 'time,text\n15:42,"abc\n15:43,x\n', "t.csv:2:7: not valid CSV: a quote that is never closed; mend the file, or give lines of `time text`"),
    ("t.csv", 'time,text\n15:42,"abc"d\n', "t.csv:2:12: not valid CSV: text behind a closing quote, where a ',' should stand; mend the file, or give lines of `time text`"),
    ("t.csv", "when was it,b\n1,2\n", "t.csv:1:1: no column for the time; call one time, as in `time,who,text`"),
    ("t.json", '[{"ts": "1784302920.1"},\n {"ts" 1}]', "t.json:2:8: not valid JSON: expecting ':' delimiter; mend the file, or give lines of `time text`"),
    ("t.jsonl", '{"time": 1}\n{"time":}\n', "t.jsonl:2:9: not valid JSON: expecting value; mend the file, or give lines of `time text`"),
    ("t.json", "[1, 2", "t.json:1:6: not valid JSON: expecting ',' or ']'; mend the file, or give lines of `time text`"),
    ("t.json", "[" * 100_000, "t.json:1:2: not valid JSON: it nests too deeply, or holds too long a number; mend the file, or give lines of `time text`"),
    ("t.json", '{"incident": {}}', "t.json: an incident of another tool, not a timeline; give it as --from t.json"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "message"), BROKEN)
def test_a_broken_file_is_an_error_at_its_place(name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read_timeline(name, text, DAY, {})
    assert str(error.value) == message


def message(ts: float, text: str = "", **more: object) -> dict[str, object]:
    return {"type": "message", "ts": f"{1784302920 + ts:.6f}", "user": "U01", "text": text, **more}


SLACK = [
    (message(0, "on it"), ["17 15:42:00 [Incident commander] on it (2)"]),
    (message(0, "on it", user="U02"), ["17 15:42:00 [Responder 1] on it (2)"]),
    (message(0, "on it", user="U03", user_profile={"name": "jtsimmons"}), ["17 15:42:00 [API on call] on it (2)"]),
    (message(0, "a\nb", thread_ts="1784302920.000000"), ["17 15:42:00 [Incident commander] a b (2)"]),
    (message(0, "now right", edited={"user": "U01", "ts": "1784302999.0"}), ["17 15:42:00 [Incident commander] now right (2)"]),
    (message(0, "also here", subtype="thread_broadcast"), ["17 15:42:00 [Incident commander] also here (2)"]),
    (message(0, "<@U02> see <https://graphs.example/a|the graph> &amp; <#C1|ops>, <!here> :fire:"),
     ["17 15:42:00 [Incident commander] @Responder 1 see the graph (https://graphs.example/a) & #ops, @here :fire: (2)"]),
    (message(0, "ask <mailto:jo@gannetsound.example|jo@gannetsound.example>"), ["17 15:42:00 [Incident commander] ask (e-mail address) (2)"]),
    (message(0, "&lt;b&gt; <https://x.example>"), ["17 15:42:00 [Incident commander] <b> https://x.example (2)"]),
    (message(0, subtype="bot_message", username="Alertmanager", attachments=[{"title": "SailingsApiDown", "text": "3 of 3"}]),
     ["17 15:42:00 [Alertmanager] SailingsApiDown 3 of 3 (2)"]),
    (message(0, "deployed", bot_id="B1", bot_profile={"name": "Deploys"}), ["17 15:42:00 [Deploys] deployed (2)"]),
    (message(0, "", files=[{"name": "graph.png"}]), ["17 15:42:00 [Incident commander] (file graph.png) (2)"]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), SLACK)
def test_slack_messages(value: dict[str, object], expected: list[str]) -> None:
    assert rows("2026-07-17.json", f"[\n{json.dumps(value)}]") == expected


def test_what_slack_says_of_the_channel_is_counted() -> None:
    channel = [message(0, "x", subtype="channel_join"), message(1, "x", subtype="channel_leave")]
    channel += [message(2, "x", subtype="channel_topic"), message(3, "This message was deleted.", subtype="tombstone")]
    channel += [message(4, "  "), message(5, "said"), message(5, "said")]
    assert notes("day.json", json.dumps([*channel, 7])) == [
        "day.json: joins and leaves: 2 left out",
        "day.json: deleted messages: 1 left out",
        "day.json: messages without words: 1 left out",
        "day.json: messages written twice: 1 left out",
        "day.json: other events of the channel: 1 left out",
        "day.json: values that are no message: 1 left out",
    ]


def test_only_what_was_marked() -> None:
    pinned = message(0, "found it", pinned_to=["C1"])
    noted = message(1, "fixed", reactions=[{"name": "pushpin", "count": 1}])
    liked = message(2, "thanks", reactions=[{"name": "+1", "count": 9}])
    text = json.dumps([pinned, noted, liked])
    assert rows("day.json", text, marked=True) == [
        "17 15:42:00 [Incident commander] found it (1)",
        "17 15:42:01 [Incident commander] fixed (1)",
    ]
    assert read_timeline("day.json", text, DAY, {}, marked=True)[1] == ("1 rows that nobody marked were left out",)


def test_days_of_a_channel_count_people_together() -> None:
    days = [("1.json", json.dumps([message(0, "a", user="U02")])), ("2.json", json.dumps([message(86400, "b", user="U02")]))]
    entries, _ = read_timelines(days, None, {})
    assert [(entry.who, entry.text) for entry in entries] == [("Responder 1", "a"), ("Responder 1", "b")]


def test_numbers_go_on_after_those_of_other_rows() -> None:
    first, _ = read_timeline("a.txt", "15:42 <akorhonen> a\n15:43 <hmacrae> b\n", DAY, {})
    second, _ = read_timelines([("b.txt", "15:44 <rdasgupta> c\n")], DAY, {}, others=first)
    assert [entry.who for entry in (*first, *second)] == ["Responder 1", "Responder 2", "Responder 3"]


def test_members_list_leads_from_names_to_ids() -> None:
    users = [{"id": "U02", "name": "akorhonen", "profile": {"email": "aino@gannetsound.example"}}, {"id": 3}, None]
    assert user_roles(users, {"aino@gannetsound.example": "Scribe"}) == {"aino@gannetsound.example": "Scribe", "U02": "Scribe"}
    assert user_roles({"not": "a list"}, {"x": "Scribe"}) == {"x": "Scribe"}


def test_secrets_are_removed_and_told() -> None:
    text = f"15:42 the token is {TOKEN} ok\n15:43 nothing here\n"
    assert rows("notes.txt", text)[0] == "17 15:42:00 [] the token is (secret removed) ok (1)"
    assert notes("notes.txt", text)[-1] == "notes.txt: a secret (GitHub Token) at line 1; removed"


def test_a_key_over_several_lines_is_removed_whole() -> None:
    body = "MIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gun\nVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u+qKhbwKfBstIs+bMY2Zkp18gnTxK"
    key = f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----"
    found = rows("day.json", json.dumps([message(0, f"use this:\n{key}\nthanks")]))
    assert found == ["17 15:42:00 [Incident commander] use this: (secret removed) thanks (1)"]


def test_long_rows_are_cut_behind_the_scan() -> None:
    text = f"15:42 {'a' * 390} {TOKEN} {'b' * 100}"
    assert rows("notes.txt", text) == [f"17 15:42:00 [] {'a' * 390} (secret … (1)"]
    assert notes("notes.txt", text)[-1] == "1 rows of more than 400 characters were cut"


def test_hidden_characters_do_not_enter() -> None:
    assert rows("notes.txt", "15:42 a\u202eb\u200bc\x07d\x1b[31m") == ["17 15:42:00 [] abcd[31m (1)"]
    assert rows("day.json", '[{"time": "15:42", "text": "a\\ud800b"}]') == ["17 15:42:00 [] a\ufffdb (1)"]


def test_ten_thousand_messages_in_a_moment() -> None:
    channel = [message(second, f"message {second} {'word ' * 10}", user=f"U{second % 30}") for second in range(10_000)]
    random.Random(1).shuffle(channel)
    text = json.dumps(channel)
    begun = time.perf_counter()
    entries, told = read_timeline("day.json", text, DAY, {})
    assert time.perf_counter() - begun < 5
    assert len(entries) == 10_000
    assert [entry.moment.at for entry in entries] == sorted(entry.moment.at for entry in entries if entry.moment.at)
    assert told == ("10,000 rows are a lot to read: --timeline-marked takes what was pinned or marked",)


def test_more_than_a_page_holds() -> None:
    with pytest.raises(UsageError) as error:
        read_timeline("notes.txt", f"15:42 {'word ' * 70}\n" * 3_000, DAY, {})
    assert str(error.value) == (
        "notes.txt: 3,000 rows are more than a page holds; --timeline-marked takes what was pinned or marked, "
        "or keep the incident's hours of it"
    )


def test_many_short_rows_are_more_than_a_page_holds() -> None:
    """Every row has its bars and its time besides; a page that `check` does not read would be lost."""
    begun = time.perf_counter()
    with pytest.raises(UsageError, match="40,000 rows are more than a page holds"):
        read_timeline("day.json", json.dumps([message(second, f"ok {second}") for second in range(40_000)]), DAY, {})
    assert time.perf_counter() - begun < 10
    with pytest.raises(UsageError, match="9,000 rows are more than a page holds"):
        read_timeline("notes.txt", f"15:42 {'切' * 60}\n" * 9_000, DAY, {})


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("t.json", "[]", "t.json: holds no row"),
        ("t.csv", "time,text\n", "t.csv: holds no row"),
        ("t.txt", "\n\n", "t.txt: holds no row"),
        ("t.json", '[{"time": "soon", "text": "a"}, {"time": "later", "text": "b"}]', "t.json: no time that can be read at line 1; left out"),
        ("t.csv", "time,text,a,b,c,d,e,f,g,h,i,j\n15:42Z,x\n", "t.csv: columns not taken: a, b, c, d, e, f, g, h and 2 more"),
        ("t.csv", f"time,text,ghp_{'a1B2c3' * 6}\n15:42Z,x\n", "t.csv: columns not taken: (secret removed)"),
    ],
)
def test_notes_are_short_and_say_when_there_is_nothing(name: str, text: str, expected: str) -> None:
    assert notes(name, text) == [expected]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["ts", "time", "text", "user", "subtype", "files", "reactions", "blocks", "x"]), inner, max_size=5),
    max_leaves=25,
)


@given(st.lists(VALUES, max_size=6))
def test_any_json_is_read_or_refused(values: list[object]) -> None:
    for name, text in (("t.json", json.dumps(values)), ("t.jsonl", "\n".join(json.dumps(value) for value in values))):
        try:
            entries, told = read_timeline(name, text, DAY, {})
        except UsageError:
            continue
        assert all(entry.moment.at and "\n" not in entry.text for entry in entries)
        assert len(told) < 20


@given(st.text(max_size=300), st.sampled_from(["t.txt", "t.csv", "t.json", "t"]))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    try:
        entries, _ = read_timeline(name, text, DAY, {"a": "b"})
    except UsageError:
        return
    assert all(entry.moment.at and entry.text for entry in entries)
