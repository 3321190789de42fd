"""What a page says is the same on its host and on the site: blocks, nesting, code, tables, link by link."""

import os
import re
from pathlib import Path

import markdown_it
import nh3
import pytest
from conftest import CORPORA, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from mdit_py_plugins.footnote import footnote_plugin
from site_reading import Piece, body_of, github, pieces, python_markdown, whole

from runbook_lint.parse.site import markup, ways
from runbook_lint.parse.site.destinations import Lead
from runbook_lint.parse.site.elements import known


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("- a\n  - b\n     1. c\n", "- a\n    - b\n        1. c"),
        ("1. a\n   - b\n2. c\n", "1. a\n    - b\n2. c"),
        ("- a\n\n  more\n- b\n", "- a\n\n    more\n\n- b"),
        ("- a\n  ```sh\n  x\n  ```\n- b\n", "- a\n\n    ```sh\n    x\n    ```\n\n- b"),
        ("- ```\n  x\n  ```\n", "- &#8203;\n\n    ```\n    x\n    ```"),
        ("- - a\n", "- &#8203;\n    - a"),
        ("- 2. a\n", "- &#8203;\n\n    2. a"),
        ("3. a\n3. b\n", "3. a\n4. b"),
        ("- a\n\n\n* b\n", "- a\n\n<!-- -->\n\n- b"),
        ("> a\n\n> b\n", "> a\n\n<!-- -->\n\n> b"),
        ("> a\nb\n", "> a\n> b"),
        ("> - a\n>   > b\n", "> - a\n>\n>     > b"),
        ("- [ ] a\n- [X] b\n  - [x] c\n", "- [ ] a\n- [x] b\n    - [x] c"),
        ("Text\n- a\n", "Text\n\n- a"),
        ("Text\n| a |\n|---|\n| b |\n", "Text\n\n| a |\n| --- |\n| b |"),
        ("Text\n```\nx\n```\nText\n", "Text\n\n```\nx\n```\n\nText"),
        ("Text\n## H\nText\n", "Text\n\n## H\n\nText"),
        ("Text\n---\nText\n", "## Text\n\nText"),
        ("Text\n***\nText\n", "Text\n\n---\n\nText"),
        ("Text\n2. no list\n", "Text\n2&#46; no list"),
        ("#Foo\n#!/bin/sh\n", "&#35;Foo\n&#35;!/bin/sh"),
        ("## C#\n", "## C&#35;"),
        ("## A\\\n", "## A&#92;"),
        ("    code\n\n    more\n", "```\ncode\n\nmore\n```"),
        ("````\n```\n````\n", "````\n```\n````"),
        ("~~~ python title='x'\nx\n~~~\n", "```python\nx\n```"),
        ("```{.yaml}\nx: 1\n```\n", "```yaml\nx: 1\n```"),
        ("```mermaid\ngraph TD\n```\n", "```mermaid\ngraph TD\n```"),
        ("```\n\n```\n", ""),
        ("a  \nb\\\nc\n", "a<br>\nb<br>\nc"),
        ("a*b*c _d_ __e__ ***f*** *g **h** i*\n", "a<em>b</em>c *d* **e** <em>**f**</em> <em>g **h** i</em>"),
        ("~~gone~~ 2*3*4 snake_case _x\n", "<del>gone</del> 2<em>3</em>4 snake_case &#95;x"),
        ("term\n: no definition\n", "term\n&#58; no definition"),
        ("!!! no admonition\n", "!!&#33; no admonition"),
        ("(c) 1/2 +/- ==x== ^^y^^\n", "&#40;c) 1&#47;2 +&#47;- &#61;&#61;x&#61;&#61; &#94;&#94;y&#94;&#94;"),
        (
            "| a | b |\n|:-|-:|\n| `x\\|y` |\n| 1 | 2 | 3 |\n",
            "| a | b |\n| :-- | --: |\n| <code>x&#124;y</code> |  |\n| 1 | 2 |",
        ),
    ],
)
def test_what_engines_read_differently_is_written_as_all_of_them_read_it(text, written):
    assert body_of(text).text == written


