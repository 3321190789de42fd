"""What a finding says of an annotation that leads nowhere: the nearest thing that is there, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from runbook_lint.model.alert import Alert
from runbook_lint.model.finding import Edit, Fix
from runbook_lint.model.position import Location, Span
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.fragments import anchors_of
from runbook_lint.parse.sections import normal_title

_QUOTES = ("'", '"')
_TELLING = 6  # letters of an anchor that stands within another


def annotation_place(alert: Alert) -> Location:
    """Where a finding about an alert's page stands: its annotation, else its name."""
    return alert.runbook_location if alert.runbook_location.path else alert.location


def nearest_section(world: World, alert: Alert, found: Resolution) -> str:
    """The anchor nearest to one that is not there.

    It is the section that speaks of the alert, else the one spelt alike, else the longest that is named within it.
    """
    page = world.documents.get(found.path)
    if found.state is not State.NO_ANCHOR or page is None or found.catalog:
        return found.nearest
    anchors = anchors_of(world, found.path)
    wanted = _squashed(found.anchor)
    within = [anchor for anchor in anchors if len(_squashed(anchor)) >= _TELLING and _squashed(anchor) in wanted]
    return _section_naming(alert.name, page.lines, anchors) or found.nearest or max(within, key=len, default="")


def _squashed(text: str) -> str:
    return normal_title(text).replace(" ", "")


def _section_naming(name: str, lines: tuple[str, ...], anchors: Mapping[str, Span]) -> str:
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    line = next((number for number, text in enumerate(lines, 1) if word.search(text)), 0)
    before = [(span, anchor) for anchor, span in anchors.items() if span.line <= line]
    return max(before)[1] if before else ""


def annotation_fix(world: World, alert: Alert, mended: str) -> Fix | None:
    """The edit that makes an annotation read otherwise; None where it does not stand as it is read, on one line."""
    place = alert.runbook_location
    line = (world.lines(place.path) or ("",) * place.span.line)[place.span.line - 1] if place.path else ""
    written = line[place.span.column - 1 : place.span.end_column - 1]
    quote = written[:1] if written[:1] in _QUOTES and written[:1] == written[-1:] else ""
    plain = written.removeprefix(quote).removesuffix(quote) if quote else written
    if place.span.line != place.span.end_line or plain != alert.runbook or (quote and quote in mended):
        return None
    return Fix((Edit(place.path, place.span, f"{quote}{mended}{quote}"),))
