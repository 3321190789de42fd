"""CODEOWNERS as GitHub and GitLab read it."""

import pytest

from runbook_lint.model.catalog import CodeOwnersLine
from runbook_lint.parse.codeowners import owners_of, read_codeowners


def given_to(text, path, place="CODEOWNERS"):
    owners, line = owners_of(read_codeowners(place, tuple(text.split("\n"))), path)
    return " ".join(owners), line


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        # every file, and the last line that matches
        ("* @a", "x/y/z.md", ("@a", 1)),
        ("* @a\n/x/ @b", "x/y.md", ("@b", 2)),
        ("/x/ @b\n* @a", "x/y.md", ("@a", 2)),
        ("", "x.md", ("", 0)),
        ("/x/ @a", "y/x.md", ("", 0)),
        # kinds of files, at any depth
        ("*.md @a", "x/y.md", ("@a", 1)),
        ("*.md @a", "x/y.mdx", ("", 0)),
        ("README.md @a", "x/README.md", ("@a", 1)),
        ("/README.md @a", "x/README.md", ("", 0)),
        # folders
        ("/build/logs/ @a", "build/logs/x/y.log", ("@a", 1)),
        ("/build/logs @a", "build/logs/y.log", ("@a", 1)),
        ("build/logs/ @a", "x/build/logs/y.log", ("", 0)),
        ("apps/ @a", "x/apps/y/z.js", ("@a", 1)),
        ("/apps/ @a", "x/apps/z.js", ("", 0)),
        ("/apps/ @a", "apps2/z.js", ("", 0)),
        ("/services/*/alerts/ @a", "services/cart/alerts/x.md", ("@a", 1)),
        ("/services/*/alerts/ @a", "services/cart/x/alerts/x.md", ("", 0)),
        # one level, all levels
        ("docs/* @a", "docs/start.md", ("@a", 1)),
        ("docs/* @a", "docs/build/start.md", ("", 0)),
        ("/* @a", "start.md", ("@a", 1)),
        ("/* @a", "docs/start.md", ("", 0)),
        ("docs/** @a", "docs/build/start.md", ("@a", 1)),
        ("docs/**/* @a", "docs/build/start.md", ("@a", 1)),
        ("**/logs @a", "deep/er/logs/x.log", ("@a", 1)),
        # a later line without an owner takes away
        ("/apps/ @a\n/apps/github", "apps/github/x.js", ("", 2)),
        # words, comments, escapes, letters
        ("/x/ @a @acme/b me@acme.example", "x/y", ("@a @acme/b me@acme.example", 1)),
        ("/x/\t@a # for now @b", "x/y", ("@a", 1)),
        ("# /x/ @a", "x/y", ("", 0)),
        ("  /x/   @a  ", "x/y", ("@a", 1)),
        ("/with\\ space/ @a", "with space/y", ("@a", 1)),
        ("/X/ @a", "x/y", ("", 0)),
        # GitHub knows neither `!` nor `[…]`
        ("* @a\n!/x/ @b", "x/y", ("@a", 1)),
        ("/[ab]/ @a", "a/y", ("", 0)),
    ],
)
def test_github(text, path, expected):
    assert given_to(text, path) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("[Docs] @d\ndocs/", "docs/x.md", ("@d", 2)),
        ("[Docs] @d\ndocs/ @e", "docs/x.md", ("@e", 2)),
        ("[Docs][2] @d @f\n*.md", "docs/x.md", ("@d @f", 2)),
        ("^[Optional] @d\n*.md", "docs/x.md", ("@d", 2)),
        # each section is judged by itself
        ("* @a\n[Docs]\n*.md @d", "docs/x.md", ("@a @d", 1)),
        ("[Docs]\n*.md @d\n[docs]\nREADME.md @e", "README.md", ("@e", 4)),
        # a pattern without a leading slash is for any depth
        ("[S]\ndocs/api/ @d", "x/docs/api/y.md", ("@d", 2)),
        ("[S]\n/docs/api/ @d", "x/docs/api/y.md", ("", 0)),
        ("[S]\n* @d", "x/y.md", ("@d", 2)),
        # `!` takes out of the section, wherever it stands
        ("[S] @d\n*\n!/x/", "x/y.md", ("", 0)),
        ("* @a\n[S] @d\n*\n!/x/", "x/y.md", ("@a", 1)),
    ],
)
def test_gitlab(text, path, expected):
    assert given_to(text, path) == expected


def test_the_place_tells_gitlab_from_github():
    assert given_to("docs/ @a\n!docs/b/", "x/docs/b/c.md", ".gitlab/CODEOWNERS") == ("", 0)
    assert given_to("docs/api/ @a", "x/docs/api/c.md", ".gitlab/CODEOWNERS") == ("@a", 1)


def test_lines_as_they_are_read():
    read = read_codeowners("CODEOWNERS", ("# who", "", "/a/ @x # why", "[Section Name] @y", "/b\\ c/"))
    assert read.lines == (CodeOwnersLine("/a/", ("@x",), 3), CodeOwnersLine("/b c/", ("@y",), 5, "section name"))
    assert read.gitlab
