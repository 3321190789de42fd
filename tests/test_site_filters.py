"""Tables that the reader filters, and dates that are judged as they are read, in a real browser."""

import pytest
from browser import violations

POSTMORTEMS = [f"INC-{number}" for number in (1142, 1131, 1125, 1119, 1107, 1038)]


def shown(page) -> list[str]:
    """The first link of every row that stands there to be read."""
    return [text.split()[0] for text in page.locator(".rl-filtered tbody tr:visible td:nth-child(2)").all_inner_texts()]


def query(page) -> str:
    return page.evaluate("location.search")


def count(page) -> str:
    return page.locator(".rl-filter__count").inner_text()


def test_choices_come_from_the_cells(visit):
    page = visit("postmortems/")
    assert page.locator(".rl-filter label").all_inner_texts() == [
        "Services", "Severity", "Status", "Factors", "Year", "Text",
    ]  # fmt: skip
    assert page.get_by_label("Year", exact=True).locator("option").all_inner_texts() == ["All", "2026", "2025"]
    assert page.get_by_label("Severity", exact=True).locator("option").all_inner_texts() == [
        "All", "near miss", "SEV-0", "SEV-1", "SEV-2", "SEV-3",
    ]  # fmt: skip
    assert shown(page) == POSTMORTEMS
    assert count(page) == "6 postmortems"


@pytest.mark.parametrize(
    ("choices", "left"),
    [
        ({"Services": "SVC-BOARDING"}, ["INC-1107", "INC-1038"]),
        ({"Services": "SVC-BOARDING", "Year": "2025"}, ["INC-1038"]),
        ({"Severity": "near miss"}, ["INC-1119"]),
        ({"Severity": "SEV-3"}, ["INC-1125", "INC-1119"]),
        ({"Factors": "no-alert"}, ["INC-1119", "INC-1107", "INC-1038"]),
        ({"Text": "dunlin MAP"}, ["INC-1125"]),
        ({"Severity": "SEV-0", "Year": "2026"}, []),
    ],
)
def test_a_row_stays_that_fits_every_choice(visit, choices, left):
    page = visit("postmortems/")
    for label, value in choices.items():
        field = page.get_by_label(label, exact=True)
        field.fill(value) if label == "Text" else field.select_option(value)
    assert shown(page) == left
    assert count(page) == f"{len(left)} of 6 postmortems"


def test_what_is_chosen_stands_in_the_address_and_comes_back(visit):
    page = visit("postmortems/")
    page.get_by_label("Services", exact=True).select_option("SVC-BOARDING")
    page.get_by_label("Year", exact=True).select_option("2026")
    page.get_by_label("Text", exact=True).fill("friday")
    assert query(page) == "?services=SVC-BOARDING&year=2026&text=friday"
    page.reload()
    assert shown(page) == ["INC-1107"]
    assert page.get_by_label("Services", exact=True).input_value() == "SVC-BOARDING"
    page.get_by_role("button", name="Show all").click()
    assert (shown(page), query(page)) == (POSTMORTEMS, "")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    assert not page.get_by_role("button", name="Show all").is_visible()


def test_an_address_is_understood_in_any_case_and_what_nothing_has_is_left_out(visit):
    page = visit("postmortems/?severity=sev-1&factors=<img src=x>&other=kept")
    assert shown(page) == ["INC-1107"]
    page.get_by_label("Severity", exact=True).select_option("All")
    assert query(page) == "?other=kept"


def test_the_keyboard_is_enough(visit):
    page = visit("postmortems/")
    page.get_by_label("Services", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("c")  # a letter chooses in a list: the first that begins with it
    assert page.get_by_label("Factors", exact=True).input_value() == "change"
    assert shown(page) == ["INC-1119", "INC-1107", "INC-1038"]
    page.keyboard.press("Enter")
    assert query(page) == "?factors=change"


def test_a_folded_group_opens_for_what_fits_in_it_and_closes_again(visit):
    page = visit("actions/?state=done")
    assert page.locator("details.rl-done").get_attribute("open") is not None
    assert not page.get_by_role("heading", name="Open").is_visible()
    page.get_by_role("button", name="Show all").click()
    assert page.locator("details.rl-done").get_attribute("open") is None
    assert page.get_by_role("heading", name="Open").is_visible()


@pytest.mark.parametrize(
    ("today", "late"), [("2026-12-01", []), ("2026-12-02", ["1 day late"]), ("2026-12-03", ["2 days late", "1 day late"])]
)
def test_what_is_overdue_is_judged_on_the_readers_day(visit, today, late):
    page = visit("actions/", today=today)
    assert page.locator(".rl-late").all_inner_texts() == late


def test_without_scripts_the_whole_table_stands_there(visit):
    page = visit("postmortems/", js=False)
    assert shown(page) == POSTMORTEMS
    assert page.locator(".rl-filter").count() == 0


@pytest.mark.parametrize("path", ["postmortems/?severity=sev-1", "actions/?state=done", "freshness/?tier=1"])
def test_a_filtered_page_is_open_to_everybody(visit, path):
    for phone in (False, True):
        assert violations(visit(path, phone=phone, today="2027-06-01")) == []


def test_a_phone_shows_each_row_as_a_card_that_names_its_cells(visit):
    page = visit("freshness/", phone=True)
    row = page.locator(".rl-filtered tbody tr:visible").first
    cells = row.locator("td:visible")
    assert [cells.nth(index).get_attribute("data-label") for index in range(cells.count())] == [
        "Due", "Page", "Kind", "Service", "Tier", "Team",
    ]  # fmt: skip
    assert row.get_attribute("role") == "row"
    assert page.get_by_role("table").count() > 0


def test_charts_are_read_by_their_words_and_as_a_table(visit):
    page = visit("postmortems/")
    chart = page.get_by_role("img", name="Incidents by month and severity")
    assert chart.is_visible()
    page.get_by_text("Incidents by month and severity, as a table").click()
    assert page.locator("details.rl-chart-table tbody tr").count() == 12
    assert page.locator("details.rl-chart-table tbody tr").last.inner_text().split() == ["2026-11", "0", "1", "0", "0"]
