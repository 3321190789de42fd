"""Search for large sites: where the built-in index would be too much to load at once, Pagefind takes over.

The theme's search box and its list of results stay as they are. Only the script behind them is replaced: instead of
reading one index of everything it asks Pagefind, which loads the parts that a query needs.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

from runbook_lint.app.site.generate import Generated
from runbook_lint.app.workspace import warn
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex

MOST_BYTES = 2_000_000
"""How large the built-in index may be, compressed as a server sends it."""

INDEX = "search/search_index.json"
FOLDER = "pagefind"
WORKERS = "assets/javascripts/workers/search.*.js"
_SPARE = regex(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.|pagefind-worker\.js|wasm\.unknown\.")
_LANGUAGE = regex(r'<html[^>]*\slang="([\w-]+)"')
_MOST_WEIGHT = 10  # that Pagefind knows
_TITLE_WEIGHT = 7
_LONGEST = 255  # characters of a file's name

Docs = list[dict[str, Any]]  # JSON


def choose_search(site: Path, made: Generated) -> None:
    """The step after the build: `[site] search` says which engine it is."""
    set_up_search(site, made.settings.site.search)


def set_up_search(site: Path, wanted: str) -> None:
    """Make a built site searchable by the engine that is wanted: auto, builtin or pagefind.

    `auto` is the built-in one up to an index of two megabytes, and Pagefind from there on.
    """
    index = site / INDEX
    if index.is_file() and not _is_done(site):
        rmtree(site / FOLDER, ignore_errors=True)  # of an earlier build
        text = index.read_bytes()
        if _wants_pagefind(wanted, site, text):
            _put_pagefind(site, json.loads(text))
        else:
            _prepare_builtin(site)


def _is_done(site: Path) -> bool:
    """Whether Pagefind has taken over already: a build of changed pages alone leaves search as it was."""
    ours = _scripts("exact.js", "pagefind.js")
    return (site / FOLDER).is_dir() and any(place.read_bytes() == ours for place in site.glob(WORKERS))


def _wants_pagefind(wanted: str, site: Path, index: bytes) -> bool:
    """Whether Pagefind is to take over; what it lacks is an error where it was asked for, else a warning."""
    if wanted == "builtin" or (wanted == "auto" and compressed(index) <= MOST_BYTES):
        return False
    lacks = _lacks(site)
    if lacks and wanted == "pagefind":
        raise UsageError(f'[site] search = "pagefind": {lacks}')
    if lacks:
        warn(f"the search index is {compressed(index) / 1e6:.1f} MB compressed, loaded with every page: {lacks}")
    return not lacks


def _put_pagefind(site: Path, table: dict[str, Any]) -> None:  # Any: JSON
    """Index the pages, empty the built-in index, and replace the script that reads it."""
    _run_pagefind(site, table["docs"])
    empty = json.dumps({**table, "docs": []}, separators=(",", ":"), sort_keys=True)
    (site / INDEX).write_text(empty, encoding="utf-8")
    for place in site.glob(WORKERS):
        place.write_bytes(_scripts("exact.js", "pagefind.js"))
        place.with_name(f"{place.name}.map").unlink(missing_ok=True)


def _prepare_builtin(site: Path) -> None:
    """Let the theme's search take what is typed as words, and begin with what is exactly that."""
    first = _scripts("exact.js", "builtin.js")
    for place in site.glob(WORKERS):
        rest = place.read_bytes()
        if not rest.startswith(first):
            place.write_bytes(first + rest)


def _scripts(*names: str) -> bytes:
    return b"".join((files("runbook_lint") / "site_search" / name).read_bytes() for name in names)


def compressed(data: bytes) -> int:
    """How many bytes travel where a server compresses."""
    return len(gzip.compress(data, compresslevel=6, mtime=0))


def _lacks(site: Path) -> str:
    """What is missing for Pagefind to take over, empty where nothing is."""
    if find_spec("pagefind") is None or (find_spec("pagefind_bin") or find_spec("pagefind_bin_extended")) is None:
        return 'Pagefind is not installed, and needs the site extra: pip install "runbook-lint[site]"'
    if not any(site.glob(WORKERS)):
        return 'only the theme "material" can be searched by Pagefind; set [site] search = "builtin"'
    return ""


def _run_pagefind(site: Path, docs: Docs) -> None:
    """Index what the built-in index holds, which knows what is to be left out and what counts more."""
    with TemporaryDirectory(prefix="runbook-lint-search-") as folder:
        pages = Path(folder)
        for path, text in stubs(docs, _language(site)):
            (pages / path).parent.mkdir(parents=True, exist_ok=True)
            (pages / path).write_text(text, encoding="utf-8")
        output = site / FOLDER
        command = [sys.executable, "-P", "-m", "pagefind", "--site", folder, "--output-path", str(output), "--silent"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise UsageError(f'Pagefind failed: {said[-1]}; set [site] search = "builtin" to build without it')
    for place in output.iterdir():
        if _SPARE.match(place.name):
            place.unlink()


def _language(site: Path) -> str:
    home = site / "index.html"
    found = _LANGUAGE.search(home.read_text(encoding="utf-8")) if home.is_file() else None
    return found[1] if found else "en"


def stubs(docs: Docs, language: str) -> Iterator[tuple[str, str]]:
    """One small page for each page of the index: its path, and its sections under headings with their anchors."""
    pages: dict[str, Docs] = {}
    for doc in docs:
        pages.setdefault(doc["location"].partition("#")[0], []).append(doc)
    for place, sections in sorted(pages.items()):
        path = f"{place}index.html" if place.endswith("/") or not place else place
        told = ""
        if any(len(part) > _LONGEST for part in path.split("/")):  # an address may be longer than a file's name
            path = f"long/{sha256(place.encode()).hexdigest()}.html"
            told = f'<meta data-pagefind-meta="url[content]" content="{escape(place)}">'
        yield path, f'<!doctype html><html lang="{escape(language)}">{"".join(_body(sections, told))}</html>'


def _body(sections: Docs, told: str) -> Iterator[str]:
    """The page itself is the section without an anchor; its title is in the index as text; its head is `told` more."""
    page = next((each for each in sections if "#" not in each["location"]), sections[0])
    weight = min(max(float(page.get("boost", 1)), 0.1), _MOST_WEIGHT)
    title = min(weight * _TITLE_WEIGHT, _MOST_WEIGHT)
    yield f"<head><title>{page['title']}</title>{told}</head><body>"
    for each in (page, *(other for other in sections if other is not page)):
        anchor = each["location"].partition("#")[2]
        level, mark = ("h2", f' id="{escape(anchor)}"') if anchor else ("h1", "")
        yield f'<{level}{mark} data-pagefind-weight="{title if level == "h1" else weight:g}">{each["title"]}</{level}>'
        yield f'<div data-pagefind-weight="{weight:g}">{each["text"]}{_tags(each.get("tags", ()))}</div>'
    yield "</body>"


def _tags(tags: Iterable[str]) -> str:
    return "".join(f"<p>{escape(tag)}</p>" for tag in tags)
