"""JSON with the place of every key and value.

The standard library says whether it is JSON and what the values are; one pass over the tokens says where
they stand.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import field

from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

_TOKEN = regex(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
Path = tuple[str | int, ...]


def read_json(text: str) -> Data:
    """One JSON document; a text that is no JSON gives `Data` with its problem."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        place = Span(error.lineno, error.colno, error.lineno, error.colno)
        return Data(problem=DataProblem(f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}", place))
    except (ValueError, RecursionError):  # a number of thousands of digits; nesting without bound
        return Data(problem=DataProblem("the JSON cannot be read: it nests too deeply, or holds too long a number"))
    places = _Places([0, *(match.end() for match in re.finditer("\n", text))])
    places.take(text)
    return Data(value, places.spans, places.key_spans)


@dataclass(slots=True)
class _Open:
    """An object or a list that is not closed yet: where it began, and whether a key comes next."""

    start: int
    is_object: bool
    wants_key: bool


@dataclass(slots=True)
class _Places:
    """The places of a valid JSON text, token by token; of a key that repeats the last counts, as in its value."""

    starts: list[int]
    spans: dict[Path, Span] = field(default_factory=dict)
    key_spans: dict[Path, Span] = field(default_factory=dict)
    path: list[str | int] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def take(self, text: str) -> None:
        """Write down where everything stands."""
        for match in _TOKEN.finditer(text):
            token, top = match[0], self.stack[-1] if self.stack else None
            if token in "{[":
                is_object = token == "{"
                self.stack.append(_Open(match.start(), is_object, is_object))
                self.path.append("" if is_object else 0)
            elif token in "}]":
                start = self.stack.pop().start
                self.path.pop()
                self.spans[tuple(self.path)] = self.span(start, match.end())
            elif token == "," and top:
                top.wants_key = top.is_object
                if not top.is_object:
                    self.path[-1] = int(self.path[-1]) + 1
            elif token == ":" and top:
                top.wants_key = False
            elif top and top.wants_key:
                self.path[-1] = json.loads(token)
                self.key_spans[tuple(self.path)] = self.span(*match.span())
            else:
                self.spans[tuple(self.path)] = self.span(*match.span())

    def span(self, start: int, end: int) -> Span:
        """Offsets as lines and columns."""
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
