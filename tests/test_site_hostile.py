"""Nothing that an organisation writes into its pages and catalogue runs, loads or breaks anything."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import hostile_site
import pytest
from browser import Site, build, built, chromium, serve, sideways
from conftest import Repo
from icalendar import Calendar
from test_site_browser import RESULTS, search_for

RUNNING = ("script", "iframe", "object", "embed", "base", "frame", "applet", "portal")
SCHEMES = ("javascript:", "vbscript:", "data:text", "file:")


@pytest.fixture(scope="session")
def hostile_source(once) -> Path:
    """The hostile organisation's repository with its site in it, built once."""
    return once("hostile-site", _built)


def _built(folder: Path) -> None:
    hostile_site.draw(Repo(folder))
    build(folder, "--no-strict")  # its links are broken, and that is said


@pytest.fixture(scope="session")
def hostile(hostile_source):
    chromium()
    root, prefix = built(hostile_source)
    with serve(root, prefix) as url:
        yield Site(root, url, hostile_source)


class Parts(HTMLParser):
    """What a page would run or load, as a browser's parser sees its source."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        own = given.get("src", "").startswith(("assets/", "../", "./", "/")) or given.get("type") == "application/json"
        own = own or (tag == "script" and "src" not in given)  # Material's own; the browser shows what they do
        self.found += [tag] * (tag in RUNNING and not own)
        for name, value in given.items():
            plain = "".join(value.split()).casefold()
            if name.startswith("on") or plain.startswith(SCHEMES) or (name in ("src", "srcset", "poster") and "//" in value):
                self.found.append(f"{tag} {name}={value[:80]}")


def html_files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.html"))


def test_no_page_holds_what_could_run(hostile_source):
    root, _ = built(hostile_source)
    found = {str(place.relative_to(root)): Parts(place.read_text()).found for place in html_files(root)}
    assert len(found) > 20
    assert {path: parts for path, parts in found.items() if parts} == {}


def test_nothing_runs_or_bursts_a_page_in_a_browser(hostile, open_pages):
    visit = open_pages(hostile.url)
    visit.pictures_missing = True
    pwned, wide = [], []
    for place in html_files(hostile.root):
        path = place.relative_to(hostile.root).as_posix()
        page = visit(address(path), phone=True)
        wide += [(path, each) for each in sideways(page)]
        poke(page)
        if page.evaluate("window.pwned !== undefined || !!document.querySelector('[onclick], iframe, a[href^=javascript]')"):
            pwned.append(path)
        page.close()
    assert (pwned, wide) == ([], [])


def test_search_results_are_text(hostile, open_pages):
    visit = open_pages(hostile.url)
    visit.pictures_missing = True
    page = visit("")
    search_for(page, "onerror")
    poke(page)
    assert "onerror" in page.locator(RESULTS).first.inner_text()
    assert page.evaluate("window.pwned") is None


def address(path: str) -> str:
    from urllib.parse import quote

    return quote(path.removesuffix("index.html"))


def poke(page) -> None:
    """Let diagrams be drawn, then point at everything and click what only an attacker would have made clickable."""
    page.evaluate(
        """async () => {
            const waiting = () => document.querySelector("pre:not(.rl-diagram-source pre) > code.language-mermaid, pre.mermaid")
            for (let i = 0; i < 20 && waiting(); i++) await new Promise(done => setTimeout(done, 50))
            for (const each of document.querySelectorAll("article *, main *")) {
                for (const type of ["mouseover", "focus", "toggle"]) each.dispatchEvent(new Event(type))
            }
            const harmless = each => each && /^(https?|tel|mailto):/.test(new URL(each.href.baseVal ?? each.href, location).href)
            for (const each of document.querySelectorAll("svg g, svg a, [style]")) {
                if (!harmless(each.closest("a"))) each.dispatchEvent(new MouseEvent("click"))
            }
        }"""
    )


def test_the_machine_readable_files_are_valid(hostile_source):
    root, _ = built(hostile_source)
    files = sorted((root / "api").glob("*.json"))
    assert [each.name for each in files] == ["actions.json", "catalog.json", "pages.json"]
    for each in files:
        assert json.loads(each.read_text())["version"] == 1


def test_the_calendar_holds_our_events_only(hostile_source):
    root, _ = built(hostile_source)
    for place in root.rglob("*.ics"):
        calendar = Calendar.from_ical(place.read_bytes())
        events = calendar.walk("VEVENT")
        assert events
        assert "pwned" not in {str(event["SUMMARY"]) for event in events}
        assert {key for event in events for key in event} <= {"UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "DESCRIPTION", "URL", "CATEGORIES", "TRANSP", "LOCATION"}


def test_paper_is_as_safe(hostile_source):
    repo = Repo(hostile_source)
    done = repo.run("site", "generate", "--today", "2026-11-21", "--print", "all", "--output", "paper")
    assert (done.code, done.err) == (0, "")
    found = {place.name: Parts(place.read_text()).found for place in (hostile_source / "paper").glob("*.html")}
    assert {name: parts for name, parts in found.items() if parts} == {}
