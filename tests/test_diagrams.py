"""Diagrams, with the parser of the extra [mermaid] and without it."""

import sys

import pytest

from runbook_lint.parse.diagrams import NOT_CHECKED, diagram_problem, first_statement
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import lint

RULE = next(rule for rule in built_in_rules() if rule.name == "diagram-invalid")
TYPO = "# A\n\n```mermaid\nflowchrt LR\n  a --> b\n```\n"
BROKEN = "# A\n\n- x\n\n  ```mermaid\n  flowchart LR\n    a[(x] --> b\n  ```\n"


@pytest.fixture
def no_parser(monkeypatch):
    monkeypatch.setitem(sys.modules, "merman", None)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("flowchart LR", (1, "flowchart LR")),
        ("\n\n  graph TD\n", (3, "graph TD")),
        ("---\ntitle: x\n---\npie\n", (4, "pie")),
        ("%%{init: {}}%%\n%% note\ngantt\n", (3, "gantt")),
        ("%%{\n  init: {}\n}%%\ngantt\n", (4, "gantt")),
        ("%% only\n", (0, "")),
        ("---\nnever closed\n", (1, "---")),
        ("", (0, "")),
    ],
)
def test_first_statement(text, statement):
    assert first_statement(text.split("\n")) == statement


def test_without_the_parser_only_the_type_is_checked(no_parser):
    (finding,) = lint({"runbooks/a.md": TYPO}, (RULE,)).findings
    assert finding.message == "flowchrt is no type of diagram that Mermaid knows"
    assert finding.help == f"did you mean flowchart?; {NOT_CHECKED}"
    assert lint({"runbooks/a.md": BROKEN}, (RULE,)).findings == ()


def test_with_the_parser_all_of_it_is_checked():
    pytest.importorskip("merman")
    (finding,) = lint({"runbooks/a.md": TYPO}, (RULE,)).findings
    assert finding.help == "did you mean flowchart?"
    (finding,) = lint({"runbooks/a.md": BROKEN}, (RULE,)).findings
    assert (finding.message, finding.span.line, finding.span.column) == ("the diagram cannot be parsed here", 7, 6)


@pytest.mark.parametrize(
    "text",
    [
        "graph LR\n  r::base(x) --> can_drop?{Can we?}\n",  # names that Mermaid takes and the parser does not
        "flowchart LR\n  a --> <%= name %>\n",
        "graph TD\n" + "  a -->\n" * 10_000,
    ],
)
def test_what_cannot_be_told_is_no_finding(text):
    assert diagram_problem(text) is None


class Crash:
    def Merman(self):
        return self

    def analyze_json(self, text, options):
        raise RuntimeError("panic")


def test_a_crash_of_the_parser_is_not_the_author_s(monkeypatch):
    monkeypatch.setitem(sys.modules, "merman", Crash())
    assert diagram_problem("flowchart LR\n  a -->\n") is None


def test_the_parser_is_imported_only_where_there_is_a_diagram(monkeypatch):
    monkeypatch.delitem(sys.modules, "merman", raising=False)
    assert lint({"runbooks/a.md": "# A\n\n```bash\nmake\n```\n"}, (RULE,)).findings == ()
    assert "merman" not in sys.modules
