"""Whether an edit changed the place that it mends and nothing else of what a file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from runbook_lint.model.document import Data, Document, Kind, Link
from runbook_lint.model.finding import Edit
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import Span
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.rendered import rendered
from runbook_lint.parse.text import Text
from runbook_lint.parse.yaml_reader import read_yaml_all

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Said:
    """What a file says: the blocks that are shown, where its links lead, and its data."""

    blocks: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    parts: tuple[Data, ...] = ()


def said_by_page(path: str, text: Text) -> Said:
    """What a Markdown page says, front matter included."""
    page = parse_document(path, Kind.DOCUMENT, text)
    front = page.front_matter
    return Said(_blocks(page), page.links, (front.data if front else Data(),))


def said_by_data(text: Text) -> Said:
    """What a YAML or JSON file says."""
    return Said(parts=read_yaml_all(text.joined + "\n"))


def _blocks(page: Document) -> tuple[str, ...]:
    skipped = page.front_matter.span.end_line if page.front_matter else 0
    return rendered(("",) * skipped + page.lines[skipped:])


def only_there(before: Said, after: Said, edit: Edit, old: str) -> bool:
    """Whether an edit that took a text (`old`) from `before` changed nothing outside its place."""
    return (
        _same_data(before.parts, after.parts, edit)
        and _same_links(before.links, after.links, edit.span)
        and _same_blocks(before.blocks, after.blocks, old, edit.text)
    )


def _same_blocks(before: Sequence[str], after: Sequence[str], old: str, new: str) -> bool:
    """The same blocks, or those of the new text between them, or one in which the old text became the new one."""
    if before == after:
        return True
    if len(before) == len(after):
        pairs = [(was, now) for was, now in zip(before, after, strict=True) if was != now]
        return len(pairs) == 1 and _replaced(*pairs[0], _one_blank(old), _one_blank(new))
    added = rendered(new.split("\n"))
    return any(
        after[start : start + len(added)] == added
        and before[:start] == after[:start]
        and before[start:] == after[start + len(added) :]
        for start in range(len(before) + 1)
    )


def _replaced(was: str, now: str, old: str, new: str) -> bool:
    """Whether two blocks differ in one place alone: there stood a part of the old text, and stands one of the new."""
    start = _shared(was, now)
    end = _shared(was[start:][::-1], now[start:][::-1])
    return was[start : len(was) - end] in old and now[start : len(now) - end] in new


def _shared(first: str, second: str) -> int:
    """How many characters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _one_blank(text: str) -> str:
    return " ".join(text.split())


def _same_links(before: Sequence[Link], after: Sequence[Link], place: Span) -> bool:
    """The same links to the same targets, but for those whose target stands in the place."""
    return len(before) == len(after) and all(
        (was.image, was.html, was.label) == (now.image, now.html, now.label)
        and (was.target == now.target or _touches(was.target_span, place))
        for was, now in zip(before, after, strict=True)
    )


def _same_data(before: Sequence[Data], after: Sequence[Data], edit: Edit) -> bool:
    """The same values, but for the one that stands in the place, and keys that the new text names."""
    if len(before) != len(after):
        return False
    for was, now in zip(before, after, strict=True):
        if now.problem and not was.problem:
            return False
        old, new = _leaves(was.value), _leaves(now.value)
        if sum(old[place] != new[place] for place in old.keys() & new.keys()) > 1:
            return False  # an anchor: other keys say the same by an alias
        for place in old.keys() | new.keys():
            if old.get(place, _NONE) == new.get(place, _NONE):
                continue
            named = place not in old and str(place[-1]) in edit.text
            if not (named or (place in old and place in new and _touches(was.span(*place), edit.span))):
                return False
    return True


_NONE = object()


def _leaves(value: Any, place: Place = ()) -> Mapping[Place, Any]:  # Any: whatever the user wrote
    """Every value that is no mapping and no list, by the keys that lead to it; types count as well."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, (dict, list)):
        return {place: (type(value), value)} if place or value is not None else {}
    return {key: leaf for name, part in parts for key, leaf in _leaves(part, (*place, name)).items()}


def _touches(span: Span, place: Span) -> bool:
    """Whether two places have a part or an end in common."""
    return (span.line, span.column) <= (place.end_line, place.end_column) and (place.line, place.column) <= (
        span.end_line,
        span.end_column,
    )
