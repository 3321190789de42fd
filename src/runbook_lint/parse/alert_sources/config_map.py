"""Files in a ConfigMap: each is a text in YAML, and what is in it has its place in the outer file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from runbook_lint.model.document import Data
from runbook_lint.model.position import Span
from runbook_lint.parse.alert_sources.facts import Path, Sheet
from runbook_lint.parse.yaml_reader import read_yaml


def inner_sheets(sheet: Sheet, value: dict[str, Any], at: Path, lines: Sequence[str]) -> Iterator[Sheet]:
    """The YAML files of a ConfigMap that may hold alerts; one that cannot be read brings its problem along."""
    files = value.get("data")
    for name, text in (files if isinstance(files, dict) else {}).items():
        if isinstance(text, str) and "alert" in text and name.endswith((".yaml", ".yml", ".rules", ".json")):
            span = sheet.data.span(*at, "data", name)
            yield replace(sheet, data=_placed(read_yaml(text, span.line + 1), text, span, lines))


def _placed(data: Data, text: str, span: Span, lines: Sequence[str]) -> Data:
    """The file's places in the outer one: exact in a literal block, the block itself for any other text."""
    inner, outer = text.rstrip("\n").split("\n"), lines[span.line : span.end_line]
    first = next((line for line in outer if line.strip()), "")
    indent = len(first) - len(first.lstrip(" "))
    literal = [line[indent:] for line in outer[: len(inner)]] == inner

    def placed(each: Span) -> Span:
        return Span(each.line, each.column + indent, each.end_line, each.end_column + indent) if literal else span

    problem = replace(data.problem, span=placed(data.problem.span)) if data.problem else None
    return replace(
        data,
        spans={path: placed(each) for path, each in data.spans.items()},
        key_spans={path: placed(each) for path, each in data.key_spans.items()},
        problem=problem,
        comments=(),
    )
