"""From the kind of each page to a few globs: folders where nearly all agree, less the parts that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from posixpath import basename, dirname

from runbook_lint.adopt.exceptions import take_back
from runbook_lint.adopt.names import (
    by_name,
    number_glob,
    same_named,
    shared_glob,
    spelled,
    suffixes,
    within,
    worded_globs,
)
from runbook_lint.adopt.words import folder_says
from runbook_lint.model.document import Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Layout, Settings
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.layout import Roles

_YEAR = regex(r"(?:19|20)\d\d")
AGREE = 0.7
"""Which part of a folder's pages must be of one kind for the folder to be taken as that."""
_ORDER = (Kind.PLAN, Kind.POSTMORTEM, Kind.RUNBOOK, Kind.DOCUMENT)  # of several that match a page the first one counts
_CUT_OUT = {
    Kind.POSTMORTEM: (Kind.PLAN,),
    Kind.RUNBOOK: (Kind.PLAN, Kind.POSTMORTEM),
    Kind.DOCUMENT: (Kind.PLAN, Kind.POSTMORTEM),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A folder that is taken as a kind; `deep` with all below it."""

    folder: str
    kind: Kind
    deep: bool


@dataclass
class _Below:
    """The pages of a folder: those in it, those in it or below, and its folders."""

    here: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)


def cover(
    kinds: Mapping[str, Kind], fixed: frozenset[str], doubtful: frozenset[str] = frozenset()
) -> dict[Kind, tuple[str, ...]]:
    """The globs of each kind but documents; `fixed` are documents by their name, `doubtful` say little themselves."""
    free = {path: kind for path, kind in kinds.items() if path not in fixed}
    usual, left = _usual(free)
    named, left = by_name(left)
    tree = _tree(left)
    cuts = list(_cuts("", Kind.DOCUMENT, tree, left)) if left else []
    globs: dict[Kind, list[str]] = {kind: [*usual[kind], *named.get(kind, ())] for kind in _ORDER[:3]}
    for kind, found in globs.items():
        found += _folders(kind, cuts, left)
        globs[kind] = _needed(found, free, len(usual[kind]))
    plain = [cut.folder for cut in cuts if cut.kind is Kind.DOCUMENT]
    for kind, found in globs.items():
        found += take_back(kind, tuple(found), plain, kinds, fixed, doubtful)
    return {kind: tuple(dict.fromkeys(found)) for kind, found in globs.items()}


def _usual(kinds: Mapping[str, Kind]) -> tuple[dict[Kind, tuple[str, ...]], dict[str, Kind]]:
    """The default layout's globs of the kinds that it finds here and is right about, and the pages that are left."""
    layout, roles, left = Layout(), Roles(Settings()), dict(kinds)
    found: dict[Kind, tuple[str, ...]] = dict.fromkeys(_ORDER, ())
    for kind, globs in zip(_ORDER, (layout.plans, layout.postmortems, layout.runbooks), strict=False):
        reached = [path for path in kinds if roles.kind(path) is kind]
        if reached and sum(kinds[path] is kind for path in reached) >= AGREE * len(reached):
            found[kind] = globs
            left = {path: each for path, each in left.items() if path not in set(reached)}
    return found, left


def _needed(globs: list[str], kinds: Mapping[str, Kind], first: int) -> list[str]:
    """The globs that take in a page which no other of them does; the `first` ones belong together and stay."""
    kept = list(dict.fromkeys(globs))
    for glob in globs[first:]:
        others = matcher(rooted(tuple(each for each in kept if each != glob)))
        mine = matcher(rooted((glob,)))
        if len(kept) > 1 and all(others(path) for path in kinds if mine(path)):
            kept.remove(glob)
    return kept


def _tree(kinds: Mapping[str, Kind]) -> Mapping[str, _Below]:
    tree: dict[str, _Below] = defaultdict(_Below)
    for path in sorted(kinds):
        folder = dirname(path)
        tree[folder].here.append(path)
        tree[folder].all.append(path)
        while folder:
            tree[dirname(folder)].folders.add(folder)
            folder = dirname(folder)
            tree[folder].all.append(path)
    return tree


def _cuts(folder: str, inherited: Kind, tree: Mapping[str, _Below], kinds: Mapping[str, Kind]) -> Iterator[Cut]:
    """The folders at which the kind changes, from the top down."""
    below = tree[folder]
    kind, share = _most(below.all, kinds)
    if kind is not inherited and share >= AGREE and _begins(folder, kind, tree, kinds):
        yield Cut(folder, kind, deep=True)
        inherited = kind
    elif kind is inherited and share >= AGREE:
        pass
    elif below.here:
        own, agreed = _most(below.here, kinds)
        if own is not inherited and agreed >= AGREE:
            yield Cut(folder, own, deep=False)
    for inner in sorted(below.folders):
        yield from _cuts(inner, inherited, tree, kinds)


def _most(paths: Iterable[str], kinds: Mapping[str, Kind]) -> tuple[Kind, float]:
    """The kind of most pages, and its share of those it would take in: plans and postmortems are cut out again."""
    counts = Counter(kinds[path] for path in paths)
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].value)):
        others = sum(counts[each] for each in _ORDER if each not in _CUT_OUT.get(kind, ()))
        if count >= AGREE * others:
            return kind, count / others
    return Kind.DOCUMENT, 0.0


