"""The block of data on top of a page: what counts as one, what it says and where."""

import pytest

from runbook_lint.model.position import Span
from runbook_lint.parse.front_matter import is_unclosed, read_front_matter
from runbook_lint.parse.text import split_lines


def read(text):
    return read_front_matter(split_lines(text))


@pytest.mark.parametrize(
    ("text", "value", "end_line"),
    [
        ("---\ntitle: A\n---\n# A\n", {"title": "A"}, 3),
        ("---  \ntitle: A\n---\t\n# A\n", {"title": "A"}, 3),
        ("---\ntitle: A\n...\n# A\n", {"title": "A"}, 3),
        ("---\r\ntitle: A\r\n---\r\n# A\r\n", {"title": "A"}, 3),
        ("---\n---\n# A\n", None, 2),
        ("---\n# only a comment\n---\n# A\n", None, 3),
        ("---\ndate: 2026-99-01\n---\n", {"date": "2026-99-01"}, 3),  # a date stays what was written
        ("---\nn: 012\nyes: no\n---\n", {"n": 12, "yes": "no"}, 4),
        ("+++\ntitle = 'A'\n+++\n# A\n", {"title": "A"}, 3),
        ("+++\nday = 2026-08-01\nat = 2026-08-01T10:00:00Z\n[x]\ny = 1\n+++\n",
         {"day": "2026-08-01", "at": "2026-08-01T10:00:00+00:00", "x": {"y": 1}}, 6),
    ],
)  # fmt: skip
def test_what_it_says(text, value, end_line):
    front = read(text)
    assert (front.data.value, front.span.line, front.span.end_line) == (value, 1, end_line)
    assert front.data.problem is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A\n",
        "\n---\ntitle: A\n---\n",  # not on top
        "<!-- a licence -->\n---\ntitle: A\n---\n",
        "----\ntitle: A\n----\n",
        "---\nA line of text between two rules\n---\n",
        "---\n- a list\n- of things\n---\n",
        "---\n**Note**: first: read this\n---\n",  # no YAML, and no entry in it
        "---\n# A\n\nText: with: colons\nand more\nand more\n---\n",
        "---\ntitle: A\n",
    ],
)
def test_pages_without(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("---\ntitle: a: b\n---\n", "not valid YAML: mapping values are not allowed here", 2, 9),
        ("---\nowner: jo\ntitle A\nx: y\n---\n", "not valid YAML: could not find expected ':'", 4, 1),
        ("---\na: 1\nb: 2\na: 3\n---\n", 'the key "a" appears twice, first on line 2', 4, 1),
        ("---\na:\n  x: 1\n  x: 2\n---\n", 'the key "x" appears twice, first on line 3', 4, 3),
        ("---\ntitle: @home\n---\n", "not valid YAML: found character '@' that cannot start any token", 2, 8),
        ("---\na: &x [*x]\n---\n", "an alias contains itself", 2, 4),
        ("+++\ntitle = A\n+++\n", "not valid TOML: Invalid value", 2, 9),
        ("+++\na = 1\na = 2\n+++\n", "not valid TOML: Cannot overwrite a value", 3, 6),
    ],
)
def test_what_cannot_be_read(text, message, line, column):
    problem = read(text).data.problem
    assert (problem.message, problem.span.line, problem.span.column) == (message, line, column)


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("a = 1", (5, 6)),
        ("a = 'x # y' # z", (5, 12)),
        ('a = "x \\" # y" # z', (5, 15)),
        ("a = 2026-08-01 # z", (5, 15)),
        ("a = [1, 2] # z", (5, 15)),  # lists to the line's end: nothing points into one
        ("'a' = 1 ", (7, 8)),
    ],
)
def test_where_a_toml_value_stands(line, columns):
    data = read(f"+++\n{line}\n+++\n").data
    assert data.span("a") == Span(2, columns[0], 2, columns[1])


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ("---\ntitle: A\nowner: jo\n\n# A\n", True),
        ("---\ntitle: A\nowner: jo", True),
        ("+++\ntitle = 'A'\nowner = 'jo'\n# A\n", True),
        ("---\ntitle: A\nowner: jo\n---\n", False),
        ("---\n\nText under a rule\n", False),
        ("---\nNote: one line under a rule\n", False),
        ("# A\n", False),
        ("", False),
    ],
)
def test_unclosed(text, unclosed):
    assert is_unclosed(split_lines(text)) is unclosed


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("---\n# runbook-lint: ignore[a] b\ntitle: A\n---\n", [("runbook-lint: ignore[a] b", 2, 1, True)]),
        ("---\ntitle: A # runbook-lint: ignore[a] b\n---\n", [("runbook-lint: ignore[a] b", 2, 10, False)]),
        ("---\n# runbook-lint: file-ignore[a] b\n---\n", [("runbook-lint: file-ignore[a] b", 2, 1, True)]),
        ("+++\ntitle = 'A' # runbook-lint: ignore[a] b\n+++\n", [("runbook-lint: ignore[a] b", 2, 13, False)]),
        ("---\ntitle: a: b\n# runbook-lint: ignore[a] b\n---\n", [("runbook-lint: ignore[a] b", 3, 1, True)]),
        ("---\ntitle: 'x # runbook-lint: ignore[a] b'\n---\n", []),  # a text that looks like one
        ("---\ntitle: |\n  x # runbook-lint: ignore[a] b\n# runbook-lint: ignore[c] d\n---\n",
         [("runbook-lint: ignore[c] d", 4, 1, True)]),
        ("---\n# another comment\n---\n", []),
    ],
)  # fmt: skip
def test_its_comments(text, comments):
    found = read(text).data.comments
    assert [(each.text, each.span.line, each.span.column, each.own_line) for each in found] == comments
