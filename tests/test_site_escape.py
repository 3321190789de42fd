"""Text from manifests, alerts and front matter stays text wherever it lands, with both engines."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.render.site.escape import href, quoted, shown

markdown = pytest.importorskip("markdown")
yaml = pytest.importorskip("yaml")

EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables", "toc",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details", "pymdownx.emoji",
    "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark",
    "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
]  # fmt: skip
PIECES = [*"ab_*`<>[](){}|~\\$^=!@&#:/.-+\"' 1\n%?,;x\t\u202e", "http://a.b", "www.a.b", "a@b.c", "==", "--", "[ ]"]
PIECES += [":smile:", "{++a++}", "(c)", "{: #x}", "&lt;", "javascript:", "<script>", "1. ", "```"]
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join) | st.text(max_size=30)
PLACES = [
    ("prose", "A {} B", {"p"}, "A {} B"),
    ("start of a line", "{}", {"p"}, "{}"),
    ("list item", "- {}", {"ul", "li"}, "{}"),
    ("heading", "# {}", {"h1"}, "{}"),
    ("link", "A [{}](x.md)", {"p", "a"}, "A {}"),
    ("cell", "| H |\n|---|\n| {} |", {"table", "thead", "tbody", "tr", "th", "td"}, "H {}"),
    ("attribute", 'A <span title="{}">q</span>', {"p", "span"}, "A q"),
]


class Read(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self.attributes = set(), "", {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data):
        self.text += data


def plain(text):
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", re.sub(r"\s+", " ", text))
    return re.sub(r"\s+", " ", text).strip()


def python_markdown(text):
    return markdown.markdown(text, extensions=EXTENSIONS)


def commonmark(text):
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


@pytest.mark.parametrize("engine", [python_markdown, commonmark])
@pytest.mark.parametrize(("place", "template", "tags", "expected"), PLACES, ids=[each[0] for each in PLACES])
@given(TEXT)
@settings(max_examples=40, deadline=None)
def test_a_value_is_read_as_the_text_it_is(engine, place, template, tags, expected, value):
    said = plain(value)
    if not said:
        return
    read = Read(engine(template.format(shown(value))))
    assert read.tags <= tags
    assert plain(read.text) == plain(expected.format(said))
    assert {key: plain(each or "") for key, each in read.attributes.items() if key == "title"} == (
        {"title": said} if place == "attribute" else {}
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://rota.example/api?a=1&b=2#x", "https://rota.example/api?a=1&amp;b=2#x"),
        ("HTTP://rota.example/", "HTTP://rota.example/"),
        ("mailto:duty@ferries.example", "mailto:duty@ferries.example"),
        ("tel:+441632960131", "tel:+441632960131"),
        ('https://a.example/"><script>', "https://a.example/%22%3E%3Cscript%3E"),
        ("https://a.example/a b(c)[d]", "https://a.example/a%20b%28c%29%5Bd%5D"),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//evil.example/", ""),
        ("/etc/passwd", ""),
        ("https:///x", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_addresses_that_may_be_followed_become_links(value, expected):
    assert str(href(value)) == expected


@settings(max_examples=300, deadline=None)
@given(st.text() | st.sampled_from(["🔥 It burns", "a\ufffe\ufeffb", '"quoted" \\ & <b>: -', "\U000e0041x", "\u0085\u2028"]))
def test_yaml_reads_a_quoted_text_as_it_is(text):
    assert yaml.safe_load(f"title: {quoted(text)}\n") == {"title": text}


def test_half_a_character_is_none():
    assert quoted("a\udcff") == '"a\\ufffd"'
