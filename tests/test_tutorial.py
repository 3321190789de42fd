"""The tutorial is true: every step of it, taken in order in an empty folder, prints what the page says."""

import os
from importlib.util import find_spec

import pytest
from conftest import ROOT
from walk import commands, same, walked

TUTORIAL = ROOT / "docs/tutorial.md"


def test_the_tutorial_is_true(tmp_path):
    if find_spec("mkdocs") is None:
        assert not os.environ.get("CI"), "CI has the site extra"
        pytest.skip("the tutorial builds a site, and the site extra is not installed")
    page = TUTORIAL.read_text(encoding="utf-8")
    true = walked(page, tmp_path)
    if os.environ.get("UPDATE_EXPECTED"):
        TUTORIAL.write_text(true, encoding="utf-8")
    assert page == true


@pytest.mark.parametrize(
    ("expected", "output", "verdict"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a\n", "", False),
        ("…\n", "a\nb\n", True),
        ("…\n", "", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nb\n", False),
        ("in … seconds\n", "in 0.4 seconds\n", True),
        ("in … seconds\n", "in 0.4\nseconds\n", False),
        ("1.5\n", "1x5\n", False),
    ],
)
def test_what_is_the_same(expected, output, verdict):
    assert same(expected, output) is verdict


def test_commands_of_a_block():
    block = "$ one \\\n    --more\nout\n\n$ two\n"
    assert list(commands(block)) == [("one \\\n    --more\n", "out\n\n"), ("two\n", "")]
