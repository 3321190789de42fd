"""Patterns are compiled when they are first asked, so here all of them are: a slip in one would else wait for its day."""

import gc
import pkgutil
import re
from contextlib import suppress
from importlib import import_module

import pytest

import runbook_lint
from runbook_lint.model import patterns
from runbook_lint.model.patterns import regex


def test_every_pattern_of_ours_is_one():
    for module in pkgutil.walk_packages(runbook_lint.__path__, "runbook_lint."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # of an extra that is not installed
                import_module(module.name)
    gc.unfreeze()  # what made a site in this process may have put them out of sight
    ours = [each for each in gc.get_objects() if type(each) is patterns._Later]
    assert len(ours) > 400
    assert [each for each in ours if each.pattern is None] == []


def test_it_does_what_a_pattern_does_and_is_compiled_once(monkeypatch):
    compiled = []
    monkeypatch.setattr(patterns.re, "compile", lambda *given, make=re.compile: compiled.append(given) or make(*given))
    word = regex(r"(?P<first>[a-z])\w*", re.IGNORECASE)
    assert compiled == []
    assert [match["first"] for match in word.finditer("Ada is here")] == ["A", "i", "h"]
    assert word.search is word.search
    assert [word.sub("-", "a b"), word.pattern, word.groupindex["first"]] == ["- -", r"(?P<first>[a-z])\w*", 1]
    assert regex(rb"\xff").match(b"\xff")
    assert compiled == [(r"(?P<first>[a-z])\w*", re.IGNORECASE), (rb"\xff", 0)]


def test_what_is_none_is_told_when_it_is_asked():
    wrong = regex("(")
    with pytest.raises(re.error, match="unterminated subpattern"):
        wrong.search("")
