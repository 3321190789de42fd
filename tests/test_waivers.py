"""Waivers: what they cover, until when, and what is said of those that do nothing."""

import re
from datetime import date

import pytest

from runbook_lint.lint.prove import apply_edits
from runbook_lint.model.document import Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Rule
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.text import Text, split_lines
from runbook_lint.parse.waiver_edits import removal
from runbook_lint.parse.waivers import document_waivers
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import lint, shown


def marks(word):
    """A check that finds a word wherever it stands, comments aside."""

    def check(world):
        for path, file in {**world.documents, **world.data_files}.items():
            for number, line in enumerate(file.lines, 1):
                for match in re.finditer(word, line.split("# runbook-lint")[0]):
                    yield Problem(word, Span(number, match.start() + 1, number, match.end() + 1), path)

    return check


def toy(code, name, word):
    return Rule(code, name, "A sentence.", "A reason.", Severity.WARNING, marks(word), default=True)


BAD, ODD = toy("ZZ001", "no-bad", "BAD"), toy("ZZ002", "no-odd", "ODD")
OURS = [rule for rule in built_in_rules() if rule.family == "WV"]


def judged(text, path="docs/page.md", rules=(BAD, ODD), today="2026-09-01"):
    """The lines that are found bad, and how many findings are waived."""
    report = lint({path: text}, rules, today=today)
    return [finding.span.line for finding in report.findings], report.waived


def said(text, path="docs/page.md", rules=(BAD, ODD, *OURS), today="2026-09-01", config=""):
    report = lint({path: text}, rules, config, today)
    return [shown(finding).removeprefix(f"{path}:") for finding in report.findings]


@pytest.mark.parametrize(
    ("text", "left", "waived"),
    [
        # alone on its line: the next block
        ("BAD\n\n<!-- runbook-lint: ignore[no-bad] r -->\n\nBAD\nBAD\n\nBAD\n", [1, 8], 2),
        ("<!-- runbook-lint: ignore[no-bad] r -->\n# BAD\n\nBAD\n", [4], 1),
        ("<!-- runbook-lint: ignore[no-bad] r -->\n- BAD\n- BAD\n  - BAD\n\nBAD\n", [6], 3),
        ("<!-- runbook-lint: ignore[no-bad] r -->\n| BAD |\n|---|\n| BAD |\n\nBAD\n", [6], 2),
        ("<!-- runbook-lint: ignore[no-bad] r -->\n> BAD\n> BAD\n\nBAD\n", [5], 2),
        ("<!-- runbook-lint: ignore[no-bad] r -->\n```text\nBAD\n\nBAD\n```\nBAD\n", [7], 2),
        # in a list: what follows in the list
        ("- BAD\n- x\n\n  <!-- runbook-lint: ignore[no-bad] r -->\n\n  BAD\n\nBAD\n", [1, 8], 1),
        # over several lines
        ("<!-- runbook-lint: ignore[no-bad]\n     because -->\n\nBAD\n\nBAD\n", [6], 1),
        # behind text: its own lines
        ("BAD <!-- runbook-lint: ignore[no-bad] r -->\nBAD\n\nBAD\n", [2, 4], 1),
        ("- BAD <!-- runbook-lint: ignore[no-bad] r -->\n- BAD\n", [2], 1),
        ("# BAD <!-- runbook-lint: ignore[no-bad] r -->\n\nBAD\n", [3], 1),
        # the whole file, wherever it stands
        ("BAD\n\n<!-- runbook-lint: file-ignore[no-bad] r -->\n\nBAD ODD\n", [5], 2),
        # by code, several rules, any spacing
        ("<!-- runbook-lint: ignore[ZZ001] r -->\nBAD ODD\n", [2], 1),
        ("<!--runbook-lint:ignore[ no-bad ,no-odd ]r-->\nBAD ODD\n", [], 2),
        # at the end of the file
        ("BAD\n\n<!-- runbook-lint: ignore[no-bad] r -->\n", [1], 0),
        # what is no waiver
        ("`<!-- runbook-lint: ignore[no-bad] r -->` BAD\n", [1], 0),
        ("```html\n<!-- runbook-lint: ignore[no-bad] r -->\n```\nBAD\n", [4], 0),
        ("<!-- runbook-lint: ignore -->\nBAD\n", [2], 0),
        ("<!-- runbook-lint: ignore[] r -->\nBAD\n", [2], 0),
        ("<!-- runbook-lint: ignore[ZZ] r -->\nBAD\n", [2], 0),
        ("<!-- see runbook-lint: ignore[no-bad] r -->\nBAD\n", [2], 0),
    ],
)
def test_what_a_waiver_in_a_page_covers(text, left, waived):
    assert judged(text) == (left, waived)


