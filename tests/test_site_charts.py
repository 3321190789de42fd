"""Charts: the same values give the same drawing, it is XML whatever the words in it, and nothing in it overlaps."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.render.site.chart_months import Month, last_months, months_chart
from runbook_lint.render.site.chart_timeline import Mark, Stretch, spread, timeline_chart
from runbook_lint.render.site.charts import WIDE, Bar, bars, fitted, words
from runbook_lint.render.site.words import clock, lasted
from runbook_lint.render.text import many, width

SVG = "{http://www.w3.org/2000/svg}"
PARTS = {"ok": "fine", "late": "overdue"}
START = datetime(2026, 7, 17, 15, 42, tzinfo=UTC)
TEXT = st.text(st.characters(), max_size=40)


def read(drawn: str) -> ElementTree.Element:
    """The drawing, which stands on one line: a blank one would end its block of HTML."""
    assert not set("\r\n") & set(drawn)
    return ElementTree.fromstring(drawn)


def texts(drawn: str) -> list[str]:
    return ["".join(each.itertext()) for each in read(drawn).iter(f"{SVG}text")]


def test_bars_to_the_last_character():
    assert bars("n", "Open", PARTS, [Bar("to 30 days", (3, 1)), Bar("older", (0, 0))]) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 90" width="340" height="90" role="img"'
        ' fill="currentColor" font-size="12" font-family="sans-serif"'
        ' aria-labelledby="n-title" aria-describedby="n-desc">'
        '<title id="n-title">Open</title><desc id="n-desc">to 30 days: 3 fine, 1 overdue; older: none</desc>'
        '<defs class="rl-chart__patterns" fill="none" stroke="currentColor">'
        '<pattern id="n-late" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 8 8 0M0 0 8 8" /></pattern></defs>'
        '<text x="80" y="17" text-anchor="end">to 30 days</text>'
        '<g class="rl-chart__ok"><title>to 30 days, fine: 3</title>'
        '<rect class="rl-chart__part rl-chart__part--ok" x="86" y="2" width="160.5" height="22" fill-opacity="0.3" /></g>'
        '<text x="166.2" y="17" text-anchor="middle" class="rl-chart__value">3</text>'
        '<g class="rl-chart__late"><title>to 30 days, overdue: 1</title>'
        '<rect class="rl-chart__part rl-chart__part--late" x="246.5" y="2" width="53.5" height="22" fill-opacity="0.3" />'
        '<rect x="246.5" y="2" width="53.5" height="22" fill="url(#n-late)" /></g>'
        '<text x="273.2" y="17" text-anchor="middle" class="rl-chart__value">1</text>'
        '<text x="306" y="17" class="rl-chart__sum">4</text>'
        '<text x="80" y="45" text-anchor="end">older</text><text x="92" y="45" class="rl-chart__sum">0</text>'
        '<g class="rl-chart__ok"><title>fine</title>'
        '<rect class="rl-chart__part rl-chart__part--ok" x="1" y="72" width="14" height="12" fill-opacity="0.3" /></g>'
        '<text x="21" y="82.5">fine</text>'
        '<g class="rl-chart__late"><title>overdue</title>'
        '<rect class="rl-chart__part rl-chart__part--late" x="171" y="72" width="14" height="12" fill-opacity="0.3" />'
        '<rect x="171" y="72" width="14" height="12" fill="url(#n-late)" /></g>'
        '<text x="191" y="82.5">overdue</text></svg>'
    )


@pytest.mark.parametrize(
    "drawn",
    [
        bars("n", "Open", PARTS, []),
        bars("n", "Open", PARTS, [Bar("a", (0, 0))]),
        months_chart("n", "Months", last_months(Month(2026, 3)), ["SEV-1"], {}),
        timeline_chart("n", "Times", []),
        timeline_chart("n", "Times", [Mark(START, "Started"), Mark(START, "Detected")]),
    ],
)
def test_nothing_is_drawn_of_nothing(drawn):
    assert drawn == ""


def test_no_part_is_told_by_its_colour_alone():
    parts = {"ok": "later", "soon": "soon", "late": "overdue", "none": "never"}
    drawn = bars("n", "Reviews", parts, [Bar("tier 1", (4, 3, 2, 1))])
    fills = [each.get("fill") for each in read(drawn).iter(f"{SVG}rect") if each.get("fill")]
    assert fills == ["url(#n-soon)", "url(#n-late)", "url(#n-none)"] * 2  # in the bar and in its key
    assert texts(drawn) == ["tier 1", "4", "3", "2", "1", "10", "later", "soon", "overdue", "never"]


def test_bars_never_leave_the_drawing_and_a_small_part_is_still_seen():
    rows = [Bar("a", (100_000, 1)), Bar("b", (1, 0))]
    boxes = list(read(bars("n", "T", PARTS, rows)).iter(f"{SVG}rect"))
    assert all(float(box.get("x", 0)) + float(box.get("width", 0)) <= WIDE for box in boxes)
    assert min(float(box.get("width", 0)) for box in boxes) == 3


@given(TEXT, TEXT, st.lists(st.tuples(TEXT, st.integers(0, 10**6), st.integers(0, 10**6)), max_size=4))
def test_bars_are_xml_whatever_is_written_in_them(title, label, rows):
    drawn = bars("n", title, {"ok": label, "late": "late"}, [Bar(name, (one, two)) for name, one, two in rows])
    if drawn:
        read(drawn)


def test_months_show_every_count_and_the_sums():
    months = last_months(Month(2026, 2), 4)
    counts = {(months[0], "SEV-1"): 1, (months[3], "SEV-1"): 2, (months[3], "near miss"): 3}
    drawn = months_chart("n", "By month", months, ["SEV-1", "near miss"], counts)
    assert [str(month) for month in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert texts(drawn) == ["all", "1", "5", "SEV-1", "1", "2", "near miss", "3", "2025", "Dec", "2026", "Feb"]
    assert read(drawn)[1].text == "2025-11: 1 SEV-1; 2026-02: 2 SEV-1, 3 near miss"


def test_a_year_stands_where_it_begins_and_at_the_left_where_that_is_far():
    def years(last: Month) -> list[str]:
        months = last_months(last)
        drawn = months_chart("n", "T", months, ["a"], {(months[0], "a"): 1})
        return [text for text in texts(drawn) if text.isdigit() and len(text) == 4]

    assert years(Month(2026, 6)) == ["2025", "2026"]
    assert years(Month(2026, 12)) == ["2026"]
    assert years(Month(2026, 11)) == ["2026"]  # December alone has no room for its year


@given(TEXT, st.lists(TEXT, min_size=1, max_size=4, unique=True), st.integers(1, 10**5))
def test_months_are_xml_whatever_is_written_in_them(title, kinds, count):
    months = last_months(Month(2026, 2))
    read(months_chart("n", title, months, kinds, {(month, kinds[-1]): count for month in months}))


def test_the_months_before_the_first_year_are_none():
    assert [str(month) for month in last_months(Month(1, 2))] == ["0001-01", "0001-02"]


def marks(*minutes: int) -> list[Mark]:
    return [Mark(START + timedelta(minutes=each), f"m{each}", "15:42") for each in minutes]


def test_moments_stand_where_they_stood_in_time():
    drawn = timeline_chart("n", "Times", marks(0, 79, 158), [Stretch(START, START + timedelta(minutes=79), "late")])
    leads = [each.get("d") for each in read(drawn).iter(f"{SVG}path") if (each.get("d") or "").endswith("V54")]
    assert leads == ["M12 20L12 38V54", "M170 20L170 38V54", "M328 20L328 38V54"]
    boxes = [(each.get("x"), each.get("width")) for each in read(drawn).iter(f"{SVG}rect")]
    assert boxes == [("12", "158")] * 2


def test_the_text_alternative_of_a_timeline_names_every_moment():
    drawn = timeline_chart("n", "Times", [Mark(START, "Started", "15:42"), *marks(2)])
    assert read(drawn)[1].text == "Started 15:42. m2 15:42"


@given(st.lists(st.floats(12, 328), max_size=40))
def test_marks_never_lie_on_each_other(places):
    ordered = sorted(places)
    shown = spread(ordered)
    assert len(shown) == len(ordered)
    assert all(11.99 <= each <= 328.01 for each in shown)
    apart = min(20, 316 / max(len(places) - 1, 1))
    assert all(later - earlier >= apart - 0.01 for earlier, later in pairwise(shown))


@given(st.lists(st.floats(40, 300), max_size=3, unique_by=lambda place: round(place / 30)))
def test_marks_that_have_room_stand_where_they_are(places):
    ordered = sorted(places)
    free = all(later - earlier >= 20 for earlier, later in pairwise(ordered))
    assert not free or spread(ordered) == ordered


@given(TEXT, TEXT, st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=6))
def test_timelines_are_xml_whatever_is_written_in_them(title, name, minutes):
    found = [Mark(START + timedelta(minutes=each), name, title, name) for each in sorted(minutes)]
    drawn = timeline_chart("n", title, found, (), found)
    if drawn:
        read(drawn)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b> & \"q\" 'x'", "&lt;b&gt; &amp; &quot;q&quot; &#x27;x&#x27;"),
        ("a\n\nb\tc", "a b c"),
        ("null\x00 bell\x07 \u202eturned", "null bell turned"),
        ("half \ud800 a pair, none \ufffe \uffff", "half \ufffd a pair, none"),
        ("]]> </svg>", "]]&gt; &lt;/svg&gt;"),
    ],
)
def test_words_in_xml(value, shown):
    assert words(value).strip() == shown


@given(TEXT, st.integers(20, 300))
def test_a_text_is_cut_where_there_is_no_room(value, room):
    assert width(fitted(value, room)) <= room / 6.6


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (23, "23 min"), (60, "1 h"), (158, "2 h 38 min"), (1440, "1 d"), (42_500, "29 d 12 h"), (-1, "")],
)
def test_how_long_something_lasted(minutes, said):
    assert lasted(timedelta(minutes=minutes)) == said


def test_the_clock_is_utc():
    assert clock(datetime.fromisoformat("2026-07-17T00:10:00+02:00")) == "2026-07-16 22:10"
    assert clock(datetime.fromisoformat("2026-07-17T00:10:00+02:00"), day=False) == "22:10"


def test_nouns():
    assert (many(1, "page"), many(1200, "page"), many(2, "entry", "entries")) == ("1 page", "1,200 pages", "2 entries")
