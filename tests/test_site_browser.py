"""The example organisation's site as its readers meet it, in a real browser without network."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from browser import PHONE, sideways, violations

KINDS = {
    "home": "",
    "services": "services/",
    "service": "services/SVC-CHECKOUT/",
    "a service with little": "services/SVC-FLEET-POSITION/",
    "runbook": "services/checkout/runbook/",
    "plan": "alerts/BookingsDbNoPrimary/",
    "alert without a plan": "alerts/PierScreensOffline/",
    "alerts of one name": "alerts/CheckoutErrorRateHigh/",
    "alerts": "alerts/",
    "postmortems": "postmortems/",
    "postmortem": "postmortems/2026/INC-1107-no-primary-on-getaway-friday/",
    "actions": "actions/",
    "teams": "teams/",
    "team": "teams/API/",
    "dependencies": "dependencies/",
    "coverage": "coverage/",
    "freshness": "freshness/",
    "scenarios": "scenarios/",
    "tags": "tags/",
    "document": "services/readme/",
    "not found": "alerts/NoSuchAlert/",
}
"""A page of each kind."""

every_kind = pytest.mark.parametrize("kind", KINDS)


def opened(visit, kind, **how):
    return visit(KINDS[kind], missing=kind == "not found", **how)


def settled(page):
    """The page once its scripts have drawn what they draw."""
    page.wait_for_load_state("networkidle")
    return page


@every_kind
def test_a_page_is_open_to_everybody_and_fits_a_phone(visit, kind):
    page = settled(opened(visit, kind))
    found = {"default": violations(page)}
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    found["slate"] = violations(page)
    page.set_viewport_size(PHONE)
    assert page.locator("h1").first.is_visible()
    found["phone"] = sideways(page)
    assert found == {"default": [], "slate": [], "phone": []}


@every_kind
def test_a_page_is_read_without_scripts(visit, kind):
    page = opened(visit, kind, js=False)
    assert page.locator("article h1").inner_text().strip()
    assert len(page.locator("article").inner_text()) > 40 or kind == "not found"


def test_from_search_to_an_alert_to_the_five_answers(visit):
    page = visit("")
    search_for(page, "BookingsDbNoPrimary")
    page.locator("a[href*='alerts/BookingsDbNoPrimary/']:visible").first.click()
    page.wait_for_url("**/alerts/BookingsDbNoPrimary/**")
    answers = page.locator(".rl-five > ul > li > strong, .rl-five > ul > li > p:first-child > strong").all_inner_texts()
    assert answers == ["What broke", "Impact", "Verify", "Try first", "Call"]
    assert page.locator(".rl-five").is_visible()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("SVC-CHECKOUT", "services/SVC-CHECKOUT/"),
        ("tides-advisor tidesctl age", "services/tides/runbook/"),  # in a block of code only
    ],
)
def test_search_finds_a_service_by_its_id_and_a_step_by_its_command(visit, words, found):
    page = visit("")
    search_for(page, words)
    assert page.locator(f"a[href*='{found}']:visible").first.is_visible()


RESULTS = ".md-search__output a:visible, .md-search-result__link:visible, .pagefind-ui__result a:visible"


def search_for(page, words):
    """Type words into the search and wait for what it finds."""
    page.locator("[data-md-component=search-query], .md-search__input, .md-search__button").locator("visible=true").first.click()
    page.keyboard.type(words)
    page.locator(RESULTS).first.wait_for()


def test_a_click_in_the_graph_leads_to_the_neighbour(visit):
    page = visit(KINDS["service"])
    graph = page.locator(".rl-diagram svg").first
    graph.scroll_into_view_if_needed()
    node = graph.locator("a", has_text=re.compile("Payments|SVC-PAYMENTS")).first
    node.wait_for()
    node.click()
    page.wait_for_url("**/services/SVC-PAYMENTS/")
    assert "Payments" in page.locator("h1").inner_text()


def test_the_graph_is_a_list_too(visit):
    page = visit(KINDS["service"], js=False)
    page.locator("article li a[href$='SVC-PAYMENTS/']").first.click()
    assert page.url.endswith("/services/SVC-PAYMENTS/")


@pytest.mark.parametrize(
    ("today", "overdue", "old"),
    [("2026-11-21", 0, 0), ("2026-11-28", 0, 0), ("2026-11-29", 0, 1), ("2027-02-07", 0, 1), ("2027-02-08", 1, 1)],
)
def test_what_is_overdue_and_what_is_old_is_said_in_the_readers_time(visit, today, overdue, old):
    page = visit(KINDS["plan"], today=today)  # reviewed on 2026-11-09 for 90 days, built on 2026-11-21
    assert (page.locator(".rl-review.rl-overdue").count(), page.locator(".rl-old").count()) == (overdue, old)
    assert page.locator(".rl-review").is_visible()
    if overdue:
        assert "Review overdue by 1 day" in page.locator(".rl-review").inner_text()


def test_ticks_stay_until_they_are_reset(visit):
    page = visit(KINDS["plan"])
    boxes = page.locator("li.task-list-item input[type=checkbox]")
    boxes.nth(0).check(force=True)
    boxes.nth(2).check(force=True)
    page.reload()
    assert [boxes.nth(index).is_checked() for index in range(4)] == [True, False, True, False]
    page.get_by_role("button", name="Reset ticks").click()
    page.reload()
    assert not any(boxes.nth(index).is_checked() for index in range(boxes.count()))


def test_ticks_of_one_page_are_not_another_pages(visit):
    visit(KINDS["plan"]).locator("li.task-list-item input").first.check(force=True)
    page = visit("alerts/BookingsDbReplicationLag/")
    assert not any(box.is_checked() for box in page.locator("li.task-list-item input").all())


def test_the_reader_chooses_light_or_dark_and_it_stays(visit):
    page = visit("")
    scheme = page.locator("body").get_attribute
    before = scheme("data-md-color-scheme")
    for _ in range(3):  # automatic, light, dark
        page.locator("label.md-header__button[for^=__palette]:visible").click()
        if scheme("data-md-color-scheme") != before:
            break
    chosen = scheme("data-md-color-scheme")
    assert {before, chosen} == {"default", "slate"}
    page.reload()
    assert scheme("data-md-color-scheme") == chosen


def test_diagrams_are_drawn_for_the_light_that_is_on(visit):
    for dark in (False, True):
        page = visit(KINDS["dependencies"], dark=dark)
        graph = page.locator(".rl-diagram svg").first
        graph.wait_for()
        assert graph.locator("g.node").count() == 11  # one service has no neighbours
        page.close()


def test_labels_in_the_address_fill_the_commands(visit):
    page = visit("services/boarding/runbook/?pier=aldermouth&evil=%24(reboot)")
    assert page.locator(".rl-refused code").inner_text() == "evil=$(reboot)"
    filled = set(page.locator("mark.rl-filled").all_inner_texts())
    assert filled in ({"aldermouth"}, set())


@pytest.mark.parametrize("path", ["alerts/", "freshness/", "postmortems/2025/INC-1038-passenger-count-on-the-1720/"])
def test_a_wide_table_is_cards_on_a_phone(visit, path):
    page = settled(visit(path, phone=True))
    wide = "each => [...each].filter(one => one.scrollWidth > one.clientWidth && one.checkVisibility()).length"
    assert page.locator("article :is(.md-typeset__scrollwrap, table)").evaluate_all(wide) == 0
    assert page.locator("article [role=cell]").count() > 10


def test_the_box_of_a_step_stands_beside_its_first_line(visit):
    tops = "each => ['.task-list-indicator', 'p'].map(one => each.querySelector(one).getBoundingClientRect().top)"
    page = settled(visit(KINDS["runbook"], phone=True))
    for step in page.locator("li.task-list-item:has(> p)").all()[:3]:
        box, words = step.evaluate(tops)
        assert abs(box - words) < 6


def test_labels_in_the_address_choose_between_rules_of_one_name(visit):
    page = visit(KINDS["alerts of one name"] + "?severity=ticket")
    chosen = page.locator(".rl-choose .rl-this")
    assert chosen.count() == 1
    assert 'severity="ticket"' in chosen.inner_text()


def test_an_unknown_alert_leads_to_the_nearest_names(visit):
    page = visit("alerts/BokingsDbNoPrimary/", missing=True)
    page.locator("article a", has_text="BookingsDbNoPrimary").click()
    page.wait_for_url("**/alerts/BookingsDbNoPrimary/")
    assert page.locator(".rl-five").is_visible()


def test_a_summary_is_copied_for_the_channel(visit):
    page = visit(KINDS["plan"] + "?namespace=bookings")
    page.get_by_role("button", name="Copy a summary").click()
    page.get_by_text("Copied.").wait_for()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[:2] == ["BookingsDbNoPrimary", "namespace=bookings"]
    assert lines[-1] == page.url
    assert [line.split(":")[0] for line in lines if line.startswith(("What broke", "Impact", "Verify", "Try first", "Call:"))]


def test_a_phone_number_is_tapped_and_the_rota_too(visit):
    page = visit(KINDS["plan"], phone=True)
    assert page.locator("a[href='tel:+441632960114']").first.is_visible()
    assert page.locator("a[href='https://rota.gannetsound.example/platform']").first.is_visible()


@pytest.mark.parametrize("kind", ["runbook", "plan", "postmortem"])
def test_a_page_is_printed_without_its_frame(visit, kind):
    page = settled(visit(KINDS[kind]))
    page.emulate_media(media="print")
    frame = ".md-header, .md-footer, .md-sidebar, .md-tabs, .md-search, .md-content__button, .headerlink"
    assert [each for each in page.locator(frame).all() if each.is_visible()] == []
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) <= 8
    assert page.locator("h1").first.is_visible()


def test_every_link_inside_the_site_leads_somewhere(built_site):
    """With scripts off as well: what a page links to is a file, and its anchor stands in it."""
    pages = {place: Links(place.read_text(encoding="utf-8")) for place in built_site.root.rglob("*.html")}
    lost = []
    for place, page in pages.items():
        for link in page.links if place.name != "404.html" else ():
            url = urlsplit(link)
            if url.scheme or url.netloc or not (url.path or url.fragment):
                continue
            target = (place.parent / unquote(url.path)).resolve() if url.path else place
            target = target / "index.html" if target.is_dir() else target
            known = pages.get(target)
            anchor = unquote(url.fragment)
            if not target.is_file() or (known and anchor and not anchor.startswith("__") and anchor not in known.ids):
                lost.append(f"{place.relative_to(built_site.root)}: {link}")
    assert lost == []


class Links(HTMLParser):
    """The addresses that a page links to or loads, and the anchors in it."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src") and value and tag != "base":
                self.links.append(value)
            elif name in ("id", "name"):
                self.ids.add(value)