@pytest.mark.parametrize(
    ("front", "left", "waived"),
    [
        ("# runbook-lint: ignore[no-bad] r\na: BAD\nb: BAD", [4, 6], 1),
        ("a: BAD # runbook-lint: ignore[no-bad] r\nb: BAD", [3, 5], 1),
        ("# runbook-lint: ignore[no-bad] r\na:\n  - BAD\n  - BAD\nb: BAD", [6, 8], 2),
        ("# runbook-lint: file-ignore[no-bad] r\na: BAD", [], 2),
        ("# runbook-lint: file-ignore[no-bad] r", [], 1),
        ("a: 'x # runbook-lint: file-ignore[no-bad] r'", [4], 0),
    ],
)
def test_what_a_waiver_in_front_matter_covers(front, left, waived):
    assert judged(f"---\n{front}\n---\nBAD\n") == (left, waived)


def test_front_matter_in_toml():
    assert judged("+++\n# runbook-lint: ignore[no-bad] r\na = 'BAD'\nb = 'BAD'\n+++\nBAD\n") == ([4, 6], 1)


@pytest.mark.parametrize(
    ("text", "left", "waived"),
    [
        ("# runbook-lint: ignore[no-bad] r\na: BAD\nb: BAD\n", [3], 1),
        ("a: BAD # runbook-lint: ignore[no-bad] r\nb: BAD\n", [2], 1),
        # what is nested under the entry, blank lines and comments included
        ("# runbook-lint: ignore[no-bad] r\na:\n  b: BAD\n\n  # note\n  c: [BAD]\nd: BAD\n", [7], 2),
        ("a:\n  # runbook-lint: ignore[no-bad] r\n  b:\n    c: BAD\n  d: BAD\n", [5], 1),
        # a list may stand at its key's indent
        ("# runbook-lint: ignore[no-bad] r\na:\n- BAD\n- BAD\nb: BAD\n", [5], 2),
        ("a:\n  # runbook-lint: ignore[no-bad] r\n  - BAD\n  - BAD\n", [4], 1),
        ("# another\n# runbook-lint: ignore[no-bad] r\n# a third\n\na: BAD\n", [], 1),
        ("a: BAD\n# runbook-lint: file-ignore[no-bad] r\nb: BAD\n", [], 2),
        ("a: BAD\n---\nb: BAD\n# runbook-lint: file-ignore[no-bad] r\n", [], 2),
        ("a: |\n  BAD\n  # runbook-lint: file-ignore[no-bad] r\n", [2], 0),
    ],
)
def test_what_a_waiver_in_yaml_covers(text, left, waived):
    assert judged(text, "services/cart/service.yaml") == (left, waived)


@pytest.mark.parametrize(
    ("today", "left", "waived"),
    [("2026-05-30", [], 1), ("2026-05-31", [], 1), ("2026-06-01", [2], 0), ("2030-01-01", [2], 0)],
)
def test_until_holds_on_its_last_day(today, left, waived):
    assert judged("<!-- runbook-lint: ignore[no-bad] r until=2026-05-31 -->\nBAD\n", today=today) == (left, waived)


