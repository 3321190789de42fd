"""Globs as git reads them: what is asked of every path is quick, and says what the library says."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from runbook_lint.parse.globs import matcher, rooted

PIECES = st.sampled_from(["a", "b", ".md", "*", "**", "?", "[ab]", "[!a]", "/", "\\*", " ", "#", ".", "(", "|", "é", "\n"])
GLOBS = st.lists(st.tuples(st.sampled_from(["", "", "", "!", "/", "#"]), st.lists(PIECES, max_size=6).map("".join)), max_size=4)
PATHS = st.lists(st.sampled_from(["a", "b", "a.md", "b.md", "*", ".a", "(", "|", "é", "a b", "a\n"]), min_size=1, max_size=4)


@settings(deadline=None, max_examples=1000)
@given(GLOBS, st.sampled_from(["", "", "/", "./"]), PATHS)
def test_one_expression_says_what_the_library_says_of_each_glob(pairs, start, parts):
    globs, path = tuple(mark + glob for mark, glob in pairs), start + "/".join(parts)
    try:
        spec = GitIgnoreSpec.from_lines(globs)
    except ValueError as error:
        with pytest.raises(type(error), match=re.escape(str(error))):
            matcher(globs)
        return
    assert matcher(globs)(path) is spec.match_file(path)


@pytest.mark.parametrize(
    ("globs", "path", "matches"),
    [
        (("runbook.md",), "runbook.md", True),
        (("runbook.md",), "services/pay/runbook.md", False),
        (("services/*/runbook.md",), "services/pay/runbook.md", True),
        (("services/*/runbook.md",), "services/pay/old/runbook.md", False),
        (("services/**/*.md",), "services/pay/old/runbook.md", True),
        (("docs/",), "docs/a.md", True),
        (("docs/",), "docs", False),
        (("docs/**", "!docs/old/**"), "docs/old/a.md", False),
        (("docs/**", "!docs/old/**"), "docs/a.md", True),
        (("# a comment", ""), "a comment", False),
        ((), "a.md", False),
    ],
)  # fmt: skip
def test_a_layout_s_globs_start_at_the_root(globs, path, matches):
    assert matcher(rooted(globs))(path) is matches
