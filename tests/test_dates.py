"""Dates and durations as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.dates import Duration, in_days, parse_date, parse_duration
from runbook_lint.parse.loose_date import loose_date


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("90 days", Duration(days=90)),
        ("90d", Duration(days=90)),
        ("1 day", Duration(days=1)),
        ("  2 Weeks ", Duration(days=14)),
        ("2w", Duration(days=14)),
        ("6 months", Duration(months=6)),
        ("6m", Duration(months=6)),
        ("1 year", Duration(months=12)),
        ("2Y", Duration(months=24)),
        ("0 days", Duration()),
        ("90", None),  # of what?
        (90, None),
        ("-3 months", None),
        ("1.5 years", None),
        ("six months", None),
        ("3 months and 2 days", None),
        ("quarterly", None),
        ("999999 days", None),
        ("", None),
        (None, None),
    ],
)
def test_durations(text, duration):
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-08-01", "90 days", "2026-10-30"),
        ("2026-08-31", "1 month", "2026-09-30"),  # clamped to the month's end
        ("2026-08-31", "6 months", "2027-02-28"),
        ("2027-08-31", "6 months", "2028-02-29"),  # a leap year
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2026-12-15", "1 month", "2027-01-15"),
        ("2026-08-01", "0 days", "2026-08-01"),
        ("9999-12-01", "1 year", "9999-12-31"),  # the calendar's end
        ("9999-12-30", "90 days", "9999-12-31"),
        ("2026-08-01", "99999 years", "9999-12-31"),
    ],
)
def test_the_day_after_a_duration(start, duration, end):
    assert str(parse_duration(duration).after(date.fromisoformat(start))) == end


@given(st.dates(), st.integers(0, 99999), st.sampled_from(["days", "weeks", "months", "years"]))
def test_a_duration_never_leads_back(start, count, unit):
    assert parse_duration(f"{count} {unit}").after(start) >= start


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-01", "2026-08-01"),
        (" 2026-08-01 ", "2026-08-01"),
        ("2026-08-01T09:30:00+02:00", "2026-08-01"),
        ("2026-08-01t09:30:00Z", "2026-08-01"),
        ("2026-08-01 09:30", "2026-08-01"),
        ("9999-12-31", "9999-12-31"),
        ("2026-02-30", None),
        ("2026-13-01", None),
        ("0000-01-01", None),
        ("2026-8-1", None),
        ("2026/08/01", None),
        ("20260801", None),
        (20260801, None),
        ("today", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(text, day):
    assert parse_date(text) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/08/01", "2026-08-01"),
        ("2026-8-1", "2026-08-01"),
        ("2026.08.01", "2026-08-01"),
        ("20260801", "2026-08-01"),
        ("1 August 2026", "2026-08-01"),
        ("1st of August, 2026", "2026-08-01"),
        ("01-Aug-2026", "2026-08-01"),
        ("August 1, 2026", "2026-08-01"),
        ("Sept. 3rd 2026", "2026-09-03"),
        ("may 3 2026", "2026-05-03"),
        ("2026 Aug 1", "2026-08-01"),
        ("25/12/2026", "2026-12-25"),
        ("12/25/2026", "2026-12-25"),
        ("3.3.2026", "2026-03-03"),  # the same day, whichever comes first
        ("01/08/2026", None),  # January to some, August to others
        ("31/02/2026", None),
        ("2026/13/01", None),
        ("2026-08", None),
        ("August 2026", None),
        ("1/8/26", None),
        ("20261301", None),
        ("2026/08-01", None),
        ("1 Aug 2026 or so", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_in_other_notations(text, day):
    assert loose_date(text) == (date.fromisoformat(day) if day else None)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text):
    assert loose_date(text) is None or isinstance(loose_date(text), date)


@pytest.mark.parametrize(("count", "text"), [(0, "0 days"), (1, "1 day"), (112, "112 days"), (1204, "1,204 days")])
def test_days_in_a_message(count, text):
    assert in_days(count) == text
