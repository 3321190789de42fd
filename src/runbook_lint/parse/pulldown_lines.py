"""The lines of a page as the reference cuts them inside of lists and quotes; offsets are in bytes of UTF-8."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from runbook_lint.model.patterns import regex
from runbook_lint.parse.pulldown_tokens import Unlike

At = Callable[[int], int]
"""What turns an offset in the page into one in a piece of its text."""

_QUOTE = regex(r" {0,3}> ?")
_MARKER = regex(r" *+(?:[-+*]|\d{1,9}[.)])( *+)(?!\t)")
_LONGEST = 4000  # of lines whose characters are counted anew for each event in them
_TAB = regex(r"[ >]*\t")


class Lines:
    """A page's lines, and what is open around the one at hand: quotes, and items by their line and column."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        size = len if text.isascii() else _size
        self.starts = list(accumulate([size(line) + 1 for line in self.lines], initial=0))
        self.tabs = "\t" in text
        self.around: list[tuple[int, int]] = []
        self.quotes = 0

    def number(self, at: int) -> int:
        """The line of an offset, counted from 0."""
        return bisect_right(self.starts, at) - 1

    def last(self, end: int) -> int:
        """The last line of what ends at an offset, which may stand before the first letter of what follows."""
        number = self.number(end - 1)
        begun = self.lines[number][: self.column(number, end)] if end < self.starts[number + 1] else "x"
        return number - (not begun.strip(" >"))

    def column(self, number: int, at: int) -> int:
        """The column of an offset in a line, counted from 0."""
        line, column = self.lines[number], at - self.starts[number]
        return column if line.isascii() else len(line.encode()[:column].decode())

    def from_column(self, number: int, column: int) -> At:
        """What turns offsets into those from a column of a line on."""
        if self.lines[number].isascii():
            base = self.starts[number] + column
            return lambda at: at - base
        if len(self.lines[number]) > _LONGEST:
            raise Unlike
        return lambda at: self.column(number, at) - column

    def has_tabs(self, first: int, last: int) -> bool:
        """Whether a tab indents any of some lines: the two engines count its columns differently."""
        return self.tabs and any(_TAB.match(line) for line in self.lines[first : last + 1])

    def enter_quote(self) -> None:
        """What follows stands in a quote."""
        self.around.append((-1, -1))
        self.quotes += 1

    def enter_item(self, number: int, start: int) -> None:
        """What follows stands in the item of a list that starts in a line at an offset of the page."""
        line, at = self.lines[number], self.column(number, start)
        found = _MARKER.match(line, at)
        if not found:
            raise Unlike
        wide = len(found[1])
        if found.end() == len(line) and not self.lines[number + 1].strip(" >"):
            raise Unlike  # an item that begins with a blank line
        content = found.end() if 0 < wide < 5 and found.end() < len(line) else found.start(1) + 1
        self.around.append((number, content - self._base(number)))

    def leave(self) -> None:
        """The quote or item at hand ends."""
        if self.around.pop()[1] < 0:
            self.quotes -= 1

    def cut(self, number: int) -> int:
        """How many characters of a line belong to what is around it."""
        return self._cut(number, self._base(number), self.around[-1]) if self.around else 0

    def inside(self, number: int) -> str:
        """A line without what is around it."""
        return self.lines[number][self.cut(number) :]

    def content(self, first: int, last: int) -> tuple[str, At]:
        """The text of lines without what is around it, and what turns the page's offsets into its own."""
        raw = self.inside(first)
        if first == last:
            bare = raw.lstrip()
            return bare.rstrip(), self.from_column(first, len(self.lines[first]) - len(bare))
        whole = [raw, *map(self.inside, range(first + 1, last + 1))]
        joined = "\n".join(whole)
        taken, places = len(joined.lstrip()) - len(joined), list[At]()
        for number, line in enumerate(whole, first):
            places.append(self.from_column(number, len(self.lines[number]) - len(line) - taken))
            taken += len(line) + 1
        return joined.strip(), lambda at: places[min(self.number(at), last) - first](at)

    def _base(self, number: int) -> int:
        """Where a line begins behind the quotes that are open."""
        if not self.quotes:
            return 0
        at, left, before = 0, self.quotes, (-1, -1)
        for each in self.around:
            if each[1] < 0:
                at = self._cut(number, at, before)
                found = _QUOTE.match(self.lines[number], at)
                if not found:
                    raise Unlike  # a line of the quote without its sign
                at, left = found.end(), left - 1
            before = each
            if not left:
                break
        return at

    def _cut(self, number: int, at: int, item: tuple[int, int]) -> int:
        first, column = item
        if column < 0:
            return at
        line = self.lines[number]
        if number == first:
            return min(at + column, len(line))
        if line.startswith(" " * column, at):
            return at + column
        lead = len(line) - len(line[at:].lstrip(" ")) - at
        if lead > 3:
            raise Unlike  # a line that goes on from an item, and would be code outside of it
        return at + lead


def _size(line: str) -> int:
    return len(line.encode())
