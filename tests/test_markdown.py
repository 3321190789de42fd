"""The Markdown parser: tricky pages with exact values and places, and what holds for any text."""

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runbook_lint.model.document import DataProblem, Document, Kind
from runbook_lint.model.position import Span
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.text import Text, decode, split_lines


def page(text: str | bytes, path: str = "a.md") -> Document:
    decoded = decode(text if isinstance(text, bytes) else text.encode())
    assert isinstance(decoded, Text)
    return parse_document(path, Kind.RUNBOOK, decoded)


def at(span: Span) -> str:
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"


HEADINGS = [
    ("# A\n", ["1 A 1:1-1:4"]),
    ("# A #\n\n##   B   ##   \n", ["1 A 1:1-1:4", "2 B 3:1-3:7"]),
    ("   ### A\n", ["3 A 1:4-1:9"]),
    ("#hash\n\n####### seven\n\n\\# no\n\n    # code\n", []),
    ("A\n===\n\nB\n---\n", ["1 A 1:1-1:2", "2 B 4:1-4:2"]),
    ("A\nb\n===\n", ["1 A b 1:1-2:2"]),
    ("# A\n### C\n# A\n# A\n", ["1 A 1:1-1:4", "3 C 2:1-2:6", "1 A 3:1-3:4", "1 A 4:1-4:4"]),
    ("# setup\n# setup-1\n# setup\n", ["1 setup 1:1-1:8", "1 setup-1 2:1-2:10", "1 setup 3:1-3:8"]),
    ("## 🔥 Fire & `code` **bold** [link](x.md)\n", ["2 🔥 Fire & code bold link 1:1-1:41"]),
    ("## Head {#my-id}\n", ["2 Head 1:1-1:17"]),
    ("# <%= current_page.title %>\n", ["1 <%= current_page.title %> 1:1-1:28"]),
    ("<!--\nLicence\n# fake\n-->\n# A\n", ["1 A 5:1-5:4"]),
    ("<!-- # fake -->\n\n# A\n", ["1 A 3:1-3:4"]),
    ("```\n# fake\n```\n\n~~~\n# fake\n", []),
    ("> # A\n\n- ## B\n", ["1 A 1:3-1:6", "2 B 3:3-3:7"]),
    ('<h2 align="center">A <b>b</b></h2>\n\n<h3>C\nd</h3>\n', ["2 A b 1:1-1:35", "3 C d 3:1-4:7"]),
    ("#\n\n# \n", ["1  1:1-1:2", "1  3:1-3:2"]),
    ("#\tTab\n", ["1 Tab 1:1-1:6"]),
    ("---\ntitle: T\n---\n# A\n", ["1 A 4:1-4:4"]),
    ("# A\r\n\r\n## B\r\n", ["1 A 1:1-1:4", "2 B 3:1-3:5"]),
    ("# A\r## B\r", ["1 A 1:1-1:4", "2 B 2:1-2:5"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_headings(text, expected):
    found = page(text).headings
    assert [f"{each.level} {each.text} {at(each.span)}" for each in found] == expected


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("# A\n# B\n", "a.md", "A"),
        ("---\ntitle: T\n---\n\nText.\n", "a.md", "T"),
        ("---\ntitle: T\n---\n# <%= current_page.title %>\n", "a.html.md.erb", "T"),
        ("+++\ntitle = 'T'\n+++\n", "a.md", "T"),
        ("<!-- Licence -->\n\n# A\n", "a.md", "A"),
        ("## Only a second level\n", "docs/PM 1 - a name.md", "PM 1 - a name.md"),
        ("", "docs/a.md", "a.md"),
    ],
)
def test_titles(text, path, title):
    assert page(text, path).title == title


LINKS = [
    ("[a](b.md)", ["b.md a 1:1-1:10"]),
    ('x [a `]` b](<b c.md> "t") y', ["b c.md a ] b 1:3-1:26"]),
    ("![alt](a.png) [![alt](a.png)](b.md)", ["a.png alt 1:1-1:14 image", "b.md  1:15-1:36", "a.png alt 1:16-1:29 image"]),
    ("<https://x.example/>", ["https://x.example/ https://x.example/ 1:1-1:21"]),
    ("[a][r] [r][] [r]\n\n[r]: b.md", ["b.md a 1:1-1:7", "b.md r 1:8-1:13", "b.md r 1:14-1:17"]),
    ("- one\n\n  two\n  [a](b.md)", ["b.md a 4:3-4:12"]),
    ("> one\n> [a](b.md)", ["b.md a 2:3-2:12"]),
    ("| a | b |\n|---|---|\n| `x\\|y` [m](n) | \\| [o](p) |", ["n m 3:10-3:16", "p o 3:22-3:28"]),
    ("a | b\n--|--\n[a](b) | [c](d)", ["b a 3:1-3:7", "d c 3:10-3:16"]),
    ('<a href="b.md">x</a> <img src="c.png" alt="d">', ["b.md  1:1-1:16 html", "c.png d 1:22-1:47 image html"]),
    ('- x\n\n  <div>\n  <a href="b.md">k</a>\n  </div>', ["b.md  4:3-4:18 html"]),
    ("`[a](b.md)` \\[a](b.md) <!-- [a](b.md) -->", []),
    ("```\n[a](b.md)\n```", []),
    ("## [a](b.md)", ["b.md a 1:4-1:13"]),
    ("ä🔥 [a](b.md)", ["b.md a 1:4-1:13"]),
    ("\t- x\n\n1.\tfoo [a](b.md)", ["b.md a 3:8-3:17"]),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_links(text, expected):
    marks = [" image" * link.image + " html" * link.html for link in page(text).links]
    found = [f"{link.target} {link.text} {at(link.span)}" for link in page(text).links]
    assert [a + b for a, b in zip(found, marks, strict=True)] == expected


FENCES = [
    ("```bash\nrm x\n```\n", ["bash 'rm x\\n' 1:1-3:4 from 2"]),
    ("~~~ {.Python} x\na\n~~~\n", ["python 'a\\n' 1:1-3:4 from 2"]),
    ("- a\n\n  ```sh\n  b\n  ```\n", ["sh 'b\\n' 3:1-5:6 from 4"]),
    ("    indented\n", [" 'indented\\n' 1:1-1:13 from 1 indented"]),
    ("```mermaid\nunclosed\n", ["mermaid 'unclosed\\n' 1:1-2:9 from 2"]),
    ("```\n```\n", [" '' 1:1-2:4 from 2"]),
    ("```{note}\nMyST\n```\n", ["note 'MyST\\n' 1:1-3:4 from 2"]),
    ("``` not `a` fence\n", []),
]


@pytest.mark.parametrize(("text", "expected"), FENCES)
def test_fences(text, expected):
    found = [
        f"{each.language} {each.text!r} {at(each.span)} from {each.first_line}" + " indented" * (not each.fenced)
        for each in page(text).fences
    ]
    assert found == expected


def test_lists_tasks_and_labels():
    document = page(
        "1. one\n2. two\n   - [x] deep\n   - [ ] **Impact**: much\n\n- **Key events**\n  - first\n* **Bold** word\n\n__Call:__ API\nnow\n"
    )
    assert [(each.text, at(each.span), each.ordered, each.task) for each in document.items] == [
        ("one", "1:4-1:7", True, False),
        ("two", "2:4-2:7", True, False),
        ("[x] deep", "3:6-3:14", False, True),
        ("[ ] Impact: much", "4:6-4:26", False, True),
        ("Key events", "6:3-6:17", False, False),
        ("first", "7:5-7:10", False, False),
        ("Bold word", "8:3-8:16", False, False),
    ]
    assert [(each.text, each.done, at(each.span)) for each in document.tasks] == [
        ("deep", True, "3:6-3:14"),
        ("Impact: much", False, "4:6-4:26"),
    ]
    assert [(each.text, each.rest, at(each.rest_span), each.end_line) for each in document.labels] == [
        ("Impact", "much", "4:22-4:26", 4),
        ("Key events", "", "6:17-6:17", 7),
        ("Call", "API\nnow", "10:11-11:4", 11),
    ]


def test_tables():
    (table,) = page("text\n\n| a | b \\| c |\n|---|:-:|\n| 1 |  |\n| x |\n|  | x | more |\n").tables
    assert (table.header, table.rows, at(table.span)) == (
        ("a", "b | c"),
        (("1", ""), ("x", ""), ("", "x")),
        "3:1-7:16",
    )
    assert [[at(span) for span in row] for row in table.cell_spans[:2]] == [["3:3-3:4", "3:7-3:13"], ["5:3-5:4", "5:6-5:6"]]


def test_footnotes_anchors_and_comments():
    document = page(
        "<a id='one'></a>\n(two)=\n## H {#three}\n\na[^1] <a name=four></a> b <!-- c\nd --> e\n\n"
        "<!-- runbook-lint: ignore[x] y -->\n- x <!-- trailing -->\n\n[^1]: note\n\n<!-- open\n"
    )
    assert [(each.name, at(each.span)) for each in document.anchors] == [
        ("one", "1:1-1:13"),
        ("two", "2:1-2:7"),
        ("three", "3:6-3:14"),
        ("four", "5:7-5:20"),
    ]
    assert [(each.text, at(each.span), each.own_line) for each in document.comments] == [
        ("c\nd", "5:27-6:6", False),
        ("runbook-lint: ignore[x] y", "8:1-8:35", True),
        ("trailing", "9:5-9:22", False),
        ("open", "13:1-13:10", True),
    ]
    assert document.paragraphs[-1].text == "note"


def test_a_myst_label_is_an_anchor_of_its_own_paragraph():
    assert [(each.name, at(each.span)) for each in page("(two)=\n\n## H\n").anchors] == [("two", "1:1-1:7")]


PROSE = [
    ("# Head\ntext", ["  Head", "text"]),
    ("---\na: b\n---\nx", ["   ", "    ", "   ", "x"]),
    ("a `b` c", ["a     c"]),
    ("a [b](c.md) d", ["a [b        d"]),
    ("a https://x.example/y. b", ["a                      b"]),
    ("a <b>c</b> d", ["a    c     d"]),
    ("{{< x >}} a <%= y %> b {% z %}", ["          a          b        "]),
    ("```\na\n```", ["   ", " ", "   "]),
    ("| a | b \\| c |\n|--|--|\n| `d` | e |", ["  a   b \\| c  ", "       ", "        e  "]),
    ("[[_TOC_]]", ["         "]),
    ("[r]: b.md", ["         "]),
    ("- [ ] a\n  b\n> c", ["  [ ] a", "  b", "  c"]),
    ("<!-- a -->b", [" " * 11]),
    ("::: note\na\n:::", ["        ", "a", "   "]),
    ("a\tb\u2028c", ["a\tb\u2028c"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "prose"), PROSE)
def test_prose_keeps_its_columns(text, prose):
    assert list(page(text).prose) == prose


def test_byte_order_mark_and_line_ends():
    document = page(b"\xef\xbb\xbf# A\r\n\r\n[a](b.md)\r\n")
    assert (document.bom, document.newline, document.lines) == (True, "\r\n", ("# A", "", "[a](b.md)"))
    assert at(document.links[0].span) == "3:1-3:10"


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (b"a\nb\xffc", "byte 0xff is not UTF-8", "2:2-2:3"),
        (b"\xff\xfea\0", "the file is UTF-16, not UTF-8", "1:1-1:1"),
    ],
)
def test_what_is_no_utf_8(data, message, place):
    problem = decode(data)
    assert isinstance(problem, DataProblem)
    assert (problem.message, at(problem.span)) == (message, place)


PIECES = st.sampled_from(
    ["# ", "## ", "- ", "1. ", "- [ ] ", "**Impact**", ": ", "\n", "\n\n", "    ", "\t", "> ", "```", "```mermaid\n", "~~~", "|", "\\|",
     "a | b\n--|--\n", "`", "[x](y)", "![i](s)", "[a]: b", "<!--", "-->", "<a id='x'>", "<h2>", "</h2>", "<div>", "</div>", "&amp;", "\\",
     "*", "_", "{#id}", "(lbl)=", "---", "===", "\r\n", "\r", "\f", "\u2028", "\x0b", "\x85", "\0", "\ufeff", "é", "🔥", ":fire:", "<%= x %>",
     "{{ y }}", "https://x.y", "<https://x.y>", "[^1]", "[^1]: note", "word", "TODO", "  ", "\xa0", "[", "]", "(", ")", "<", ">", "<![", "<?",
     "&#10;", "[[_TOC_]]", "~~s~~", "+++", "...", "title: x\n"]
)  # fmt: skip
ANY_TEXT = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join)


