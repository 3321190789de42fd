"""Anchors as the engines make them: our own pages, and what the engines themselves made of them.

`data/slugs/record.py` recorded GitHub's, GitLab's and Hugo's; Python-Markdown runs here.
"""

import json
import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from runbook_lint.model.document import Document, Kind
from runbook_lint.parse.anchors import heading_anchors, page_anchors
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.slugs import github_slug, gitlab_slug, hugo_slug, mkdocs_slug
from runbook_lint.parse.text import Text, split_lines

DATA = Path(__file__).parent / "data" / "slugs"
PAGES = sorted(page.name for page in DATA.glob("*.md"))
OTHERWISE = {
    # Hugo 0.168 takes only the first piece of a link that holds several: its older versions, and ours, take all.
    ("hugo", "nested-emphasis"): "nested-emphasis-code",
    # The id is written in raw HTML: an explicit anchor to us.
    ("hugo", "html-id"): None,
}
ONLY_OURS = {"deep-in-a-list", "in-an-item", "between", "in-details"}
"""Python-Markdown wants four spaces in a list and reads no Markdown in raw HTML; a heading too many does no harm."""


def page(text: str) -> Document:
    return parse_document("a.md", Kind.DOCUMENT, Text(split_lines(text)))


def made(text: str, engine: str) -> list[str]:
    return [anchor for anchor, _ in heading_anchors(page(text), engine)]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("engine", ["github", "gitlab", "hugo"])
def test_anchors_are_those_that_the_engine_made(engine, name):
    recorded = json.loads((DATA / f"{engine}.json").read_text("utf-8"))["pages"][name]
    expected = [OTHERWISE.get((engine, each), each) for each in recorded]
    found = [each for each in made((DATA / name).read_text("utf-8"), engine) if each or engine != "hugo"]
    assert found == [each for each in expected if each is not None]


@pytest.mark.skipif(
    not find_spec("markdown") and not os.environ.get("CI"), reason="Python-Markdown, of the dev group, is not installed"
)
@pytest.mark.parametrize("name", PAGES)
def test_anchors_are_those_that_python_markdown_makes(name):
    markdown = import_module("markdown")
    text = (DATA / name).read_text("utf-8")
    engine = markdown.Markdown(extensions=["toc", "attr_list", "fenced_code", "tables"])
    engine.convert(text)
    expected = [each for each in _ids(engine.toc_tokens) if each != "html-id"]
    assert [each for each in made(text, "mkdocs") if each not in ONLY_OURS] == expected


def _ids(tokens):
    for token in tokens:
        yield token["id"]
        yield from _ids(token["children"])


@pytest.mark.parametrize(
    ("text", "github", "gitlab", "mkdocs", "hugo"),
    [
        ("What to check first?", "what-to-check-first", "what-to-check-first", "what-to-check-first", "what-to-check-first"),
        ("Fix & roll back", "fix--roll-back", "fix--roll-back", "fix-roll-back", "fix--roll-back"),
        ("🔥 Fire", "-fire", "-fire", "fire", "-fire"),
        ("Ärger über Öl", "ärger-über-öl", "ärger-über-öl", "arger-uber-ol", "ärger-über-öl"),
        ("日本語 の 見出し", "日本語-の-見出し", "日本語-の-見出し", "", "日本語-の-見出し"),
        ("½ done", "-done", "½-done", "12-done", "-done"),
        ("e\N{COMBINING ACUTE ACCENT}tat", "e\N{COMBINING ACUTE ACCENT}tat", "e\N{COMBINING ACUTE ACCENT}tat", "etat", "etat"),
        ("…", "", "", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_slug_by_every_engine(text, github, gitlab, mkdocs, hugo):
    assert [make(text) for make in (github_slug, gitlab_slug, mkdocs_slug, hugo_slug)] == [github, gitlab, mkdocs, hugo]


@pytest.mark.parametrize(
    ("headings", "engine", "anchors"),
    [
        ("# setup\n# setup\n# setup", "github", ["setup", "setup-1", "setup-2"]),
        ("# setup\n# setup-1\n# setup", "github", ["setup", "setup-1", "setup-2"]),
        ("# setup-1\n# setup\n# setup", "gitlab", ["setup-1", "setup", "setup-2"]),
        ("# a {#b}\n# b", "hugo", ["b", "b-1"]),
        ("# b\n# a {#b}", "hugo", ["b", "b"]),
        ("# b\n# a {#b}\n# a_1\n# a\n# a", "mkdocs", ["b_1", "b", "a_1", "a", "a_2"]),
        ("#Tight\n\n# !\n# ?", "mkdocs", ["tight", "_1", "_2"]),
    ],
)
def test_numbers(headings, engine, anchors):
    assert made(headings, engine) == anchors


EXPLICIT = """\
(myst-label)=
# Title

## Named {#named .wide}

### Kramdown {: #kramdown }

<a name="by-name"></a> text <span id="by-id">x</span> and [words]{#pandoc}

<h2 id="html">HTML</h2>

{{ #jinja }} `{#code}`
"""


@pytest.mark.parametrize(
    ("engine", "made_of_headings"),
    [
        ("github", {"title": 2, "named-named-wide": 4, "kramdown--kramdown-": 6, "html": 10}),
        ("gitlab", {"title": 2, "named-named-wide": 4, "kramdown--kramdown-": 6}),
        ("mkdocs", {"title": 2}),
        ("hugo", {"title": 2, "kramdown--kramdown-": 6}),
    ],
)
def test_explicit_anchors_count_with_every_engine(engine, made_of_headings):
    explicit = {"myst-label": 1, "named": 4, "kramdown": 6, "by-name": 8, "by-id": 8, "pandoc": 8, "html": 10}
    found = page_anchors(page(EXPLICIT), engine)
    assert {anchor: span.line for anchor, span in found.items()} == {**made_of_headings, **explicit}
