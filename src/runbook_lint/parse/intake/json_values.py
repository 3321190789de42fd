"""JSON that may be one document, one a line, or several in a row: its values with the line each begins on."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex

Found = tuple[int, Any]
"""The line a value begins on, and the value."""

_SPACE = regex(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def json_values(name: str, text: str, next_step: str) -> list[Found]:
    """Every value of a text, in order; raises UsageError at the first place that is no JSON."""
    reader = _Reader(name, text, next_step)
    return list(reader.values())


def json_items(name: str, text: str, next_step: str) -> list[Found]:
    """As `json_values`, but a list at the top gives its items."""
    reader = _Reader(name, text, next_step)
    return list(reader.items())


class _Reader:
    def __init__(self, name: str, text: str, next_step: str) -> None:
        self.name, self.text, self.next_step = name, text, next_step
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.at = 0

    def values(self) -> Iterator[Found]:
        self.skip()
        while self.at < len(self.text):
            yield self.value()
            self.skip()

    def items(self) -> Iterator[Found]:
        self.skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                yield from self.listed()
            else:
                yield self.value()
            self.skip()

    def listed(self) -> Iterator[Found]:
        self.at += 1
        self.skip()
        if self.text.startswith("]", self.at):
            self.at += 1
            return
        while True:
            yield self.value()
            self.skip()
            if self.text.startswith("]", self.at):
                self.at += 1
                return
            if not self.text.startswith(",", self.at):
                raise self.error("expecting ',' or ']'", self.at)
            self.at += 1
            self.skip()

    def value(self) -> Found:
        line = bisect_right(self.starts, self.at)
        try:
            found, self.at = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise self.error(f"{error.msg[:1].lower()}{error.msg[1:]}", error.pos) from None
        except (ValueError, RecursionError):  # a number of thousands of digits; nesting without bound
            raise self.error("it nests too deeply, or holds too long a number", self.at) from None
        return line, found

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def error(self, message: str, at: int) -> UsageError:
        line = bisect_right(self.starts, at)
        return UsageError(
            f"{self.name}:{line}:{at - self.starts[line - 1] + 1}: not valid JSON: {message}; {self.next_step}"
        )