def _begins(folder: str, kind: Kind, tree: Mapping[str, _Below], kinds: Mapping[str, Kind]) -> bool:
    """Whether a kind begins in this folder: not further down, in the only one of its folders that has pages of it."""
    here = sum(kinds[path] is kind for path in tree[folder].here)
    if here > (0 if folder else 2):
        return True
    inner = [each for each in tree[folder].folders if any(kinds[path] is kind for path in tree[each].all)]
    years = all(basename(each).isdecimal() for each in inner)  # next year's folder will be another
    return bool(folder) and (len(inner) > 1 or (bool(inner) and years))


def _folders(kind: Kind, cuts: Iterable[Cut], kinds: Mapping[str, Kind]) -> Iterator[str]:
    """The globs of the folders that are taken as a kind."""
    mine = [cut for cut in cuts if cut.kind is kind]
    deep, shallow = [cut.folder for cut in mine if cut.deep], [cut.folder for cut in mine if not cut.deep]
    for prefix, name in same_named(deep, kinds, kind):
        inside = [folder for folder in deep if within(folder, prefix) and basename(folder) == name]
        deep = [folder for folder in deep if folder not in inside]
        pages = [path for path in kinds if any(within(path, folder) for folder in inside)]
        yield from (shared_glob(prefix, name, f"**/*{each}") for each in suffixes(pages))
    years = [folder for folder in deep if _YEAR.fullmatch(folder)]
    if len(years) > 1:  # next year's folder will be another
        deep = [folder for folder in deep if folder not in years]
        pages = [path for path in kinds if any(within(path, folder) for folder in years)]
        yield from (f"[0-9][0-9][0-9][0-9]/**/*{each}" for each in suffixes(pages))
    for folder in deep:
        pages = [path for path in kinds if within(path, folder) and kinds[path] is kind]
        yield from _by_themselves(folder, pages, kind) or (spelled(folder, f"**/*{each}") for each in suffixes(pages))
    for folder in shallow:
        pages = [path for path in kinds if dirname(path) == folder and kinds[path] is kind]
        yield from _by_themselves(folder, pages, kind) or (spelled(folder, f"*{each}") for each in suffixes(pages))


def _by_themselves(folder: str, pages: list[str], kind: Kind) -> list[str]:
    """The page that is the only one; of pages at the root, which has other things as well, globs of their names."""
    said = folder_says(basename(folder))
    if len(pages) == 1 and not (said and said[0] is kind):
        return [spelled(pages[0])]  # one page is no custom: what will stand beside it may be anything
    if folder:
        return []
    numbered = number_glob([path for path in pages if not dirname(path)])
    worded = worded_globs(pages, kind)
    reached = matcher(rooted(tuple(worded)))
    return [numbered] if numbered else worded if worded and all(map(reached, pages)) else []
