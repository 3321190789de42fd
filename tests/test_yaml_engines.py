"""Both YAML engines say the same of every text: values, types, places, comments, readings and problems."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.parse.yaml_nodes import DEEPEST, quick_nodes, reference_nodes
from runbook_lint.parse.yaml_reader import read_yaml_all
from runbook_lint.parse.yaml_values import tag_of

ROOT = Path(__file__).parents[1]


def seen(text, compose):
    """All that is read, in a form in which 1, 1.0 and true differ and not-a-number equals itself."""
    return [
        (repr(data.value), dict(data.spans), dict(data.key_spans), data.comments, data.ambiguous, data.problem)
        for data in read_yaml_all(text, 1, compose)
    ]


def assert_same(text: str) -> bool:
    """Whether the quick engine takes a text; where it does, the reference must agree."""
    nodes = quick_nodes(text)
    if nodes is not None:
        assert seen(text, lambda _: nodes) == seen(text, reference_nodes)
    return nodes is not None


def texts_below(folder: Path):
    """Every YAML file and every front matter below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
            yield path, path.read_text(encoding="utf-8-sig", errors="replace")
        elif path.suffix in (".md", ".markdown") and path.is_file():
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            if text.startswith("---\n") and "\n---" in text[4:]:
                yield path, text[4 : text.index("\n---", 4) + 1]


QUICK = [
    "a: 1\nb:\n  - c\n  - d: e\n",
    "a:\nb: # later\n\nc:\n- \n-\n- d\n",
    "a:\n  b:\n  c:\n\nd: 1\n",
    "a: [x, 'y', {b: c, d: , e}, [], {}]\n",
    "a: {b: 1, 'c':2, \"d\": [e]}\n",
    "a: 'it''s'\nb: \"\\u00e9\\t\\x41\\\n  on\"\nc: 'two\n\n  lines'\n",
    "a: plain text\n  goes on # so\n  # and this\nb: 1\n",
    "a: |\n  text\n  # no comment\n\nb: >-\n  folded\n  text\n\n\nc: |2+\n   x\n  y\n\nd: 1\n",
    "a:\n  b: |\n    last\n\n\nc: 1\n",
    "é: 'ü'\n𝄞: 𝄞𝄞 # x\nb: 𝄞\n",
    "---\na: 1\n---\nb: 2\n--- # more\n- 3\n",
    "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
    "a: &x {b: 1}\n---\na: &x {b: 2}\nc: *x\n",
    "a: &x [1]\nb: &x [2]\nc: *x\n",  # the later one holds
    "a: &x {b: 1, c: [1, {d: e}]}\nf:\n  <<: *x\n  b: 2\n",
    "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y], f: g}\n",
    'a: {"<<": {b: 1}}\n',
    "a: {<<: 3, x: 1}\n",
    "a: &x [*x]\n",
    "x-a: &a\n  <<: *a\n",
    "a: 1\nb: 2\na: 3\n",
    "? [a]\n: 1\n? b\n: 2\n? c\n",
    "a: !!str 12\nb: !!int 12\nc: !ours word\nd: !!float x\ne: !!bool no\nf: !!null ''\n",
    "a: [a:b, http://x/y#z, a#b, -x]\n",
    "a: x:y\nb: -z\nc: a - b\nd: a, b\ne: x]\n",
    "a: 1 # runbook-lint: ignore[x] why\nb: |\n  # runbook-lint: ignore[y] text\n",
    "- - - a\n    - b\n  - c\n",
    "",
    "# only a comment\n",
]
REFERENCE = [
    "a: [1\n",
    "a: b: c\n",
    "a: @b\n",
    "a: x\x01\n",
    "a: *x\n",
    "a: 1\n\tb: 2\n",
    "a: 1\t# valid, but not to ruamel.yaml\n",
    "a: 1\r\nb: 2\r\n",
    "a: 'x\u2028y'\nb: 1\n",
    "a: x\x85y\n",
    "\ufeffa: 1\n",
    "a: 1\nb: '\ufeff'\n",
    "%YAML 1.1\n---\na: yes\n",
    "%TAG ! tag:a,2000:\n---\na: !x b\n",
    "a: 1\n...\nb: 2\n",
    "word\n",
    "---\n",
    "a: ! 12\n",
    "a: !!!int 12\n",
    "a: !<tag:yaml.org,2002:int> 12\n",
    "a: &x !!str 12\n",
    "&x: a\n",
    "a: &x.y 1\nb: *x.y\n",
    "a: |#c\n  x\n",
    "a: |\n \n  x\n",
    "a: \ud800\n",
    "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
]


