"""Search: which engine it is, what each is given, and that both find an alert, a service and a step, in a browser."""

import json
import shutil
from pathlib import Path

import pytest
from browser import Site, needs, serve
from conftest import Repo

from runbook_lint.app.site import search
from runbook_lint.app.site.search import set_up_search, stubs
from runbook_lint.model.errors import UsageError

WORKER = "assets/javascripts/workers/search.0a1b2c3d.min.js"
DOCS = [
    {"location": "", "title": "Home", "text": "<p>All of it.</p>", "boost": 0.3},
    {"location": "alerts/PaySlow/", "title": "PaySlow", "text": "<p>Cards &lt;wait&gt;.</p>", "tags": ["a & b"]},
    {"location": "alerts/PaySlow/#first-look", "title": "First look", "text": "<pre><code>payctl lag</code></pre>"},
]
INDEX = {"config": {"lang": ["en"], "separator": "x"}, "docs": DOCS}
FINDS = [
    ("BookingsDbNoPrimary", "alerts/BookingsDbNoPrimary/"),
    ("CheckoutErrorRateHigh", "alerts/CheckoutErrorRateHigh/"),
    ("SVC-CHECKOUT", "services/SVC-CHECKOUT/"),
    ("svc-bookings-db", "services/SVC-BOOKINGS-DB/"),
    ("redis-cli FLUSHDB ASYNC", "services/checkout/runbook/"),
    ("kubectl -n checkout rollout undo deploy/checkout-api", "services/checkout/runbook/"),
]
"""What is typed, and the page that must come first: names of alerts, ids of services, steps by their commands."""


