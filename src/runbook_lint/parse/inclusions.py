"""Pages that are taken into others, and pages that symlinks show: their links may be written for another place."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

from runbook_lint.model.document import Document
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once, once_each
from runbook_lint.parse.targets import joined

_TAKES_IN = regex(
    r"(?:--8<--|\{%-?\s*include|\{include\}|\{!|::include|\{\{#include|<!--\s*@include:|\{\{[<%]\s*[\w/-]*include)"
    r"[^\n]*?(?P<path>[\w@.][\w@./ -]*\.(?:md|markdown|mdx))\b"
)


def shown_in(world: World, page: str) -> Iterator[str]:
    """The folders that a page is read in, too: those of the pages that take it in, and of symlinks to it."""
    yield from _takers(world).get(page, ())
    for link, target in world.repository.symlinks.items():
        if target is not None and f"{page}/".startswith(f"{target}/"):
            yield dirname(link + page[len(target) :])


@once
def _takers(world: World) -> dict[str, set[str]]:
    """Every page that is taken in, with the folders of the pages that do so."""
    found: dict[str, set[str]] = {}
    for path, page in world.documents.items():
        for taken in taken_in(page):
            for start in (dirname(path), ""):
                whole = joined(start, taken)
                if whole and whole in world.documents and whole != path:
                    found.setdefault(whole, set()).add(dirname(path))
    return found


@once_each
def taken_in(page: Document) -> tuple[str, ...]:
    """The pages that a page takes in, as it calls them."""
    return tuple(match["path"] for line in page.lines if (match := _TAKES_IN.search(line)))