def spans_of(document: Document):
    for field in fields(document):
        value = getattr(document, field.name)
        for each in value if isinstance(value, tuple) else ():
            if isinstance(each, Span):
                yield field.name, each
            elif not isinstance(each, str):
                yield field.name, each.span
            for row in getattr(each, "cell_spans", ()):
                yield from (("cell", span) for span in row)
            if hasattr(each, "rest_span"):
                yield "rest", each.rest_span


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY_TEXT)
def test_any_text_gives_a_document_whose_places_exist(text):
    decoded = decode(text.encode("utf-8", "replace"))
    assert isinstance(decoded, Text)
    document = parse_document("a.md", Kind.RUNBOOK, decoded)
    assert [len(line) for line in document.prose] == [len(line) for line in document.lines]
    for shown, line in zip(document.prose, document.lines, strict=True):
        assert all(char in (" ", other) for char, other in zip(shown, line, strict=True))
    last = max(len(document.lines), 1)
    for name, span in spans_of(document):
        assert 1 <= span.line <= span.end_line <= last, (name, span)
        assert 1 <= span.column <= len(document.line(span.line)) + 1, (name, span)
        assert 1 <= span.end_column <= len(document.line(span.end_line)) + 1, (name, span)
        assert (span.line, span.column) <= (span.end_line, span.end_column), (name, span)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(), ANY_TEXT.map(lambda text: text.encode("utf-16" if len(text) % 2 else "latin-1", "replace"))))
def test_any_bytes_give_a_document_or_a_problem(data):
    decoded = decode(data)
    if isinstance(decoded, Text):
        assert len(parse_document("a.md", Kind.RUNBOOK, decoded).prose) == len(decoded.lines)
    else:
        assert isinstance(decoded, DataProblem)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_lines_are_counted_as_editors_do(text):
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    assert len(split_lines(text)) == clean.count("\n") + (not clean.endswith("\n") and clean != "")
