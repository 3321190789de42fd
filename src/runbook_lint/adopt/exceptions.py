"""What the globs of a kind take in and should not: folders of documents, front pages, forms, single pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from posixpath import basename

from runbook_lint.adopt.names import same_named, shared_glob, spelled, within, worded_globs
from runbook_lint.model.document import Kind
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.pages import is_front_page

_SINGLE, _SHARE = 12, 0.05
"""As many single files as a reader will follow in a list of globs, and as a part of the pages they are taken from."""


def take_back(
    kind: Kind,
    globs: tuple[str, ...],
    folders: list[str],
    kinds: Mapping[str, Kind],
    fixed: frozenset[str],
    doubtful: frozenset[str],
) -> list[str]:
    """The globs to add to those of a kind; `folders` are of documents, `doubtful` pages are not named one by one."""
    free = {path: each for path, each in kinds.items() if path not in fixed}
    more = _folders(_reached(globs, free), folders, free)
    more += _fixed_out(_reached((*globs, *more), fixed), free)
    reached = _reached((*globs, *more), free)
    wrong = [path for path in reached if kinds[path] is Kind.DOCUMENT]
    more += [f"!{spelled(path)}" for path in wrong] if len(wrong) <= max(_SINGLE, _SHARE * len(reached)) else []
    there = set(_reached((*globs, *more), free))
    lost = [path for path in sorted(free) if kinds[path] is kind and path not in there | doubtful]
    lost = [path for path in lost if not any(within(path, folder) for folder in folders)]
    alike = [glob for glob in worded_globs(lost, kind) if all(kinds[path] is kind for path in _reached((glob,), free))]
    lost = [path for path in lost if path not in set(_reached(tuple(alike), lost))]
    return [*more, *alike, *([spelled(path) for path in lost] if len(lost) <= _SINGLE else [])]


def _reached(globs: tuple[str, ...], paths: Iterable[str]) -> list[str]:
    match = matcher(rooted(globs))
    return [path for path in sorted(paths) if match(path)]


def _folders(reached: Collection[str], folders: list[str], kinds: Mapping[str, Kind]) -> list[str]:
    """The folders of documents that the globs reach into; those of one name are one."""
    inner = [folder for folder in folders if any(within(path, folder) for path in reached)]
    globs = []
    for prefix, name in same_named(inner, kinds, Kind.DOCUMENT):
        inner = [each for each in inner if not (within(each, prefix) and basename(each) == name)]
        globs.append(f"!{shared_glob(prefix, name, '**')}")
    return globs + [f"!{spelled(folder, '**')}" for folder in inner]


def _fixed_out(paths: list[str], free: Iterable[str]) -> Iterator[str]:
    """Front pages and forms by their name, or each by itself where others of the name are taken for something."""
    taken = {basename(path) for path in free}
    names = Counter(basename(path) for path in paths)
    for path in paths:
        name = basename(path)
        if name in taken or not is_front_page(path):
            yield f"!{spelled(path)}"
        elif names.pop(name, 0):
            yield f"!{spelled(name)}"
