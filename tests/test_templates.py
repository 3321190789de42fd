"""The template engine: plain values in, text out, nothing else in reach; errors name template, line and name."""

import string

import pytest
import ruamel.yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from runbook_lint.app.templates import shipped_templates
from runbook_lint.model.errors import UsageError
from runbook_lint.render.template import render_template
from runbook_lint.render.template_filters import block, code, inline, linked, paragraphs, yaml
from runbook_lint.render.text import visible


def render(text, templates=None, **values):
    return render_template("arp", {"arp": text, **(templates or {})}, values)


@pytest.mark.parametrize(
    ("text", "values", "made"),
    [
        ("# {{ name }}\n", {"name": "Cart"}, "# Cart\n"),
        ("{{ service.name }}", {"service": {"name": "Cart"}}, "Cart"),
        ("{{ service.items }}", {"service": {"items": "a key, not a method"}}, "a key, not a method"),
        ("{{ nothing }}", {"nothing": None}, ""),
        ("a\n{% if yes %}\nb\n{% endif %}\n{# gone #}\nc\n", {"yes": True}, "a\nb\nc\n"),
        ("{% for each in list %}{{ loop.index }}{{ each }}{% endfor %}", {"list": ("x", "y")}, "1x2y"),
        ("{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m(1) }}", {}, "[1]"),
        ("{{ 'a' + 'b' }} {{ 2 * 3 }} {{ range(3) | join(',') }}", {}, "ab 6 0,1,2"),
        ("{{ name or 'TODO' }} {{ other | default('none') }}", {"name": ""}, "TODO none"),
        ("{{ words | indent(2) }}", {"words": "a\n\nb"}, "a\n\n  b"),
        ("{{ who | yaml }} {{ all | yaml }}", {"who": "no", "all": ["a", "b: c"]}, '"no" [a, "b: c"]'),
        ("{{ day | yaml }}", {"day": "2026-01-01"}, '"2026-01-01"'),
    ],
)
def test_what_a_template_makes(text, values, made):
    assert render(text, **values) == made


def test_templates_take_in_those_that_are_handed_over():
    assert render("{% include 'head' %}b", {"head": "a{{ x }}"}, x=1) == "a1b"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n{{ servce }}", "template arp, line 2: nothing named `servce`; did you mean service?"),
        ("a\n\n{{ service.nmae }}", "template arp, line 3: nothing named `nmae`; did you mean name?"),
        ("{% if zebra %}{% endif %}", "template arp, line 1: nothing named `zebra`"),
        ("a\n{% include 'head' %}", "template head, line 3: nothing named `servise`; did you mean service?"),
        ("{% include '/etc/passwd' %}", "template arp, line 1: no template /etc/passwd to take in"),
        ("a\n{% if %}", "template arp, line 2: expected an expression, got 'end of statement block'"),
        ("{{ 1 / 0 }}", "template arp, line 1: division by zero"),
        ("\n{{ service | nope }}", "template arp, line 2: no filter named 'nope'"),
    ],
)
def test_an_error_names_template_line_and_name(text, message):
    with pytest.raises(UsageError) as error:
        render(text, {"head": "\n\n{{ servise }}"}, service={"name": "Cart"})
    assert str(error.value) == message


def test_a_template_that_is_not_there():
    with pytest.raises(UsageError, match=r"\Ano template arpp; did you mean arp\?\Z"):
        render_template("arpp", {"arp": ""}, {})


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ x | attr('__class__') }}",
        "{{ self.__dict__ }}",
        "{{ 'a'.upper() }}",
        "{{ x.append(1) }}",
        "{{ lipsum() }}",
        "{{ cycler('a') }}",
        "{{ range.__self__ }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ loop }}",
    ],
)
def test_nothing_is_in_reach(text):
    with pytest.raises(UsageError, match="template arp, line 1: "):
        render(text, x=[1])


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 100000000 }}",
        "{{ '%1000000000d' % 3 }}",
        "{{ 2 ** 9999999 }}",
        "{% for i in range(9999) %}{% for i in range(9999) %}{% endfor %}{% endfor %}",
        "{% for i in range(999999999) %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ x ~ x }}",
        "{% set y %}{{ x }}{{ x }}{% endset %}{{ y }}",
        "{{ x | replace('a', x) }}",
        "{{ [x, x] | join }}",
        "{{ 'a' | indent(1000000000) }}",
        "a" * 1_000_001,
    ],
    ids=lambda text: text[:40],
)
def test_a_template_is_stopped_when_it_grows(text):
    with pytest.raises(UsageError, match="template arp"):
        render(text, x="a" * 900_000)


@given(st.text(alphabet=string.printable))
def test_inline_shows_the_same_characters(text):
    shown = " ".join(visible(text.replace("\n", " ")).split())
    tokens = MarkdownIt().parse(inline(text))
    children = tokens[1].children if tokens else []
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for child in children} <= {"text"}
    assert "".join(child.content for child in children) == shown


@given(st.text())
def test_a_block_is_one_block_whatever_is_in_it(text):
    (fence,) = MarkdownIt().parse(f"before\n\n{block(text, 'promql')}\n\nafter")[3:4]
    assert (fence.type, fence.info) == ("fence", "promql")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("see https://x.example/a_b|c.", "see <https://x.example/a_b%7Cc>."),
        ("(https://x.example/d?e=1&f=*2*)", "(<https://x.example/d?e=1&f=*2*>)"),
        ("no *link*: ftp://x, javascript:alert(1)", "no \\*link\\*: ftp://x, javascript:alert(1)"),
        ("<https://x.example> <b>", "\\<<https://x.example>\\> \\<b\\>"),
        ("# one\ntwo", "\\# one two"),
    ],
)
def test_addresses_become_links_and_nothing_else_does(text, made):
    assert linked(text) == made


def test_paragraphs():
    assert paragraphs("one\ntwo\r\n\r\n# three\n\n\n") == "one two\n\n\\# three"


@given(st.text() | st.text(alphabet="|\\`htps:/x.<>[]() *"))
def test_linked_text_is_one_cell_whatever_is_in_it(text):
    tokens = MarkdownIt("commonmark").enable("table").parse(f"| a | b |\n|---|---|\n| {linked(text)} | end |\n")
    rows = [token.content for token in tokens if token.type == "inline"]
    assert (len(rows), rows[3]) == (4, "end")


@given(st.text(alphabet="`ab ", min_size=1))
def test_code_is_one_span(text):
    shown = " ".join(text.split())
    if shown:
        (span,) = MarkdownIt().parse(f"x{code(text)}x")[1].children[1:-1]
        assert (span.type, span.content) == ("code_inline", shown)


@given(st.text() | st.text(alphabet="aey01:.-+# ,~|>"), st.sampled_from(["1.1", "1.2"]))
def test_yaml_reads_a_scalar_back(text, version):
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = version
    whole = f"key: {yaml(text)}\nlist: [{yaml(text)}, x]\n"
    assert "\n" not in yaml(text)
    assert reader.load(whole) == {"key": text, "list": [text, "x"]}


def test_our_templates_are_there():
    assert list(shipped_templates()) == [
        "_actions.md", "_comms.md", "_facts.md", "_head.md", "_timeline.md", "arp.md", "comms-executive.md",
        "comms-internal.md", "comms-status-page.md", "near-miss.md", "postmortem-google.md", "postmortem-short.md",
        "postmortem.md", "review-pack.md", "runbook.md", "service.yaml",
    ]  # fmt: skip
