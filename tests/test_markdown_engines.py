"""Two engines read a page alike: what pyromark makes of it is what the reference makes of it."""

from datetime import date
from pathlib import Path

import pytest
from grown_tree import grown_tree
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.model.document import Kind
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse import tokens
from runbook_lint.parse.blocks import blocks_of
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.pulldown import pulldown_tokens
from runbook_lint.parse.site.body import site_body
from runbook_lint.parse.text import Text, decode, split_lines
from runbook_lint.parse.world import build_world

ROOT = Path(__file__).parents[1]
ODD = (
    # what only the reference may judge, because the two differ on it
    "\x0b\n", "# \u3000\n", "&\xa0\n", "<b\u3000>\n", "b\t\nt\n", "\\ \nc\n", "~~y~~~\n", "~a~ ~~b~~\n",
    "|`\n--\n", "\\|\n-|\n", "?\n)|\n-|\n", "a|b\n-|-\n    ~\n", "<script>|#\n-|-\n", "# |*\n-|-\n", "a | b\n-|-\n\\| | `\\|`\n",
    ">\n    >\n", "> a\nb\n", "> - a\nb\n", "* \t<b>\n", "+ \t.\n   |\n", "-\ta\n\n\tb\n", "- a\n\n\tb\n", "- <b>\n   \n",
    "1.\n\n\n1.\n", "-\n\n  a\n", "+    \"\n    ```\n", "1. - <b>\n   \t\\\n", "```\na\n", "- ```\n  a\n", "> ```\n", "    a\n\tb\n",
    "[a]\n\n[a]: b\n", "[a][b]\n\n  [b]: <c>\n  'd'\n", "- [a]:\n  b\n\n[a]\n", "a[^1]\n\n[^1]: b\n", "[a]({{< ref \"b c\" >}})\n", "![a](<% b c %>)\n",
    # what both read alike, if the places are right
    "é *ü* `ß` [ö](ä) — “q”\n", "| é | ü |\n|:-:|--:|\n| — `ö` | [ä](ß) |\n| x |\n| | y | z |\n", "- é\n  ü\n  - ö `a\n    b` [c\n    d](e)\n",
    "- a\n  # b\n  c\n", "- a\n  - b\n\n  c\n- d\n", "1) a\n\n   > b\n   > c `d\n   > e`\n\n2) f\n", "10. a\n    - b\n 11. c\n", "   - a\n  - b\n",
    "* 5. [x](#y)\n  * 5.1. z\n", "- a\n\n b\n", "> a\n>\n> - b\n>\n> c\n", "> > a\n> > b\n", "- - a\n  - b\n", "-     a\n", "- [ ] a\n- [X] b\n",
    "a\n===\n\nb\nc\n---\n", "- a\n  -\n", "# a #\n## b ## c\n#\n###### d \\#\n", "  # a\n", "a  \nb\\\nc \nd\n", "\\*a\\d\\\\ &amp; &#35; &copy &nosuch; &\n",
    "[a\\]b](c \"d\") ![e *f* [g](h)](<i j>) <http://k/%20l> <m@n.o> [](p) [q]()\n", "***a** b* _c_d_ **e*f**\n", "`` a`b `` ` `` `\n",
    "<div>\n*a*\n</div>\n\n<!-- b\n\nc -->\n<i\nd>*e*</i>\n", "- <div>\n  a\n  </div>\n", "~~~ sh x\na\n~~~\n\n  ```{.py}\n   b\n  ```\n", "- a\n  ```\n  b\n  ```\n  c\n",
    "    a\n\n     b\n\n\nc\n", "***\n- - -\n___\n", "a\n- b\n1. c\n2. d\n", "a\n2. b\n", "[a](b\nc\n", "[a]( b )\n[c](d(e)f)\n[g](h\"i\")\n", "# a {#b}\n\n(c)=\n# d {: #e}\n", "",
)  # fmt: skip
PIECES = st.sampled_from(
    ["a", "b c", "*", "**", "_", "`", "``", "~~", "[", "]", "](u)", "(", ")", "![", "<", ">", "<b>", "</b>", "<!-- c -->", "<http://x.y>", "<a@b.co>", "\\", "\\*", "\\d", "&amp;", "&", "&#35;", "!", "http://x.y", "{{ x }}", ":", "#", "1.", "-", "+", "=", "'", '"', "|", " | ", "\\|", "\t", " ", "  ", "    ", "é", "—", "“", "\xa0", "🟡", "*b*", "**s**", "[l](u)", "[l](<u v> 't')", "![i](s)", "`c`", "[^1]", "]: x"]
)
STARTS = st.sampled_from(
    ["", "", "", "", "- ", "* ", "1. ", "2) ", "10. ", "> ", ">", "  ", "    ", "   ", "# ", "## ", "```sh", "```", "~~~", "---", "***", "===", "| a | b |", "|---|:-:|", "|-|",
     "a | b", "<div>", "</div>", "<!--", "-->", "<details>", "\t", "-\t", "- - ", "> - ", "- > ", "1. - ", "     ", "- [ ] ", "-", "- ```", "  ```", "<script>", "#", "[a]: b"]
)  # fmt: skip
LINE = st.builds(lambda indent, start, pieces: " " * indent + start + "".join(pieces), st.sampled_from([0, 0, 0, 1, 2, 3, 4]), STARTS, st.lists(PIECES, max_size=5))
PAGE = st.lists(LINE, max_size=9).map(lambda lines: "\n".join(lines) + "\n")


