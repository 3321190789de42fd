"""What is due, for people: lines for a terminal, and a digest in Markdown for a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap

from runbook_lint.model.dates import in_days
from runbook_lint.parse.markdown_text import escaped
from runbook_lint.parse.tracking.due import Due
from runbook_lint.render.findings import Paint
from runbook_lint.render.text import visible

Groups = Mapping[str, Sequence[Due]]
"""The items under the name of each group, as `grouped` gives them."""

_NOBODY = {"owner": "no owner", "team": "no team", "tier": "no tier"}
_WORDS = {"postmortem": "draft"}
_WHEN, _KIND = 13, 6
_SHORTEST = 24


def due_text(groups: Groups, by: str, today: date, within: str, columns: int, paint: Paint) -> Iterator[str]:
    """Each group with its items, the earliest first, and at the end what they come to."""
    for name, items in groups.items():
        if by != "day":
            yield f"{paint(visible(name) or _NOBODY[by], 'path')}: {_counts(items, today)}"
        yield from (line for item in items for line in _lines(item, today, columns, paint))
        yield ""
    yield due_sum(groups, today, within)


def due_sum(groups: Groups, today: date, within: str) -> str:
    """`3 overdue, 5 due within 30 days`, each item counted once."""
    items = {each.key: each for group in groups.values() for each in group}.values()
    late = sum(each.late(today) > 0 for each in items)
    return f"{late:,} overdue, {len(items) - late:,} due within {within}" if items else f"Nothing due within {within}."


def due_markdown(groups: Groups, by: str, today: date, within: str, address: Callable[[str], str]) -> str:
    """A digest for a message: no table and no heading, which few chats show. `address` is where people read a page."""
    lines = [f"**{due_sum(groups, today, within).rstrip('.')}** ({today})"]
    for name, items in groups.items():
        lines += ["", f"**{escaped(visible(name)) or _NOBODY[by]}**: {_counts(items, today)}"] if by != "day" else [""]
        lines += [""] * (by != "day")
        lines += [_bullet(item, today, address(item.path)) for item in items]
    return "\n".join(lines) + "\n"


def _counts(items: Sequence[Due], today: date) -> str:
    late = sum(each.late(today) > 0 for each in items)
    parts = [f"{late:,} overdue"] * bool(late) + [f"{len(items) - late:,} soon"] * (late < len(items))
    return ", ".join(parts)


def _lines(item: Due, today: date, columns: int, paint: Paint) -> Iterator[str]:
    """An item; a sentence goes on below itself, and a path is never broken, since people copy it."""
    late = item.late(today)
    when = f"{when_due(item, today):<{_WHEN}}"
    lead = f"  {item.day}  {paint(when, 'error') if late else when}  {_word(item):<{_KIND}}  "
    before = 2 + 10 + 2 + _WHEN + 2 + _KIND + 2
    text = visible(item.what)
    sentence = item.kind in ("action", "postmortem")
    parts = wrap(text, max(columns - before, _SHORTEST)) if sentence else [text]
    yield lead + parts[0]
    yield from (" " * before + part for part in parts[1:])


def when_due(item: Due, today: date) -> str:
    """`12 days late`, `today`, `in 3 days`."""
    late, left = item.late(today), (item.day - today).days
    return f"{in_days(late)} late" if late else f"in {in_days(left)}" if left else "today"


def _word(item: Due) -> str:
    return _WORDS.get(item.kind, item.kind)


def _bullet(item: Due, today: date, address: str) -> str:
    when = when_due(item, today)
    text = escaped(" ".join(visible(item.what).split()))
    linked = f"[{text}]({address})" if re.fullmatch(r"https?://[^\s()<>]+", address) else text
    return f"- {f'**{when}**' if item.late(today) else when}, {item.day}: {_word(item)} {linked}"
