"""Addresses of the pages that the site makes itself: where they lead, in links and annotations, and how we write them."""

from dataclasses import replace
from datetime import date

import pytest

from runbook_lint.model.alert import Alert
from runbook_lint.model.position import Location
from runbook_lint.model.resolution import State
from runbook_lint.model.settings import Links, Settings, Site
from runbook_lint.model.world import Repository
from runbook_lint.parse.alert_pages import alert_pages
from runbook_lint.parse.host import commit_address, host_address
from runbook_lint.parse.links import resolve
from runbook_lint.parse.page_url import page_url
from runbook_lint.parse.phones import find_phones, phone_address
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

SITE = "https://books.example/x"
RULES = "services/cart/alerts/cart.rules.yaml"
FILES = {
    "README.md": "# All\n",
    "services/cart/service.yaml": "service: SVC-CART\nteam: API\n",
    "services/teams.yaml": "teams:\n  API: {}\n",
    "services/cart/runbook.md": "# Cart\n\n## Empty\n\nFill it.\n",
    "services/cart/alerts/CartDown.md": "# CartDown\n\n## Mitigation\n\nRestart.\n",
    "services/cart/alerts/Secret.md": "---\nvisibility: restricted\n---\n# Secret\n",
    "services/cart/alerts/Slow.md": "# Slow\n",
    "services/pay/alerts/Slow.md": "# Slow\n",
}


def alert(name, runbook="", file=RULES, **labels):
    where = Location(file)
    return Alert(name, where, file, labels=labels, runbook=runbook, runbook_location=where)


def world(*alerts, site=SITE, repository=None, **links):
    settings = Settings(links=Links(**links), site=Site(url=site, exclude=("services/pay/**",)))
    tree = replace(tree_of(FILES), repository=repository) if repository else tree_of(FILES)
    return replace(build_world(tree, settings, date(2026, 9, 1)), alerts=alerts, memo={})


ALERTS = (alert("CartDown"), alert("CartEmpty", "services/cart/runbook.md#empty"), alert("Odd name"))


@pytest.mark.parametrize(
    ("path", "state", "leads", "anchor", "nearest"),
    [
        ("alerts/CartDown/", State.RESOLVED, "services/cart/alerts/CartDown.md", "", ""),
        ("alerts/CartDown/?namespace=x&severity=page#mitigation", State.RESOLVED, "services/cart/alerts/CartDown.md", "mitigation", ""),
        ("alerts/CartDown/index.html#gone", State.NO_ANCHOR, "services/cart/alerts/CartDown.md", "gone", ""),
        ("alerts/CartEmpty", State.RESOLVED, RULES, "", ""),  # its page is made: what it tells of is the rule
        ("alerts/Odd-name-63c38330/", State.RESOLVED, RULES, "", ""),
        ("alerts/CartDwon/", State.NO_FILE, "alerts/CartDwon", "", "alerts/CartDown"),
        ("alerts/cartdown/", State.NO_FILE, "alerts/cartdown", "", "alerts/CartDown"),
        ("alerts/Secret/", State.NO_FILE, "alerts/Secret", "", ""),
        ("alerts/", State.UNJUDGED, "", "", ""),
        ("services/SVC-CART/", State.RESOLVED, "services/cart/service.yaml", "", ""),
        ("services/SVC-CRAT/", State.NO_FILE, "services/SVC-CRAT", "", "services/SVC-CART"),
        ("teams/API/", State.RESOLVED, "services/teams.yaml", "", ""),
        ("coverage/", State.UNJUDGED, "", "", ""),
        ("services/cart/runbook/#empty", State.RESOLVED, "services/cart/runbook.md", "empty", ""),
        ("gone/", State.NO_FILE, "gone", "", ""),
    ],
)
def test_a_link_below_the_site(path, state, leads, anchor, nearest):
    found = resolve(world(*ALERTS), "README.md", f"{SITE}/{path}")
    assert (found.state, found.path, found.anchor, found.nearest) == (state, leads, anchor, nearest)


@pytest.mark.parametrize(
    ("runbook", "expected"),
    [
        ("alerts/CartDown/", ("resolved", "services/cart/alerts/CartDown.md", "")),
        ("alerts/CartDown/#mitigation", ("resolved", "services/cart/alerts/CartDown.md", "mitigation")),
        ("alerts/CartDown/#gone", ("unresolved", "services/cart/alerts/CartDown.md", "")),
        ("alerts/CartDown/?namespace={{ $labels.namespace }}", ("resolved", "services/cart/alerts/CartDown.md", "")),
        ("alerts/CartDown/?pod={{ $labels.pod }}#mitigation", ("resolved", "services/cart/alerts/CartDown.md", "mitigation")),
        ("alerts/CartEmpty/", ("resolved", "services/cart/runbook.md", "empty")),  # where that name's own rule leads
        ("alerts/Given/", ("missing", "", "")),  # the site says that nobody serves it
        ("alerts/{{ $labels.alertname }}/", ("templated", "", "")),
        ("alerts/CartDwon/", ("unresolved", "", "")),
        ("services/SVC-CART/", ("resolved", "services/cart/service.yaml", "")),
    ],
)
def test_an_annotation_below_the_site(runbook, expected):
    page = alert_pages(world(alert("Given", f"{SITE}/{runbook}"), *ALERTS))[0]
    assert (str(page.state), page.path, page.anchor) == expected