@pytest.fixture
def reference(monkeypatch):
    """Runs something with the reference alone."""

    def run(work, *arguments):
        with monkeypatch.context() as only:
            only.setattr(tokens, "_faster", lambda: None)
            return work(*arguments)

    return run


def document(text):
    return parse_document("notes.md", Kind.DOCUMENT, text if isinstance(text, Text) else Text(split_lines(text)))


def bodies(contents):
    """Every page of a tree, as it is read and as it is written for the site."""
    world = build_world(Tree(contents=contents, paths=frozenset(contents)), Settings(), date(2026, 11, 21))
    return {path: (each, blocks_of(each), site_body(world, each, f"pages/{path}")) for path, each in world.documents.items()}


def pages(folder):
    files = (each for ending in ("*.md", "*.markdown", "*.md.erb") for each in folder.rglob(ending))
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files if each.is_file()}


def same(contents, reference):
    fast, slow = bodies(contents), reference(bodies, contents)
    assert fast.keys() == slow.keys()
    for path, each in fast.items():
        assert each == slow[path], path


def test_real_pages_read_alike(corpora, reference):
    for folder in sorted(each for each in corpora.iterdir() if each.is_dir()):
        same(pages(folder), reference)


def test_our_own_pages_read_alike(reference):
    same({path: data for folder in ("services", "postmortems", "docs") for path, data in pages(ROOT / folder).items()}, reference)


@pytest.mark.parametrize("seed", range(4))
def test_grown_pages_read_alike(seed, reference):
    same({path: text.encode() for path, text in grown_tree(seed).items()}, reference)


def test_most_real_pages_are_read_by_the_faster_engine(corpora):
    texts = [decode(data) for folder in corpora.iterdir() if folder.is_dir() for data in pages(folder).values()]
    taken = sum(pulldown_tokens(text.joined + "\n") is not None for text in texts)
    assert taken > 0.8 * len(texts)


@pytest.mark.parametrize("text", ODD)
def test_odd_pages_read_alike(text, reference):
    same({"notes.md": text.encode()}, reference)


@settings(deadline=None, max_examples=400)
@given(PAGE)
def test_any_page_reads_alike(text):
    fast = document(text)
    blocks = blocks_of(fast)
    kept, tokens._faster = tokens._faster, lambda: None
    try:
        slow = document(text)
        assert (fast, blocks) == (slow, blocks_of(slow))
    finally:
        tokens._faster = kept


def test_without_the_faster_engine_the_reference_reads_everything(reference):
    assert reference(document, "# A\n\n- b\n").headings[0].text == "A"
