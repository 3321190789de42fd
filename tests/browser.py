"""The built site in a real browser: one build and one server for all, no network, no error unnoticed.

A pytest plugin (conftest names it). `built_site` is the example organisation's, built once for all workers;
`visit` opens one of its pages; `open_pages` does so for any other folder that `serve` serves.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-21"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
GRAVE = ("serious", "critical")
_OWN = ("127.0.0.1", "")


@dataclass(frozen=True)
class Site:
    """A built site that is served below a path, as GitHub Pages would: `url` ends in a slash."""

    root: Path
    url: str
    source: Path = Path()

    def text(self, path: str) -> str:
        """A built file as text; a folder's is its index."""
        place = self.root / path
        return (place / "index.html" if place.is_dir() else place).read_text(encoding="utf-8")


class Pages(SimpleHTTPRequestHandler):
    """Files below `/prefix/`: a folder by its index, an unknown path by 404.html, both with the right status."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, prefix: str, directory: str) -> None:
        self.prefix = prefix
        super().__init__(*arguments, directory=directory)

    def translate_path(self, path: str) -> str:
        path = urlsplit(path).path
        if not unquote(path).startswith(self.prefix):
            return str(Path(self.directory) / "outside of the site")
        return super().translate_path("/" + path[len(self.prefix) :])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        body = page.read_bytes() if code == 404 and page.is_file() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, *arguments: Any) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with suppress(ConnectionError):  # the browser went on to another page
            super().copyfile(source, outputfile)


@contextmanager
def serve(folder: Path, prefix: str = "/") -> Iterator[str]:
    """The folder on a free port of this machine; yields its address."""
    handler = partial(Pages, prefix=prefix, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
        server.shutdown()


@dataclass
class Visitor:
    """Opens pages at one address and takes note of what must not happen on any."""

    browser: Any
    url: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    contexts: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    pictures_missing: bool = False
    """Whether the site may show pictures that are not there: its author's fault, and no error of ours."""

    def __call__(
        self,
        path: str = "",
        *,
        phone: bool = False,
        dark: bool = False,
        js: bool = True,
        today: str = TODAY,
        missing: bool = False,
    ) -> Any:
        """A new page at a path of the site, on a screen, in a light and on a day; `missing` expects a 404.

        Pages of the same kind share what a browser stores (ticks, palette).
        """
        page = self._context(phone, dark, js, today).new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("dialog", self._dialog)
        if missing:
            self.missing.add(self.url + path)
        page.goto(self.url + path, wait_until="load")
        return page

    def check(self) -> None:
        """Fail on errors in the console and on requests to other hosts."""
        noted = {"errors": self.errors, "foreign": self.foreign}
        for context in self.contexts.values():
            context.close()
        assert noted == {"errors": [], "foreign": []}

    def _context(self, *kind: Any) -> Any:
        if kind not in self.contexts:
            phone, dark, js, today = kind
            context = self.browser.new_context(
                viewport=PHONE if phone else WIDE,
                color_scheme="dark" if dark else "light",
                java_script_enabled=js,
                service_workers="block",
                reduced_motion="reduce",
            )
            context.route("**/*", self._route)
            if js:
                context.clock.install(time=f"{today}T12:00:00Z")
            context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.url)
            context.set_default_timeout(15_000)
            self.contexts[kind] = context
        return self.contexts[kind]

    def _route(self, route: Any) -> None:
        if route.request.url.startswith(("data:", "blob:")) or urlsplit(route.request.url).hostname in _OWN:
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def _note(self, message: Any) -> None:
        place = message.location.get("url", "")
        missing = place in self.missing or (self.pictures_missing and "404" in message.text)
        if message.type == "error" and not missing:
            self.errors.append(f"{place}: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.errors.append(f"{dialog.page.url}: dialog {dialog.message!r}")
        dialog.dismiss()


def chromium() -> str:
    """Where the browser is; skips where there is none, and fails in CI."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    needs(bool(found), "there is no chromium on this machine")
    return found


def needs(there: bool, reason: str) -> None:
    """Skip the test where something is absent; in CI nothing may be."""
    if not there and os.environ.get("CI"):
        pytest.fail(f"CI must not skip this: {reason}")
    if not there:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for each worker, with a fresh profile."""
    place = chromium()
    needs(find_spec("playwright") is not None, "playwright is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=place, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """`once(name, make)`: a folder that the first worker to ask for it makes, and all share."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def shared(name: str, make: Callable[[Path], None]) -> Path:
        folder, state = base / name, base / f"{name}.json"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not state.exists():
                state.write_text(json.dumps(_attempt(make, folder)), encoding="utf-8")
        if failure := json.loads(state.read_text(encoding="utf-8")):
            pytest.fail(failure)
        return folder

    return shared


def _attempt(make: Callable[[Path], None], folder: Path) -> str:
    folder.mkdir()
    try:
        make(folder)
    except Exception as error:  # whatever it is, it is told to every worker, and tried once
        return f"{type(error).__name__}: {error}"
    return ""


def example_copy(folder: Path) -> None:
    """This repository as it stands in the work tree, with its history, for a build that leaves no trace here."""
    if (ROOT / ".git").exists():
        git("clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(folder))
        git("reset", "--quiet", "--mixed", cwd=folder)
        listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    else:
        listed = [str(each.relative_to(ROOT)) for name in ("services", "postmortems", "docs") for each in (ROOT / name).rglob("*")]
    for path in filter(None, [*listed, "runbook-lint.toml", "mkdocs.yml"]):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, folder / path)


def git(*arguments: str, cwd: Path = ROOT) -> str:
    return subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True).stdout


def build(folder: Path, *arguments: str) -> None:
    """`runbook-lint site build` in a repository."""
    command = [sys.executable, "-m", "runbook_lint", "site", "build", "--today", TODAY, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command[1:])}\n{done.stdout}\n{done.stderr}"


