"""The engine: signing, severities, narrowing, per-file ignores, fixes and their proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from runbook_lint.lint.prove import OverlappingEdits, apply_edits, fixed_tree, proven
from runbook_lint.lint.run import run_rules
from runbook_lint.model.document import Document
from runbook_lint.model.finding import Edit, Fix, Problem, Severity
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.settings import Settings
from runbook_lint.parse.config import read_config
from runbook_lint.parse.world import build_world
from runbook_lint.testing import broken_laws, lint, shown, tree_of, unique


@dataclass(frozen=True)
class Options:
    word: str = option("bad", "The word that must not stand in prose.")


def check(document: Document, options: Options) -> Iterator[Problem]:
    for number, line in enumerate(document.prose, 1):
        column = line.find(options.word) + 1
        if column:
            span = Span(number, column, number, column + len(options.word))
            raised = Severity.ERROR if "very" in line else None
            fix = Fix((Edit(document.path, span, "good"),))
            yield Problem(f"the word {options.word}", span, severity=raised, fix=fix)


RULE = Rule(
    code="XY001",
    name="no-bad-word",
    sentence="A page has no bad word.",
    reason="Bad words are bad.",
    severity=Severity.WARNING,
    default=True,
    check=check,
    options=Options,
    examples=(
        Example("a word", {"a.md": "a bad word\n"}, ("a.md:1:3: the word bad",), {"a.md": "a good word\n"}),
        Example("a good word", {"a.md": "a good word\n"}),
    ),
    fixable=True,
)


def found(files, config=""):
    return [f"{finding.severity}: {shown(finding)}" for finding in lint(files, (RULE,), config).findings]


def test_the_engine_signs():
    (finding,) = lint({"a.md": "a bad word\n"}, (RULE,)).findings
    assert (finding.code, finding.name, finding.path, finding.source) == ("XY001", "no-bad-word", "a.md", "a bad word")
    assert finding.url == "https://runbook-lint.github.io/runbook-lint/rules/no-bad-word/"


def test_a_problem_raises_and_the_configuration_wins():
    files = {"a.md": "bad\n", "b.md": "very bad\n"}
    assert found(files) == ["warning: a.md:1:1: the word bad", "error: b.md:1:6: the word bad"]
    config = '[rules.no-bad-word]\nseverity = "info"\nword = "very"\n'
    assert found(files, config) == ["info: b.md:1:1: the word very"]


def test_per_file_ignores_and_excludes():
    files = {"a.md": "bad\n", "old/b.md": "bad\n", "gone/c.md": "bad\n"}
    config = 'exclude = ["gone/"]\n[per-file-ignores]\n"old/**" = ["XY"]\n'
    assert found(files, config) == ["warning: a.md:1:1: the word bad"]


def test_the_laws_hold_for_a_plugin_and_name_what_is_broken():
    from dataclasses import replace

    assert broken_laws(RULE) == []
    assert broken_laws(replace(RULE, name="NoBad")) == ["name NoBad is not kebab-case"]
    assert broken_laws(replace(RULE, sentence="no end")) == ["the sentence is no finished sentence: 'no end'"]
    assert broken_laws(replace(RULE, code="RB900")) == [
        "the family RB belongs to runbook-lint; a plugin takes letters of its own"
    ]
    assert broken_laws(replace(RULE, fixable=False)) == ["fixable is False, but the examples offer fixes"]
    wrong = Example("a word", {"a.md": "bad\n"}, ("a.md:1:1: the word good",), {"a.md": "good\n"})
    assert broken_laws(replace(RULE, examples=(wrong, RULE.examples[1]))) == [
        "example 'a word' finds ['a.md:1:1: the word bad'], not ['a.md:1:1: the word good']"
    ]
    assert unique((RULE, RULE)) == ["XY001", "no-bad-word"]


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("abc\n", [((1, 2), (1, 3), "X")], "aXc\n"),
        ("abc\r\ndef\r\n", [((2, 1), (2, 1), "X")], "abc\r\nXdef\r\n"),
        ("a\rb\n", [((2, 1), (2, 2), "X")], "a\rX\n"),
        ("a\u2028b\n", [((1, 3), (1, 4), "X")], "a\u2028X\n"),
        ("ab\ncd\n", [((1, 2), (2, 2), "")], "ad\n"),
        ("ab\n", [((1, 3), (1, 3), "!"), ((1, 1), (1, 1), "?")], "?ab!\n"),
        ("a", [((1, 2), (1, 2), "\n")], "a\n"),
    ],
)
def test_edits(text, edits, expected):
    assert apply_edits(text, [Edit("a", Span(*start, *end), new) for start, end, new in edits]) == expected


def test_edits_that_overlap_are_refused():
    with pytest.raises(OverlappingEdits):
        apply_edits("abc", [Edit("a", Span(1, 1, 1, 3), ""), Edit("a", Span(1, 2, 1, 3), "")])


def test_a_fix_keeps_bom_and_line_ends():
    tree = tree_of({"a.md": b"\xef\xbb\xbfone bad\r\ntwo\r\n"})
    fix = Fix((Edit("a.md", Span(1, 5, 1, 8), "new\nline"),))
    assert fixed_tree(tree, fix).contents["a.md"] == b"\xef\xbb\xbfone new\r\nline\r\ntwo\r\n"


def test_a_fix_that_leaves_the_finding_or_makes_a_new_one_is_not_proven():
    tree, today = tree_of({"a.md": "bad\n"}), date(2026, 9, 1)
    settings = read_config('select = ["ALL"]', (RULE,), "x.toml")
    (finding,) = run_rules(build_world(tree, settings, today), (RULE,)).findings
    after = proven(tree, settings, today, (RULE,), finding)
    assert after is not None
    assert after.contents["a.md"] == b"good\n"
    from dataclasses import replace

    same = replace(finding, fix=Fix((Edit("a.md", Span(1, 1, 1, 4), "a bad"),)))
    assert proven(tree, settings, today, (RULE,), same) is None
    more = replace(finding, fix=Fix((Edit("a.md", Span(1, 1, 1, 4), "bad\n\nbad"),)))
    assert proven(tree, settings, today, (RULE,), more) is None


def test_settings_have_defaults():
    assert read_config("", (), "x.toml") == Settings()