BLOCKS = [
    *("- a\n", "  - b\n", "    - c\n", "1. x\n", "   2. y\n", "10. z\n", "   more\n", "\n", "\n\n", "> q\n", "> > r\n", "+ p\n"),
    *("```\n", "    code\n", "  ```sh\n  a <b>\n  ```\n", "text *em* **st** `c`\n", "# H\n", "## H\n", "H\n===\n", "H\n---\n"),
    *("* * *\n", "|a|b|\n|-|-|\n|1|2|\n", "- [ ] t\n", "<details>\n<summary>S</summary>\n\n", "</details>\n", "<div>\n", "</div>\n"),
    *("***a** b*", "**a*b*c**", "a_b_c ", "*a*b ", "[l](https://x.example) ", "![i](a.png) ", "<br>", "\\\n", "  \n", "0. n\n"),
    *("-\n", "- ```\n  x\n  ```\n", "> ```\n> x\n> ```\n", "> - a\n>   - b\n", "[^1]", "\n[^1]: n\n", "https://x.example/a_b\n"),
    *("term\n: def\n", "\t", "- # h\n", "> [!NOTE]\n> x\n", "<table><tr><td>a<td>b</table>\n", "~~s~~ ", "    \n", "-   wide\n"),
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), max_size=12).map("".join))
def test_what_is_written_reads_the_same_on_the_host_and_on_the_site(text):
    page = whole(body_of(text))
    assert pieces(python_markdown(page)) == pieces(github(page))


TAG = re.compile(r"</?([A-Za-z][^\s<>/]*)(?:\s[^<>]*|/)?>")
NOT_SHOWN = re.compile(r"\[\[?_?TOC_?\]?\]", re.IGNORECASE)
ALERT = re.compile(r"\A\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\] ?", re.IGNORECASE)

DIFFERENT = {
    "gitlab-runbooks/docs/onboarding/kibana-diagnosis.md": "a <details> without a summary is given one",
    "gitlab-runbooks/docs/sidekiq/sidekiq-survival-guide-for-sres.md": "a link without a text shows its address",
    "moj-cloud-platform/source/cp30/unlock-development-cluster-terrform-state.html.md.erb": "a list of HTML within a cell",
}
"""The pages of the corpora that do not read the same, and why they should not."""


def source_pieces(text: str) -> list[Piece]:
    """What the reference parser makes of a page: its title apart, headings one level down where ours are."""
    engine = (
        markdown_it.MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"]).use(footnote_plugin)
    )
    engine.normalizeLinkText = lambda url: url
    for rule in ("html_inline", "html_block"):
        engine.add_render_rule(rule, lambda _, tokens, index, *rest: TAG.sub(_shown, tokens[index].content))
    found = pieces(engine.render(text))
    headings = [piece for piece in found if piece[0] and re.fullmatch("h[1-6]", piece[0][-1])]
    title, down, left = headings[0] if headings and headings[0][0][-1] == "h1" else None, 0, []
    for piece in found:
        level = int(piece[0][-1][1]) if piece in headings else 0
        down = 1 if level == 1 and piece is not title else down
        path = (*piece[0][:-1], f"h{min(level + down, 6)}") if level else piece[0]
        if piece is not title and not NOT_SHOWN.fullmatch(piece[1]):
            left += _alert(path, piece[1])
    return left


def _alert(path: tuple[str, ...], text: str) -> list[Piece]:
    found = ALERT.match(text)
    return [(path, found[1].capitalize()), (path, text[found.end() :])] if found else [(path, text)]


def _shown(found: re.Match[str]) -> str:
    return found[0] if known(found[1]) else nh3.clean_text(found[0])


def path_of(place: Path) -> str:
    return place.relative_to(CORPORA).as_posix()


def corpus(name: str) -> list[Path]:
    places = (place for place in (CORPORA / name).rglob("*") if place.is_file() and ".git/" not in str(place))
    pages = (place for place in places if place.suffix in (".md", ".markdown", ".erb") or place.name.startswith("PM20"))
    return sorted(pages)


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "tests" / "corpora").glob("*.toml")))
def test_pages_of_real_repositories_read_the_same_as_on_their_host(corpora, monkeypatch, name):
    monkeypatch.setattr(ways, "lead", lambda *_: Lead("https://x.example"))
    monkeypatch.setattr(ways, "picture", lambda *_: Lead("https://x.example"))
    monkeypatch.setattr(markup, "_emoji", dict)
    monkeypatch.setattr("runbook_lint.parse.site.inlines.find_phones", lambda _: ())
    different, pages = set(), corpus(name)
    if len(pages) > 100 and not os.environ.get("CI"):
        pages = [place for number, place in enumerate(pages) if number % 5 == 0 or path_of(place) in DIFFERENT]
    for place in pages:
        text = place.read_text(encoding="utf-8").replace("\r\n", "\n")
        source = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        if pieces(python_markdown(body_of(text).text)) != source_pieces(source):
            different.add(path_of(place))
    assert len(pages) > 1
    assert different == {path for path in DIFFERENT if path.startswith(f"{name}/")}
