"""What the link rules share: which links are theirs, where a finding stands, how it is mended."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from urllib.parse import unquote

from runbook_lint.model.document import Document, Link
from runbook_lint.model.finding import Applicability, Edit, Fix
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE, Span
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.world import World
from runbook_lint.parse.links import resolutions
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_borrowed, is_template
from runbook_lint.parse.targets import link_targets

_SAMPLE_TEXT = regex(r"(?:(?:link|alt|display|anchor)[ -]?)?text|title|label|name|file|alt", re.IGNORECASE)
_SAMPLE_TARGET = regex(r"url|link|path|file|target|href|src|uri|destination", re.IGNORECASE)


def links_in_state(
    world: World, *states: State, own: bool = False, target: str | None = None
) -> Iterator[tuple[str, Link, Resolution]]:
    """Every page's links that came out so, once for each place: links may share a definition.

    With a `target` those alone that have it.
    """
    seen: set[tuple[str, Span]] = set()
    for path, number, resolution in chain.from_iterable(_by_state(world).get(state, ()) for state in states):
        page = world.documents[path]
        if resolution.own is not own or (target is not None and link_targets(page)[number] != target):
            continue
        link = page.links[number]
        if (path, place(link)) not in seen and not _is_sample(link, page):
            seen.add((path, place(link)))
            yield path, link, resolution


@once
def _by_state(world: World) -> Mapping[State, Sequence[tuple[str, int, Resolution]]]:
    """The links by what became of them, each by its page and its number there; many rules ask for some of them."""
    found: dict[State, list[tuple[str, int, Resolution]]] = defaultdict(list)
    for path, links in resolutions(world).items():
        if is_template(path) or is_borrowed(path):
            continue  # its links are right where its copies are, or somebody else's
        for number, resolution in enumerate(links):
            found[resolution.state].append((path, number, resolution))
    return found


def _is_sample(link: Link, page: Document) -> bool:
    """Whether a link only shows how one is written: `[text](url)`."""
    if not _SAMPLE_TARGET.fullmatch(link.target):
        return False
    behind = page.line(link.span.end_line)[link.span.end_column - 1 :].split("</")[0] if link.html else ""
    return bool(_SAMPLE_TEXT.fullmatch((link.text or behind).strip()))


def place(link: Link) -> Span:
    """Where a finding about a link's target stands: on the target, else on the link."""
    return link.target_span if link.target_span != PAGE and link.target else link.span


def shown(target: str) -> str:
    """A target as its author would know it: without percent signs, and not too long."""
    plain = unquote(target)
    text = plain if plain.isprintable() else target
    return text if len(text) <= 80 else f"{text[:77]}…"


def mending(path: str, link: Link, resolution: Resolution) -> Fix | None:
    """The edit that puts the one candidate in the target's place; not a safe one where it is only likely."""
    can = (resolution.certain or resolution.likely) and resolution.mended and link.target_span != PAGE
    if not can or link.target_span.line != link.target_span.end_line:
        return None
    how = Applicability.SAFE if resolution.certain else Applicability.UNSAFE
    return Fix((Edit(path, link.target_span, resolution.mended),), how)


def nearest_or(resolution: Resolution, otherwise: str) -> str:
    """The nearest thing that is there, else the next step."""
    near = resolution.mended or resolution.nearest
    return f"did you mean {shown(near)}?" if near else otherwise