def built(folder: Path) -> tuple[Path, str]:
    """Where a repository's site was built, and the path that it is to be served below."""
    root = next(each for each in (folder / "site", folder / ".runbook_lint_site/site") if (each / "index.html").is_file())
    first = ElementTree.parse(root / "sitemap.xml").find(".//{*}loc") if (root / "sitemap.xml").is_file() else None
    return root, urlsplit(first.text or "").path if first is not None else "/"


def _example(folder: Path) -> None:
    example_copy(folder)
    build(folder)


@pytest.fixture(scope="session")
def built_site(once: Any) -> Iterator[Site]:
    """The example organisation's site, built once and served as it would be on the web."""
    chromium()
    source = once("example-site", _example)
    root, prefix = built(source)
    with serve(root, prefix) as url:
        yield Site(root, url, source)


@pytest.fixture
def open_pages(browser: Any) -> Iterator[Callable[[str], Visitor]]:
    """`open_pages(url)`: a visitor of what is served there; what it noticed fails the test at its end."""
    visitors: list[Visitor] = []

    def visitor(url: str) -> Visitor:
        visitors.append(Visitor(browser, url))
        return visitors[-1]

    yield visitor
    for each in visitors:
        each.check()


@pytest.fixture
def visit(built_site: Site, open_pages: Callable[[str], Visitor]) -> Visitor:
    """Opens a page of the example's site: `visit("services/SVC-CHECKOUT/", phone=True)`."""
    return open_pages(built_site.url)


@cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """What axe-core finds serious or critical on a page: rule, element and what it saw."""
    page.evaluate(_axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [
        f"{each['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def sideways(page: Any) -> list[str]:
    """What makes a page wider than its screen; nothing where it need not be scrolled sideways."""
    return page.evaluate(
        """() => {
            const wide = document.scrollingElement.clientWidth
            if (document.scrollingElement.scrollWidth <= wide) return []
            const over = [...document.body.querySelectorAll("*")].filter(
                each => each.getBoundingClientRect().right > wide + 1 && !each.closest("pre, code, nav, .md-search"))
            return [`${document.scrollingElement.scrollWidth} > ${wide}`,
                ...over.slice(0, 5).map(each => each.outerHTML.slice(0, 120))]
        }"""
    )
