"""Diagrams in a browser: drawn where they can be, text where they cannot, and nothing asked of anybody else."""

import shutil
from collections.abc import Callable
from html import escape

import pytest
from browser import Visitor, serve
from conftest import ROOT

ASSETS = ROOT / "src/runbook_lint/site_assets"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/diagrams.css"><script src="assets/diagrams.js" defer></script></head>
<body data-md-color-scheme="default"><h2>Flow<a class="headerlink" href="#flow">¶</a></h2>{body}</body></html>
"""
BLOCK = '<div class="language-mermaid highlight"><pre><span></span><code>{}</code></pre></div>'


@pytest.fixture
def draw(tmp_path, open_pages: Callable[[str], Visitor]):
    shutil.copytree(ASSETS, tmp_path / "site/assets")
    with serve(tmp_path / "site") as url:
        visit = open_pages(url)

        def page(text: str):
            body = BLOCK.format(escape(text)) if text else "<p>Nothing to draw.</p>"
            (tmp_path / "site/index.html").write_text(PAGE.format(body=body), encoding="utf-8")
            return visit()

        yield page


def test_a_diagram_is_an_image_with_a_name_and_its_source_below(draw):
    page = draw("flowchart LR\n a[One] --> b[Two]\n")
    page.wait_for_selector(".rl-diagram svg")
    drawn = page.locator(".rl-diagram")
    assert (drawn.get_attribute("role"), drawn.get_attribute("aria-label")) == ("img", "Diagram: Flow")
    assert drawn.locator("svg .nodes").text_content() == "OneTwo"
    source = page.locator("details.rl-diagram-source")
    assert source.get_attribute("open") is None
    assert source.locator("code").text_content() == "flowchart LR\n a[One] --> b[Two]\n"


def test_one_with_links_is_a_group_whose_links_work(draw):
    page = draw('flowchart LR\n a[One] --> b[Two]\n click a "there/" "Go there"\n')
    page.wait_for_selector(".rl-diagram svg a")
    assert page.locator(".rl-diagram").get_attribute("role") == "group"
    link = page.locator(".rl-diagram a")
    assert link.evaluate("a => new URL(a.href.baseVal, document.baseURI).pathname") == "/there/"
    assert link.get_attribute("target") is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("flowchart LR\n a[One] --> ]\n", "This diagram is shown as text: Lexical error on line 2. Unrecognized text."),
        ("nonsense\n", "This diagram is shown as text: No diagram type detected matching given configuration for text: nonsense."),
        ('flowchart LR\n a@{ img: "http://tracker.example/a.png", label: "A" }\n', "This diagram is shown as text: it names a file from elsewhere."),
        ("flowchart LR\n a-->b\n style a fill:url(http://tracker.example/a.svg)\n", "This diagram is shown as text: it names a file from elsewhere."),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_stays_text_with_a_note(draw, text, note):
    page = draw(text)
    page.wait_for_selector(".rl-diagram-note")
    assert page.locator(".rl-diagram-note").inner_text() == note
    assert page.locator(".language-mermaid code").is_visible()
    assert page.locator("svg").count() == 0


@pytest.mark.parametrize(
    "text",
    [
        'flowchart LR\n a[One]\n click a "javascript:window.hit=1"\n',
        "flowchart LR\n a[One]\n click a call alert(1)\n",
        '%%{init: {"securityLevel": "loose"}}%%\nflowchart LR\n a["<img src=x onerror=window.hit=1>"]\n click a href "javascript:window.hit=1"\n',
        'flowchart LR\n a["<b onclick=window.hit=1>One</b><script>window.hit=1</script>"]\n',
    ],
)
def test_nothing_in_a_diagram_runs(draw, text):
    page = draw(text)
    page.wait_for_selector(".rl-diagram svg, .rl-diagram-note")
    for node in page.locator(".rl-diagram .node").all():
        node.click(force=True)
    held = "e => [...e.attributes].some(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value))"
    assert page.evaluate(f"[...document.querySelectorAll('.rl-diagram *')].filter({held}).length") == 0
    assert page.locator(".rl-diagram script").count() == 0
    assert page.evaluate("window.hit") is None


LOADING = (
    '<video poster={}>x</video>', '<audio src={} preload=auto controls></audio>', '<input type=image src={}>',
    '<table background={}><tr><td>x</td></tr></table>', "<svg><filter><feImage href={}></feImage></filter></svg>",
    "<div style='background-image:u&#114;l({})'>x</div>", '<picture><source srcset={}></picture>',
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *(f'flowchart LR\n a["{tag.format("http://tracker.example/a")}"]\n' for tag in LOADING),
        'classDiagram\n class A["<video poster=http://tracker.example/a>x</video>"]\n',
        'flowchart LR\n a@{ "img": "http://tracker.example/a", label: "A" }\n',
        'flowchart LR\n a@{ "im\\u0067": "http://tracker.example/a", label: "A" }\n',
        'flowchart LR\n a@{\n  ? img\n  : "http://tracker.example/a"\n }\n',
        "flowchart LR\n a[\"<div style='background-image:image-set(&quot;http://tracker.example/a&quot; 1x)'>x</div>\"]\n",
        "flowchart LR\n a\n style a fill:u\\72l(http://tracker.example/a)\n",
        '%%{init: {"dompurifyConfig": {"ADD_TAGS": ["video"]}}}%%\nflowchart LR\n a["<video poster=http://tracker.example/a>x</video>"]\n',
    ],
)
def test_nothing_in_a_diagram_asks_another_host(draw, text):
    page = draw(text)
    page.wait_for_selector(".rl-diagram svg, .rl-diagram-note")
    held = "e => /tracker/.test([...e.attributes].map(a => a.value))"
    assert page.evaluate(f"[...document.querySelectorAll('.rl-diagram *')].filter({held}).length") == 0


def test_a_label_keeps_its_simple_marks_and_no_more(draw):
    page = draw("flowchart LR\n a[\"<b class='md-search' style='position:fixed'>One</b><br>and <code>two</code>\"]\n")
    page.wait_for_selector(".rl-diagram svg")
    assert page.locator(".rl-diagram .nodeLabel").inner_html() == "<p><b>One</b><br>and <code>two</code></p>"


def test_the_library_is_loaded_only_where_a_diagram_comes_near(draw):
    page = draw("")
    assert page.evaluate("performance.getEntriesByType('resource').filter(e => e.name.includes('vendor')).length") == 0
    assert page.evaluate("window.mermaid") is None


def test_it_is_drawn_anew_when_the_light_changes(draw):
    page = draw("flowchart LR\n a[One]\n")
    page.wait_for_selector(".rl-diagram svg")
    light = page.locator(".rl-diagram svg").get_attribute("id")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_selector(f".rl-diagram svg:not(#{light})")
    assert page.locator(".rl-diagram").count() == 1
