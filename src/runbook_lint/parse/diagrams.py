"""Mermaid diagrams in code blocks: whether they can be drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex

TYPES = frozenset(
    {"architecture", "architecture-beta", "block", "block-beta", "C4Component", "C4Container", "C4Context",
     "C4Deployment", "C4Dynamic", "classDiagram", "classDiagram-v2", "erDiagram", "flowchart", "flowchart-elk",
     "flowchart-v2", "gantt", "gitGraph", "graph", "info", "ishikawa-beta", "journey", "kanban", "mindmap", "packet",
     "packet-beta", "pie", "quadrantChart", "radar-beta", "requirement", "requirementDiagram", "sankey",
     "sankey-beta", "sequenceDiagram", "stateDiagram", "stateDiagram-v2", "swimlane", "timeline", "treeView-beta",
     "treemap", "treemap-beta", "venn-beta", "wardley-beta", "xychart", "xychart-beta", "zenuml"}
)  # fmt: skip
"""The words that a diagram may start with. Source: the detectors of Mermaid 11."""

NOT_CHECKED = "only its type was checked: install runbook-lint[mermaid] to check the rest"
_MAX_CHARS = 50_000  # Mermaid's own limit (maxTextSize)
# what the parser says of text that Mermaid 11 takes: names with `:` and `?`, a stray brace in a state diagram
_DOUBTFUL = regex(
    r"Unexpected character at|unexpected struct stop|unexpected trailing input|Invalid date", re.IGNORECASE
)
_WORD = regex(r"[A-Za-z][\w-]*")
_UNSURE = regex(r"<%|\{%|\$\{|<<|\{\{\s*[\w.$]+\s*\}\}\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DiagramProblem:
    """Why a diagram cannot be drawn, and where in its text: line and columns count from 1.

    `word` is an unknown type, `detail` what the parser said, in its own words.
    """

    message: str
    line: int
    column: int
    end_column: int
    word: str = ""
    detail: str = ""


def first_statement(lines: Sequence[str]) -> tuple[int, str]:
    """The number (from 1) and text of the first line that is neither front matter, directive nor comment."""
    number = 0
    if lines and lines[0].strip() == "---":
        closing = (index for index, line in enumerate(lines[1:], 1) if line.strip() == "---")
        number = next(closing, -1) + 1
    directive = False
    for index, line in enumerate(lines[number:], number + 1):
        text = line.strip()
        directive = directive or text.startswith("%%{")
        if text and not directive and not text.startswith("%%"):
            return index, text
        directive = directive and "}%%" not in text
    return 0, ""


def diagram_problem(text: str) -> DiagramProblem | None:
    """What is wrong with a diagram; None too where it cannot be told (a template, one beyond the limit)."""
    if len(text) > _MAX_CHARS or _UNSURE.search(text):
        return None
    lines = text.split("\n")
    number, statement = first_statement(lines)
    if not number:
        return DiagramProblem("the diagram is empty", 1, 1, 1)
    word = _WORD.match(statement)
    if word is None or word[0] not in TYPES:
        name = word[0] if word else statement.split()[0]
        column = lines[number - 1].index(name) + 1
        message = f"{name} is no type of diagram that Mermaid knows"
        return DiagramProblem(message, number, column, column + len(name), name)
    return _syntax_problem(text)


def parser_installed() -> bool:
    """Whether the parser of the extra [mermaid] is there."""
    return _parser() is not None


def _parser() -> Any:  # Any: an optional library without types
    try:
        from merman import Merman
    except ImportError:
        return None
    return Merman()


def _syntax_problem(text: str) -> DiagramProblem | None:
    """The first syntax error that the parser reports; a failure of its own is none of the author's."""
    parser = _parser()
    if parser is None:
        return None
    try:
        found = json.loads(parser.analyze_json(text, None))["diagnostics"]
    except Exception:  # the library is young: whatever it raises is its own trouble
        return None
    error = next((each for each in found if _is_syntax_error(each)), None)
    if error is None:
        return None
    span, message = error.get("span") or {}, " ".join(str(error["message"]).split())
    line, column = span.get("line", 1), span.get("column", 1)
    same_line = span.get("end_line") == line
    end = max(span.get("end_column", column), column) if same_line else column
    return DiagramProblem("the diagram cannot be parsed here", line, column, end, detail=message)


def _is_syntax_error(diagnostic: dict[str, Any]) -> bool:
    is_error = diagnostic.get("severity") == "error" and diagnostic.get("code_name") == "MERMAN_PARSE_ERROR"
    return is_error and not _DOUBTFUL.search(str(diagnostic.get("message")))
