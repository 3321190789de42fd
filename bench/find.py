"""What search costs a reader: `python bench/find.py SITE...` asks built sites in Chromium and prints a table.

Each question is asked in a fresh browser without a cache: the page is opened, the box is clicked, the words are put in,
and the clock stops when the first result is in the list. Bytes are as a server without compression sends them.
"""

from __future__ import annotations

import argparse
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

import tree

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
FIRST = ".md-search-result__item > a"
TIMES = 3
ASKED = tree.service(3)
QUESTIONS = {
    "an alert": (f"{ASKED.camel}{ASKED.ailments[0][0]}", f"alerts/{ASKED.camel}{ASKED.ailments[0][0]}/"),
    "a service": (ASKED.id, f"services/{ASKED.id}/"),
    "a step": (f"rollout undo deploy/{ASKED.slug}-api", f"services/{ASKED.slug}/runbook/"),
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder at an address of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def asked(browser: Any, url: str, words: str, place: str) -> tuple[float, float, int, int]:
    """Milliseconds to the first result and to the next question's, bytes on opening the page and on asking."""
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(url, wait_until="networkidle")
    opened = sum(sizes)
    box = page.locator("input[name=query]")
    box.click()
    first = _put(page, box, words, place)
    second = _put(page, box, words[: len(words) - 1], "")
    page.wait_for_load_state("networkidle")
    context.close()
    return first, second, opened, sum(sizes) - opened


def _put(page: Any, box: Any, words: str, place: str) -> float:
    """Milliseconds until a result is there; it must be the page that is looked for."""
    start = time.perf_counter()
    box.fill(words)
    box.press("End")  # the theme listens to keys
    page.wait_for_selector(FIRST, timeout=120_000)
    spent = 1000 * (time.perf_counter() - start)
    if place:
        page.wait_for_function(f"document.querySelector('{FIRST}')?.pathname.endsWith('/{place}')", timeout=60_000)
    return spent


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask the sites that the command line names."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description="Measure what search costs a reader of built sites.")
    parser.add_argument("sites", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    print("| site | asked for | first result, ms | next, ms | kB with the page | kB more for the question |")
    print("|---|---|---:|---:|---:|---:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for site in options.sites:
            with served(site) as url:
                for name, (words, place) in QUESTIONS.items():
                    rows = [asked(browser, url, words, place) for _ in range(TIMES)]
                    first, second, opened, more = (median(column) for column in zip(*rows, strict=True))
                    sizes = f"{opened / 1000:,.0f} | {more / 1000:,.0f}"
                    print(f"| {site.name} | {name} | {first:,.0f} | {second:,.0f} | {sizes} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
