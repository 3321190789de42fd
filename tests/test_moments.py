"""Times as people write them: what each means, and which are left alone."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.position import PAGE
from runbook_lint.parse.postmortem_parts.moments import find_day, lead, read_moment, search
from runbook_lint.parse.postmortem_parts.zones import find_zone, read_zone

DAY, START = date(2026, 7, 17), datetime(2026, 7, 17, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at", "zoned", "dated"),
    [
        ("2026-07-17 15:42 UTC", "2026-07-17T15:42:00+00:00", True, True),
        ("2026-07-17T15:42:10.5Z", "2026-07-17T15:42:10+00:00", True, True),
        ("2026-07-17T15:42:00+01:00", "2026-07-17T15:42:00+01:00", True, True),
        ("2026-07-17 15:42+0100", "2026-07-17T15:42:00+01:00", True, True),
        ("2026-07-16 15:42", "2026-07-16T15:42:00+00:00", False, True),
        ("15:42Z", "2026-07-17T15:42:00+00:00", True, False),
        ("15:42:07", "2026-07-17T15:42:07+00:00", False, False),
        ("3:42 PM CET", "2026-07-17T15:42:00+01:00", True, False),  # summer or not: CET is one hour
        ("17:04 BST", "2026-07-17T17:04:00+01:00", True, False),
        ("15:42 UTC+1", "2026-07-17T15:42:00+01:00", True, False),
        ("17h04", "2026-07-17T17:04:00+00:00", False, False),
        ("5pm", "2026-07-17T17:00:00+00:00", False, False),
        ("12:30 am", "2026-07-17T00:30:00+00:00", False, False),
        ("1600", "2026-07-17T16:00:00+00:00", False, False),
        ("12 October 2025 17:04", "2025-10-12T17:04:00+00:00", False, True),
        ("Oct 12, 2025 5:04pm", "2025-10-12T17:04:00+00:00", False, True),
        ("Mon 12 Oct 2025, 17:04 (BST)", "2025-10-12T17:04:00+01:00", True, True),
        ("12 Oct 17:04", "2026-10-12T17:04:00+00:00", False, True),  # of the incident's year
        ("17:04 on 12 October 2025", "2025-10-12T17:04:00+00:00", False, True),
        ("2025-01-14 1600", "2025-01-14T16:00:00+00:00", False, True),
        ("2023-09-18 15.26", "2023-09-18T15:26:00+00:00", False, True),
        ("25/12/2026 10:00", "2026-12-25T10:00:00+00:00", False, True),
        ("15:42–15:50", "2026-07-17T15:42:00+00:00", False, False),  # of a range its start
        ("15:42-16:10", "2026-07-17T15:42:00+00:00", False, False),
        ("15:42 to 15:50 UTC", "2026-07-17T15:42:00+00:00", True, False),
        ("3:42–3:50 PM", "2026-07-17T15:42:00+00:00", False, False),
        ("11:50–12:10 PM", "2026-07-17T11:50:00+00:00", False, False),
        ("~15:42", "2026-07-17T15:42:00+00:00", False, False),
        ("2020-11-17 10:45~", "2020-11-17T10:45:00+00:00", False, True),
        ("approx. 15:42", "2026-07-17T15:42:00+00:00", False, False),
        ("15:42 UTC / 17:42 CEST", "2026-07-17T15:42:00+00:00", True, False),
        ("15:42 IST", "2026-07-17T15:42:00+00:00", False, False),  # India, Israel or Ireland
        ("15:42 CST", "2026-07-17T15:42:00+00:00", False, False),  # America or China
        ("T+5m", "2026-07-17T10:05:00+00:00", True, False),
        ("T-1h30m", "2026-07-17T08:30:00+00:00", True, False),
        ("T+01:05", "2026-07-17T11:05:00+00:00", True, False),
    ],
)
def test_what_a_time_means(text, at, zoned, dated):
    moment = read_moment(text, PAGE, DAY, start=START)
    assert (moment.text, moment.at and moment.at.isoformat(), moment.zoned, moment.dated) == (text, at, zoned, dated)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-12-03 --:--", "2019-12-03"),
        ("2022-05-25 HH:mm", "2022-05-25"),
        ("2023-01-04 (Time TBC)", "2023-01-04"),
        ("2026-07-17", "2026-07-17"),
        ("20202-01-16 12:00", None),
        ("2022-05-?? HH:mm", None),
        ("20xx-MM-DD HH:mm", None),
        ("07/08/2026 10:00", None),  # July or August
        ("24/07/25", None),
        ("12:60", None),
        ("25:00", None),
        ("2026-02-30 10:00", None),
        ("2026-07-17 15:42 everything broke", None),
        ("soon", None),
        ("", None),
    ],
)
def test_what_is_no_time_of_a_clock(text, day):
    moment = read_moment(text, PAGE, DAY)
    assert (moment.at, moment.day and moment.day.isoformat()) == (None, day)


def test_without_a_day_or_a_start_nothing_is_made_up():
    assert [read_moment(text, PAGE).at for text in ("15:42", "T+5m")] == [None, None]


def test_the_zone_above_holds_where_none_stands_beside():
    zone = timezone(timedelta(hours=2))
    assert read_moment("15:42", PAGE, DAY, zone).at == datetime(2026, 7, 17, 13, 42, tzinfo=UTC)
    assert read_moment("15:42Z", PAGE, DAY, zone).at == datetime(2026, 7, 17, 15, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("15:35 – Plan pushed", "Plan pushed"),
        ("[15:42] down", "down"),
        ("(15:42 UTC) down", "down"),
        ("At 15:42, down", "down"),
        ("15:42–15:50: down", "down"),
        ("15:42: down", "down"),
        ("T+5m: down", "down"),
        ("2023-09-18 13:42 Team noticed", "Team noticed"),
        ("2023-09-18 – down", "down"),
        ("15:42 at the office", "at the office"),
        ("1600 users", None),
        ("3.14 is a number", None),
        ("10.12.1 released", None),
        ("12 nodes were down", None),
        ("First detected: 2023-09-18 13:42", None),
    ],
)
def test_what_stands_behind_a_line_s_time(line, words):
    found = lead(line)
    assert (found and line[found[1] :]) == words


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Time (+01:00)", "+01:00"),
        ("Date and Time in CET", "CET"),
        ("All times in UTC.", "UTC"),
        ("Times are local, British Summer Time, on 12 October 2025.", "British Summer Time"),
        ("Time (UTC+2)", "UTC+2"),
        ("Timestamp", ""),
        ("it is what it is", ""),
    ],
)
def test_a_zone_in_a_sentence(text, zone):
    assert find_zone(text) == zone


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Z", 0), ("GMT", 0), ("BST", 1), ("CEST", 2), ("PST", -8), ("UTC+05:30", 5.5), ("−03:00", -3), ("IST", None), ("ET", None)],
)
def test_what_a_zone_means(zone, hours):
    found = read_zone(zone)
    assert (found and found.utcoffset(None)) == (None if hours is None else timedelta(hours=hours))


def test_a_day_in_a_title():
    assert find_day("Incident on 2023-09-18 - no space") == date(2023, 9, 18)
    assert find_day("Outage of 4th August 2020") == date(2020, 8, 4)
    assert find_day("Upgrade to 1.30.2") is None


@given(st.text(alphabet="0123456789:-–/. T+~Zapm()UTCBSoct,?x\n", max_size=40))
def test_any_text_is_read_or_left(text):
    moment = read_moment(text, PAGE, DAY, start=START)
    assert moment.text == text
    assert moment.at is None or moment.at.tzinfo is not None
    found = lead(text)
    assert found is None or 0 <= found[0].start <= found[0].end <= found[1] <= len(text)


@pytest.mark.parametrize("gap", [" ", "\t", "* ", ".", "( ", "- "])
@pytest.mark.parametrize("before", ["10:00", "10:00 UTC", "2026-07-17", "2 July", "T+5m"])
def test_a_long_gap_is_read_in_a_moment(before, gap):
    """Each optional word of a pattern could share the gap out with the next one in very many ways."""
    text = f"{before}{gap * 5_000}x"
    begun = time.process_time()
    read_moment(text, PAGE, DAY, start=START)
    lead(text)
    search(text)
    assert time.process_time() - begun < 2