@pytest.mark.parametrize("text", QUICK)
def test_what_is_plain_is_read_quickly(text):
    assert assert_same(text)


@pytest.mark.parametrize("text", REFERENCE)
def test_what_engines_take_differently_is_the_references(text):
    assert quick_nodes(text) is None


@pytest.mark.parametrize("count", [10, 100_000])
def test_depth_costs_no_stack(count):
    assert (quick_nodes("[" * count + "]" * count) is None) == (count > DEEPEST)


def test_without_libyaml_the_reference_does_it_all(monkeypatch):
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    assert quick_nodes("a: 1\n") is None
    assert read_yaml_all("a: 1\n")[0].value == {"a": 1}


def test_scalars_are_resolved_as_the_reference_does():
    starts = ["", "+", "-", "."]
    words = ["~ null Null nULL true TRUE tRUE yes on y << = 2026-08-01 0 00 012 08 0o14 0o8 0x1F 0xg 0b11 0b12 1_000 _1 _",
             "0o1_7 0x_f 1. .5 1.5 1e3 1.e3 .5e3 .5e+3 1e 1.5e 1_0.5_0 .inf .Inf .iNF inf .nan .NaN nan 10:30 1:30.5 . .. ._ 1.2.3"]  # fmt: skip
    texts = [start + word for start in starts for word in " ".join(words).split()]
    texts = [text for text in texts if text not in ("-", "+~")]
    (root,) = reference_nodes("".join(f"- {text}\n" for text in texts) + "-\n")
    others = ("timestamp", "value")  # text to us
    tags = [str(node.tag) for node in root.value]
    expected = [f"{tag.rpartition(':')[0]}:str" if tag.endswith(others) else tag for tag in tags]
    assert [tag_of(text) for text in [*texts, ""]] == expected


@pytest.mark.parametrize("folder", ["example", "tests/data", ".github", "docs"])
def test_the_engines_agree_on_our_own_files(folder):
    for path, text in texts_below(ROOT / folder):
        assert assert_same(text) or path.suffix != ".yml", path


def test_the_engines_agree_on_real_repositories(corpora):
    taken = [assert_same(text) for _, text in texts_below(corpora)]
    assert all(taken)
    assert len(taken) > 250


PIECES = ["a", "b: ", "c: d\n", "- ", "\n", "\n  ", "\n    ", " ", ": ", ":", "[", "]", "{", "}", ", ", "&x ", "*x", "<<: *x",
          "'", '"', "'q'", '"q\\n"', "|\n", ">-\n", "|2+\n", " # c\n", "#", "---\n", "!!int ", "!t ", "? ", "é", "𝄞", "no", "012",
          "1.5", "~", "\\", "-", "@", "%", "http://x", "\t", "\u2028"]  # fmt: skip
WHOLE = st.recursive(
    st.sampled_from(["1", "no", "'x'", '"y\\t"', "", "two words", "0o14", "!!str 1", "é𝄞", "a:b", "[]", "{}", "[1, a: b]", "{c: d, e}"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(lambda items: ["- ", items])
        | st.lists(inner, min_size=1, max_size=4).map(lambda items: ["key", items])
    ),
    max_leaves=12,
)  # fmt: skip


def written(value, indent: str = "") -> str:
    """A drawn structure as block YAML."""
    if isinstance(value, str):
        return f" {value}\n"
    kind, items = value
    head = (lambda index: "-") if kind == "- " else (lambda index: f"k{index}:")
    return "\n" + "".join(f"{indent}{head(n)}{written(item, indent + '  ')}" for n, item in enumerate(items))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_the_engines_agree_on_fragments(text):
    assert_same(text)


@settings(deadline=None)
@given(WHOLE.map(written), st.lists(st.tuples(st.integers(0, 200), st.sampled_from(PIECES)), max_size=3))
def test_the_engines_agree_on_whole_texts_and_slips_in_them(text, slips):
    for offset, piece in slips:
        text = text[:offset] + piece + text[offset:]
    assert_same(text)
