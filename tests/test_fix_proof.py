"""The proof of many fixes at once: what is refused, what is taken back, and that the rest of a page stays as it was."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.lint.mend import Scope, mend
from runbook_lint.lint.prove import meddling
from runbook_lint.lint.run import run_rules
from runbook_lint.model.finding import Applicability, Edit, Fix, Problem, Severity
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.parse.world import build_world
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import tree_of

TODAY = date(2026, 9, 1)


def at(line, first, last, end_line=None):
    return Span(line, first, end_line or line, last)


@pytest.mark.parametrize(
    ("page", "span", "new", "refused"),
    [
        ("[a](b.md) and [c](d.md)\n", at(1, 5, 9), "e.md", False),
        ("[a](b.md) and [c](d.md)\n", at(1, 5, 9), "e.md) [x](f.md", True),  # a link more
        ("[a](b.md) and [c](d.md)\n", at(1, 1, 10), "`b.md`", True),  # it was a link
        ("see <https://x.example/a>\n", at(1, 6, 25), "https://x.example/b", False),
        ("[a][x] [b][x]\n\n[x]: b.md\n", at(3, 6, 10), "c.md", False),
        ("<a href='b.md'>b</a>\n", at(1, 10, 14), "c.md", False),
        ("one\n\n<!-- note -->\n\ntwo\n", at(3, 1, 1, 5), "", False),
        ("one\n\n<!-- note -->\n\n    two\n", at(2, 1, 1, 5), "", True),  # the code would be the paragraph's
        ("one\n<!-- note -->\n\n    two\n", at(2, 1, 14), "- x", True),
        ("- a\n- b\n", at(2, 4, 4), "\n\n## C\n\nTODO", False),
        ("- a\n- b\n", at(1, 4, 4), "\n\n## C\n\nTODO\n", True),  # the list is two
        ("```\na\n", at(2, 2, 2), "\n\n## C\n\nTODO", True),  # the fence is open
        ("a\n\nb\n===\n", at(1, 2, 2), "\n\n## C\n\nTODO", False),
        ("a b c\n", at(1, 3, 4), "x", False),
        ("a b c\n", at(1, 3, 4), "*x*", True),  # more than the word
        ("---\na: 1\nb: 2\n---\n# A\n", at(2, 4, 5), "2", False),
        ("---\na: 1\nb: 2\n---\n# A\n", at(2, 4, 5), "2\nc: 3", False),
        ("---\na: 1\nb: 2\n---\n# A\n", at(2, 4, 5), "[", True),  # nobody can read it
        ("---\na: 1\nb: 2\n---\n# A\n", at(2, 4, 5), "1\n---", True),  # b was data and is text
        ("# A\n", at(1, 1, 1), "---\nowner: SHOP\n---\n\n", False),
    ],
)
def test_a_fix_that_changes_more_than_its_place_is_refused(page, span, new, refused):
    tree = tree_of({"a.md": page})
    assert bool(meddling(tree, [Fix((Edit("a.md", span, new),))], ["a.md"])) is refused


def test_in_data_only_the_value_at_the_place_may_change():
    tree = tree_of({"a.yaml": "a: 1\nb: {c: x}\n"})
    edits = [(at(2, 8, 9), "y"), (at(2, 8, 9), "y, d: z"), (at(2, 8, 9), "["), (at(1, 1, 2), "d"), (at(2, 5, 9), "x: y")]
    fixes = [Fix((Edit("a.yaml", span, new),)) for span, new in edits]
    assert [bool(meddling(tree, [fix], ())) for fix in fixes] == [False, False, True, True, True]


def marks(document):
    """Every `bad-N` is mended by what its number says."""
    for number, line in enumerate(document.lines, 1):
        column = line.find("bad")
        if column >= 0:
            new = {"1": "good", "2": "worse-1", "3": "bad-3", "4": "*good*"}[line[column + 4]]
            span = at(number, column + 1, column + 6)
            unsafe = Applicability.UNSAFE if "look" in line else Applicability.SAFE
            yield Problem(f"{line} is bad", span, fix=Fix((Edit(document.path, span, new),), unsafe))
        if "worse" in line:
            yield Problem(f"{line} is worse", at(number, 1, 2))


MARKS = Rule("ZZ001", "marks", "S.", "R.", Severity.WARNING, marks, default=True, fixable=True)


def mended(files, rules=(MARKS,), unsafe=False, paths=None):
    def judge(tree):
        world = build_world(tree, Settings(select=("ALL",)), TODAY)
        trials.append(tree)
        return world, run_rules(world, rules)

    trials = []
    done = mend(tree_of(files), judge, Scope(frozenset(paths or files), unsafe), rules)
    return {path: data.decode() for path, data in done.tree.contents.items()}, done, trials


def test_what_is_not_proven_is_taken_back_and_the_rest_is_written():
    files = {
        "a.md": "one bad-1\n\ntwo bad-2\n\nthree bad-1\n",  # the second would be another finding
        "b.md": "one bad-3\n\ntwo bad-1\n",  # the first would stay
        "c.md": "one bad-4\n\ntwo bad-1\n",  # the first would change the page
        "d.md": "one bad-1 look\n",
    }
    after, done, trials = mended(files)
    assert after == {
        "a.md": "one good\n\ntwo bad-2\n\nthree good\n",
        "b.md": "one bad-3\n\ntwo good\n",
        "c.md": "one bad-4\n\ntwo good\n",
        "d.md": "one bad-1 look\n",
    }
    assert [(each.path, each.span.line) for each in done.fixed] == [("a.md", 1), ("a.md", 5), ("b.md", 3), ("c.md", 3)]
    assert len(trials) <= 16
    assert mended(files, unsafe=True)[0]["d.md"] == "one good look\n"
    assert mended(files, paths=["b.md"])[0] == files | {"b.md": "one bad-3\n\ntwo good\n"}


def test_many_good_fixes_cost_two_judgements():
    files = {f"{number}.md": "one bad-1\n\ntwo bad-1\n" for number in range(50)}
    after, done, trials = mended(files)
    assert set(after.values()) == {"one good\n\ntwo good\n"}
    assert (len(done.fixed), len(trials)) == (100, 2)


FAULTS = {
    "[a](other)": "[a](other.md)",
    "[a](OTHER.md#top)": "[a](other.md#top)",
    "![a](img/Disk.png)": "![a](img/disk.png)",
    "[a](other.md#Try_this)": "[a](other.md#try-this)",
    "[a](hhttps://x.example)": "[a](https://x.example)",
    "<a href='OTHER.md'>a</a>": "<a href='other.md'>a</a>",
    "a <!-- runbook-lint: ignore[] why -->": "a",
}
PLAIN = ["Text of a page.", "- an item\n- [ ] a task", "| a | b |\n|---|---|\n| c | d |", "```sh\ndf -h # [a](other)\n```", "## Head",
         "> quoted", "1. one\n2. two", "~~~\n[a](other)\n~~~", "**Impact**: none", "caf\N{LATIN SMALL LETTER E WITH ACUTE} \U0001f4a5", "a\\\nb"]  # fmt: skip
BLOCKS = st.lists(st.sampled_from([*FAULTS, *PLAIN]), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from(["2026/08/01", "25/12/2025", "'1 May 2026'"]))
def test_planted_faults_are_mended_once_and_for_all_and_no_other_byte_changes(blocks, newline, end, day):
    rules = tuple(rule for rule in built_in_rules() if rule.fixable and rule.code[:2] in ("LK", "FR", "WV"))
    days = {"2026/08/01": "2026-08-01", "25/12/2025": "2025-12-25", "'1 May 2026'": "'2026-05-01'"}

    def page(parts, written):
        text = "\n\n".join([f"---\nlast_reviewed: {written}\n---\n# Disk", *parts]) + "\n" * end
        return text.replace("\n", newline).encode()

    files = {"runbooks/disk.md": page(blocks, day), "runbooks/other.md": "# Other\n\n## Try this\n", "runbooks/img/disk.png": ""}
    after, done, _ = mended(files, rules)
    expected = page([FAULTS.get(block, block) for block in blocks], days[day])
    assert after["runbooks/disk.md"].encode() == expected
    assert len(done.fixed) == 1 + sum(block in FAULTS for block in blocks)
    again, twice, _ = mended(dict(after), rules)
    assert (again, twice.fixed) == (after, ())
