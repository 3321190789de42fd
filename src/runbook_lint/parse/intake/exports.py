"""An incident from another tool's export, as the facts that a postmortem starts from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from runbook_lint.model.draft import Draft
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE
from runbook_lint.model.postmortem import STAMPS, Action, Moment, TimelineEntry
from runbook_lint.model.settings import SEVERITIES
from runbook_lint.parse.intake.export_parts import recognised
from runbook_lint.parse.intake.export_tools import SEVERITY_WORDS, Events, Items, Tool
from runbook_lint.parse.intake.json_paths import at, text_at, text_of
from runbook_lint.parse.intake.json_values import json_items
from runbook_lint.parse.intake.redaction import redacted
from runbook_lint.parse.intake.timeline_rows import People, counted, moment
from runbook_lint.parse.intake.timelines import CUT, how_many, one_line, shortened
from runbook_lint.parse.payload import cleaned
from runbook_lint.parse.postmortem_parts.action_words import action_state

Json = dict[str, Any]  # Any: JSON

_NEXT_STEP = "export it again"
_MOST = 1_000
"""Rows and actions of each kind that are taken."""


def read_export(name: str, text: str, roles: Mapping[str, str], severities: Sequence[str] = SEVERITIES) -> Draft:
    """The facts in an export; its `notes` say what was in it and could not be taken.

    Names of services, alerts and people are as the tool writes them: the catalogue says which it knows.
    Raises UsageError for what is no JSON, or no export of a tool that we know.
    """
    found = [value for _, value in json_items(name, text.removeprefix("\ufeff"), _NEXT_STEP)]
    tool, sheet = recognised(name, found)
    draft = _clean(_Reader(tool, sheet, roles, severities).draft())
    return replace(draft, notes=tuple(f"{name}: {note}" for note in draft.notes))


@dataclass(slots=True)
class _Reader:
    """One export by one tool's map."""

    tool: Tool
    sheet: Json
    roles: Mapping[str, str]
    severities: Sequence[str]
    notes: list[str] = field(default_factory=list)

    def draft(self) -> Draft:
        """Everything the map leads to."""
        tool = self.tool
        people = People({**self._own_roles(), **self.roles})
        times = self._times()
        return Draft(
            incident=self._incident(),
            title=one_line(text_at(self.sheet, *tool.title)),
            severity=self._severity(),
            services=self._all(tool.services),
            times=times,
            commander=one_line(text_at(self.sheet, *tool.commander)),
            participants=self._all(tool.participants[:1]),
            alerts=self._all(tool.alerts),
            ticket=self._ticket(),
            restricted=self._restricted(),
            summary=self._summary(),
            timeline=self._timeline(people),
            actions=tuple(self._actions()),
            notes=tuple(self.notes),
        )

    def _own_roles(self) -> dict[str, str]:
        """The roles that people had in the incident, by all that the tool calls them."""
        found = {}
        for where, role, names in self.tool.roles:
            for each in at(self.sheet, where):
                found.update({text_at(each, name): text_at(each, role) for name in names})
        return {name: one_line(role) for name, role in found.items() if name and role}

    def _incident(self) -> str:
        known = text_at(self.sheet, *self.tool.incident)
        number = "" if known else text_at(self.sheet, *self.tool.number)
        if re.fullmatch(r"\d{1,12}", number):
            known = f"INC-{number}"
            self.notes.append(f"{self.tool.name}'s number {number} makes {known}, where --incident gives no other")
        return one_line(known)

    def _severity(self) -> str:
        written = one_line(text_at(self.sheet, *self.tool.severity))
        known = _severity(written, self.severities)
        if written and not known:
            self.notes.append(f"severity {written} is none of {', '.join(self.severities)}; left out")
        elif known and _letters(written) != _letters(known):
            self.notes.append(f"severity {written} was taken as {known}")
        return known

    def _times(self) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        for name, paths in self.tool.times.items():
            times = next((each for path in paths if (each := self._read_times(name, path))), [])
            if times:
                found[name] = (max(times) if name == "resolved" else min(times)).replace(microsecond=0)
        if self.tool.together and self.tool.together[0] in found and self.tool.together[1] not in found:
            known, other = self.tool.together
            found[other] = found[known]
            self.notes.append(f"{self.tool.name} does not say when it {other}: the time it was {known} stands for both")
        return {name: at for name, at in found.items() if not self._is_amiss(name, found)}

    def _read_times(self, name: str, path: str) -> list[datetime]:
        found = []
        for value in at(self.sheet, path):
            read = moment(value, 1, None)
            if read.at is not None:
                found.append(read.at)
            elif text_of(value):
                self.notes.append(f"{name}: {one_line(text_of(value))[:60]} is no time that can be read; left out")
        return found

    def _is_amiss(self, name: str, times: Mapping[str, datetime]) -> bool:
        """Whether a time lies before the start or after what must follow it, as where an incident was filed later."""
        later = [each for each in STAMPS[STAMPS.index(name) + 1 :] if name != "started"]
        before = "started" in times and times[name] < times["started"]
        after = next(
            (
                each
                for each in later
                if each in times and times[name] > times[each] >= times.get("started", times[each])
            ),
            "",
        )
        if before or after:
            other = after or "started"
            self.notes.append(
                f"{name} {times[name]:%Y-%m-%d %H:%M} lies {'after' if after else 'before'} {other}; left out"
            )
        return bool(before or after)

    def _all(self, paths: Sequence[str]) -> tuple[str, ...]:
        found = (one_line(text_of(each)) for path in paths for each in at(self.sheet, path))
        return tuple(dict.fromkeys(each for each in found if each))[:_MOST]

    def _ticket(self) -> str:
        found = (one_line(text_of(each)) for path in self.tool.ticket for each in at(self.sheet, path))
        return next((url for url in found if re.fullmatch(r"https?://\S+", url)), "")

    def _restricted(self) -> bool:
        for path, value in self.tool.restricted.items():
            if any(str(each).casefold() == value for each in at(self.sheet, path)):
                return True
        return False

    def _summary(self) -> str:
        text = text_at(self.sheet, *self.tool.summary)
        return "" if text == text_at(self.sheet, *self.tool.title) else text

    def _timeline(self, people: People) -> tuple[TimelineEntry, ...]:
        found: dict[tuple[datetime, str], TimelineEntry] = {}
        for events in self.tool.events:
            left_out = []
            for value in sorted(self._some(events.at), key=lambda each: text_at(each, *events.time)):
                entry, why = self._entry(events, value, people)
                if entry and entry.moment.at:
                    found.setdefault((entry.moment.at, entry.text), entry)
                else:
                    left_out.append(why)
            self.notes += [f"{events.at}: {note}" for note in counted(left_out)]
        return tuple(found[key] for key in sorted(found))

    def _some(self, path: str) -> list[Any]:
        """What is at a path, as much of it as a page takes."""
        found = list(at(self.sheet, path))
        if len(found) > _MOST:
            self.notes.append(f"{path}: {len(found):,} in it; the first {_MOST:,} were taken")
        return found[:_MOST]

    def _entry(self, events: Events, value: Any, people: People) -> tuple[TimelineEntry | None, str]:
        kind = text_at(value, events.kind) if events.kind else ""
        if kind in events.skip:
            return None, "notifications and other small steps"
        text = text_at(value, *events.text) or events.words.get(kind, "")
        when = next((each for path in events.time for each in at(value, path) if text_of(each)), None)
        read = moment(when, 1, None)
        if not text or read.at is None:
            return None, "rows without a time or a text"
        names = [text_at(value, path) for path in events.person]
        at_once = Moment(text_of(when), PAGE, read.at, zoned=True, dated=True)
        return TimelineEntry(at_once, people.name(*names), text), ""

    def _actions(self) -> Iterator[Action]:
        number = 0
        for items in self.tool.actions:
            for value in self._some(items.at):
                if text_at(value, *items.state).casefold() not in items.skip and text_at(value, *items.text):
                    number += 1
                    yield self._action(items, value, f"A{number}")

    def _action(self, items: Items, value: Any, id: str) -> Action:
        written = text_at(value, *items.state)
        state = action_state(written.replace("_", " "))
        action = Action(id, one_line(text_at(value, *items.text))[:CUT], state=state, numbered=False)
        ticket = one_line(text_at(value, *items.ticket))
        if ticket:  # the tracker knows the rest, and what is copied from it grows old
            return replace(action, ticket=ticket, state=state if action.finished else "")
        if written and not state:
            self.notes.append(f"state {one_line(written)[:60]} of {id} is none that is known; left out")
        return replace(action, owner=one_line(text_at(value, *items.owner)), due=self._day(text_at(value, *items.due)))

    def _day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            self.notes.append(f"{one_line(text)[:60]} is no day that can be read; left out")
            return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _severity(written: str, severities: Sequence[str]) -> str:
    """A tool's severity as one of ours: the same name, the same number, or a word that stands for one."""
    same = next((each for each in severities if _letters(each) == _letters(written)), "")
    if same or not written:
        return same
    number = re.match(r"(?:sev(?:erity)?|p(?:riority)?|s)?[\s_-]*(\d)\b", written.casefold())
    wanted = f"SEV-{number[1]}" if number else SEVERITY_WORDS.get(written.casefold(), "")
    return wanted if wanted in severities else ""


def _clean(draft: Draft) -> Draft:
    """The draft without secrets, its rows on one line each, and a note on what was removed or cut."""
    removed, by_text = [], {"": ""}
    for each in fields(draft):
        texts: list[str] = []
        cleaned(getattr(draft, each.name), partial(_kept, texts))
        clean, found = redacted(texts)
        by_text.update(zip(texts, clean, strict=True))
        kinds = sum(found.values(), Counter[str]())
        removed += [
            f"{how_many(number)} ({kind}) in its {each.name}; removed" for kind, number in sorted(kinds.items())
        ]
    draft = cleaned(draft, by_text.__getitem__)
    timeline = [replace(entry, text=one_line(entry.text), who=one_line(entry.who)) for entry in draft.timeline]
    cut = sum(len(entry.text) > CUT for entry in timeline)
    told = [f"{cut:,} rows of more than {CUT} characters were cut"] if cut else []
    return replace(
        draft,
        timeline=tuple(replace(entry, text=shortened(entry.text)) for entry in timeline),
        notes=(*draft.notes, *removed, *told),
    )


def _kept(texts: list[str], text: str) -> str:
    texts.append(text)
    return text