@pytest.fixture
def site(tmp_path):
    """A built site as far as search is concerned."""
    for path, text in {
        "index.html": '<!doctype html><html lang="en-GB" class="no-js">',
        search.INDEX: json.dumps(INDEX),
        WORKER: "their();",
        WORKER + ".map": "{}",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


@pytest.mark.parametrize(("wanted", "most", "engine"), [
    ("builtin", 0, "builtin"),
    ("auto", 1_000_000, "builtin"),
    ("auto", 10, "pagefind"),
    ("pagefind", 1_000_000, "pagefind"),
])  # fmt: skip
def test_the_configuration_and_the_size_choose_the_engine(site, monkeypatch, wanted, most, engine):
    run = []
    monkeypatch.setattr(search, "MOST_BYTES", most)
    monkeypatch.setattr(search, "_run_pagefind", lambda place, docs: run.append((place, docs)))
    set_up_search(site, wanted)
    assert run == ([(site, DOCS)] if engine == "pagefind" else [])
    assert json.loads((site / search.INDEX).read_text()) == {**INDEX, "docs": [] if run else DOCS}
    worker = (site / WORKER).read_text()
    assert ("pagefind/pagefind.js" in worker) == bool(run)
    assert worker.endswith("their();") == (not run)
    assert (site / f"{WORKER}.map").exists() == (not run)


def test_two_megabytes_are_the_limit():
    assert search.MOST_BYTES == 2_000_000


def test_the_built_in_script_is_prepared_once(site):
    set_up_search(site, "builtin")
    first = (site / WORKER).read_text()
    set_up_search(site, "builtin")
    assert (site / WORKER).read_text() == first
    assert first.count("their();") == 1


def test_a_site_without_search_is_left_alone(tmp_path):
    set_up_search(tmp_path, "pagefind")
    assert names(tmp_path) == []


def test_without_pagefind_it_is_an_error_where_it_was_asked_for(site, monkeypatch, capsys):
    monkeypatch.setattr(search, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as error:
        set_up_search(site, "pagefind")
    lacks = 'Pagefind is not installed, and needs the site extra: pip install "runbook-lint[site]"'
    assert str(error.value) == f'[site] search = "pagefind": {lacks}'
    monkeypatch.setattr(search, "MOST_BYTES", 10)
    set_up_search(site, "auto")
    told = f"runbook-lint: the search index is 0.0 MB compressed, loaded with every page: {lacks}\n"
    assert capsys.readouterr().err == told
    assert json.loads((site / search.INDEX).read_text()) == INDEX


def test_another_theme_keeps_its_own_search(site, monkeypatch):
    (site / WORKER).unlink()
    with pytest.raises(UsageError) as error:
        set_up_search(site, "pagefind")
    told = 'only the theme "material" can be searched by Pagefind; set [site] search = "builtin"'
    assert str(error.value) == f'[site] search = "pagefind": {told}'


def test_a_failing_pagefind_is_told_in_a_line(site, monkeypatch):
    monkeypatch.setattr(search.sys, "executable", "/bin/false")
    with pytest.raises(UsageError) as error:
        set_up_search(site, "pagefind")
    assert str(error.value) == 'Pagefind failed: no reason given; set [site] search = "builtin" to build without it'


def test_what_pagefind_is_given():
    assert dict(stubs(DOCS, "en")) == {
        "index.html": (
            '<!doctype html><html lang="en"><head><title>Home</title></head><body>'
            '<h1 data-pagefind-weight="2.1">Home</h1><div data-pagefind-weight="0.3"><p>All of it.</p></div></body></html>'
        ),
        "alerts/PaySlow/index.html": (
            '<!doctype html><html lang="en"><head><title>PaySlow</title></head><body>'
            '<h1 data-pagefind-weight="7">PaySlow</h1>'
            '<div data-pagefind-weight="1"><p>Cards &lt;wait&gt;.</p><p>a &amp; b</p></div>'
            '<h2 id="first-look" data-pagefind-weight="1">First look</h2>'
            '<div data-pagefind-weight="1"><pre><code>payctl lag</code></pre></div></body></html>'
        ),
    }


def test_an_address_that_is_too_long_for_a_file_is_told_in_the_page():
    location = f"notes/{'%C3%BC' * 50}/"
    ((path, html),) = stubs([{"location": location, "title": "Long", "text": "<p>x</p>"}], "en")
    assert (path.startswith("long/"), len(path) < 100) == (True, True)
    assert f'<meta data-pagefind-meta="url[content]" content="{location}">' in html


def pagefind():
    needs(all(map(search.find_spec, ("pagefind", "pagefind_bin"))), "pagefind is not installed")


def test_pagefind_writes_what_a_query_needs_and_the_same_each_time(site):
    pagefind()
    set_up_search(site, "pagefind")
    first = {path: (site / "pagefind" / path).read_bytes() for path in names(site / "pagefind")}
    kinds = sorted({path.rpartition("/")[0] or path.rpartition(".")[2] for path in first})
    assert kinds == ["fragment", "index", "js", "json", "pagefind", "pf_meta"]
    set_up_search(site, "auto")  # after a build of changed pages alone it stays
    assert names(site / "pagefind") == sorted(first)
    (site / search.INDEX).write_text(json.dumps(INDEX))
    (site / WORKER).write_text("their();")
    set_up_search(site, "pagefind")
    assert {path: (site / "pagefind" / path).read_bytes() for path in names(site / "pagefind")} == first


def test_a_wrong_engine_is_refused(repo: Repo):
    repo.write({"README.md": "# Read me\n", "runbook-lint.toml": '[site]\nsearch = "google"\n'})
    done = repo.run("site", "generate")
    assert (done.code, done.out) == (2, "")
    assert "site.search" in done.err


@pytest.fixture
def engines(built_site, once):
    """The example's site with each engine, by its name; the second stands below another path."""
    pagefind()

    def copied(folder: Path) -> None:
        shutil.copytree(built_site.root, folder, dirs_exist_ok=True)
        built = built_site.source / ".runbook_lint_site" / search.INDEX
        assert json.loads((folder / search.INDEX).read_text())["docs"], f"{built}: the example's search is not built in"
        set_up_search(folder, "pagefind")

    root = once("example-site-pagefind", copied)
    with serve(root, "/below/here/") as url:
        yield {"builtin": built_site, "pagefind": Site(root, url)}


def found(page, words: str, first: str) -> list[str]:
    """The addresses in the list once its first is the one that is waited for, or after a while."""
    box = page.get_by_role("textbox", name="Search")
    box.fill(words)
    box.press("End")  # the theme listens to keys
    links = page.locator(".md-search-result__item > a")
    try:
        page.wait_for_function(
            "([place]) => document.querySelector('.md-search-result__item > a')?.pathname.endsWith('/' + place)",
            arg=[first],
            timeout=30_000,
        )
    except Exception:  # the list tells more than the time that has passed
        return links.evaluate_all("all => all.map(each => each.pathname)")
    return [links.first.evaluate("each => each.pathname")]


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("engine", ["builtin", "pagefind"])
def test_each_engine_finds_an_alert_a_service_and_a_step(engines, open_pages, engine, phone):
    site = engines[engine]
    page = open_pages(site.url)("", phone=phone)
    if phone:
        page.locator("label.md-header__button[for=__search]").click()
    else:
        page.get_by_role("textbox", name="Search").click()
    path = "/" + site.url.split("/", 3)[3]
    assert [found(page, words, place) for words, place in FINDS] == [[path + place] for _, place in FINDS]


@pytest.mark.parametrize("engine", ["builtin", "pagefind"])
def test_the_first_result_opens_by_keyboard_at_the_words(engines, open_pages, engine):
    page = open_pages(engines[engine].url)("coverage/")
    page.keyboard.press("/")
    page.keyboard.type("FLUSHDB ASYNC")
    page.wait_for_selector(".md-search-result__item > a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/checkout/runbook/**")
    assert page.locator("h1").inner_text().startswith("Checkout")


def test_what_is_found_is_text(engines, open_pages):
    """Titles and excerpts are put into the page as HTML by the theme."""
    page = open_pages(engines["pagefind"].url)("")
    page.get_by_role("textbox", name="Search").click()
    page.get_by_role("textbox", name="Search").fill("ok false timeout after")
    page.get_by_role("textbox", name="Search").press("End")
    page.wait_for_selector(".md-search-result__item > a")
    assert page.locator(".md-search-result__list script, .md-search-result__list img").count() == 0


def test_nothing_of_the_index_is_loaded_before_somebody_searches(engines, open_pages):
    visit = open_pages(engines["pagefind"].url)
    page = visit("")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert [url for url in asked if "pagefind" in url] == []
    assert (engines["pagefind"].root / search.INDEX).stat().st_size < 1000
    box = page.get_by_role("textbox", name="Search")
    box.click()
    assert found(page, "SVC-TIDES", "services/SVC-TIDES/")[0].endswith("/services/SVC-TIDES/")
    loaded = [url for url in asked if "/pagefind/" in url]
    assert f"{engines['pagefind'].url}pagefind/pagefind.js" in loaded
    assert [url for url in loaded if not url.startswith(engines["pagefind"].url)] == []
