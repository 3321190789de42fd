"""One value as YAML or Markdown must have it, so that every reader takes it for the same text."""

import pytest

from runbook_lint.model.position import PAGE
from runbook_lint.parse.markdown_text import at_line_start, escaped
from runbook_lint.parse.scalars import Scalar, is_plain
from runbook_lint.parse.targets import is_web
from runbook_lint.parse.yaml_text import quoted
from runbook_lint.render.template_filters import yaml


@pytest.mark.parametrize(
    ("text", "bare", "single", "double", "filtered"),
    [
        ("jo", "jo", "'jo'", '"jo"', "jo"),
        ("2026-01-01", "'2026-01-01'", "'2026-01-01'", '"2026-01-01"', '"2026-01-01"'),
        ("2026-1-1", "'2026-1-1'", "'2026-1-1'", '"2026-1-1"', '"2026-1-1"'),
        ("2026-01-01 10:00", "'2026-01-01 10:00'", "'2026-01-01 10:00'", '"2026-01-01 10:00"', '"2026-01-01 10:00"'),
        ("since 2026-01-01", "since 2026-01-01", "'since 2026-01-01'", '"since 2026-01-01"', "since 2026-01-01"),
        ("no", "'no'", "'no'", '"no"', '"no"'),
        ("012", "'012'", "'012'", '"012"', '"012"'),
        ("it's", '"it\'s"', "'it''s'", '"it\'s"', '"it\'s"'),
        ('a "b" \\', "'a \"b\" \\'", "'a \"b\" \\'", '"a \\"b\\" \\\\"', '"a \\"b\\" \\\\"'),
    ],
)
def test_what_a_text_is_written_as(text, bare, single, double, filtered):
    assert [Scalar(PAGE, quote).written(text) for quote in ("", "'", '"')] == [bare, single, double]
    assert yaml(text) == filtered
    assert is_plain(text) is (text == bare)


@pytest.mark.parametrize(("quote", "written"), [("", "2026-01-01"), ("'", "'2026-01-01'"), ('"', '"2026-01-01"')])
def test_a_review_keeps_a_date(quote, written):
    assert Scalar(PAGE, quote).written_day("2026-01-01") == written


def test_what_cannot_be_printed_is_escaped():
    assert (
        quoted("a\nb\t\x07\x85\xa0\ue000\U000e0001\ud800é")
        == '"a\\nb\\t\\u0007\\u0085\\u00a0\\ue000\\U000e0001\N{REPLACEMENT CHARACTER}é"'
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("*a* _b_ `c` [d](e) <f> | ~ \\", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\| \\~ \\\\"),
        ("a & b &amp;", "a &amp; b &amp;amp;"),
        ("# a", "\\# a"),
        ("#a", "\\#a"),
        ("- a", "\\- a"),
        ("-5 degrees", "-5 degrees"),
        ("+ a", "\\+ a"),
        ("1. a", "1\\. a"),
        ("12) a", "12\\) a"),
        ("1.5 s", "1.5 s"),
        ("===", "\\==="),
        ("---", "\\---"),
        ("> a", "\\> a"),
    ],
)
def test_what_a_line_of_a_page_shows(text, line):
    assert at_line_start(escaped(text)) == line


@pytest.mark.parametrize(
    ("text", "web"),
    [
        ("https://a.example", True),
        ("http://a", True),
        ("ftp://a", False),
        ("httpsx://a", False),
        ("a https://b", False),
        ("", False),
    ],
)
def test_an_address_of_the_web(text, web):
    assert is_web(text) is web
