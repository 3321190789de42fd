"""What MkDocs says, for somebody who knows the source pages and not the generated ones."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping

from runbook_lint.model.patterns import regex

_QUOTED = regex(r"'([^'\n]+)'")
_PAGE = regex(r"(?:Doc file|Error (?:reading|building) page) '([^'\n]+)':? ")
_MOST = 50


class Messages(logging.Handler):
    """Prints warnings and errors as they come, each once, with the paths of sources; counts them."""

    def __init__(self, sources: Mapping[str, str], pages: frozenset[str], seen: set[str]) -> None:
        """`sources` maps generated pages to the pages they were made of, `pages` are all generated ones.

        What has been `seen` is not said again.
        """
        super().__init__(logging.WARNING)
        self.sources, self.pages, self.seen = sources, pages, seen
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One line for a warning."""
        text = self.plain(record.getMessage())
        if "'dirty' build is being performed" in text or text in self.seen:
            return
        self.seen.add(text)
        self.count += 1
        if self.count <= _MOST:
            print(f"runbook-lint: {text}", file=sys.stderr)
        elif self.count == _MOST + 1:
            print("runbook-lint: … and more", file=sys.stderr)

    def plain(self, text: str) -> str:
        """A message that begins with the page it is about, with the paths of sources instead of generated pages."""
        line = " ".join(text.split())
        about = _PAGE.match(line)
        told = line[about.end() :] if about else line
        rest = _QUOTED.sub(lambda found: f"'{self.sources.get(found[1], found[1])}'", told)
        return f"{self._source(about[1])}: {rest}" if about else rest

    def _source(self, page: str) -> str:
        return self.sources.get(page) or (f"{page} (generated)" if page in self.pages else page)

    def told(self, reason: str) -> str:
        """What a failed build ends with: why, and the next step."""
        if "strict" in reason and self.count:
            noun = "problem" if self.count == 1 else "problems"
            return f"the site has {self.count} {noun} (above): mend the pages named, or build with --no-strict"
        return f"MkDocs stopped: {self.plain(reason)}"
