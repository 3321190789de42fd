"""Where a link may lead: pages, files beside them, and headings."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, relpath

from runbook_lint.editor.completion.offer import Offer, Offers
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import State
from runbook_lint.model.world import World
from runbook_lint.parse.fragments import anchors_of
from runbook_lint.parse.links import resolve
from runbook_lint.parse.targets import encoded, has_scheme

_OPEN = regex(
    r"""(?:\]\(\s*<?|^\s{0,3}\[[^\]]+\]:\s*<?|\b(?:href|src)=["'])(?P<typed>[^\s<>()"']*)\Z"""
)


def target_offers(world: World, path: str, before: str) -> Offers | None:
    """The targets that a link begun on a page may have."""
    match = _OPEN.search(before) if path in world.documents else None
    return targets(world, path, dirname(path), match.start("typed"), match["typed"]) if match else None


def targets(world: World, origin: str, folder: str, start: int, typed: str) -> Offers | None:
    """Pages as seen from a folder, or the headings of the page that is typed already."""
    if has_scheme(typed):
        return None
    target, hash, _ = typed.partition("#")
    if hash:
        return Offers(start + len(target) + 1, _anchors(world, origin, target))
    return Offers(start, _pages(world, origin, folder, typed))


def _anchors(world: World, origin: str, target: str) -> Iterator[Offer]:
    found = resolve(world, origin, target).path if target else origin
    page = world.documents.get(found)
    for anchor, span in anchors_of(world, found).items() if page else ():
        yield Offer(encoded(anchor), "anchor", page.line(span.line).strip() if page else "")


def _pages(world: World, origin: str, folder: str, typed: str) -> Iterator[Offer]:
    """The pages, nearest first; other files only of the folder that is typed."""
    rooted = typed.startswith("/")
    base = "" if rooted else folder
    inside = resolve(world, origin, f"{typed.rpartition('/')[0]}/" if "/" in typed else "./")
    beside = inside.path.strip("/") if inside.state is State.RESOLVED else folder
    files = {each for each in world.files if dirname(each) == beside and not each.endswith("/")}
    shown = [(relpath(each, base or "."), each) for each in {*world.documents, *files} - {origin}]
    for short, each in sorted(shown, key=lambda pair: (pair[0].count("/"), pair[0])):
        title = world.documents[each].title if each in world.documents else ""
        yield Offer(("/" if rooted else "") + encoded(short), "page", title)