def test_rules_of_one_name_that_all_lead_to_their_own_address():
    address = f"{SITE}/alerts/CartDown/"
    given = (alert("CartDown", address, severity="page"), alert("CartDown", address, severity="ticket"))
    assert {(str(page.state), page.path) for page in alert_pages(world(*given))} == {
        ("resolved", "services/cart/alerts/CartDown.md")
    }


def test_addresses_that_lead_in_circles_lead_to_nothing():
    given = (alert("One", f"{SITE}/alerts/Two/"), alert("Two", f"{SITE}/alerts/One/"))
    assert [(str(page.state), page.path) for page in alert_pages(world(*given))] == [("missing", "")] * 2


@pytest.mark.parametrize(
    ("path", "links", "url"),
    [
        ("services/cart/alerts/CartDown.md", {}, f"{SITE}/alerts/CartDown/"),
        ("services/cart/runbook.md", {}, f"{SITE}/services/cart/runbook/"),
        ("services/cart/alerts/Slow.md", {}, f"{SITE}/alerts/Slow/"),
        ("README.md", {}, f"{SITE}/readme/"),
        ("services/cart/alerts/CartDown.md", {"site_links": ("directory",)}, f"{SITE}/services/cart/alerts/CartDown/"),
        ("services/cart/alerts/CartDown.md", {"roots": ("services",)}, f"{SITE}/cart/alerts/CartDown/"),
        # what is not published is read at the host, by who may
        ("services/cart/alerts/Secret.md", {}, "https://github.com/o/r/blob/main/services/cart/alerts/Secret.md"),
        ("services/pay/alerts/Slow.md", {}, "https://github.com/o/r/blob/main/services/pay/alerts/Slow.md"),
    ],
)
def test_the_address_that_we_write_is_the_one_that_the_site_serves(path, links, url):
    there = world(*ALERTS, alert("Slow", "services/cart/alerts/Slow.md"), repository=Repository(("https://github.com/o/r",), "main"), **links)
    assert page_url(there, path) == url


@pytest.mark.parametrize(
    ("address", "view", "edit", "line", "commit"),
    [
        ("https://github.com/o/r", "/blob/main/a%20b.md", "/edit/main/a%20b.md", "/blob/main/a%20b.md#L7", "/commit/abc"),
        ("https://gitlab.com/g/o/r", "/-/blob/main/a%20b.md", "/-/edit/main/a%20b.md", "/-/blob/main/a%20b.md#L7", "/-/commit/abc"),
        ("https://bitbucket.org/o/r", "/src/main/a%20b.md", "/src/main/a%20b.md?mode=edit", "/src/main/a%20b.md#lines-7", "/commits/abc"),
        ("https://codeberg.org/o/r", "/src/branch/main/a%20b.md", "/_edit/main/a%20b.md", "/src/branch/main/a%20b.md#L7", "/commit/abc"),
        ("https://git.example/o/r", "/blob/main/a%20b.md", "/edit/main/a%20b.md", "/blob/main/a%20b.md#L7", "/commit/abc"),
    ],
)
def test_what_the_host_shows(address, view, edit, line, commit):
    there = world(repository=Repository((address,), "main"))
    told = [host_address(there, "a b.md"), host_address(there, "a b.md", edit=True), host_address(there, "a b.md", line=7)]
    assert [*told, commit_address(there, "abc")] == [address + each for each in (view, edit, line, commit)]


@pytest.mark.parametrize(
    ("repository", "view", "edit"),
    [
        (Repository(("https://github.com/o/r",)), "https://github.com/o/r/blob/HEAD/a.md", ""),  # whose branch is not known
        (Repository(("https://codeberg.org/o/r",)), "", ""),
        (Repository(("https://github.com/o/r",), "main", prefix="ops"), *(f"https://github.com/o/r/{each}/main/ops/a.md" for each in ("blob", "edit"))),
        (Repository(), "", ""),
    ],
)
def test_what_nobody_knows_is_left_out(repository, view, edit):
    there = world(repository=repository)
    assert (host_address(there, "a.md"), host_address(there, "a.md", edit=True)) == (view, edit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("duty officer, +44 1632 960102; then PIER", [("+44 1632 960102", "tel:+441632960102")]),
        ("+44 (0)1632 960102", [("+44 (0)1632 960102", "tel:+441632960102")]),
        ("01632 960102 ext. 12", [("01632 960102 ext. 12", "tel:01632960102;ext=12")]),
        ("call 00 44 1632 960102.", [("00 44 1632 960102", "tel:00441632960102")]),
        ("+1 (555) 010-0199 or +1-555-010-0142", [("+1 (555) 010-0199", "tel:+15550100199"), ("+1-555-010-0142", "tel:+15550100142")]),
        ("on 2026-11-21 at 09:30, 0.05 %, v0.12.3, 00:15:30", []),
        ("build 0123456789, INC-0123456, 10.0.12.13:8080, channel 8", []),
        ("+44 12", []),
        ("+44 1632 960102 1632 960102 1632", []),
        ("a+441632960102b +441632960102", [("+441632960102", "tel:+441632960102")]),
    ],
)
def test_telephone_numbers_in_a_text(text, found):
    assert [(text[start:end], address) for start, end, address in find_phones(text)] == found


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("+44 1632 960131", "tel:+441632960131"),
        ("01632960131", "tel:01632960131"),
        ("8 4412", "tel:84412"),
        ("the red telephone", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_telephone(text, address):
    assert phone_address(text) == address