@pytest.mark.parametrize(
    ("written", "rules", "reason", "until", "bad_until"),
    [
        ("ignore[a] moves in May until=2027-05-31", ("a",), "moves in May", "2027-05-31", ""),
        ("ignore[a] until=2027-05-31 moves in May", ("a",), "moves in May", "2027-05-31", ""),
        ("ignore[a] moves (until=2027-05-31).", ("a",), "moves .", "2027-05-31", ""),
        ("ignore[a]: moves, until=2027-05-31, then not", ("a",), "moves, , then not", "2027-05-31", ""),
        ("ignore[a] - until=soon", ("a",), "", None, "soon"),
        ("ignore[a,b] — x", ("a", "b"), "x", None, ""),
        ("ignore [a] x", ("a",), "x", None, ""),
        ("ignore x", (), "x", None, ""),
    ],
)
def test_what_a_waiver_says(written, rules, reason, until, bad_until):
    page = parse_document("a.md", Kind.DOCUMENT, Text((f"<!-- runbook-lint: {written} -->", "x")))
    (waiver,) = document_waivers(page)
    found = (waiver.rules, waiver.reason, waiver.until, waiver.bad_until)
    assert found == (rules, reason, date.fromisoformat(until) if until else None, bad_until)


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("<!-- runbook-lint: ignore[no-bad] r -->\nBAD\n", []),
        ("<!-- runbook-lint: ignore[no-bad] r -->\nfine\n", ["1:1: unused waiver of no-bad"]),
        ("fine <!-- runbook-lint: ignore[ZZ001] r -->\n", ["1:6: unused waiver of ZZ001"]),
        ("<!-- runbook-lint: ignore[no-bad, no-odd] r -->\nBAD\n", ["1:35: unused waiver of no-odd"]),
        ("<!-- runbook-lint: ignore[no-bad, no-odd] r -->\nfine\n", ["1:1: unused waiver of no-bad and no-odd"]),
        ("<!-- runbook-lint: ignore[no-bda] r -->\nBAD\n", ["1:27: waiver of an unknown rule: no-bda", "2:1: BAD"]),
        ("<!-- runbook-lint: ignore[no-bda, no-odd] r -->\nODD\n", ["1:27: waiver of an unknown rule: no-bda"]),
        ("<!-- runbook-lint: ignore[no-bda, no-odd] r -->\nfine\n",
         ["1:27: waiver of an unknown rule: no-bda", "1:35: unused waiver of no-odd"]),
        ("<!-- runbook-lint: ignore[] r -->\nfine\n", ["1:1: waiver of no rule"]),
        ("<!-- runbook-lint: ignore-file[no-bad] r -->\nfine\n", ["1:1: waiver of no rule"]),
        ("<!-- runbook-lint: ignore[no-bad] -->\nBAD\n", ["1:1: waiver of no-bad gives no reason"]),
        ("<!-- runbook-lint: ignore[no-bad] until=2027-01-01 -->\nBAD\n", ["1:1: waiver of no-bad gives no reason"]),
        ("<!-- runbook-lint: ignore[no-bad] r until=2026-08-31 -->\nBAD\n",
         ["1:43: waiver expired on 2026-08-31, 1 day ago", "2:1: BAD"]),
        # expired: not also unused, nor unknown
        ("<!-- runbook-lint: ignore[no-bda, no-odd] r until=2026-05-12 -->\n",
         ["1:51: waiver expired on 2026-05-12, 112 days ago"]),
        ("<!-- runbook-lint: ignore[no-bad] r until=soon -->\nBAD\n",
         ['1:43: until is "soon", not a date: the waiver never expires']),
        # two waivers of one finding are both at work
        ("<!-- runbook-lint: file-ignore[no-bad] r -->\n\nBAD <!-- runbook-lint: ignore[no-bad] r -->\n", []),
        # findings about waivers are waived like others
        ("<!-- runbook-lint: ignore[waiver-unexplained, no-bad] -->\nBAD\n", []),
        ("<!-- runbook-lint: file-ignore[waiver-unused] r -->\n\nfine <!-- runbook-lint: ignore[no-bad] r -->\n", []),
    ],
)  # fmt: skip
def test_what_is_said_of_waivers(text, findings):
    assert said(text) == findings


def test_a_waiver_of_a_rule_that_is_off_is_left_alone():
    text = "<!-- runbook-lint: ignore[no-odd] r -->\nfine\n"
    assert said(text, config='select = ["no-bad", "WV"]') == []


