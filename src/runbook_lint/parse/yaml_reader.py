"""YAML with the place of every key and value, as YAML 1.2 reads it; dates stay strings.

No library constructs the values: they raise on dates such as `2026-99-01` and expand aliases without bound.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from runbook_lint.model.document import Comment, Data, DataProblem
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.yaml_nodes import Node, YamlFault, nodes_of
from runbook_lint.parse.yaml_walk import Places, Stop, walked

_WAIVER = regex(r"(?:^|(?<=\s))#\s*(runbook-lint:.*)$")
_DIRECTIVE = regex(r"^%YAML[ \t]", re.MULTILINE)
_HINTS = (
    ("mapping values are not allowed", "put a value with a colon in it in quotes, or mend the indentation"),
    ("character '\\t'", "indent with spaces, not with tabs"),
    ("that cannot start any token", "put the value in quotes"),
    ("found undefined alias", "a value that starts with * needs quotes"),
)


def read_yaml_all(
    text: str, first_line: int = 1, compose: Callable[[str], Sequence[Node]] = nodes_of
) -> tuple[Data, ...]:
    """Every YAML document in a text; a text that is no YAML gives one `Data` with its problem.

    `first_line` is the line of the file on which the text starts.
    """
    comments = tuple(waiver_comments(text, first_line))
    places = Places(text, first_line)
    one_reading = bool(_DIRECTIVE.search(text))
    try:
        parts = [walked(node, places, one_reading) for node in compose(text)]
        texts = sorted({text for _, texts in parts for text in texts}) if comments else []
        real = tuple(each for each in comments if not _is_inside(texts, each.span))
        return tuple(replace(data, comments=real) if real else data for data, _ in parts)
    except Stop as stop:
        problem = stop.problem
    except YamlFault as fault:
        problem = _syntax_problem(fault, places)
    except RecursionError:
        problem = DataProblem("the YAML nests too deeply", Span(first_line, 1, first_line, 1))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, AssertionError) as error:
        # ruamel.yaml lets plain Python errors out of its scanner for some malformed input
        problem = DataProblem(f"the YAML cannot be read ({type(error).__name__})", Span(first_line, 1, first_line, 1))
    return (Data(comments=comments, problem=problem),)


def read_yaml(text: str, first_line: int = 1) -> Data:
    """The first YAML document of a text; an empty one gives `Data` with the value None."""
    parts = read_yaml_all(text, first_line)
    return parts[0] if parts else Data(comments=tuple(waiver_comments(text, first_line)))


def waiver_comments(text: str, first_line: int) -> Iterator[Comment]:
    """The `#` comments that speak to us; YAML and TOML write them alike."""
    if "runbook-lint:" not in text:
        return
    for number, line in enumerate(text.split("\n"), first_line):
        match = _WAIVER.search(line)
        if match:
            span = Span(number, match.start() + 1, number, len(line) + 1)
            yield Comment(match[1].strip(), span, not line[: match.start()].strip())


def _syntax_problem(fault: YamlFault, places: Places) -> DataProblem:
    offset = fault.offset
    if offset >= len(places.text):  # the text broke off: its last word is nearer than the line behind it
        offset = places.behind_text(len(places.text))
    help = next((hint for part, hint in _HINTS if part in fault.reason), "")
    return DataProblem(f"not valid YAML: {' '.join(fault.reason.split())}", places.span(offset, offset), help)


def _is_inside(texts: Sequence[Span], place: Span) -> bool:
    """Whether what looks like a comment stands inside one of some texts, which are in order."""
    start = (place.line, place.column)
    index = bisect_left(texts, start, key=lambda text: (text.line, text.column)) - 1
    return index >= 0 and start < (texts[index].end_line, texts[index].end_column)
