"""What a postmortem's front matter says, under whichever names; a value of the wrong form is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from runbook_lint.model.document import Data, Document
from runbook_lint.model.position import Span
from runbook_lint.model.postmortem import STAMPS, Moment, RunbookUse
from runbook_lint.model.settings import Settings
from runbook_lint.parse.entries import find_entry
from runbook_lint.parse.loose_date import loose_date
from runbook_lint.parse.postmortem_parts.moments import read_moment

_TEXTS = ("incident", "title", "kind", "severity", "status", "commander", "facilitator", "ticket", "visibility")
_LISTS = ("services", "participants", "alerts", "factors")
_YES = frozenset({"true", "yes", "y", "on"})
_NO = frozenset({"false", "no", "n", "off"})


class Facts:
    """The front matter of one page by our names; empty for a page without one."""

    def __init__(self, document: Document, settings: Settings) -> None:
        front = document.front_matter
        self.data = front.data if front else Data()
        self._keys: Mapping[str, tuple[str, ...]] = {**settings.keys, "title": ("title",), "date": ("date",)}

    def text(self, name: str) -> str:
        """A value that is one word or line; empty where it is a list or a mapping."""
        entry = find_entry(self.data, self._keys.get(name, (name,)))
        return entry.text if entry and entry.scalar else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A value that is a list of words, or one."""
        return tuple(text for text, _ in self._listed(name))

    def day(self) -> date | None:
        """The day of a general `date`."""
        return loose_date(self.text("date")[:10])

    def times(self) -> dict[str, Moment]:
        """The times of an incident; where one is a day's, its hour is not known. `resolved: true` says no time."""
        found = {}
        for name in STAMPS:
            entry = find_entry(self.data, self._keys.get(name, (name,)))
            if entry and isinstance(self.data.get(entry.key), bool):
                continue
            if entry and entry.scalar and entry.text:
                found[name] = read_moment(entry.text, entry.span)
            elif entry and not entry.scalar:
                found[name] = Moment(str(self.data.get(entry.key)), entry.span)
        return found

    def runbooks(self) -> tuple[RunbookUse, ...]:
        """The pages that were used."""
        return tuple(self._runbooks())

    def spans(self) -> dict[str, Span]:
        """Where the values stand by our names; those of lists also by their place (`services.1`)."""
        spans = {}
        for name in (*_TEXTS, *_LISTS, *STAMPS, "runbooks"):
            entry = find_entry(self.data, self._keys.get(name, (name,)))
            if entry:
                spans[name] = entry.span
        for name in _LISTS:
            spans |= {f"{name}.{index}": span for index, (_, span) in enumerate(self._listed(name))}
        return spans

    def _listed(self, name: str) -> Iterator[tuple[str, Span]]:
        entry = find_entry(self.data, self._keys.get(name, (name,)))
        if entry is None:
            return
        value = self.data.get(entry.key)
        for index, each in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(each, (str, int, float)) and not isinstance(each, bool) and str(each).strip():
                listed = isinstance(value, list)
                yield str(each).strip(), self.data.span(entry.key, index) if listed else entry.span

    def _runbooks(self) -> Iterator[RunbookUse]:
        entry = find_entry(self.data, self._keys.get("runbooks", ("runbooks",)))
        value = self.data.get(entry.key) if entry else None
        for index, each in enumerate(value if isinstance(value, list) else [value]):
            at = (entry.key, index) if entry and isinstance(value, list) else (entry.key if entry else "",)
            if isinstance(each, str) and each.strip():
                yield RunbookUse(each.strip(), span=self.data.span(*at))
            elif isinstance(each, dict) and _line(each.get("path")):
                uses = (_truth(each.get("used")), _truth(each.get("adequate")))
                yield RunbookUse(_line(each["path"]), *uses, _line(each.get("change")), self.data.span(*at, "path"))


def _line(value: object) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()


def _truth(value: object) -> bool | None:
    word = str(value).strip().casefold()
    return True if word in _YES else False if word in _NO else None