def test_in_yaml_the_places_are_the_same():
    text = "service: SVC-CART\nowner: jo # runbook-lint: ignore[no-odd] r\n# runbook-lint: ignore[no-bda] r\nteam: A1\n"
    assert said(text, "services/cart/service.yaml") == [
        "2:11: unused waiver of no-odd",
        "3:24: waiver of an unknown rule: no-bda",
    ]


def helps(text):
    return [finding.help for finding in lint({"docs/page.md": text}, (BAD, ODD, *OURS)).findings]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("<!-- runbook-lint: ignore[no-bda] r -->\n", "did you mean no-bad?"),
        ("<!-- runbook-lint: ignore[everything] r -->\n", "`runbook-lint rule` lists the rules"),
        ("<!-- runbook-lint: ignore r -->\n", "name the rule in brackets, ignore[rule-name], and then the reason"),
        ("<!-- runbook-lint: ignore[no-bad] r -->\n", "take it out: it would hide the next such finding"),
        ("<!-- runbook-lint: ignore[no-bad] r until=2026/12/31 -->\nBAD\n", "write until=2026-12-31"),
        ("<!-- runbook-lint: ignore[no-bad] r until=soon -->\nBAD\n",
         "write until=year-month-day, such as until=2027-01-31"),
        ("<!-- runbook-lint: ignore[no-bad] r until=2026-01-01 -->\n",
         "it waives nothing now: mend what it hid, or give it a new date and a reason"),
        ("<!-- runbook-lint: ignore[no-bad] -->\nBAD\n", "say behind the bracket why it is right here"),
    ],
)  # fmt: skip
def test_the_next_step(text, help):
    assert helps(text) == [help]


W = "<!-- runbook-lint: ignore[no-bad] r -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"a\n\n{W}\n\nb\n", "a\n\nb\n"),  # one blank line stays
        (f"a\n\n{W}\nb\n", "a\n\nb\n"),
        (f"a\n{W}\n\nb\n", "a\n\nb\n"),
        (f"a\n{W}\nb\n", "a\n\nb\n"),  # or the two paragraphs would be one
        (f"{W}\n\na\n", "a\n"),
        (f"{W}\na\n", "a\n"),
        (f"a\n\n{W}\n", "a\n\n"),
        (f"a\n\n{W}", "a\n"),
        (f"a\n{W}", "a"),
        (W, ""),
        (f"{W}\n", "\n"),
        ("a\n\n<!-- runbook-lint: ignore[no-bad]\n  r -->\n\nb\n", "a\n\nb\n"),
        (f"a {W}\nb\n", "a\nb\n"),
        (f"a {W} b\n", "a b\n"),
        (f"a{W}b\n", "ab\n"),
        (f"a {W}b\n", "a b\n"),
        (f"- {W} b\n", "- b\n"),
        (f"- a\n\n  {W}\n\n  b\n", "- a\n\n  b\n"),
        (f"| a |\n|---|\n| b {W} |\n", "| a |\n|---|\n| b |\n"),
    ],
)
def test_a_waiver_is_taken_out(before, after):
    page = parse_document("a.md", Kind.DOCUMENT, Text(split_lines(before)))
    (waiver,) = document_waivers(page)
    assert apply_edits(before, [removal(waiver, page.lines)]) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\na: 1 # runbook-lint: ignore[no-bad] r\n---\n", "---\na: 1\n---\n"),
        ("---\na: 1\n# runbook-lint: ignore[no-bad] r\nb: 2\n---\n", "---\na: 1\nb: 2\n---\n"),
        ("---\na:\n  # runbook-lint: ignore[no-bad] r\n  - b\n---\n", "---\na:\n  - b\n---\n"),
        ("---\na: 1 # note # runbook-lint: ignore[no-bad] r\n---\n", "---\na: 1 # note\n---\n"),
    ],
)
def test_a_comment_in_front_matter_is_taken_out(before, after):
    page = parse_document("a.md", Kind.DOCUMENT, Text(split_lines(before)))
    (waiver,) = document_waivers(page)
    assert apply_edits(before, [removal(waiver, page.lines)]) == after
