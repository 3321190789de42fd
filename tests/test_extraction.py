"""Links, definitions and loose references: every kind, with the exact places of the whole and of the target."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it.common.utils import unescapeAll
from test_markdown import ANY_TEXT

from runbook_lint.model.document import Document, Kind, Link
from runbook_lint.model.position import PAGE, Span
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.text import Text, decode


def page(text: str) -> Document:
    decoded = decode(text.encode("utf-8", "replace"))
    assert isinstance(decoded, Text)
    return parse_document("a.md", Kind.DOCUMENT, decoded)


def at(span: Span) -> str:
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"


def shown(link: Link) -> str:
    marks = "".join(f" {mark}" for mark in ("image", "html", "bare") if getattr(link, mark))
    label = f" [{link.label}]" if link.label else ""
    return f"{link.target!r} {at(link.span)} {at(link.target_span)}{label}{marks}"


LINKS = [
    # inline
    ("[a](b.md)", ["'b.md' 1:1-1:10 1:5-1:9"]),
    ("[a]( b.md )", ["'b.md' 1:1-1:12 1:6-1:10"]),
    ("[a]()", ["'' 1:1-1:6 1:5-1:5"]),
    ("[a](<>)", ["'' 1:1-1:8 1:6-1:6"]),
    ('[a](b.md "t")', ["'b.md' 1:1-1:14 1:5-1:9"]),
    ("[a](b.md 't (u)')", ["'b.md' 1:1-1:18 1:5-1:9"]),
    ("[a](b.md (t))", ["'b.md' 1:1-1:14 1:5-1:9"]),
    ("[a](b(c)d.md)", ["'b(c)d.md' 1:1-1:14 1:5-1:13"]),
    (r"[a](b\)c.md)", ["'b)c.md' 1:1-1:13 1:5-1:12"]),
    ("[a](b&amp;c.md)", ["'b&c.md' 1:1-1:16 1:5-1:15"]),
    ("[a](b%20c.md#d%C3%A4)", ["'b%20c.md#d%C3%A4' 1:1-1:22 1:5-1:21"]),
    ("[a](Ä-b.md#ü)", ["'Ä-b.md#ü' 1:1-1:14 1:5-1:13"]),
    ("[a](<Ä b.md> 't')", ["'Ä b.md' 1:1-1:18 1:6-1:12"]),
    ("[a](b c.md)", []),
    ("[a] (b.md)", []),
    ("[a](#x)", ["'#x' 1:1-1:8 1:5-1:7"]),
    ("[a](b.md\n'title\nover lines')", ["'b.md' 1:1-3:13 1:5-1:9"]),
    ("[a\nb](\nc.md)", ["'c.md' 1:1-3:6 3:1-3:5"]),
    ("[a [b] `]` c](d.md)", ["'d.md' 1:1-1:20 1:15-1:19"]),
    ("[a](javascript:x) [b](file:///c) [d](data:text/html,x)", [
        "'javascript:x' 1:1-1:18 1:5-1:17", "'file:///c' 1:19-1:33 1:23-1:32", "'data:text/html,x' 1:34-1:55 1:38-1:54"]),
    ("[a](b.md)[c](d.md)", ["'b.md' 1:1-1:10 1:5-1:9", "'d.md' 1:10-1:19 1:14-1:18"]),
    ("[a [b](c.md) d](e.md)", ["'c.md' 1:4-1:13 1:8-1:12"]),
    ("**[a](b.md)** _[c](d.md)_ ~~[e](f.md)~~", ["'b.md' 1:3-1:12 1:7-1:11", "'d.md' 1:16-1:25 1:20-1:24", "'f.md' 1:29-1:38 1:33-1:37"]),
    # images
    ("![a](b.png)", ["'b.png' 1:1-1:12 1:6-1:11 image"]),
    ('![a](<b c.png> "t")', ["'b c.png' 1:1-1:20 1:7-1:14 image"]),
    ("![a [b](c) d](e.png)", ["'e.png' 1:1-1:21 1:15-1:20 image"]),
    ("[![a](b.svg)](c.md)", ["'c.md' 1:1-1:20 1:15-1:19", "'b.svg' 1:2-1:13 1:7-1:12 image"]),
    ("[x ![a](b.svg) `y](` z](c.md)", ["'c.md' 1:1-1:30 1:25-1:29", "'b.svg' 1:4-1:15 1:9-1:14 image"]),
    (r"\![a](b.md)", ["'b.md' 1:3-1:12 1:7-1:11"]),
    # references
    ("[a][r]\n\n[r]: b.md", ["'b.md' 1:1-1:7 3:6-3:10 [r]"]),
    ("[r][]\n\n[R]: <b c.md> 't'", ["'b c.md' 1:1-1:6 3:7-3:13 [r]"]),
    ("[a  b]\n\n[A B]:\n  b.md\n  't'", ["'b.md' 1:1-1:7 4:3-4:7 [a  b]"]),
    ("![a][r]\n\n[r]: b.png", ["'b.png' 1:1-1:8 3:6-3:11 [r] image"]),
    ("![r]\n\n[r]: b.png", ["'b.png' 1:1-1:5 3:6-3:11 [r] image"]),
    ("[r] [a][r]\n\n[r]: b.md\n[r]: c.md", ["'b.md' 1:1-1:4 3:6-3:10 [r]", "'b.md' 1:5-1:11 3:6-3:10 [r]"]),
    ("[r](not a target)\n\n[r]: b.md", ["'b.md' 1:1-1:4 3:6-3:10 [r]"]),
    ("> [r]\n>\n> [r]:\n> b.md", ["'b.md' 1:3-1:6 4:3-4:7 [r]"]),
    ("- [r]\n\n  [r]: b.md", ["'b.md' 1:3-1:6 3:8-3:12 [r]"]),
    # autolinks and addresses in the open
    ("<https://x.example/a?b=c>", ["'https://x.example/a?b=c' 1:1-1:26 1:2-1:25"]),
    ("<me@x.example>", ["'mailto:me@x.example' 1:1-1:15 1:2-1:14"]),
    ("see https://x.example/a_b_c, and", ["'https://x.example/a_b_c' 1:5-1:28 1:5-1:28 bare"]),
    ("(https://x.example/a(b))", ["'https://x.example/a(b)' 1:2-1:24 1:2-1:24 bare"]),
    ("https://x.example/?a=b&amp;c=d&hl; x", ["'https://x.example/?a=b&amp;c=d' 1:1-1:31 1:1-1:31 bare"]),
    ("www.x.example. Www.Y.example/", ["'http://www.x.example' 1:1-1:14 1:1-1:14 bare", "'http://Www.Y.example/' 1:16-1:30 1:16-1:30 bare"]),
    ("xwww.a.example http:// https://_a.b_ www.x ahttps://b.example me@x.example", ["'http://www.x' 1:38-1:43 1:38-1:43 bare"]),
    ("*https://x.example/*a* \"https://y.example/\"", ["'https://x.example/*a' 1:2-1:22 1:2-1:22 bare", "'https://y.example/' 1:25-1:43 1:25-1:43 bare"]),
    ("[https://x.example] [a https://y.example b] www.", []),
    ("http://localhost:9090/alerts?x", ["'http://localhost:9090/alerts?x' 1:1-1:31 1:1-1:31 bare"]),
    ("`https://a.example` <!-- https://b.example --> [https://c.example](d.md) <br title='https://e.example'>", ["'d.md' 1:48-1:73 1:68-1:72"]),
    ('<a href="d.md">https://c.example</a> https://x.example', ["'d.md' 1:1-1:16 1:10-1:14 html", "'https://x.example' 1:38-1:55 1:38-1:55 bare"]),
    ("    https://code.example\n\n```\nhttps://code.example\n```", []),
    # HTML
    ('<a href="b.md">x</a> <img alt="d" src=c.png>', ["'b.md' 1:1-1:16 1:10-1:14 html", "'c.png' 1:22-1:45 1:39-1:44 image html"]),
    ("<A HREF='b&amp;c.md' id=x>", ["'b&c.md' 1:1-1:27 1:10-1:20 html"]),
    ('<p>\n<a\n  class="x"\n  href="b.md">k</a>\n</p>', ["'b.md' 2:1-4:15 4:9-4:13 html"]),
    ('<div><a href="{{< ref "b.md" >}}">x</a></div>', ["""'{{< ref "b.md" >}}' 1:6-1:35 1:15-1:33 html"""]),
    ('x <!-- <a href="b.md">x</a> --> `<a href="b.md">`', []),
    ("<a>no</a> <a href=''>none</a> <a name=x>", []),
    # what templates fill in
    ('[a]({{< ref "b.md" >}})', ["""'{{< ref "b.md" >}}' 1:1-1:24 1:5-1:23"""]),
    ('[a `c`]({{% relref "b.md#x" %}}) d', ["""'{{% relref "b.md#x" %}}' 1:1-1:33 1:9-1:32"""]),
    ('![a]({{< ref "b" >}}/c.png "t")', ["""'{{< ref "b" >}}/c.png' 1:1-1:32 1:6-1:27 image"""]),
    ("[a]({{ site.url }}/b) [c](<%= d %>)", ["'{{ site.url }}/b' 1:1-1:22 1:5-1:21", "'<%= d %>' 1:23-1:36 1:27-1:35"]),
    ('`[a]({{< ref "b.md" >}})`', []),
    # places
    ("# [a](b.md)\n\n[c](d.md)\n===", ["'b.md' 1:3-1:12 1:7-1:11", "'d.md' 3:1-3:10 3:5-3:9"]),
    ("| a |\n|---|\n| `x\\|y` [m](n\\|o) |", ["'n|o' 3:10-3:19 3:14-3:18"]),
    ("1. x\n   > [a](b.md\n   > 't')\n\n\t- [c](d.md)", ["'b.md' 2:6-3:10 2:10-2:14", "'d.md' 5:4-5:13 5:8-5:12"]),
    ("a[^1]\n\n[^1]: see [b](c.md)\n\n    and <https://d.example>", ["'c.md' 3:11-3:20 3:15-3:19", "'https://d.example' 5:9-5:28 5:10-5:27"]),
    ("ä🔥\t[a](b.md)\r\n\r\n[c](d.md)\r\n", ["'b.md' 1:4-1:13 1:8-1:12", "'d.md' 3:1-3:10 3:5-3:9"]),
    ("---\nlink: '[a](b.md)'\n---\n\n[c](d.md)", ["'d.md' 5:1-5:10 5:5-5:9"]),
    (r"\[a](b.md) `[a](b.md)` ``[c`](d.md)`` <!-- [a](b.md) -->", []),
    ("<pre>\n[a](b.md)\n</pre>\n\n<!--\n[a](b.md)\n-->", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_links(text, expected):
    assert [shown(link) for link in page(text).links] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[r]: b.md", ["r 'b.md' 1:1-1:10 1:6-1:10"]),
        ("[r]: <b c.md> 'title'\n[s]:\n   d.md", ["r 'b c.md' 1:1-1:22 1:7-1:13", "s 'd.md' 2:1-3:8 3:4-3:8"]),
        ("[r]: a.md\n\n[R]: b.md", ["r 'a.md' 1:1-1:10 1:6-1:10", "R 'b.md' 3:1-3:10 3:6-3:10"]),
        ("> [r]: a.md\n\n- x\n\n  [a  b]: c.md", ["r 'a.md' 1:3-1:12 1:8-1:12", "a b 'c.md' 5:3-5:15 5:11-5:15"]),
        ("[^1]: note\n\n`[r]: a.md`\n\n    [r]: a.md\n\ntext\n[r]: a.md", []),
    ],
)
def test_definitions(text, expected):
    found = page(text).definitions
    assert [f"{each.label} {each.target!r} {at(each.span)} {at(each.target_span)}" for each in found] == expected


UNDEFINED = [
    ("[Dashboard][dashbord]", ["dashbord 1:1-1:22"]),
    ("[Logs][]", ["Logs 1:1-1:9"]),
    ("![Graph][graph]", ["graph 1:1-1:16"]),
    ("[`kubectl`][docs]\n\n[x]: y", ["docs 1:1-1:18"]),
    ("# See [the page][p]\n\n| a |\n|---|\n| [the page][q] |", ["p 1:7-1:20", "q 5:3-5:16"]),
    ("a[^1] b[^note]", ["1 1:2-1:6 footnote"]),
    ("a[^1] b[^note]\n\n[^1]: x", ["note 1:8-1:15 footnote"]),
    ("[text][1]\n\n[2]: x", ["1 1:1-1:10"]),
    ("[Dash][d] [d][] [d] [Two\nwords][a\nb]\n\n[D]: x\n[a b]: y", []),
    ("[text] alone, [a b] and [x]", []),
    ("a[0][1] matrix[i][j] args[name][] [0][1] [a-z][0-9] [A-Z][a-z]+ [^/]+ [^abc] ([^1])", []),
    ("[[wiki]] [[a][b]] [[_TOC_]] [_TOC_] [ ] [x]\n\n> [!NOTE]\n> text", []),
    ("[OPTIONS][ARGS] [YYYY][MM] [2026-01-01][INFO] [ERROR][main] started [INFO][1234] x", []),
    ("`[a word][b]` \\[a word][b] <!-- [a word][b] -->\n\n    [a word][b]\n\n```\n[a word][b]\n```", []),
    ("[a word][b]\n\n    [b]: c.md", []),
    ('[a word][b]\n\n[b]: {{< ref "c.md" >}}', []),
    ("[a word][b](c.md) [a word][b][c] {{ a['word']['b'] }} <%= [a word][b] %> [$labels][pod name]", []),
    ("- [ ] [a task][] \n- [x] done", ["a task 1:7-1:17"]),
]


@pytest.mark.parametrize(("text", "expected"), UNDEFINED)
def test_undefined_references(text, expected):
    found = page(text).undefined
    assert [f"{each.label} {at(each.span)}{' footnote' * each.footnote}" for each in found] == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("\xa0\n[x](y)\n", (2, 5)), ("\u2003\n\xa0\n[x](y)\n", (3, 5)), ("> \xa0\n> [x](y)\n", (2, 7)),
        ("- \xa0\n  [x](y) b\n", (2, 7)), ("1. \xa0\n   c [x](y)\n", (2, 10)), ("**\n[x](y)\n", (2, 5)), ("\xa0\n\n[x](y)\n", (3, 5)),
    ],
)  # fmt: skip
def test_lines_of_other_spaces_are_counted(text, place):
    (link,) = page(text).links
    assert link.target_span[:2] == place


def written(document: Document, span: Span) -> str:
    rows = [document.line(number) for number in range(span.line, span.end_line + 1)]
    if len(rows) == 1:
        return rows[0][span.column - 1 : span.end_column - 1]
    return "\n".join((rows[0][span.column - 1 :], *rows[1:-1], rows[-1][: span.end_column - 1]))


PIECES = st.sampled_from(
    ["[a](b.md)", "[a](<b c.md> 't')", r"[a](b\)c)", "![i](s.png)", "[![i](s)](u)", "[r][q]", "[r][]", "[r]", "[q]: d.md\n", "\n[r]: <e f>\n",
     "<https://x.y/z>", "https://x.y/z", "www.x.y", "(", ")", "[", "]", "`", "``", "*", "_", "\\", "&amp;", "&", "<a href='h.md'>", "</a>",
     "<b>", "<!--", "-->", "\n", "\n\n", "> ", "- ", "1. ", "    ", "\t", "| a | b |\n|---|---|\n", "| ", "\\|", "# ", "===\n", "```\n", "[^1]",
     "\n[^1]: n\n", "{{< ref \"a.md\" >}}", "({{ x }})", "<%= y %>", "{#id}", "word ", "ä", "🔥", " ", "'", '"', "\r\n"]
)  # fmt: skip
LINKED_TEXT = st.one_of(ANY_TEXT, st.lists(PIECES, max_size=24).map("".join))


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(LINKED_TEXT)
def test_the_target_stands_where_it_is_said_to_stand(text):
    document = page(text)
    for link in document.links:
        assert link.target_span != PAGE or link.span.line == 1, link
        stands = written(document, link.target_span)
        if link.html or "\\|" in stands:
            continue
        if link.bare:
            assert link.target in (stands, f"http://{stands}"), link
        elif not document.line(link.target_span.line).lstrip().startswith(">"):
            assert link.target.removeprefix("mailto:") in (unescapeAll(stands), stands), link
        if not link.label:
            assert (link.span.line, link.span.column) <= (link.target_span.line, link.target_span.column), link
            assert (link.target_span.end_line, link.target_span.end_column) <= (link.span.end_line, link.span.end_column), link
    for each in (*document.links, *document.definitions):
        for span in (each.span, each.target_span):
            assert 1 <= span.line <= span.end_line <= max(len(document.lines), 1), each
            assert 1 <= span.column <= len(document.line(span.line)) + 1, each
            assert 1 <= span.end_column <= len(document.line(span.end_line)) + 1, each


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(LINKED_TEXT)
def test_nothing_in_code_is_a_link(text):
    fenced = page("~~~~~\n" + text.replace("~", "-") + "\n~~~~~\n")
    assert (fenced.links, fenced.definitions, fenced.undefined, fenced.anchors) == ((), (), (), ())


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="[]()!<>a.b ^#{}\"'&;:/", max_size=30).filter(lambda text: text.strip() and "`" not in text))
def test_nothing_in_a_code_span_is_a_link(text):
    document = page(f"x ``{text}`` y\n")
    assert (document.links, document.undefined, document.anchors) == ((), (), ())
